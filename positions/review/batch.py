"""Decisions of somebody who read the statements first: none is made on one that was decided on since, and all or none.

A dry run goes the whole way and takes everything back.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count

from positions import history
from positions.days import instant_in_words
from positions.models import Decision, Position, Revision, Statement
from positions.queries.listing.listed_statements import version_said
from positions.queries.moments import last_revision
from positions.review.choices import Choice, decide, require_as_seen
from positions.review.decisions import REFUSALS, DayCorrectedMeanwhile


class DecidedSince(Exception):
    """Somebody decided on the statement after it was read. `last`: the latest decision about it, if any."""

    def __init__(self, statement: Statement, *, last: Decision | None) -> None:
        if last is None:
            super().__init__(f"Nobody has decided about “{statement}” yet; that is not how it was read.")
            return
        when = instant_in_words(last.decided_at)
        super().__init__(f"{last.decided_by} decided “{last.decision}” on “{statement}” on {when}, after you read it.")


class NotDecided(Exception):
    """Nothing was decided. `refusals`: why, by the place of each decision that is refused."""

    def __init__(self, refusals: Mapping[int, Exception]) -> None:
        super().__init__(" ".join(map(str, refusals.values())))
        self.refusals = refusals


@dataclass(frozen=True, kw_only=True)
class AskedDecision:
    """`versions`: that of the statement as it was read; None: any will do.

    `choice.seen` is what stood before the first of the decisions.
    """

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
        made, refusals = list[MadeDecision](), dict[int, Exception]()
        for place, one in enumerate(asked):  # before any is decided, since one may move what the next was read with
            with _noting(refusals, place):
                _require_as_read(one)
        for place, one in enumerate(asked):
            if place not in refusals:
                with _noting(refusals, place), transaction.atomic():
                    made.append(_decide_one(one, by))
        if refusals:
            raise NotDecided(dict(sorted(refusals.items())))
        return made


@contextmanager
def _noting(refusals: dict[int, Exception], place: int) -> Iterator[None]:
    try:
        yield
    except (DecidedSince, *REFUSALS) as refusal:
        refusals[place] = refusal


def _require_as_read(one: AskedDecision) -> None:
    """Raises: DecidedSince; DayCorrectedMeanwhile; history.PositionChangedMeanwhile; AmendmentInvalid."""
    if one.versions is not None:
        _require_version(one.statement, one.versions)
    require_as_seen(one.statement, one.choice)


def _require_version(statement: Statement, read: frozenset[str]) -> None:
    """Raises: DecidedSince; DayCorrectedMeanwhile."""
    now = Statement.objects.filter(pk=statement.pk).annotate(n=Count("decisions")).values_list("n", "said_on")
    n_decisions, said_on = now.get()
    if version_said(n_decisions, said_on) in read:
        return
    if any(version.startswith(f"{n_decisions}-") for version in read):
        raise DayCorrectedMeanwhile(statement, said_on)
    decisions = Decision.objects.filter(statement=statement)
    raise DecidedSince(statement, last=decisions.select_related("decided_by").order_by("-id").first())


def _decide_one(one: AskedDecision, by: User) -> MadeDecision:
    negotiation = one.statement.target.negotiation
    before = last_revision(negotiation)
    decide(one.statement, replace(one.choice, seen=None), by=by)
    after = last_revision(negotiation)
    if after is None or after == before:
        return MadeDecision(statement=one.statement, revision=None, recorded=())
    recorded = Position.objects.filter(negotiation=negotiation, recorded_at=after.committed_at).order_by("valid_from")
    rows = tuple(recorded.select_related("negotiation", "party", "target"))
    return MadeDecision(statement=one.statement, revision=after, recorded=rows)
