"""The state of a page, wholly in its address: read from it, and written back into every link."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from positions.comparison.records import instant_text
from positions.pages.notices import Notice
from positions.vocabulary import Method, TargetKind
from positions.written_times import find_day, find_instant

# Between the party and the target of a cell in an address; no slug has it.
PARTED_BY = "~"
# The web server takes a request line of 8,190 bytes; the rest is for the method, and for what is added to an address.
LONGEST_ADDRESS_CHARACTERS = 8_000
# What makes a form say something else than an address does; the answer is a redirect to the address that says it.
FORM_ONLY = frozenset({"known_on", "from_known_on", "filter", "move"})


class Order(StrEnum):
    """In which order targets are shown."""

    CATALOG = "catalog"
    DISAGREEMENT = "disagreement"
    TITLE = "title"


@dataclass(frozen=True)
class State:
    """What a page shows. What is empty is not in the address: the page's own choice stands."""

    valid_on: date | None = None
    known_at: datetime | None = None
    from_valid_on: date | None = None
    from_known_at: datetime | None = None
    party: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: TargetKind | None = None
    order: Order | None = None
    left: str = ""
    right: str = ""
    method: Method | None = None
    silent: bool = False
    party_page: int = 1
    target_page: int = 1
    cell: str = ""

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def fields(self, *without: str) -> list[tuple[str, str]]:
        """Names and values as they stand in an address, in one order; for the hidden fields of a form too."""
        return [pair for name, value in self._given() if name not in without for pair in written(name, value)]

    def query(self, *without: str, **changes: Any) -> str:
        """What follows the path of an address, with its question mark; `?` alone where nothing does."""
        return "?" + urlencode(self.but(**changes).fields(*without), safe=f"{PARTED_BY}:")

    @property
    def place(self) -> tuple[str, str] | None:
        """Party and target of the cell that is open."""
        party, parted, target = self.cell.partition(PARTED_BY)
        return (party, target) if parted else None

    def _given(self) -> Iterator[tuple[str, Any]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                yield field.name, value


def query_of(asked: Mapping[str, Any]) -> str:
    """What follows the path of an address with these parameters, question mark and all; what is empty is left out."""
    return "?" + urlencode([pair for name, value in asked.items() if value for pair in written(name, value)], safe=":")


def fitting(address: str) -> str:
    """The address, or nothing where nobody could open it: it names too much one by one."""
    return address if len(address) <= LONGEST_ADDRESS_CHARACTERS else ""


def written(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, tuple):
        return [(name, each) for each in value]
    if isinstance(value, bool):
        return [(name, "1")]
    if isinstance(value, datetime):
        return [(name, instant_text(value))]
    return [(name, value.isoformat() if isinstance(value, date) else str(value))]


def read_state(asked: QueryDict) -> tuple[State, list[Notice]]:
    """The state that an address names, and a notice for each part of it that can't be shown."""
    notices: list[Notice] = []
    found: dict[str, Any] = {}
    for name, values in asked.lists():
        given = [value for value in values if value]
        if name in READERS and given:
            value = READERS[name](given)
            if value is None:
                notices.append(Notice(WRONG[name] % {"value": given[-1][:80]}, is_wrong=True))
            else:
                found[name] = value
    return State(**found), notices


def is_as_written(asked: QueryDict) -> bool:
    """Whether the address is one that a link could have: nothing in it is empty, or was meant for a form."""
    return not (FORM_ONLY & asked.keys() or any(value == "" for _, values in asked.lists() for value in values))


def end_of_day(text: str, *, now: datetime) -> datetime | None:
    """The last instant of the day that a form gives, or now where the day is not over; None for no day."""
    day = find_day(text)
    return None if day is None else min(datetime.combine(day, time.max, tzinfo=UTC), max(now, EARLIEST))


EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


def find_slugs(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace("\0", "") for text in given))


def find_page(given: list[str]) -> int | None:
    text = given[-1]
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 and int(text) > 0 else None


def find_word(words: Iterable[StrEnum]) -> Any:
    by_value = {word.value: word for word in words}
    return lambda given: by_value.get(given[-1])


READERS: Mapping[str, Any] = {
    "valid_on": lambda given: find_day(given[-1]),
    "known_at": lambda given: find_instant(given[-1]),
    "from_valid_on": lambda given: find_day(given[-1]),
    "from_known_at": lambda given: find_instant(given[-1]),
    "party": find_slugs,
    "target": find_slugs,
    "topic": find_slugs,
    "kind": find_word(TargetKind),
    "order": find_word(Order),
    "left": lambda given: given[-1],
    "right": lambda given: given[-1],
    "method": find_word(Method),
    "silent": lambda given: True if given[-1] == "1" else None,
    "party_page": find_page,
    "target_page": find_page,
    "cell": lambda given: given[-1] if PARTED_BY in given[-1] else None,
}


class _Wrong(dict[str, str]):
    """The sentence for a value that can't be read, by the name of the parameter; in the reader's language."""

    def __missing__(self, name: str) -> str:
        if name.endswith("valid_on"):
            return _("“%(value)s” is no day; a day is written like 2025-03-14. It was left out.")
        if name.endswith("known_at"):
            return _("“%(value)s” is no instant; one is written like 2025-03-14T12:00:00Z. It was left out.")
        return _("“%(value)s” is nothing that this page can be asked for. It was left out.")


WRONG: Mapping[str, str] = _Wrong()
