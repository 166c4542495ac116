"""A curator's decisions about statements, and what they make of positions.

Each locks the negotiation, so that of two curators one decides and the other is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from positions import history
from positions.days import day_in_words, instant_in_words
from positions.models import Decision, Evidence, Position, Revision, Statement
from positions.review.reading import Amendment, AmendmentInvalid, Reading, read_statement, require_near
from positions.vocabulary import DecisionKind, Stance


class StatementAlreadyDecided(Exception):
    """Another decision stands; it has to be undone first."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        when = instant_in_words(decision.decided_at)
        super().__init__(f"{decision.decided_by} already decided “{decision.decision}” on {when}.")


class ArticleTakenDown(Exception):
    """The statement's words had to go; nothing more is decided about it."""


class DayCorrectedMeanwhile(history.PositionChangedMeanwhile):
    """The statement counts as said on another day than whoever decides saw, since its article's day was corrected."""

    def __init__(self, statement: Statement, day: date) -> None:
        says = f"“{statement}” counts as said on {day_in_words(day)} now."
        super().__init__(f"The day of the article was corrected meanwhile: {says}")


class NothingToUndo(Exception):
    """No decision stands on the statement."""


# What a decision may be refused with; each says why in a sentence.
REFUSALS = (
    ArticleTakenDown,
    StatementAlreadyDecided,
    NothingToUndo,
    AmendmentInvalid,
    history.PositionChangedMeanwhile,
    history.PositionNotStanding,
    history.PeriodsOverlap,
    history.PeriodNotForward,
)


def accept_statement(
    statement: Statement,
    *,
    by: User,
    content: history.Content | None = None,
    valid_from: date | None = None,
    reason: str = "",
    apart: bool = False,
) -> Decision:
    """Correctly coded. A prediction becomes neither position nor evidence; all else goes to `history`.

    `content`: the position as the curator words it (default: as the statement says); `valid_from`: from when the
    party holds it (default: the day it was said). `apart`: what is put otherwise than what stands is a position of its
    own, and not evidence for it.
    Raises: StatementAlreadyDecided, AmendmentInvalid where a day lies too far away.
    """
    with _undecided(statement):
        decision = _decide(statement, DecisionKind.ACCEPT, by=by, reason=reason)
        _publish(decision, read_statement(statement, {}), content, valid_from, apart=apart)
    return decision


def amend_statement(
    statement: Statement,
    *,
    by: User,
    amendment: Amendment,
    content: history.Content | None = None,
    valid_from: date | None = None,
    reason: str = "",
) -> Decision:
    """Accepted with other values than the extractor gave; the statement itself keeps its own.

    Raises: StatementAlreadyDecided, AmendmentInvalid.
    """
    amended = amendment.as_stored()
    if not amended and content is None and valid_from is None:
        raise AmendmentInvalid("Nothing was amended; accept the statement instead.")
    with _undecided(statement):
        reading = read_statement(statement, amended)
        if reading.stance is Stance.UNSPECIFIED:
            raise AmendmentInvalid("A statement has a stance; 'unspecified' is for data sets on scales.")
        decision = _decide(statement, DecisionKind.AMEND, by=by, reason=reason, amended=amended)
        _publish(decision, reading, content, valid_from)
    return decision


def reject_statement(statement: Statement, *, by: User, reason: str = "") -> Decision:
    """No statement, or wrongly coded. Raises: StatementAlreadyDecided."""
    with _undecided(statement):
        return _decide(statement, DecisionKind.REJECT, by=by, reason=reason)


def mark_duplicate(statement: Statement, *, by: User, reason: str = "") -> Decision:
    """Said already by another statement of the same source. Raises: StatementAlreadyDecided."""
    with _undecided(statement):
        return _decide(statement, DecisionKind.DUPLICATE, by=by, reason=reason)


def undo_decision(statement: Statement, *, by: User, reason: str = "") -> Decision:
    """Takes the standing decision back, with what it made of positions; both stay on record.

    Raises: NothingToUndo; history.PositionNotStanding where the position was changed since.
    """
    with transaction.atomic():
        history.lock(statement.target.negotiation)
        standing = find_standing_decision(statement)
        if standing is None:
            raise NothingToUndo("No decision stands on this statement.")
        first = Evidence.objects.filter(decision=standing).order_by("recorded_at").first()
        if first is not None:
            negotiation = first.position.negotiation
            revision = Revision.objects.get(negotiation=negotiation, committed_at=first.recorded_at)
            history.take_back(revision, party=first.position.party, target=first.position.target, by=by)
        return _decide(statement, DecisionKind.UNDO, by=by, reason=reason)


def find_standing_decision(statement: Statement) -> Decision | None:
    """The last decision, unless it was an undo. Shape: None where the statement is pending."""
    last = statement.decisions.select_related("decided_by").order_by("-id").first()
    return None if last is None or last.decision == DecisionKind.UNDO.value else last


@contextmanager
def _undecided(statement: Statement) -> Iterator[None]:
    with transaction.atomic():
        history.lock(statement.target.negotiation)
        standing = find_standing_decision(statement)
        if standing is not None:
            raise StatementAlreadyDecided(standing)
        now = Statement.objects.filter(pk=statement.pk).values_list("said_on", "article__taken_down_at")
        said_on, gone_at = now.get()
        if said_on != statement.said_on:  # it followed its article's while this waited
            raise DayCorrectedMeanwhile(statement, said_on)
        if gone_at is not None:
            raise ArticleTakenDown(
                f"The article was taken down on {day_in_words(gone_at)}; nothing is decided about it any more."
            )
        yield


def _decide(
    statement: Statement,
    kind: DecisionKind,
    *,
    by: User,
    reason: str,
    amended: dict[str, object] | None = None,
) -> Decision:
    return Decision.objects.create(
        statement=statement, decision=kind.value, amended=amended or {}, reason=reason, decided_by=by
    )


def _publish(
    decision: Decision,
    reading: Reading,
    content: history.Content | None,
    valid_from: date | None,
    *,
    apart: bool = False,
) -> None:
    if not reading.is_published:
        return
    since = valid_from or reading.said_on
    require_near(since)
    record = history.record_apart if apart else history.record_position
    record(
        party=reading.party,
        target=reading.target,
        content=content or with_what_is_unsaid(reading, since),
        valid_from=since,
        by=decision.decided_by,
        evidence=[history.proof_of(decision, said_on=reading.said_on)],
    )


def with_what_is_unsaid(reading: Reading, since: date) -> history.Content:
    """The position that a statement states; what it leaves open is as in the one that stands with that stance.

    A party that repeats its stance in fewer words has not dropped its terms, its condition or its place on the scale.
    """
    said = reading.content()
    standing = Position.objects.filter(party=reading.party, target=reading.target).as_of(valid_on=since).first()
    if standing is None or standing.stance != said.stance:
        return said
    held = history.content_of(standing)
    return replace(said, scale=held.scale, terms=said.terms or held.terms, condition=said.condition or held.condition)
