"""What is wrong with a catalog file: where, in words, and the nearest value that would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

# A key or an index for every level from the top of the file down to a value.
Where = tuple[str | int, ...]

# Similarity, 0 to 100 (rapidfuzz's ratio), from which a value is worth suggesting: one letter of three may be wrong.
NEAR = 60
# Characters of a problem that are shown; a value may be a whole page.
LONGEST = 500


@dataclass(frozen=True)
class Problem:
    """One thing to put right. `line` counts from 1, None where the file as a whole is meant; `field` is a path."""

    line: int | None
    field: str
    message: str

    def sentence(self, path: Path) -> str:
        place = str(path) if self.line is None else f"{path}:{self.line}"
        return printable(": ".join(part for part in (place, self.field, self.message) if part))


def printable(sentence: str) -> str:
    """One line of moderate length that any terminal can show, whatever a file put into it."""
    line = " ".join(sentence.split())
    visible = "".join(character if character.isprintable() else "�" for character in line)
    return visible if len(visible) <= LONGEST else f"{visible[:LONGEST]}…"


class CatalogFileInvalid(Exception):
    """The file is no catalog. Its text is one readable line a problem."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.line or 0, p.field, p.message)))
        super().__init__("\n".join(problem.sentence(path) for problem in self.problems))


def field_of(where: Where) -> str:
    """A path as people write it: `parties[0].speakers[2].from`."""
    path = ""
    for step in where:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.lstrip(".")


def nearest(value: str, valid: Iterable[str]) -> str:
    """'; did you mean "northland"?', or nothing where no valid value comes near."""
    found = process.extractOne(value, list(valid), scorer=fuzz.ratio, score_cutoff=NEAR)
    return f"; did you mean “{found[0]}”?" if found else ""
