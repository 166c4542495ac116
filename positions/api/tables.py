"""Answers as tables: CSV by RFC 4180 in UTF-8, a line for each row of the answer's list.

Columns come from the records' types and not from what is there, so that two answers of one address have the same ones.
A part of a row has its fields as columns (`position.stance`); a list of words is joined with semicolons, a list of
records is JSON. What the whole answer says (its talks, its two times, its engine) begins every line.
"""

import csv
import io
import types
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson
from rest_framework.renderers import BaseRenderer

from positions.api.picked import Picked
from positions.comparison.records import Record

# A spreadsheet takes a cell that begins so for a formula, and runs it.
# Source: OWASP, CSV Injection.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Parts of an answer that are about the list, not about its rows.
OF_THE_LIST = {"next", "previous", "count"}

Path = tuple[str, ...]


class TableRenderer(BaseRenderer):
    """The rows of a table-shaped answer as CSV."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if isinstance(data, Picked):
            return as_csv(data.answer, names=data.names).encode()
        return b"" if data is None else as_csv(data).encode()


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
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([*common, *(".".join(path) for path in columns)])
    begin = [cell(getattr(answer, column)) for column in common]
    lines.writerows([*begin, *(cell(value_at(row, path)) for path in columns)] for row in getattr(answer, name))
    return written.getvalue()


def common_columns(kind: type) -> list[str]:
    """What the whole answer says in one word, number or time, where no row says it of itself."""
    hints = hints_of(kind)
    own = {".".join(path) for path in columns_of(records_in_list(hints[rows_field(kind)]))}
    plain = [name for name, hint in hints.items() if not records_in(hint) and get_origin(hint) is not list]
    return [name for name in plain if name not in own | OF_THE_LIST]


def columns_of(kinds: Sequence[type]) -> list[Path]:
    """Paths to every value that a row of one of these kinds may have, each once."""
    paths = list(dict.fromkeys(path for kind in kinds for path in paths_in(kind)))
    beginnings = {path[:depth] for path in paths for depth in range(1, len(path))}
    return [path for path in paths if path not in beginnings]  # null in one kind of row, a record in another


def paths_in(kind: type) -> Iterator[Path]:
    for name, hint in hints_of(kind).items():
        inner = () if get_origin(hint) is list else records_in(hint)
        for part in inner:
            for path in paths_in(part):
                yield (name, *path)
        if not inner:
            yield (name,)


def value_at(row: Any, path: Path) -> Any:
    """None where the row, or a part on the way, has no such field."""
    for name in path:
        row = getattr(row, name, None)
    return row


def cell(value: Any) -> str:
    """A value as text, which no spreadsheet takes for a formula."""
    text = plain_text(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int | float) else text


def plain_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return list_text(value)
    return str(value)


def list_text(values: list[Any]) -> str:
    if any(is_dataclass(value) for value in values):
        return orjson.dumps(values, option=orjson.OPT_UTC_Z).decode()
    return "; ".join(plain_text(value) for value in values)


def hints_of(kind: Any) -> dict[str, Any]:
    """The types of a record's fields, in their order."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def records_in(hint: Any) -> list[type]:
    """The kinds of record that a value of that type may be."""
    options = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    return [option for option in options if isinstance(option, type) and issubclass(option, Record)]


def records_in_list(hint: Any) -> list[type]:
    return records_in(get_args(hint)[0]) if get_origin(hint) is list else []
