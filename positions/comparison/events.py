"""What is worth telling of a difference between two comparisons: who moved, which red lines came and went.

In: the cells that differ, and the scores of all pairs before and after. Out: events, each with what a reader needs to
understand it without asking again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison.all_pairs import PairAgreement
from positions.comparison.changes import Change
from positions.comparison.records import Evidence, Record, RecordedPosition
from positions.comparison.weights import draws_red_line
from positions.vocabulary import Cause, Direction, EventKind, TargetKind

# Scores that differ by less are the same: what is left are roundings. Units: of a score, 0 to 1.
SAME_SCORE = 1e-9


@dataclass(frozen=True)
class CellEvent(Record):
    """A party's position on a target changed."""

    negotiation: str
    """Slug of the talks."""
    revision: int
    """Number of the public change that made it."""
    valid_on: date
    """The day of that change: what is compared is what was held then."""
    known_at: datetime
    """When it was committed."""
    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    before: RecordedPosition | None
    """What was held; null where nothing was."""
    after: RecordedPosition | None
    """What is held; null where nothing is."""
    cause: Cause
    """Why it differs."""
    direction: Direction
    """Whether the party hardened or softened."""
    evidence: list[Evidence]
    """The first piece of what proves the position after."""


@dataclass(frozen=True)
class PairEvent(Record):
    """The agreement of two parties moved."""

    negotiation: str
    """Slug of the talks."""
    revision: int
    """Number of the public change that made it."""
    valid_on: date
    """The day of that change: what is compared is what was held then."""
    known_at: datetime
    """When it was committed."""
    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    before: float
    """The score before, 0 to 1."""
    after: float
    """The score after, 0 to 1."""
    moved_by: float
    """How much it rose, or fell where it is below 0."""


@dataclass(frozen=True)
class Found:
    """One event: its kind, and what is told."""

    kind: EventKind
    told: CellEvent | PairEvent


@dataclass(frozen=True)
class Instant:
    """The public change that events are of."""

    negotiation: str
    revision: int
    valid_on: date
    known_at: datetime


def events_of_cells(at: Instant, changes: Sequence[Change], *, kinds: Mapping[str, TargetKind]) -> Iterator[Found]:
    """Stances that changed, red lines that came or went, answers to proposals. `kinds`: by slug of the target."""
    for change in changes:
        told = CellEvent(
            negotiation=at.negotiation,
            revision=at.revision,
            valid_on=at.valid_on,
            known_at=at.known_at,
            party=change.party,
            target=change.target,
            before=change.before,
            after=change.after,
            cause=change.cause,
            direction=change.direction,
            evidence=change.evidence,
        )
        for kind in kinds_of(change, is_proposal=kinds[change.target] is TargetKind.PROPOSAL):
            yield Found(kind, told)


def kinds_of(change: Change, *, is_proposal: bool) -> Iterator[EventKind]:
    before, after = change.before, change.after
    has_moved = (before and before.stance) != (after and after.stance)
    if has_moved:
        yield EventKind.STANCE_CHANGED
    if has_moved and is_proposal and after is not None:
        yield EventKind.RESPONSE_GIVEN
    if draws_red_line(before) != draws_red_line(after):
        yield EventKind.RED_LINE_DRAWN if draws_red_line(after) else EventKind.RED_LINE_GONE


def events_of_pairs(at: Instant, before: Sequence[PairAgreement], after: Sequence[PairAgreement]) -> Iterator[Found]:
    """Every pair whose score is another, by however little; a pair without a score before or after has not moved."""
    earlier = {(pair.left, pair.right): pair.agreement.score for pair in before}
    for pair in after:
        old, new = earlier.get((pair.left, pair.right)), pair.agreement.score
        if old is None or new is None or abs(new - old) <= SAME_SCORE:
            continue
        told = PairEvent(
            negotiation=at.negotiation,
            revision=at.revision,
            valid_on=at.valid_on,
            known_at=at.known_at,
            left=pair.left,
            right=pair.right,
            before=old,
            after=new,
            moved_by=new - old,
        )
        yield Found(EventKind.AGREEMENT_MOVED, told)
