"""Pages of lists: the place where a page begins is the last row of the one before, whatever was added meanwhile.

A cursor names that row by the columns of the ordering, the last of which is unique, and is signed: nobody makes one,
and one of another list, ordering or filter is refused. A page deep in a list is found by the same index as the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Any, TypeVar

from django.core import signing
from django.db.models import BooleanField, F, Func, Model, QuerySet, TextField, Value
from django.http import HttpRequest
from pydantic import Field

from positions.api.problems import BadParameters, Fault
from positions.comparison.records import Record

Row = TypeVar("Row", bound=Model)
SALT = "parley.cursor"
# Rows on a page, unless the reader asks for another number; and how many one may ask for.
PAGE_ROWS = 50
MOST_ROWS = 500
LONGEST_CURSOR_CHARACTERS = 1000


@dataclass(frozen=True)
class Page(Record):
    """A part of a list."""

    next: Annotated[str | None, Field(description="Address of the next page; null on the last.")]
    previous: Annotated[str | None, Field(description="Address of the page before; null on the first.")]


@dataclass(frozen=True)
class CountedPage(Page):
    """A part of a list whose rows are counted where that is asked for."""

    count: Annotated[int | None, Field(description="How many there are on all pages; null unless `count=true`.")]


@dataclass(frozen=True)
class Ordering:
    """Columns in which a list is sorted, all in one direction; the last is unique."""

    columns: Sequence[str]
    descending: bool = False

    def sorted(self, rows: QuerySet[Row], *, backward: bool) -> QuerySet[Row]:
        sign = "-" if self.descending is not backward else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns))

    def after(self, rows: QuerySet[Row], keys: Sequence[Any], *, backward: bool) -> QuerySet[Row]:
        """Those that come after the row with these keys: PostgreSQL compares rows by an index in one step."""
        sign = " < " if self.descending is not backward else " > "
        here = row_of([F(column) for column in self.columns])
        there = row_of([Value(key, output_field=field_of(rows, c)) for c, key in zip(self.columns, keys, strict=True)])
        compared = {"template": "%(expressions)s", "arg_joiner": sign, "output_field": BooleanField()}
        return rows.filter(Func(here, there, **compared))


def row_of(parts: Sequence[Any]) -> Func:
    return Func(*parts, template="(%(expressions)s)", output_field=TextField())


def field_of(rows: QuerySet[Any], column: str) -> Any:
    return rows.model._meta.get_field(column)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins. `keys`: of the row before it, or with `backward` after it, as text."""

    keys: Sequence[str]
    backward: bool

    def written(self, of: str) -> str:
        text: str = signing.Signer(salt=f"{SALT}.{of}").sign_object([list(self.keys), self.backward])
        return text

    @classmethod
    def read(cls, text: str, of: str) -> "Cursor":
        """Raises: BadParameters where it was not made here for this very list."""
        try:
            keys, backward = signing.Signer(salt=f"{SALT}.{of}").unsign_object(text)
        except (signing.BadSignature, ValueError):
            detail = "This is no cursor of this list with these parameters; follow `next` and `previous` as they are."
            raise BadParameters([Fault("bad-cursor", detail, "cursor", text)]) from None
        return cls(keys, backward)


@dataclass(frozen=True)
class Slice:
    """The rows of one page, and whether there are others before and after."""

    rows: Sequence[Any]
    has_next: bool
    has_previous: bool


def list_digest(
    request: HttpRequest, answered: Mapping[str, Any], *, named: Mapping[str, list[int]], without: Sequence[str]
) -> str:
    """What a cursor is tied to: the list, its filters and the times as answered; not how much of it is shown.

    `named`: by parameter, the keys of what its slugs name: a slug may be given up for another between two pages.
    """
    texts = {name: sorted(given) for name, given in request.GET.lists() if name not in {*without, *answered}}
    asked = sorted({**texts, **named}.items())
    return blake2b(repr((request.path, asked, sorted(answered.items()))).encode(), digest_size=12).hexdigest()


def cut(rows: QuerySet[Row], ordering: Ordering, cursor: Cursor | None, *, size: int) -> Slice:
    """One page of the rows. One query."""
    backward = cursor.backward if cursor else False
    if cursor is not None:
        fields = [field_of(rows, column) for column in ordering.columns]
        keys = [field.to_python(key) for field, key in zip(fields, cursor.keys, strict=True)]
        rows = ordering.after(rows, keys, backward=backward)
    found = list(ordering.sorted(rows, backward=backward)[: size + 1])
    has_more, page = len(found) > size, found[:size]
    if backward:
        return Slice(page[::-1], has_next=True, has_previous=has_more)
    return Slice(page, has_next=has_more, has_previous=cursor is not None)


def cursors(found: Slice, ordering: Ordering) -> tuple[Cursor | None, Cursor | None]:
    """To the next page and to the one before."""
    if not found.rows:
        return None, None
    first, last = (keys_of(row, ordering) for row in (found.rows[0], found.rows[-1]))
    return (
        Cursor(last, backward=False) if found.has_next else None,
        Cursor(first, backward=True) if found.has_previous else None,
    )


def keys_of(row: Model, ordering: Ordering) -> list[str]:
    fields: list[Any] = [row._meta.get_field(column) for column in ordering.columns]
    return [field.value_to_string(row) for field in fields]
