"""Positions of a data set that were taken back: each withdrawn before the party's next one is recorded."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic_core import PydanticCustomError

from positions import history
from positions.catalog.changes import CatalogChange, Counts
from positions.catalog.coded_lines import CellInvalid, text_at
from positions.catalog.mapping import MappingShape
from positions.catalog.positions import Key, load_positions
from positions.catalog.shape import PositionShape, as_day
from positions.catalog.spreadsheets import Line
from positions.models import Position


def withdrawn_on(line: Line, mapping: MappingShape, position: PositionShape | None) -> date | None:
    """The day on which the party took it back; None where it did not. Raises: CellInvalid.

    `position`: None where the rest of the line can't be read.
    """
    if mapping.withdrawn_on is None or not (text := text_at(mapping.withdrawn_on, line)):
        return None
    column = mapping.withdrawn_on.column or "withdrawn_on"
    try:
        day = as_day(text)
    except PydanticCustomError as wrong:
        raise CellInvalid(column, wrong.message()) from wrong
    if position is not None and (not isinstance(day, date) or day <= position.valid_from):
        raise CellInvalid(column, f"{text} is not after {position.valid_from}, from when it was held")
    return day if isinstance(day, date) else None


def load_with_withdrawals(
    change: CatalogChange, shapes: Sequence[PositionShape], withdrawals: Mapping[Key, date | None]
) -> Counts:
    """In the order in which they were held. Raises: CatalogConflict."""
    counts, waiting = Counts(), list[PositionShape]()
    for shape in sorted(shapes, key=lambda shape: shape.valid_from):
        waiting.append(shape)
        on = withdrawals.get((shape.party, shape.target, shape.valid_from))
        if on is not None:
            counts = added(counts, load_positions(change, waiting))
            counts = added(counts, _withdraw(change, shape, on))
            waiting = []
    return added(counts, load_positions(change, waiting))


def _withdraw(change: CatalogChange, shape: PositionShape, on: date) -> Counts:
    """Where it stands and has no end yet; what has one stays as it is."""
    standing = Position.objects.known().filter(
        negotiation=change.negotiation,
        party__slug=shape.party,
        target__slug=shape.target,
        valid_from=shape.valid_from,
        valid_to__isnull=True,
    )
    found = standing.select_related("party", "target__negotiation").first()
    if found is None:
        return Counts()
    history.withdraw_position(found, on=on, by=change.by)
    return Counts(n_updated=1)


def added(one: Counts, other: Counts) -> Counts:
    return Counts(
        n_new=one.n_new + other.n_new,
        n_updated=one.n_updated + other.n_updated,
        n_unchanged=one.n_unchanged + other.n_unchanged,
    )
