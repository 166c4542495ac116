"""Positions from a sheet: the columns that the admin exports, so that what went out comes in again.

A row without evidence, as with any coded data set; all of them or none.
"""

from typing import Any

from django.contrib.auth.models import User

from positions.catalog.coded_lines import DataSet
from positions.catalog.imports import import_positions
from positions.catalog.load import Loaded
from positions.catalog.mapping import FieldShape, MappingShape, NumberFieldShape
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.sheet import Columns, Sheet, read_sheet
from positions.catalog.spreadsheets import NO_ROW
from positions.models import Negotiation

NUMBERS = ("salience_value", "scale_low", "scale_high")
WORDS = ("stance", "act", "salience", "terms", "condition", "summary", "valid_from", "withdrawn_on")
# What an export says of a row beyond what makes it; read by nobody but people.
TOLD = ("valid_to", "reason", "recorded_at", "recorded_by")
COLUMNS = Columns(
    known=("negotiation", "party", "target", *WORDS, *NUMBERS, *TOLD, "superseded_at"),
    needed=("party", "target", "valid_from"),
    numbers=NUMBERS,
)


def read_position_sheet(content: bytes, *, name: str) -> Sheet:
    """The sheet without what was recorded once and is no more. Raises: CatalogFileInvalid."""
    sheet = read_sheet(content, name=name, columns=COLUMNS)
    if "stance" not in sheet.header and not {"scale_low", "scale_high"} <= set(sheet.header):
        problem = Problem(1, "stance", "the header has neither a stance nor scale_low and scale_high")
        raise CatalogFileInvalid(sheet.path, [problem])
    ends = [name for name in ("scale_low", "scale_high") if name in sheet.header]
    if len(ends) == 1:
        says = f"the header has {ends[0]} alone; a place on the scale needs scale_low and scale_high"
        raise CatalogFileInvalid(sheet.path, [Problem(1, ends[0], says)])
    standing = tuple(line for line in sheet.lines if not line.cells.get("superseded_at"))
    n_left_out = len(sheet.lines) - len(standing)
    told = [f"Rows left out because they were superseded: {n_left_out}."] if n_left_out else []
    return Sheet(sheet.path, sheet.header, standing, (*sheet.notes, *told))


def import_position_sheet(sheet: Sheet, *, negotiation: Negotiation, by: User) -> Loaded:
    """Raises: CatalogFileInvalid, which lists every problem with its row and column; CatalogConflict."""
    require_rows(sheet, negotiation)
    data_set = DataSet(path=sheet.path, mapping=mapping_of(sheet), lines=sheet.lines)
    return import_positions(data_set, negotiation=negotiation.slug, by=by)


def mapping_of(sheet: Sheet) -> MappingShape:
    """Every column of the sheet means what it is called."""
    there = set(sheet.header)
    parts: dict[str, Any] = {name: FieldShape(column=name) for name in ("party", "target", *WORDS) if name in there}
    parts |= {name: NumberFieldShape(column=name) for name in NUMBERS if name in there}
    return MappingShape(**parts)


def require_rows(sheet: Sheet, negotiation: Negotiation) -> None:
    """Rows, and of these talks. Raises: CatalogFileInvalid."""
    if not sheet.lines:
        raise CatalogFileInvalid(sheet.path, [Problem(None, "", NO_ROW)])
    own = {"", negotiation.slug, *negotiation.former_slugs.values_list("slug", flat=True)}
    problems = [
        Problem(line.number, "negotiation", f"is of other talks, “{said}”")
        for line in sheet.lines
        if (said := line.cells.get("negotiation", "")) not in own
    ]
    if problems:
        raise CatalogFileInvalid(sheet.path, problems)
