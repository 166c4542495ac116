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

from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.spreadsheets import (
    EMPTY,
    LARGEST,
    NOT_CLOSED,
    SEPARATORS,
    Line,
    named,
    separated,
    twice,
    with_decimal_points,
    wrong_width,
)
from positions.catalog.texts import decoded
from positions.catalog.tree import UNSTORABLE
from positions.columns import without_guard

WINDOWS = (
    "It is not in UTF-8 and was read as Windows-1252, which Excel's plain “CSV” is in. Look whether letters with marks "
    "are right below; if they are not, save it as “CSV UTF-8”."
)
# What to say of an encoding that was guessed.
GUESSED = {"utf-16": "It is in UTF-16.", "cp1252": WINDOWS}
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
    text, encoding = decoded(content, path, largest=LARGEST, guesses=True)
    notes = [GUESSED[encoding]] if encoding in GUESSED else []
    separator, first_row, text = separated(text, columns.known)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = tuple(named(cell) for cell in next(rows, []))
        check_header(path, header, first_row, columns)
        lines = tuple(read_rows(path, rows, header, first_row, columns))
    except csv.Error as error:
        problem = Problem(rows.line_num, "", f"is not CSV: {error}; {NOT_CLOSED}")
        raise CatalogFileInvalid(path, [problem]) from error
    if separator != ",":
        notes.append(f"Its cells are separated by {SEPARATORS[separator]}.")
    unread = [cell for cell in header if cell and cell not in columns.known]
    if unread:
        notes.append(f"Columns that are not read: {', '.join(unread)}.")
    return Sheet(path, header, with_decimal_points(lines, columns.numbers, separator), tuple(notes))


def check_header(path: Path, header: tuple[str, ...], row: int, columns: Columns) -> None:
    """Raises: CatalogFileInvalid for a column that is missing, there twice, or written a little wrong."""
    if not any(header):
        raise CatalogFileInvalid(path, [Problem(None, "", EMPTY)])
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


def read_rows(
    path: Path, rows: Iterator[list[str]], header: tuple[str, ...], first_row: int, columns: Columns
) -> list[Line]:
    """Rows with something in them. Raises: CatalogFileInvalid, csv.Error."""
    problems, lines = [], []
    for number, row in enumerate(rows, first_row + 1):
        cells = row[: len(header)]
        if not any(cell.strip() for cell in row):
            continue
        if says := wrong_width(row, len(header)):
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
