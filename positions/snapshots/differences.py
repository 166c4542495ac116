"""Where two answers differ, each place named by a JSON Pointer (RFC 6901)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from positions.comparison.records import Record
from positions.snapshots.canonical import canonical_json

# How much of a value is shown, in characters; the whole stands in the answers.
LONGEST_VALUE_CHARACTERS = 200


class Nothing:
    """Stands where one of the answers has no such place; null would be a value."""


NOTHING = Nothing()


@dataclass(frozen=True)
class Difference(Record):
    """One place where what was frozen and what is computed now differ."""

    pointer: str
    """JSON Pointer (RFC 6901) into the body."""
    frozen: str | None
    """The value in the snapshot as JSON, cut to 200 characters; null where there is no such place."""
    computed: str | None
    """The value as computed now, in the same way."""


def differences(frozen: Any, computed: Any, *, pointer: str = "") -> Iterator[Difference]:
    """Every place that differs, in the order of the keys; lists are compared place by place."""
    if isinstance(frozen, dict) and isinstance(computed, dict):
        for key in sorted({*frozen, *computed}):
            below = f"{pointer}/{escaped(key)}"
            yield from differences(frozen.get(key, NOTHING), computed.get(key, NOTHING), pointer=below)
    elif isinstance(frozen, list) and isinstance(computed, list):
        for place in range(max(len(frozen), len(computed))):
            yield from differences(at(frozen, place), at(computed, place), pointer=f"{pointer}/{place}")
    elif shown(frozen) != shown(computed):
        yield Difference(pointer=pointer, frozen=cut(shown(frozen)), computed=cut(shown(computed)))


def at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else NOTHING


def shown(value: Any) -> str | None:
    return None if value is NOTHING else canonical_json(value).decode()


def cut(value: str | None) -> str | None:
    return value if value is None else value[:LONGEST_VALUE_CHARACTERS]


def escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
