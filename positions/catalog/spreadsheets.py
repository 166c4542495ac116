"""Tables as people's spreadsheets save them: the encoding, and what separates the cells. Pure: no database.

In: bytes. Out: text and separator, or why it is no table, in words. Used by data sets with a mapping and by sheets.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from positions.catalog.problems import CatalogFileInvalid, Problem

# Bytes. A line takes about a hundred.
LARGEST = 20_000_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# What files begin with, and what that says of them.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FOREIGN = {
    b"PK\x03\x04": "is an Excel or OpenDocument workbook; save the sheet as “CSV UTF-8” and send that",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save the sheet as “CSV UTF-8” and send that",
    b"%PDF": "is a PDF, no table",
}
EMPTY = "is empty; the first row must name the columns"
NOT_CLOSED = "look for a quotation mark that is not closed"


@dataclass(frozen=True)
class Line:
    """One line of a table. `number` counts from 1, the header included."""

    number: int
    cells: Mapping[str, str]


def decoded(content: bytes, path: Path) -> tuple[str, str]:
    """The text and the encoding that it was taken for: utf-8, utf-8-sig, utf-16 or cp1252.

    Raises: CatalogFileInvalid.
    """
    if len(content) > LARGEST:
        raise refused(path, f"is larger than {LARGEST:,} bytes")
    for mark, what in FOREIGN.items():
        if content.startswith(mark):
            raise refused(path, what)
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    encoding = marked or "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if marked:
            raise refused(path, f"begins as {marked[:6].upper()} and is not: {error.reason}") from error
        text, encoding = in_windows_letters(content, path), "cp1252"
    if "\0" in text:
        raise refused(path, "holds NUL characters; if it is UTF-16, its mark is missing. Save it as “CSV UTF-8”")
    return text, encoding


def in_windows_letters(content: bytes, path: Path) -> str:
    """Windows-1252, which leaves five bytes without a meaning. Raises: CatalogFileInvalid."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refused(path, "is neither UTF-8, UTF-16 nor Windows-1252; save it as “CSV UTF-8”") from error


def refused(path: Path, why: str) -> CatalogFileInvalid:
    """The file as a whole can't be read."""
    return CatalogFileInvalid(path, [Problem(None, "", why)])


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
