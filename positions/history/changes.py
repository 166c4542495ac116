"""The four ways in which what is recorded changes: record, supersede, correct, withdraw; and taking one back.

Each locks the negotiation, reads what stands, and commits one revision, or none where nothing differs.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from positions.days import day_in_words
from positions.history import timeline as periods
from positions.history.foresight import Foresight
from positions.history.revisions import lock, open_revision
from positions.history.rows import content_of, period_of, read_near, read_timeline, write_difference
from positions.history.timeline import Content, Period, Proof, Timeline
from positions.models import Decision, Evidence, Party, Position, Revision, Target
from positions.vocabulary import EndReason, Reason, RevisionKind

# What a change makes of the periods that are recorded now.
TimelineChange = Callable[[Timeline], Timeline]


class PositionNotStanding(Exception):
    """The position was changed meanwhile: it is not among those recorded now."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a call committed. `revision` is None where nothing differed; `recorded` lists the new rows in order."""

    revision: Revision | None
    recorded: tuple[Position, ...] = ()


def proof_of(decision: Decision, *, said_on: date) -> Proof:
    """An accepted statement as evidence; `said_on` as the curator accepted it."""
    return Proof(statement=decision.statement_id, decision=decision.pk, said_on=said_on)


def record_position(
    *,
    party: Party,
    target: Target,
    content: Content,
    valid_from: date,
    by: User,
    evidence: Iterable[Proof] = (),
) -> Change:
    """The party held `content` from that day: evidence for what stands, or a position of its own.

    A position that stood that day ends there. One that begins later, with the same content, grows back to it. Without
    evidence, what is put otherwise (as another act, of another salience) is a position of its own, too.
    """
    proofs = tuple(evidence)
    recorded = _placed(content, valid_from, proofs, alike=periods.rule_for(proofs))
    return _commit(party, target, recorded, read=partial(read_near, on=valid_from), kind=RevisionKind.RECORDED, by=by)


def record_apart(
    *, party: Party, target: Target, content: Content, valid_from: date, by: User, evidence: Iterable[Proof]
) -> Change:
    """The same, but what is put otherwise is a position of its own whatever proves it: somebody lists it as one."""
    recorded = _placed(content, valid_from, tuple(evidence), alike=Content.is_put_as)
    return _commit(party, target, recorded, read=partial(read_near, on=valid_from), kind=RevisionKind.RECORDED, by=by)


def supersede_position(position: Position, *, content: Content, valid_from: date, by: User) -> Change:
    """The party moved away from this very position on that day, if only in what weight it gives it.

    Raises: PositionNotStanding where it was changed meanwhile, or does not hold on that day.
    """
    moved = _moved(position, content, valid_from)
    near = partial(read_near, on=valid_from, also=[position.pk])
    return _commit(position.party, position.target, moved, read=near, kind=RevisionKind.RECORDED, by=by)


def correct_position(
    position: Position,
    *,
    by: User,
    content: Content | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Change:
    """What was recorded was wrong. What is not given stays as it is; the old answer can still be given.

    Raises: PositionNotStanding; PeriodNotForward; PeriodsOverlap.
    """
    corrected = _corrected(position, content, valid_from, valid_to)
    near = partial(read_near, on=valid_from or position.valid_from, also=[position.pk])
    return _commit(position.party, position.target, corrected, read=near, kind=RevisionKind.CORRECTED, by=by)


def withdraw_position(position: Position, *, on: date, by: User) -> Change:
    """The party took it back on that day and holds none from then on. Raises: PositionNotStanding; PeriodNotForward."""
    withdrawn = _withdrawn(position, on)
    near = partial(read_near, on=on, also=[position.pk])
    return _commit(position.party, position.target, withdrawn, read=near, kind=RevisionKind.WITHDRAWN, by=by)


def foresee_supersession(position: Position, *, content: Content, valid_from: date) -> Foresight:
    """What `supersede_position` would do; nothing is written. Raises what it raises."""
    foreseen = _foreseen(position, _moved(position, content, valid_from))
    is_new = content.summary != position.summary and not foreseen.changes_nothing
    return replace(foreseen, besides=f"its summary is “{content.summary}”") if is_new else foreseen


def foresee_correction(
    position: Position,
    *,
    content: Content | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Foresight:
    """What `correct_position` would do; nothing is written. Raises what it raises."""
    return _foreseen(position, _corrected(position, content, valid_from, valid_to))


def foresee_withdrawal(position: Position, *, on: date) -> Foresight:
    """What `withdraw_position` would do; nothing is written. Raises what it raises."""
    return _foreseen(position, _withdrawn(position, on))


def _placed(content: Content, on: date, proofs: tuple[Proof, ...], *, alike: periods.Alike) -> TimelineChange:
    return lambda timeline: periods.place(timeline, content, on=on, proofs=proofs, alike=alike)


def _moved(position: Position, content: Content, on: date) -> TimelineChange:
    def moved(timeline: Timeline) -> Timeline:
        period = _find(timeline, position)
        if not period.covers(on):
            until = f" until {day_in_words(period.valid_to)}" if period.valid_to else ""
            raise PositionNotStanding(
                f"The position does not hold on {day_in_words(on)}: "
                f"it holds from {day_in_words(period.valid_from)}{until}."
            )
        return periods.place(timeline, content, on=on, alike=Content.is_put_as)

    return moved


def _corrected(
    position: Position, content: Content | None, valid_from: date | None, valid_to: date | None
) -> TimelineChange:
    def corrected(timeline: Timeline) -> Timeline:
        period = _find(timeline, position)
        new = replace(
            period,
            content=content or content_of(position),
            valid_from=valid_from or period.valid_from,
            valid_to=valid_to or period.valid_to,
            # An end given to a position that had none: nothing took its place.
            end_reason=EndReason.WITHDRAWN if valid_to and period.valid_to is None else period.end_reason,
        )
        return periods.correct(timeline, period, new)

    return corrected


def _withdrawn(position: Position, on: date) -> TimelineChange:
    return lambda timeline: periods.withdraw(timeline, _find(timeline, position), on=on)


def _foreseen(position: Position, change: TimelineChange) -> Foresight:
    before = read_timeline(position.party, position.target)
    return Foresight(party=position.party.name, before=before, after=change(before))


def take_back(revision: Revision, *, party: Party, target: Target, by: User) -> Change:
    """Puts back what stood before that revision, as a correction; both stay on record.

    What the revision wrote may be written again since, as where a later change was taken back.
    Raises: PositionNotStanding where it says something else by now, or proves itself by more: put back, that would be
    left without a position to prove.
    """
    written = Position.objects.filter(party=party, target=target, recorded_at=revision.committed_at)
    added = Evidence.objects.filter(position__party=party, position__target=target, recorded_at=revision.committed_at)
    earlier = Position.objects.filter(party=party, target=target, superseded_at=revision.committed_at)

    def as_before(timeline: Timeline) -> Timeline:
        rows = set(written.values_list("pk", flat=True))
        # Only from where it was added: a row written again took its evidence with it, which stands elsewhere too.
        proven: dict[int, set[int]] = {row: set() for row in rows}
        for row, statement in added.values_list("position_id", "statement_id"):
            proven.setdefault(row, set()).add(statement)
        recorded = Position.objects.in_bulk(proven)
        standing = {row: _find_again(recorded[row], timeline, statements) for row, statements in proven.items()}
        if any(standing[row].proofs.keys() - proven[row] for row in rows):
            raise PositionNotStanding(
                "Another statement that was accepted since proves what this decision recorded; undo that one first, or"
                " correct the position."
            )
        gone = {standing[row].row for row in rows}
        less = {period.row: proven[row] for row, period in standing.items()}
        kept = tuple(p.without_proofs(less.get(p.row, ())) for p in timeline if p.row not in gone)
        restored = tuple(_restored(row, revision) for row in earlier)
        return tuple(sorted((*kept, *restored), key=lambda period: period.valid_from))

    return _commit(party, target, as_before, read=read_timeline, kind=RevisionKind.CORRECTED, by=by)


def _find_again(row: Position, timeline: Timeline, statements: Collection[int]) -> Period:
    """The period that says now what that row recorded, and which these statements prove. Raises: PositionNotStanding"""
    then = period_of(row, {})
    for period in timeline:
        is_same = replace(period, row=then.row, reason=then.reason, proofs=then.proofs) == then
        if is_same and period.proofs.keys() >= set(statements):
            return period
    raise PositionNotStanding("What this decision recorded was changed since; undo the later change first.")


def _restored(row: Position, revision: Revision) -> Period:
    """A row as it stood just before that revision, with the evidence it had then."""
    proofs = {
        e.statement_id: Proof(statement=e.statement_id, decision=e.decision_id, said_on=e.said_on)
        for e in Evidence.objects.filter(position=row, superseded_at=revision.committed_at)
    }
    return replace(period_of(row, proofs), reason=Reason.CORRECTED, row=None)


def _find(timeline: Timeline, position: Position) -> Period:
    """The period that this row records now."""
    for period in timeline:
        if period.row == position.pk:
            return period
    raise PositionNotStanding("The position was changed meanwhile; look at what is recorded now.")


def _commit(
    party: Party,
    target: Target,
    change: TimelineChange,
    *,
    read: Callable[[Party, Target], Timeline],
    kind: RevisionKind,
    by: User,
) -> Change:
    """One change under the negotiation's lock: read, change, write the difference as one revision.

    `read`: the periods that the change may look at; what it does not get stays as it is.
    """
    with transaction.atomic():
        lock(target.negotiation)
        old = read(party, target)
        new = change(old)
        if new == old:
            return Change(revision=None)
        revision = open_revision(target.negotiation, kind=kind, by=by)
        recorded = write_difference(old, new, party=party, target=target, revision=revision, by=by)
        return Change(revision=revision, recorded=tuple(recorded))
