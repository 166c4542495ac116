"""Who holds what: parties by targets, every cell there, and what kind of empty an empty one is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison import ENGINE
from positions.comparison.records import Moment, Party, Position, Record, Target
from positions.vocabulary import Absence

Place = tuple[str, str]  # slugs of a party and a target


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


Cell = HeldCell | EmptyCell


@dataclass(frozen=True)
class Matrix(Record):
    """What each party holds on each target, at one moment."""

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
    cells: list[Cell]
    """Row by row, one for every party and target."""


def build_matrix(
    negotiation: str,
    *,
    moment: Moment,
    parties: Sequence[Party],
    targets: Sequence[Target],
    held: Mapping[Place, Position],
    withdrawn: Collection[Place],
) -> Matrix:
    """Lays out what is held at `moment`; a place that is neither held nor withdrawn was never stated.

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
        cells=[cell_at((p.slug, t.slug), held=held, withdrawn=withdrawn) for p in parties for t in targets],
    )


def cell_at(place: Place, *, held: Mapping[Place, Position], withdrawn: Collection[Place]) -> Cell:
    """The position at `place`, or why there is none."""
    party, target = place
    position = held.get(place)
    if position is not None:
        return HeldCell(party=party, target=target, absence=None, position=position)
    absence = Absence.WITHDRAWN if place in withdrawn else Absence.NEVER_STATED
    return EmptyCell(party=party, target=target, absence=absence, position=None)


def is_stale(last_reaffirmed_on: date, *, valid_on: date, stale_after_days: int) -> bool:
    """More than `stale_after_days` days have gone by since the position was last reaffirmed."""
    return (valid_on - last_reaffirmed_on).days > stale_after_days
