"""A CSV file as people's spreadsheets write it: its encoding, its separator, its header, its rows. Pure: no database.

In: bytes. Out: rows by column, and what was guessed, in words; or everything that is wrong, by row and column. A row's
number is the spreadsheet's own, in which the header is row 1 and a cell may hold several lines.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from positions.catalog.coded_lines import LARGEST, Line
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.tree import UNSTORABLE
from positions.columns import without_guard

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# What files begin with, and what that says of them.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FOREIGN = {
    b"PK\x03\x04": "is an Excel or OpenDocument workbook; save the sheet as “CSV UTF-8” and send that",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save the sheet as “CSV UTF-8” and send that",
    b"%PDF": "is a PDF, no table",
}
WINDOWS = (
    "It is not in UTF-8 and was read as Windows-1252, which Excel's plain “CSV” is in. Look whether letters with marks "
    "are right below; if they are not, save it as “CSV UTF-8”."
)
# Similarity, 0 to 100 (rapidfuzz's ratio), from which a column is taken for a misspelt one: a letter of six.
MISSPELT = 80
# A spreadsheet's most columns of use here; what has more is no table of ours.
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Columns:
    """Names that a header may have. Every one of `needed` must be there."""

    known: Sequence[str]
    needed: Sequence[str]
    numbers: Sequence[str] = ()
    verbatim: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """A table as it was read. `notes`: what was guessed or left out, a sentence each."""

    path: Path
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def read_sheet(content: bytes, *, name: str, columns: Columns) -> Sheet:
    """Raises: CatalogFileInvalid, which lists every problem with its row and column."""
    path = Path(name)
    text, notes = decoded(content, path)
    separator, first_row, text = separated(text, columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = tuple(named(cell) for cell in next(rows, []))
        check_header(path, header, first_row, columns)
        lines = tuple(read_rows(path, rows, header, first_row, columns))
    except csv.Error as error:
        problem = Problem(rows.line_num, "", f"is not CSV: {error}; look for a quotation mark that is not closed")
        raise CatalogFileInvalid(path, [problem]) from error
    if separator != ",":
        notes.append(f"Its cells are separated by {SEPARATORS[separator]}.")
    unread = [cell for cell in header if cell and cell not in columns.known]
    if unread:
        notes.append(f"Columns that are not read: {', '.join(unread)}.")
    return Sheet(path, header, with_decimal_points(lines, columns, separator), tuple(notes))


def decoded(content: bytes, path: Path) -> tuple[str, list[str]]:
    """The text, and in words what its encoding was taken for. Raises: CatalogFileInvalid."""

    if len(content) > LARGEST:
        raise refused(path, f"is larger than {LARGEST:,} bytes")
    for mark, what in FOREIGN.items():
        if content.startswith(mark):
            raise refused(path, what)
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    try:
        text = content.decode(marked or "utf-8")
        notes = ["It is in UTF-16."] if marked == "utf-16" else []
    except UnicodeDecodeError as error:
        if marked:
            raise refused(path, f"begins as {marked[:6].upper()} and is not: {error.reason}") from error
        text, notes = in_windows_letters(content, path), [WINDOWS]
    if "\0" in text:
        raise refused(path, "holds NUL characters; if it is UTF-16, its mark is missing. Save it as “CSV UTF-8”")
    return text, notes


def in_windows_letters(content: bytes, path: Path) -> str:
    """Windows-1252, which leaves five bytes without a meaning. Raises: CatalogFileInvalid."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refused(path, "is neither UTF-8, UTF-16 nor Windows-1252; save it as “CSV UTF-8”") from error


def refused(path: Path, why: str) -> CatalogFileInvalid:
    """The file as a whole can't be read."""
    return CatalogFileInvalid(path, [Problem(None, "", why)])


def separated(text: str, columns: Columns) -> tuple[str, int, str]:
    """The separator that makes most of the header known; the header's row; the text from there on.

    Excel may write `sep=;` above the header.
    """
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and told in SEPARATORS:
        return told, 2, rest
    known = set(columns.known)
    return max(SEPARATORS, key=lambda mark: sum(named(cell) in known for cell in first.split(mark))), 1, text


def named(cell: str) -> str:
    """A column's name however it is written: `Valid from` is valid_from."""
    return "_".join(cell.strip().strip('"').casefold().split())


def check_header(path: Path, header: tuple[str, ...], row: int, columns: Columns) -> None:
    """Raises: CatalogFileInvalid for a column that is missing, there twice, or written a little wrong."""
    if not any(header):
        raise CatalogFileInvalid(path, [Problem(None, "", "is empty; the first row must name the columns")])
    if len(header) > MOST_COLUMNS:
        raise CatalogFileInvalid(path, [Problem(row, "", f"names {len(header)} columns; more than {MOST_COLUMNS}")])
    problems = [Problem(row, name, "the header names this column twice") for name in twice(header)]
    missing = [name for name in columns.known if name not in header]
    problems += [
        Problem(row, name, f"is no column that is read; did you mean “{meant}”?")
        for name in header
        if name not in columns.known and (meant := misspelt(name, missing))
    ]
    has_known = any(name in columns.known for name in header)
    for name in columns.needed:
        if name in missing:
            there = "" if has_known else "; the first row must name the columns"
            problems.append(Problem(row, name, f"the header has no such column, and it is needed{there}"))
    if problems:
        raise CatalogFileInvalid(path, problems)


def misspelt(name: str, missing: Sequence[str]) -> str:
    """The column that is missing because its name is written a letter wrong; an empty text where there is none."""
    found = process.extractOne(name, missing, scorer=fuzz.ratio, score_cutoff=MISSPELT)
    return found[0] if found else ""


def twice(header: tuple[str, ...]) -> list[str]:
    return sorted({name for name in header if name and header.count(name) > 1})


def read_rows(
    path: Path, rows: Iterator[list[str]], header: tuple[str, ...], first_row: int, columns: Columns
) -> list[Line]:
    """Rows with something in them. Raises: CatalogFileInvalid, csv.Error."""
    problems, lines = [], []
    for number, row in enumerate(rows, first_row + 1):
        cells = row[: len(header)]
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
            says = f'has {len(row)} cells, the header {len(header)}; a cell with a separator in it needs “"” around it'
            problems.append(Problem(number, "", says))
        elif wrong := [name for name, cell in zip(header, cells, strict=True) if UNSTORABLE.search(cell)]:
            problems += [Problem(number, name, "holds a control character") for name in wrong]
        else:
            lines.append(Line(number, dict(cells_of(header, cells, columns))))
    if problems:
        raise CatalogFileInvalid(path, problems)
    return lines


def cells_of(header: tuple[str, ...], cells: list[str], columns: Columns) -> Iterator[tuple[str, str]]:
    for name, cell in zip(header, cells, strict=True):
        text = without_guard(cell)
        yield name, text if name in columns.verbatim else text.strip()


def with_decimal_points(lines: tuple[Line, ...], columns: Columns, separator: str) -> tuple[Line, ...]:
    """Where commas don't separate cells, a number may have one: `0,5`."""
    if separator == ",":
        return lines
    return tuple(
        Line(line.number, {k: v.replace(",", ".", 1) if k in columns.numbers else v for k, v in line.cells.items()})
        for line in lines
    )
