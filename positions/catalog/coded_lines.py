"""A coded data set: from the lines of a CSV file, by a mapping, to positions. Pure: no database."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from positions.catalog.checks import same_name
from positions.catalog.entries import Entry, message_of
from positions.catalog.mapping import (
    FieldShape,
    MappingShape,
    NumberFieldShape,
    columns_of,
    number_columns,
    read_mapping,
)
from positions.catalog.names import KnownNames, alike, composed, slug_from
from positions.catalog.problems import CatalogFileInvalid, Problem, nearest
from positions.catalog.shape import PositionShape, Shape
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
from positions.catalog.term_cells import TermsUnreadable, read_terms
from positions.catalog.texts import read_text, refused
from positions.catalog.tree import UNSTORABLE, Tree

# The tables keep a scale value to two places.
PLACES = Decimal("0.01")
# In the place of a scale value that can't be read, which must not be told as missing too.
SOME_PLACE = (Decimal(0), Decimal(0))
NEITHER = "has neither a stance nor a scale value; with skip_empty: true such lines are left out"
# The keys of a mapping that become one value of a position each; two ends of a scale become one.
POSITION_KEYS = ("stance", "act", "salience", "condition", "summary", "valid_from")


@dataclass(frozen=True)
class DataSet:
    """A CSV file with the mapping that says what its columns mean, every column of it there.

    `problems`: of lines that can't be read, to be told with those of the cells.
    """

    path: Path
    mapping: MappingShape
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


class CellInvalid(Exception):
    """Cells of one line that can't be read. `faults`: each with its column, in words."""

    def __init__(self, column: str, message: str, *others: tuple[str, str]) -> None:
        super().__init__(message)
        self.faults = ((column, message), *others)


@dataclass
class Faults:
    """All that is wrong with one line, a fault for each column: nobody sends a file again for every cell."""

    found: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> None:
        """What can't be read in the block is noted, and the line is read on after it."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, CellInvalid):
            return False
        for column, message in error.faults:
            self.found.setdefault(column, message)
        return True

    def require_none(self) -> None:
        """Raises: CellInvalid, with everything that was noted."""
        if self.found:
            first, *others = self.found.items()
            raise CellInvalid(*first, *others)

    def problems(self, line: Line) -> list[Problem]:
        return [Problem(line.number, column, message) for column, message in self.found.items()]


@dataclass
class Names:
    """What names mean. `may_create`: an unknown name makes a slug of its own. `title`: what bears it is called so."""

    noun: str
    known: KnownNames
    may_create: bool
    title: FieldShape | None = None
    made: dict[str, tuple[str, Line]] = field(default_factory=dict)

    def slug_of(self, shape: FieldShape, line: Line) -> str:
        """Raises: CellInvalid for a name that nobody or more than one bears and that may not become a new one."""
        name, column = text_at(shape, line), shape.column or self.noun
        if not name:
            raise CellInvalid(column, f"is empty; a line needs a {self.noun}")
        found = slug_named(name, self.known, noun=self.noun, column=column)
        if found is not None:
            return found
        if not self.may_create:
            raise CellInvalid(column, no_such(name, self.known, self.noun))
        return self._new_slug(name, column, line)

    def _new_slug(self, name: str, column: str, line: Line) -> str:
        slug = slug_from(name)
        if not slug:
            raise CellInvalid(column, f"“{name}” has other letters than a-z, which no slug has; give it one in words")
        bearer = self.known.bearer_of(slug)
        if bearer is not None:
            self._require_to_mean(bearer, slug, name, column, line)
            return bearer
        first, there = self.made.setdefault(slug, (name, line))
        if same_name(first) != same_name(name):
            say = f"“{name}” and “{first}” (line {there.number}) both become {slug}; tell them apart in words"
            raise CellInvalid(column, say)
        return slug

    def _require_to_mean(self, bearer: str, slug: str, name: str, column: str, line: Line) -> None:
        """Raises: CellInvalid where the name may be another's: one that the slug is made of, or has lost a mark of."""
        twin = self.known.find_twin(slug)
        is_titled_so = self.title is not None and bearer in self.known.slugs_of(text_at(self.title, line))
        if twin or not (alike(name).isascii() or is_titled_so):
            other = twin or self.known.name_of(bearer)
            raise CellInvalid(column, f"“{name}” would become {slug}, which is “{other}”; say in words which it is")


def slug_named(name: str, known: KnownNames, *, noun: str, column: str) -> str | None:
    """None where there is none. Raises: CellInvalid where there is more than one."""
    slugs = known.slugs_of(name)
    if len(slugs) > 1:
        raise CellInvalid(column, f"“{name}” names more than one {noun}: {', '.join(sorted(slugs))}; give the slug")
    return next(iter(slugs), None)


def no_such(name: str, known: KnownNames, noun: str) -> str:
    return f"“{name}” is no {noun} of these talks{known.nearest(name)}"


def read_data_set(path: Path, *, mapping: Path) -> DataSet:
    """Raises: CatalogFileInvalid for either file, which lists every problem with its line."""
    shape, tree = read_mapping(mapping)
    guess, first_line, text = separated(
        read_text(path, largest=LARGEST), {named(column) for _, column in columns_of(shape)}
    )
    separator = shape.delimiter or guess
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [composed(name.strip()) for name in next(rows, [])]
        if not any(columns):
            raise refused(path, EMPTY)
        require_columns(columns, shape, tree, path=path, guess=guess)
        if tree.problems:
            raise CatalogFileInvalid(mapping, tree.problems)
        lines, problems = read_lines(path, rows, columns, first_line)
    except csv.Error as error:
        problem = Problem(rows.line_num + first_line - 1, "", f"is not CSV: {error}; {NOT_CLOSED}")
        raise CatalogFileInvalid(path, [problem]) from error
    pointed = with_decimal_points(tuple(lines), set(number_columns(shape)), separator)
    return DataSet(path=path, mapping=shape, lines=pointed, problems=tuple(problems))


def require_columns(columns: list[str], shape: MappingShape, tree: Tree, *, path: Path, guess: str) -> None:
    """Reports columns that the mapping names and the header has not; one problem where the delimiter is to blame."""
    missing = [(where, column) for where, column in columns_of(shape) if column not in columns]
    if missing and len(columns) == 1 and shape.delimiter not in {None, guess}:
        tree.report(("delimiter",), f"the cells of {path} are separated by {SEPARATORS[guess]}")
        return
    for where, column in missing:
        near = nearest(column, columns) or f"; there are {', '.join(columns)}"
        tree.report((*where, "column"), f"“{column}” is no column of {path}{near}")


def read_lines(path: Path, rows: Any, columns: list[str], first_line: int) -> tuple[list[Line], list[Problem]]:
    """Lines with something in them, and what is wrong with those that have other cells than the header.

    Raises: CatalogFileInvalid for a header that names a column twice; csv.Error.
    """
    if repeated := twice(columns):
        says = "the header names this column twice"
        raise CatalogFileInvalid(path, [Problem(first_line, name, says) for name in repeated])
    lines, problems = [], []
    for row in rows:
        number = rows.line_num + first_line - 1
        if not any(cell.strip() for cell in row):
            continue
        if says := wrong_width(row, len(columns)):
            problems.append(Problem(number, "", says))
        elif any(UNSTORABLE.search(cell) for cell in row):
            problems.append(Problem(number, "", "holds a control character"))
        else:
            lines.append(Line(number, {name: cell.strip() for name, cell in zip(columns, row, strict=False)}))
    return lines, problems


def text_at(shape: FieldShape, line: Line) -> str:
    """What the line says there, in the mapping's words."""
    if shape.column is None:
        return shape.value or ""
    cell = line.cells[shape.column]
    if (word := shape.words.get(composed(cell))) is not None:
        return word
    return shape.otherwise if shape.otherwise is not None and cell else cell


def number_at(shape: NumberFieldShape, line: Line) -> Decimal | None:
    """The number of the line, scaled as the mapping says; None where the cell is empty. Raises: CellInvalid."""
    text = text_at(shape, line)
    if not text:
        return None
    try:
        number = Decimal(text) if re.fullmatch(r"[-+]?\d{0,12}(\.\d{0,12})?([eE][-+]?\d)?", text) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise CellInvalid(shape.column or "value", f"“{text}” is not a number")
    return number * shape.factor + shape.plus


def position_at(line: Line, mapping: MappingShape, *, party: str, target: str) -> PositionShape | None:
    """The position that a line codes; None where it says nothing and such lines are skipped. Raises: CellInvalid."""
    said = {key: text_at(shape, line) for key in POSITION_KEYS if (shape := getattr(mapping, key)) is not None}
    values: dict[str, Any] = {key: text for key, text in said.items() if text}
    faults, position = Faults(), None
    scale: tuple[Decimal, Decimal] | None = SOME_PLACE
    with faults:
        scale = scale_at(line, mapping)
    if scale is not None:
        values["scale"] = scale
    elif "stance" not in values:
        if mapping.skip_empty:
            return None
        faults.found[""], values["scale"] = NEITHER, SOME_PLACE
    with faults:
        values["terms"] = terms_at(mapping.terms, line) if mapping.terms is not None else []
    with faults:
        values["salience_value"] = number_at(mapping.salience_value, line) if mapping.salience_value else None
    values.setdefault("stance", "unspecified")
    with faults:
        position = checked(PositionShape, {"party": party, "target": target, **values}, mapping)
    faults.require_none()
    return position


def terms_at(shape: FieldShape, line: Line) -> list[dict[str, Any]]:
    """Raises: CellInvalid."""
    try:
        return read_terms(text_at(shape, line))
    except TermsUnreadable as unreadable:
        raise CellInvalid(shape.column or "terms", str(unreadable)) from unreadable


def scale_at(line: Line, mapping: MappingShape) -> tuple[Decimal, Decimal] | None:
    """Rounded to the two places that the tables keep."""
    ends = [mapping.scale, mapping.scale] if mapping.scale else [mapping.scale_low, mapping.scale_high]
    numbers = [number_at(shape, line) for shape in ends if shape is not None]
    if not numbers or numbers == [None, None]:
        return None
    low, high = numbers
    if low is None or high is None:
        missing = ends[numbers.index(None)]
        raise CellInvalid(
            (missing and missing.column) or "scale", "is empty, while the other end of the scale is given"
        )
    return low.quantize(PLACES), high.quantize(PLACES)


def checked(shape: type[Entry], values: Mapping[str, Any], fields: Shape) -> Entry:
    """The values in that shape. Raises: CellInvalid, naming the columns that `fields` takes the wrong ones from."""
    try:
        return shape.model_validate(values)
    except ValidationError as invalid:
        faults = [
            (_column_of(error["loc"], fields), message_of(dict(error), shape))
            for error in invalid.errors(include_url=False)
        ]
        raise CellInvalid(*faults[0], *faults[1:]) from invalid


def _column_of(loc: tuple[str | int, ...], fields: Shape) -> str:
    key = str(loc[0]) if loc else ""
    source = getattr(fields, key, None) or getattr(fields, "scale_low" if key == "scale" else "", None)
    return source.column if isinstance(source, FieldShape) and source.column else key
