"""One server of ours: the things PostgreSQL and Valkey have in common.

A server works in its own data folder (its current directory) and inherits a lock on `in_use`, which it and all its
children hold as long as any of them lives. So "is a process still in this folder" is answered by the kernel, not
by a file with a process number that may mean somebody else by now; "does it serve" is answered by a real query.

Where a descriptor or the current directory stands for a path (`/proc/self/...`), the account that root's servers
run as needs no permission on the folders above, and a path of any length will do.
"""

import os
import re
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypedDict

from config.embedded.account import Account
from config.embedded.addresses import sockets_folder
from config.embedded.binaries import Binaries
from config.embedded.home import Home

HAS_PROC = sys.platform == "linux"


_TELLING = re.compile(r"(?:FATAL|PANIC|ERROR|error|Fatal):? +(.*)")


class Surroundings(TypedDict):
    """What subprocess is told about a program's surroundings."""

    cwd: Path
    env: dict[str, str]
    umask: int
    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True)
class Server(ABC):
    """PostgreSQL or Valkey of one home."""

    home: Home
    title: ClassVar[str]
    programs: ClassVar[frozenset[str]]
    """Names under which its processes run."""
    farewell: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    """Signals that end it, the gentlest first, each with the seconds it is given."""

    @property
    @abstractmethod
    def folder(self) -> Path:
        """Its folder in the home: ours, 0700; `data` in it belongs to the account."""

    @property
    def data(self) -> Path:
        """Its current directory."""
        return self.folder / "data"

    @property
    def in_use_lock(self) -> Path:
        """Held by the server and its children."""
        return self.folder / "in_use"

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.home.logs / f"{self.folder.name}.log"

    @property
    @abstractmethod
    def sockets(self) -> tuple[Path, ...]:
        """What it leaves in the sockets' folder when it is killed."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it serves a real query now."""

    @abstractmethod
    def prepare(self, binaries: Binaries, account: Account, lock: int) -> None:
        """Make what it needs before it can run; called while nothing runs in its folder."""

    @abstractmethod
    def command(self, binaries: Binaries, sockets: str) -> list[str]:
        """How to run it in the foreground, with its sockets in the folder named."""

    def settle(self) -> None:  # noqa: B027 - nothing to do unless a server says so
        """Make what it needs once it serves; called at each start."""


def spawn(
    server: Server, binaries: Binaries, account: Account, *, lock: int, sockets: int
) -> "subprocess.Popen[bytes]":
    """Run the server in a session of its own, with nothing of ours open but its lock and its sockets' folder."""
    place = f"/proc/self/fd/{sockets}" if HAS_PROC else str(sockets_folder(server.home))
    log = os.open(server.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603 - our own programs
            server.command(binaries, place),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(lock, sockets), start_new_session=True,
            **surroundings(server.data, account),
        )  # fmt: skip
    finally:
        os.close(log)


def here(data: Path) -> str:
    """How a process that was started in the data folder names it."""
    return "/proc/self/cwd" if HAS_PROC else str(data)


def surroundings(data: Path, account: Account) -> Surroundings:
    """Working folder, environment and identity for a program of ours. Nothing of our own environment gets through."""
    return Surroundings(
        cwd=data,
        env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath},
        umask=0o077,
        user=account.uid if account.drops else None,
        group=account.gid if account.drops else None,
        extra_groups=[] if account.drops else None,
    )


def last_words(log: Path, *, since: int = 0, n_bytes: int = 2000) -> str:
    """The end of a log, the line that says why first; for a message. `since`: where in bytes this run's words begin."""
    try:
        with log.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(since, stream.tell() - n_bytes))
            lines = stream.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    telling = [found[1] for line in lines if (found := _TELLING.search(line))]
    return (telling or lines or [""])[-1].strip()
