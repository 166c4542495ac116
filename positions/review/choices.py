"""A decision as a page offers it: what the curator chose, what would come of it, and whether that is still so.

`decide` is the door for people who looked at a page first: it refuses where what they saw has changed meanwhile.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from positions import history
from positions.models import Decision, Statement
from positions.review.decisions import (
    DayCorrectedMeanwhile,
    accept_statement,
    amend_statement,
    find_standing_decision,
    mark_duplicate,
    reject_statement,
    undo_decision,
    with_what_is_unsaid,
)
from positions.review.reading import Amendment, AmendmentInvalid, Reading, read_statement
from positions.vocabulary import ACCEPTING, DecisionKind


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a curator chose. `seen`: what stood for the party on the target when the page was made; None: not shown.
    `seen_on`: so the day of the statement.

    `summary` and `valid_from` are the position's: its sentence in the curator's words, and from when it is held.
    """

    decision: DecisionKind
    amendment: Amendment = field(default_factory=Amendment)
    summary: str = ""
    valid_from: date | None = None
    reason: str = ""
    seen: tuple[str, ...] | None = None
    seen_on: date | None = None


def foresee(statement: Statement, choice: Choice) -> history.Foresight | None:
    """What accepting with that choice would do. Shape: None for a prediction, which is never published.

    Raises: AmendmentInvalid.
    """
    reading = read_statement(statement, choice.amendment.as_stored())
    if not reading.is_published:
        return None
    since = choice.valid_from or reading.said_on
    proof = history.Proof(statement=statement.pk, decision=0, said_on=reading.said_on)
    return history.foresee_position(
        party=reading.party,
        target=reading.target,
        content=_content(reading, choice),
        valid_from=since,
        evidence=[proof],
    )


def decide(statement: Statement, choice: Choice, *, by: User) -> Decision:
    """Carries out what was chosen, or nothing.

    Raises: StatementAlreadyDecided; NothingToUndo; AmendmentInvalid; history.PositionChangedMeanwhile where the
    position is not the one that was seen; history.PositionNotStanding for an undo after a later change.
    """
    with transaction.atomic():
        history.lock(statement.target.negotiation)
        if choice.decision in ACCEPTING:
            return _accept(statement, choice, by)
        plain = {
            DecisionKind.REJECT: reject_statement,
            DecisionKind.DUPLICATE: mark_duplicate,
            DecisionKind.UNDO: undo_decision,
        }[choice.decision]
        return plain(statement, by=by, reason=choice.reason)


def require_as_seen(statement: Statement, choice: Choice) -> None:
    """What is recorded is what the page showed, where that matters. Call with the negotiation locked.

    Raises: AmendmentInvalid; history.PositionChangedMeanwhile.
    """
    if choice.decision in ACCEPTING:
        _require_as_seen(statement, read_statement(statement, choice.amendment.as_stored()), choice)


def _require_as_seen(statement: Statement, reading: Reading, choice: Choice) -> None:
    """A statement that somebody decided on is told as such later, not as a change."""
    if not reading.is_published or find_standing_decision(statement) is not None:
        return
    if choice.seen is not None:
        history.require_as_seen(reading.party, reading.target, choice.seen)
    if choice.seen_on not in {None, statement.said_on}:
        raise DayCorrectedMeanwhile(statement, statement.said_on)


def _accept(statement: Statement, choice: Choice, by: User) -> Decision:
    """As it is, or with what was amended."""
    amended = choice.amendment.as_stored()
    reading = read_statement(statement, amended)
    _require_as_seen(statement, reading, choice)
    content = _content(reading, choice) if choice.summary and reading.is_published else None
    if amended:
        return amend_statement(
            statement,
            by=by,
            amendment=choice.amendment,
            content=content,
            valid_from=choice.valid_from,
            reason=choice.reason,
        )
    if choice.decision is DecisionKind.AMEND:
        raise AmendmentInvalid("Nothing was amended; accept the statement instead.")
    return accept_statement(statement, by=by, content=content, valid_from=choice.valid_from, reason=choice.reason)


def _content(reading: Reading, choice: Choice) -> history.Content:
    content = with_what_is_unsaid(reading, choice.valid_from or reading.said_on)
    return replace(content, summary=choice.summary) if choice.summary else content
