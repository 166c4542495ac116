"""Tables as people's spreadsheets save them: what separates the cells, and what a header and a row hold. No database.

In: text. Out: separator and cells, or why it is no table, in words. Used by data sets with a mapping and by sheets.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# Bytes. A line takes about a hundred.
LARGEST = 20_000_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
EMPTY = "is empty; the first row must name the columns"
NO_ROW = "has no row below its header that could be stored"
NOT_CLOSED = "look for a quotation mark that is not closed"


@dataclass(frozen=True)
class Line:
    """One line of a table. `number` counts from 1, the header included."""

    number: int
    cells: Mapping[str, str]


def separated(text: str, known: Collection[str]) -> tuple[str, int, str]:
    """The separator that makes most of the header known; the header's row; the text from there on.

    Excel may write `sep=;` above the header.
    """
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and told in SEPARATORS:
        return told, 2, rest
    return max(SEPARATORS, key=lambda mark: sum(named(cell) in known for cell in first.split(mark))), 1, text


def named(cell: str) -> str:
    """A column's name however it is written: `Valid from` is valid_from."""
    return "_".join(cell.strip().strip('"').casefold().split())


def twice(header: Sequence[str]) -> list[str]:
    """The columns that a header names more than once."""
    return sorted({name for name in header if name and header.count(name) > 1})


def wrong_width(row: list[str], n_columns: int) -> str:
    """What to say of a row with too few cells, or with something in cells beyond the header's; else nothing."""
    if len(row) >= n_columns and not any(cell.strip() for cell in row[n_columns:]):
        return ""
    return f'has {len(row)} cells, the header {n_columns}; a cell with a separator in it needs “"” around it'


def with_decimal_points(lines: tuple[Line, ...], numbers: Collection[str], separator: str) -> tuple[Line, ...]:
    """Where commas don't separate cells, a number may have one: `0,5`."""
    if separator == ",":
        return lines
    return tuple(
        Line(line.number, {k: v.replace(",", ".", 1) if k in numbers else v for k, v in line.cells.items()})
        for line in lines
    )
