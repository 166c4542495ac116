"""What is wrong with a catalog file: where, in words, and the nearest value that would be right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

# A key or an index for every level from the top of the file down to a value.
Where = tuple[str | int, ...]

# Similarity, 0 to 100 (rapidfuzz's ratio), from which a value is worth suggesting: one letter of three may be wrong.
NEAR = 60
# What is wrong alike in more lines than this is told once, with so many of the lines: one word puts all of them right.
MOST_ALIKE = 5
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


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """The same, where what many lines have wrong alike is told at the first of them, so that nothing else is missed."""
    together: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        together[problem.field, problem.message].append(problem)
    told = []
    for same in together.values():
        told += same if len(same) <= MOST_ALIKE else [_with_lines(same)]
    return told


def _with_lines(same: list[Problem]) -> Problem:
    first, *others = same
    lines = ", ".join(str(problem.line) for problem in others[: MOST_ALIKE - 1])
    n_more = len(others) - (MOST_ALIKE - 1)
    more = f" and {n_more:,} more" if n_more else ""
    return Problem(first.line, first.field, f"{first.message} (also in lines {lines}{more})")


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
