"""What differs between two comparisons, by content, and how it came about.

In: every version on record of each place by the second moment. Out: one change for each place where the two
comparisons differ. The way from the first to the second is walked in two legs, first what this database learnt of the
first day, then what happened up to the second day as known at the end: docs/comparison.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from positions.comparison.matrix import Place
from positions.comparison.records import Evidence, Moment, Record, RecordedPosition
from positions.comparison.shifts import direction_of
from positions.comparison.versions import Version, fields_that_differ, says_the_same
from positions.vocabulary import Cause, Direction, EndReason, Reason, Standing, TargetKind

# Of a longer way, the last steps are listed and all are counted.
LONGEST_PATH_STEPS = 20


@dataclass(frozen=True)
class ChangeStep(Record):
    """One step on the way from the first comparison to the second."""

    cause: Cause
    """What made it."""
    on: date
    """The day from which it holds."""
    recorded_at: datetime | None
    """When this database came to say so; null where nothing is held because a later position was corrected away."""
    standing: Standing
    """How the cell stands after it."""
    position: RecordedPosition | None
    """What is held after it; null where nothing is."""


@dataclass(frozen=True)
class Change(Record):
    """One cell in which the two comparisons differ."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    before: RecordedPosition | None
    """What the first comparison says; null where it has no position."""
    after: RecordedPosition | None
    """What the second comparison says; null where it has no position."""
    before_standing: Standing
    """How the cell stands in the first comparison."""
    after_standing: Standing
    """How the cell stands in the second comparison."""
    fields: list[str]
    """Names of the fields of the position that differ; empty where a side has none."""
    direction: Direction
    """Whether the party hardened or softened."""
    cause: Cause
    """What made the difference: the cause of its last step, or of the first where the cell was never stated before."""
    on: date
    """The day from which that step holds."""
    steps: int
    """How many steps lie between the two."""
    path: list[ChangeStep]
    """The steps in order; of more than 20, the last 20."""
    evidence: list[Evidence]
    """What proves the position after, oldest first; as much as was asked for."""


@dataclass(frozen=True)
class Changes(Record):
    """What differs between two comparisons of the same talks."""

    negotiation: str
    """Slug of the talks."""
    from_valid_on: date
    """First comparison: what did the parties hold on this day?"""
    from_known_at: datetime
    """First comparison: what did this database say at this instant?"""
    from_revision: int
    """First comparison: number of the last public change in it; 0 before the first."""
    to_valid_on: date
    """Second comparison: what did the parties hold on this day?"""
    to_known_at: datetime
    """Second comparison: what did this database say at this instant?"""
    to_revision: int
    """Second comparison: number of the last public change in it; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    changes: list[Change]
    """One for each cell that differs, by party and target in the order asked for."""


class State(NamedTuple):
    """How a cell stands at one moment. `last`: the version that began last by then, held or over."""

    last: Version | None
    standing: Standing

    @property
    def version(self) -> Version | None:
        """The version that is held."""
        return self.last if self.standing is Standing.HELD else None

    @property
    def since(self) -> date:
        """The day from which the cell stands so. Raises: LookupError where nothing was ever stated."""
        if self.last is None:
            raise LookupError("What was never stated has no first day.")
        ended = self.last.position.valid_to if self.version is None else None
        return ended or self.last.position.valid_from

    @property
    def position(self) -> RecordedPosition | None:
        return self.version.position if self.version else None

    def equals(self, other: "State") -> bool:
        """The cell says the same: kept apart from which row says it."""
        if self.position is None or other.position is None:
            return self.standing == other.standing
        return says_the_same(self.position, other.position)


@dataclass(frozen=True)
class Span:
    """From one moment to another, neither of whose times runs backward."""

    start: Moment
    end: Moment


def state_at(versions: Sequence[Version], *, valid_on: date, known_at: datetime) -> State:
    """How a cell stands, given every version of it that was known then and began by that day."""
    last: Version | None = None
    for version in versions:
        begun = version.position.valid_from
        if begun <= valid_on and (last is None or begun > last.position.valid_from) and version.known(known_at):
            last = version
    if last is None:
        return State(None, Standing.NEVER_STATED)
    if last.covers(valid_on):
        return State(last, Standing.HELD)
    withdrawn = last.end_reason is EndReason.WITHDRAWN
    return State(last, Standing.WITHDRAWN if withdrawn else Standing.NEVER_STATED)


def find_change(
    place: Place, versions: Sequence[Version], *, span: Span, kind: TargetKind, evidence: Mapping[int, list[Evidence]]
) -> Change | None:
    """The change of one cell over the span; None where the two comparisons say the same."""
    before = state_at(versions, valid_on=span.start.valid_on, known_at=span.start.known_at)
    after = state_at(versions, valid_on=span.end.valid_on, known_at=span.end.known_at)
    if before.equals(after):
        return None
    path = list(steps_between(versions, span=span))
    cause = path[0] if before.standing is Standing.NEVER_STATED and after.version else path[-1]
    old, new = before.position, after.position
    return Change(
        party=place[0],
        target=place[1],
        before=old,
        after=new,
        before_standing=before.standing,
        after_standing=after.standing,
        fields=fields_that_differ(old, new) if old and new else [],
        direction=direction_of(old, new, kind=kind) if old and new else Direction.NEITHER,
        cause=cause.cause,
        on=cause.on,
        steps=len(path),
        path=path[-LONGEST_PATH_STEPS:],
        evidence=evidence.get(after.version.row, []) if after.version else [],
    )


def steps_between(versions: Sequence[Version], *, span: Span) -> Iterator[ChangeStep]:
    """Each place on the way at which the cell comes to say something else: what was learnt, then what happened."""
    yield from steps_in_record_time(versions, span=span)
    yield from steps_in_valid_time(versions, span=span)


def steps_in_record_time(versions: Sequence[Version], *, span: Span) -> Iterator[ChangeStep]:
    """What this database came to say of the first day."""
    day, start, end = span.start.valid_on, span.start.known_at, span.end.known_at
    if start == end:
        return
    begun = [version for version in versions if version.position.valid_from <= day]
    instants = {version.position.recorded_at for version in begun}
    instants |= {version.superseded_at for version in begun if version.superseded_at}
    earlier = state_at(begun, valid_on=day, known_at=start)
    asked_at = start
    for instant in sorted(at for at in instants if start < at <= end):
        later = state_at(begun, valid_on=day, known_at=instant)
        if not later.equals(earlier):
            yield learnt_step(earlier, later, versions=begun, known_at=instant, known_before=asked_at)
        earlier, asked_at = later, instant


def learnt_step(
    earlier: State, later: State, *, versions: Sequence[Version], known_at: datetime, known_before: datetime
) -> ChangeStep:
    """A step in record time. What stood for that period before, and comes to stand again, was corrected."""
    if later.version is None:
        is_withdrawn = later.standing is Standing.WITHDRAWN
        on = later.since if is_withdrawn else earlier.since
        cause = Cause.WITHDRAWN if is_withdrawn else Cause.CORRECTED
        return ChangeStep(cause=cause, on=on, recorded_at=known_at, standing=later.standing, position=None)
    new = later.version
    carried_on = any(
        v.known(known_before)
        and v.position.valid_from == new.position.valid_from
        and says_the_same(v.position, new.position)
        for v in versions
    )
    was_stated = earlier.version is not None and new.reason is Reason.FIRST_RECORDED
    cause = Cause.CORRECTED if carried_on or was_stated else Cause(new.reason.value)
    return step_to(later, cause=cause, on=new.position.valid_from)


def steps_in_valid_time(versions: Sequence[Version], *, span: Span) -> Iterator[ChangeStep]:
    """What happened after the first day up to the second, as known at the end."""
    first, last, known_at = span.start.valid_on, span.end.valid_on, span.end.known_at
    known = [version for version in versions if version.known(known_at)]
    days = {version.position.valid_from for version in known}
    days |= {version.position.valid_to for version in known if version.position.valid_to}
    earlier = state_at(known, valid_on=first, known_at=known_at)
    for day in sorted(day for day in days if first < day <= last):
        later = state_at(known, valid_on=day, known_at=known_at)
        if not later.equals(earlier):
            cause = cause_of_move(later, was_stated=any(v.position.valid_from < day for v in known), span=span)
            yield step_to(later, cause=cause, on=day)
        earlier = later


def cause_of_move(later: State, *, was_stated: bool, span: Span) -> Cause:
    """Why a cell says something else from one day on, as known at the end."""
    if later.version is None:
        return Cause.WITHDRAWN if later.standing is Standing.WITHDRAWN else Cause.PARTY_MOVED
    if was_stated:
        return Cause.PARTY_MOVED
    learnt = later.version.reason is Reason.LEARNT_LATER and later.version.position.recorded_at > span.start.known_at
    return Cause.LEARNT_LATER if learnt else Cause.FIRST_RECORDED


def step_to(state: State, *, cause: Cause, on: date) -> ChangeStep:
    # In a gap the last version says no more than when it ended; one that is held or was withdrawn says all.
    said_by = state.last if state.standing is not Standing.NEVER_STATED else None
    recorded_at = said_by.position.recorded_at if said_by else None
    return ChangeStep(cause=cause, on=on, recorded_at=recorded_at, standing=state.standing, position=state.position)
