"""A position as it was recorded once, with both its periods: what changes and time series are made of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from positions.comparison.matrix import Place
from positions.comparison.records import Record, Scale, Term
from positions.vocabulary import Act, EndReason, Reason, Salience, Stance

# What a position says, whenever it was recorded and however long it is held. Two that say the same differ by nothing.
CONTENT = ("stance", "act", "salience", "salience_value", "scale", "terms", "condition", "summary")


@dataclass(frozen=True)
class RecordedPosition(Record):
    """What a party holds on a target over a period, as it was recorded."""

    id: UUID
    """Public id; a correction gets one of its own."""
    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    act: Act
    """How it was put."""
    salience: Salience
    """How much the party says that it cares."""
    salience_value: float | None
    """Salience as a number from 0 to 1, where a data set gives one."""
    scale: Scale | None
    """Where on the issue's scale; null where that is not known."""
    terms: list[Term]
    """What is asked for or offered."""
    condition: str
    """What a conditional stance hangs on; else empty."""
    summary: str
    """The position in one sentence."""
    valid_from: date
    """First day on which the party held it."""
    valid_to: date | None
    """The day after the last; null where it had no end when it was recorded."""
    recorded_at: datetime
    """From when this database said so."""


class Version(NamedTuple):
    """One record of a position. `row`: its key, by which evidence is found."""

    row: int
    party: str
    target: str
    position: RecordedPosition
    reason: Reason
    end_reason: EndReason
    superseded_at: datetime | None

    @property
    def place(self) -> Place:
        return self.party, self.target

    def covers(self, day: date) -> bool:
        """The party held it on that day."""
        ends = self.position.valid_to
        return self.position.valid_from <= day and (ends is None or day < ends)

    def known(self, instant: datetime) -> bool:
        """This database said so at that instant."""
        return self.position.recorded_at <= instant and (self.superseded_at is None or instant < self.superseded_at)


def fields_that_differ(one: RecordedPosition, other: RecordedPosition) -> list[str]:
    """Names of the fields in which two positions say different things, in the order of `CONTENT`."""
    return [name for name in CONTENT if getattr(one, name) != getattr(other, name)]


def says_the_same(one: RecordedPosition, other: RecordedPosition) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in CONTENT)


def by_place(versions: Iterable[Version]) -> dict[Place, list[Version]]:
    """The versions of each party on each target, in the order given."""
    found: defaultdict[Place, list[Version]] = defaultdict(list)
    for version in versions:
        found[version.place].append(version)
    return found
