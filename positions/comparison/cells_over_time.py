"""How one cell of the matrix looks over valid time, as known at one instant.

In: what was held in the cell when, as known then, and the days on which evidence reaffirmed each. Out: spells, each
from a day until the next one begins; within a spell the matrix says the same of the cell on every day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from positions.comparison.matrix import is_stale
from positions.vocabulary import Absence, Salience, Stance

# Days by row of a position, in order.
Reaffirmed = Mapping[int, Sequence[date]]


class HeldThen(NamedTuple):
    """As much of a position as a look at its cell needs, and the days it was held; a null end is open."""

    row: int
    stance: Stance
    salience: Salience
    summary: str
    start: date
    end: date | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class CellSpell:
    """What the matrix says of a cell from `on` until the next spell of the cell begins.

    Before the first spell, nothing was ever stated.
    """

    on: date
    position: HeldThen | None
    absence: Absence | None
    is_stale: bool


def spells_of(held: Sequence[HeldThen], *, reaffirmed: Reaffirmed, stale_after_days: int) -> list[CellSpell]:
    """The spells of one cell. `held`: what is known at the instant asked about, by first day; none overlap."""
    found: list[CellSpell] = []
    following = [position.start for position in held[1:]]
    for number, position in enumerate(held):
        found += held_spells(position, reaffirmed.get(position.row, ()), stale_after_days=stale_after_days)
        end = position.end
        if end is not None and (number >= len(following) or end < following[number]):
            absence = Absence.WITHDRAWN if position.is_withdrawn else Absence.NEVER_STATED
            found.append(CellSpell(end, None, absence, is_stale=False))
    return found


def held_spells(position: HeldThen, reaffirmed_on: Sequence[date], *, stale_after_days: int) -> Iterator[CellSpell]:
    """One position while it is held: a new spell each time that it turns stale, or is reaffirmed when it was."""
    start, end = position.start, position.end
    turns = {start, *reaffirmed_on}
    turns |= {day + timedelta(days=stale_after_days + 1) for day in turns if (date.max - day).days > stale_after_days}
    before: bool | None = None
    for day in sorted(day for day in turns if start <= day and (end is None or day < end)):
        last = max((on for on in reaffirmed_on if on <= day), default=start)
        stale = is_stale(last, valid_on=day, stale_after_days=stale_after_days)
        if stale != before:
            yield CellSpell(day, position, None, is_stale=stale)
        before = stale
