"""The page of transcripts, docs/transcripts.md: its commands run for real, and what they print laid out as it is there.

What differs at each run has a name that stays: the first tag is tag-1 wherever it comes up, so a reader sees which are
the same.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "transcripts.md"
SHOWN_ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Headers that the page is about.
HEADERS = re.compile(
    r"HTTP/|(etag|cache-control|vary|content-type|retry-after|ratelimit(-policy)?|www-authenticate|allow):",
    re.IGNORECASE,
)
VARYING = {
    "tag": re.compile(r'(?<=")(?:\d+(?:-\d{4}-\d\d-\d\d)?\.)?[A-Za-z0-9_-]{22}(?=")'),
    "id": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    "request": re.compile(r"(?<=\"request_id\": \")[0-9a-f]+"),
    "instant": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"),
    "minute": re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d UTC"),
}
SECONDS = re.compile(r"(?<=retry-after: )\d+|(?<=;t=)\d+|(?<=available in )\d+", re.IGNORECASE)


class Transcript:
    """Runs the page's commands in order, against one server."""

    def __init__(self, address: str, env: Mapping[str, str]) -> None:
        self.address = address
        self.env = {"PARLEY": f"{address}/api/v1", **env}
        self.names: dict[str, str] = {}

    def of(self, block: str) -> str:
        """The block as it is now: each command with what it prints."""
        commands = re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]
        return "".join(f"{command}{self.printed_by(command)}" for command in map(command_in, commands))

    def printed_by(self, command: str) -> str:
        """Laid out as the page has it."""
        real = command.removeprefix("$ ").replace("\\\n", " ")
        for value, name in self.names.items():
            real = real.replace(name, value)
        done = subprocess.run(
            ["bash", "-c", real], env=os.environ | self.env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{command}{done.stderr}"
        return "".join(f"{line}\n" for line in self.lines(done.stdout))

    def lines(self, printed: str) -> Iterator[str]:
        head, _, body = printed.replace("\r\n", "\n").partition("\n\n")
        if not head.startswith("HTTP/"):
            yield from self.named(printed.rstrip()).splitlines()
            return
        yield from (self.named(line) for line in head.splitlines() if HEADERS.match(line))
        if body.strip():
            yield ""
            yield from self.named(json.dumps(json.loads(body), indent=2, ensure_ascii=False)).splitlines()

    def named(self, text: str) -> str:
        """With names in the place of what differs at each run."""
        text = text.replace(self.address, SHOWN_ADDRESS)
        for kind, pattern in VARYING.items():
            for value in pattern.findall(text):
                same = [name for name in self.names.values() if name.startswith(f"{kind}-")]
                text = text.replace(value, self.names.setdefault(value, f"{kind}-{len(same) + 1}"))
        return SECONDS.sub("42", text)


def command_in(part: str) -> str:
    """The command of a part of a block, with its further lines, which a backslash announces."""
    lines = part.splitlines(keepends=True)
    n_lines = next(number for number, line in enumerate(lines, start=1) if not line.rstrip().endswith("\\"))
    return "".join(lines[:n_lines])
