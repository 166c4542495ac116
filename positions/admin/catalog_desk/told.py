"""What others changed of an entry while somebody had it open, in the words of its form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from positions.admin.catalog_desk.forms import Choices, Sheet
from positions.catalog import Difference, EntryChangedMeanwhile

TAKEN_OVER = "So it stands below."
BOTH = "Both stand below: theirs and what you typed."
REPLACES = "What you typed stands below and would replace it."
SWITCH = {"true": "yes", "false": "no"}
# Which field of a row names other entries.
NAMED_BY = {"terms": "issue", "member_of": "bloc"}


@dataclass(frozen=True)
class Change:
    """One field. `now`: what is stored; empty where nothing is. `below`: what the form shows of it."""

    label: str
    now: str
    below: str


@dataclass(frozen=True)
class Meanwhile:
    """`who`: who changed what of the talks since, as far as it is known."""

    who: str
    changes: list[Change]


def told(changed: EntryChangedMeanwhile, sheet: Sheet, known: dict[str, Choices]) -> Meanwhile:
    return Meanwhile(str(changed), [_change(one, sheet, known) for one in changed.differences])


def _change(one: Difference, sheet: Sheet, known: dict[str, Choices]) -> Change:
    names = SWITCH if one.key == "published" else dict(known.get(NAMED_BY.get(one.key, one.key), []))
    now = "; ".join(_words(row, names) for row in one.now) if isinstance(one.now, list) else _words(one.now, names)
    below = TAKEN_OVER if not one.is_typed_too else BOTH if isinstance(one.now, list) else REPLACES
    return Change(sheet.label_of(one.key), now, below)


def _words(value: Any, names: Mapping[str, str]) -> str:
    return ", ".join(_parts(value, names))


def _parts(value: Any, names: Mapping[str, str]) -> Iterator[str]:
    """Every text in it that says something."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _parts(part, names)
    elif value:
        yield names.get(value, value)
