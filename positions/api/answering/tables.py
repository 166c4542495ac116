"""Answers as tables: CSV by RFC 4180 in UTF-8, a line for each row of the answer's list.

What the whole answer says (its talks, its two times, its engine, a pair's score) begins every line; the rest is as in
`columns`.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any, get_origin

from rest_framework.renderers import BaseRenderer

from positions.api import API
from positions.api.answering.picked import Picked
from positions.columns import Path, columns_of, csv_text, hints_of, records_in, records_in_list, value_at

# Parts of an answer that are about the list, not about its rows.
OF_THE_LIST = {"next", "previous", "count"}


class TableRenderer(BaseRenderer):
    """The rows of a table-shaped answer as CSV."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        name_file(renderer_context)
        if isinstance(data, Picked):
            return as_csv(data.answer, names=data.names).encode()
        return b"" if data is None else as_csv(data).encode()


def name_file(context: Mapping[str, Any]) -> None:
    """Says under which name a browser saves the table: whose it is, and which."""
    _, *parts = context["request"].path.removeprefix(API).removesuffix(".csv").strip("/").split("/")  # but the version
    named = "-".join(parts[1:] or parts)
    context["response"]["Content-Disposition"] = f'attachment; filename="{named}.csv"'


def rows_field(answer: type[Any]) -> str:
    """The field that holds an answer's rows: its one list of records, or the one it names as `rows_are`."""
    named: str | None = getattr(answer, "rows_are", None)
    lists = [name for name, hint in hints_of(answer).items() if records_in_list(hint)]
    if named is None and len(lists) != 1:
        raise TypeError(f"{answer.__name__} has {len(lists)} lists of records; say which are its rows in rows_are.")
    return named or lists[0]


def as_csv(answer: Any, *, names: Collection[str] | None = None) -> str:
    """The header, and a line for each row; of the rows' fields only those of these `names`, where any are given."""
    kind = type(answer)
    name = rows_field(kind)
    common, columns = common_columns(kind), columns_of(records_in_list(hints_of(kind)[name]))
    columns = [path for path in columns if names is None or path[0] in names]
    header = [".".join(path) for path in (*common, *columns)]
    begin = [value_at(answer, path) for path in common]
    rows = ([*begin, *(value_at(row, path) for path in columns)] for row in getattr(answer, name))
    return csv_text(chain([header], rows))


def common_columns(kind: type) -> list[Path]:
    """What the whole answer says besides its lists, where no row says it of itself."""
    own = columns_of(records_in_list(hints_of(kind)[rows_field(kind)]))
    return [path for path in dict.fromkeys(plain_paths(kind)) if path not in own and path[0] not in OF_THE_LIST]


def plain_paths(kind: type) -> Iterator[Path]:
    """Paths to every word, number and time of a record and of those inside it."""
    for name, hint in hints_of(kind).items():
        parts = records_in(hint)
        for part in parts:
            yield from ((name, *path) for path in plain_paths(part))
        if not parts and get_origin(hint) is not list:
            yield (name,)
