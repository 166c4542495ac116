"""How one cell of the matrix looks over valid time, as known at one instant.

In: the positions of the cell that were known then, and the days on which evidence reaffirmed each. Out: spells, each
from a day until the next one begins; within a spell the matrix says the same of the cell on every day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from positions.comparison.matrix import is_stale
from positions.comparison.versions import RecordedPosition, Version
from positions.vocabulary import Absence, EndReason

# Days by row of a position, in order.
Reaffirmed = Mapping[int, Sequence[date]]


@dataclass(frozen=True)
class CellSpell:
    """What the matrix says of a cell from `on` until the next spell of the cell begins.

    Before the first spell, nothing was ever stated.
    """

    on: date
    position: RecordedPosition | None
    absence: Absence | None
    is_stale: bool


def spells_of(versions: Sequence[Version], *, reaffirmed: Reaffirmed, stale_after_days: int) -> list[CellSpell]:
    """The spells of one cell. `versions`: those known at the instant asked about, by first day; none overlap."""
    found: list[CellSpell] = []
    following = [version.position.valid_from for version in versions[1:]]
    for number, version in enumerate(versions):
        found += held_spells(version, reaffirmed.get(version.row, ()), stale_after_days=stale_after_days)
        end = version.position.valid_to
        if end is not None and (number >= len(following) or end < following[number]):
            withdrawn = version.end_reason is EndReason.WITHDRAWN
            found.append(CellSpell(end, None, Absence.WITHDRAWN if withdrawn else Absence.NEVER_STATED, is_stale=False))
    return found


def held_spells(version: Version, reaffirmed_on: Sequence[date], *, stale_after_days: int) -> Iterator[CellSpell]:
    """One position while it is held: a new spell each time that it turns stale, or is reaffirmed when it was."""
    start, end = version.position.valid_from, version.position.valid_to
    turns = {start, *reaffirmed_on}
    turns |= {day + timedelta(days=stale_after_days + 1) for day in turns}
    before: bool | None = None
    for day in sorted(day for day in turns if start <= day and (end is None or day < end)):
        last = max((on for on in reaffirmed_on if on <= day), default=start)
        stale = is_stale(last, valid_on=day, stale_after_days=stale_after_days)
        if stale != before:
            yield CellSpell(day, version.position, None, is_stale=stale)
        before = stale
