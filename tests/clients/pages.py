"""The programs on the pages of the docs about clients, and the server that they are run against."""

import ast
import re
from pathlib import Path

from django.contrib.auth.models import User

from positions.models import Position
from positions.tokens import make_token
from positions.vocabulary import Scope
from tests.clients.node import ROOT


def program_on(page: str, language: str) -> str:
    """The page's blocks of that language as one program."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return "\n\n".join(re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def file_on(page: str, name: str) -> str:
    """What the page's commands write into that file."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.search(rf"^\$ cat > {re.escape(name)} <<'END'\n(.*?)^END$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def command_on(page: str, beginning: str) -> str:
    """The page's command that begins so."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^\$ ({re.escape(beginning)}.*)$", text, re.MULTILINE)
    return str(found)


def credentials(address: str, *, by: User) -> dict[str, str]:
    """What the programs find in their environment."""
    return {"PARLEY": address, "PARLEY_TOKEN": make_token(by, scopes=list(Scope), lifetime=None).secret}


def check_output(printed: str) -> None:
    """The article was read, the statement accepted and, after a 412, undone; tables, fields and changes say so."""
    state, accepted, undone, *table, changes = printed.strip().splitlines()
    assert state == "extracted"
    assert ("200" in accepted, "412" in accepted, "accept" in accepted) == (True, False, True)
    assert ("412" in undone, "200" in undone, "pending" in undone) == (True, True, True)
    assert any(
        "northland | water-share | opposes | “The quota stays as it is.” (Northport Courier)" in x for x in table
    )
    assert any("southland | water-share | never_stated" in line for line in table)
    assert {"scored | nothing in common", "asked | 200 304"} <= set(table)
    assert any('"results":[{"party":"northland","stance":"opposes"}]' in line for line in table)
    assert any(line.startswith("negotiation,valid_on,known_at,") for line in table)
    assert ast.literal_eval(changes) == ["recorded", "corrected"]
    assert Position.objects.known().count() == 1


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
