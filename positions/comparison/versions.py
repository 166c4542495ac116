"""A position as it was recorded once, with both its periods: what changes and time series are made of."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from positions.comparison.matrix import Place
from positions.comparison.records import RecordedPosition
from positions.vocabulary import EndReason, Reason

# What a position says, whenever it was recorded and however long it is held. Two that say the same differ by nothing.
CONTENT = ("stance", "act", "salience", "salience_value", "scale", "terms", "condition", "summary")


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
