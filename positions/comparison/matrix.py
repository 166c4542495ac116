"""Who holds what: parties by targets, every cell there, and what kind of empty an empty one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from positions.comparison import ENGINE
from positions.comparison.records import Moment, Party, Position, Record, Target
from positions.vocabulary import Absence, Rollup

Place = tuple[str, str]  # slugs of a party and a target


class Withdrawal(NamedTuple):
    """The day from which a party holds nothing at a place, as it took its position back; and that position's id."""

    on: date
    position: UUID


@dataclass(frozen=True)
class HeldCell(Record):
    """The party holds a position on the target."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    absence: None
    """Null: there is a position."""
    position: Position
    """What the party holds. A party that has said that it is undecided holds a position too."""


@dataclass(frozen=True)
class EmptyCell(Record):
    """The party holds no position on the target that is known."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    absence: Absence
    """Why there is none."""
    position: None
    """Null: there is none."""
    withdrawn_on: date | None
    """The day on which the party took its position back; it holds nothing from then on. Null where none was."""
    last_position: UUID | None
    """Id of the position that was taken back, by which its words and its history are found; null where none was."""


@dataclass(frozen=True)
class RolledUpPart(Record):
    """What is held at one of the places that a cell was rolled up from."""

    party: str
    """Slug of the party, or of a member of the bloc."""
    target: str
    """Slug of the target, or of a part of the wider issue."""
    position: Position
    """What is held there."""


@dataclass(frozen=True)
class CombinedCell(Record):
    """A cell that stands for several places: parts of a wider issue, members of a bloc. Nothing is inferred."""

    party: str
    """Slug of the party or bloc."""
    target: str
    """Slug of the target or wider issue."""
    absence: None
    """Null: a position is held at one of the places at least."""
    position: Position | None
    """What the party or bloc itself holds on this very target; null where it holds nothing of its own."""
    parts: list[RolledUpPart]
    """What is held at the other places that it stands for. Those that are not named hold nothing."""
    n_places: int
    """For how many places the cell stands, with or without a position."""
    differ: bool
    """The positions here do not all have the same stance and the same place on the scale."""


Cell = HeldCell | EmptyCell | CombinedCell


@dataclass(frozen=True)
class RolledUp(Record):
    """A row or a column that stands for others."""

    rule: Rollup
    """By which rule: parts into their widest issue, or members into their bloc."""
    into: str
    """Slug of the party or target that stands for them."""
    of: list[str]
    """Slugs of the parties or targets that it stands for, besides its own where that was asked for too."""


@dataclass(frozen=True)
class Matrix(Record):
    """What each party holds on each target, at one moment."""

    rows_are: ClassVar[str] = "cells"

    negotiation: str
    """Slug of the talks."""
    valid_on: date
    """What did the parties hold on this day?"""
    known_at: datetime
    """What did this database say at this instant? Asked again with both times, the cells are the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    parties: list[Party]
    """The rows, in the order asked for."""
    targets: list[Target]
    """The columns, in the order asked for."""
    rolled_up: list[RolledUp]
    """Rows and columns that stand for others, where a roll-up was asked for; else empty."""
    cells: list[Cell]
    """Row by row, one for every party and target."""


def build_matrix(
    negotiation: str,
    *,
    moment: Moment,
    parties: Sequence[Party],
    targets: Sequence[Target],
    cells: Sequence[Cell],
    rolled_up: Sequence[RolledUp] = (),
) -> Matrix:
    """The matrix of these rows, columns and cells, with the moment that it is about.

    Shape: `len(parties) * len(targets)` cells, row by row, in the given order.
    """
    return Matrix(
        negotiation=negotiation,
        valid_on=moment.valid_on,
        known_at=moment.known_at,
        revision=moment.revision,
        engine=ENGINE,
        parties=list(parties),
        targets=list(targets),
        rolled_up=list(rolled_up),
        cells=list(cells),
    )


def cell_at(place: Place, *, held: Mapping[Place, Position], withdrawn: Mapping[Place, Withdrawal]) -> Cell:
    """The position at `place`, or why there is none: what is neither held nor withdrawn was never stated."""
    position = held.get(place)
    if position is None:
        return absent_at(place, withdrawn.get(place))
    return HeldCell(party=place[0], target=place[1], absence=None, position=position)


def absent_at(place: Place, withdrawal: Withdrawal | None) -> EmptyCell:
    return EmptyCell(
        party=place[0],
        target=place[1],
        absence=Absence.WITHDRAWN if withdrawal else Absence.NEVER_STATED,
        position=None,
        withdrawn_on=withdrawal.on if withdrawal else None,
        last_position=withdrawal.position if withdrawal else None,
    )


def is_stale(last_reaffirmed_on: date, *, valid_on: date, stale_after_days: int) -> bool:
    """More than `stale_after_days` days have gone by since the position was last reaffirmed."""
    return (valid_on - last_reaffirmed_on).days > stale_after_days
