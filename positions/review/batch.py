"""Decisions of somebody who read the statements first: none is made on one that was decided on since, and all or none.

A dry run goes the whole way and takes everything back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from positions import history
from positions.models import Decision, Position, Revision, Statement
from positions.review.choices import Choice, decide
from positions.review.decisions import ArticleTakenDown, NothingToUndo, StatementAlreadyDecided
from positions.review.reading import AmendmentInvalid

# What a decision may be refused with; each says why in a sentence.
Refusal = (
    ArticleTakenDown
    | StatementAlreadyDecided
    | NothingToUndo
    | AmendmentInvalid
    | history.PositionNotStanding
    | history.PositionChangedMeanwhile
    | history.PeriodsOverlap
    | history.PeriodNotForward
)


class DecidedSince(Exception):
    """Somebody decided on the statement after it was read."""

    def __init__(self, statement: Statement, *, version: str) -> None:
        super().__init__(f"Statement {statement.uuid} was decided on since you read it: its version is {version} now.")
        self.version = version


class NotDecided(Exception):
    """Nothing was decided. `refusals`: why, by the place of each decision that is refused."""

    def __init__(self, refusals: Mapping[int, Exception]) -> None:
        super().__init__(" ".join(map(str, refusals.values())))
        self.refusals = refusals


@dataclass(frozen=True, kw_only=True)
class AskedDecision:
    """`versions`: of the statement as it was read, how often it had been decided on; None: any will do."""

    statement: Statement
    choice: Choice
    versions: frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class MadeDecision:
    """`revision`: the public change that came of it, None where none did; `recorded`: the positions in it."""

    statement: Statement
    revision: Revision | None
    recorded: Sequence[Position]


def decide_all(asked: Sequence[AskedDecision], *, by: User) -> list[MadeDecision]:
    """Must run inside a transaction, which the caller may roll back. Raises: NotDecided, and nothing is decided."""
    with transaction.atomic():
        for negotiation in sorted({one.statement.target.negotiation for one in asked}, key=lambda talks: talks.pk):
            history.lock(negotiation)
        made, refusals = [], dict[int, Exception]()
        for place, one in enumerate(asked):
            try:
                with transaction.atomic():
                    made.append(_decide_one(one, by))
            except (DecidedSince, *Refusal.__args__) as refusal:
                refusals[place] = refusal
        if refusals:
            raise NotDecided(refusals)
        return made


def _decide_one(one: AskedDecision, by: User) -> MadeDecision:
    version = str(Decision.objects.filter(statement=one.statement).count())
    if one.versions is not None and version not in one.versions:
        raise DecidedSince(one.statement, version=version)
    negotiation = one.statement.target.negotiation
    before = _last_revision(negotiation.pk)
    decide(one.statement, one.choice, by=by)
    after = _last_revision(negotiation.pk)
    if after is None or after == before:
        return MadeDecision(statement=one.statement, revision=None, recorded=())
    recorded = Position.objects.filter(negotiation=negotiation, recorded_at=after.committed_at).order_by("valid_from")
    rows = tuple(recorded.select_related("negotiation", "party", "target"))
    return MadeDecision(statement=one.statement, revision=after, recorded=rows)


def _last_revision(negotiation: int) -> Revision | None:
    return Revision.objects.filter(negotiation=negotiation).order_by("-number").first()
