"""Answers of which only some fields are sent, because only those were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from positions.comparison.records import Record

# Not the record that the schema describes, so not called the same: clients made from the schema expect all fields.
FIELDS_MEDIA_TYPE = "application/vnd.parley.fields+json"


@dataclass(frozen=True)
class Picked:
    """`names`: the fields to send, of the answer, or with `rows` of each record in that list of it."""

    answer: Record
    names: Sequence[str]
    rows: str | None = None

    def as_plain(self) -> dict[str, Any]:
        if self.rows is None:
            return some(self.answer, self.names)
        return {**every(self.answer), self.rows: [some(row, self.names) for row in getattr(self.answer, self.rows)]}


def some(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def every(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
