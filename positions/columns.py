"""Records as rows of a table: which columns they have, and what stands in each.

Pure. Columns come from the records' types and not from what is there, so that two tables of one kind of record have the
same ones. A part of a row has its fields as columns (`position.stance`); a list of words is joined with semicolons, a
list of records is JSON. Used wherever a table goes out: the API, charts, downloads, the admin.
"""

import csv
import io
import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from positions.comparison.records import Record, instant_text

# A spreadsheet takes a cell that begins so for a formula, and runs it.
# Source: OWASP, CSV Injection.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Path = tuple[str, ...]


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


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Values as lines of CSV by RFC 4180."""
    written = io.StringIO()
    csv.writer(written).writerows([cell(value) for value in row] for row in rows)
    return written.getvalue()


def cell(value: Any) -> str:
    """A value as text, which no spreadsheet takes for a formula."""
    text = plain_text(value)
    return text if isinstance(value, int | float) else guarded(text)


def guarded(text: str) -> str:
    """An apostrophe before what would begin a formula makes it text; one more where it has some already."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def without_guard(cell: str) -> str:
    """The text again, from a cell that `guarded` made."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def plain_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return list_text(value)
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
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
