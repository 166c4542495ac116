"""How an article was corrected, and what rests on a day that it no longer has, for the people who answer for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from positions.models import Article, Position, Statement
from positions.models.former_wording import CORRECTED
from positions.vocabulary import DecisionKind

DISMISSED = (DecisionKind.REJECT.value, DecisionKind.DUPLICATE.value)


@dataclass(frozen=True)
class CorrectedValue:
    """One thing that was said otherwise of an article, and what is said since; empty where nothing is."""

    name: str
    was: str | date | None
    became: str | date | None


@dataclass(frozen=True)
class Correction:
    """Who corrected what, when and why."""

    at: datetime
    by: str
    reason: str
    values: Sequence[CorrectedValue]


@dataclass(frozen=True)
class Resting:
    """What rests on days that an article no longer has: statements, with decisions that stand, and positions."""

    days: Sequence[date]
    statements: Sequence[Statement]
    positions: Sequence[Position]


def list_corrections(article: Article) -> list[Correction]:
    """The last first. One query."""
    rows = list(article.former_wordings.select_related("corrected_by"))
    return [
        Correction(
            at=row.until,
            by=row.corrected_by.get_username(),
            reason=row.reason,
            values=list(values_that_differ(row, after)),
        )
        for row, after in zip(rows, [*rows[1:], article], strict=True)
    ][::-1]


def values_that_differ(before: object, after: object) -> Iterator[CorrectedValue]:
    for name in CORRECTED:
        was, became = getattr(before, name), getattr(after, name)
        if was != became:
            yield CorrectedValue(name, was, became)


def find_resting(article: Article) -> Resting:
    """What counts as said on a day that the article had before, in the order of its text. Three queries; one where it
    never had another day.

    Of statements those that a person dismissed, or accepted with a day of their own, are left out.
    """
    received = article.received_at.astimezone(UTC).date()
    former = {day or received for day in article.former_wordings.values_list("published_on", flat=True)}
    days = sorted(former - {article.day})
    if not days:
        return Resting((), (), ())
    said = Statement.objects.filter(article=article, said_on__in=days).exclude(standing__kind__in=DISMISSED)
    dated = said.exclude(standing__decision__amended__has_key="said_on")
    proved = Position.objects.known().filter(
        evidence__statement__article=article, evidence__superseded_at=None, evidence__said_on__in=days
    )
    return Resting(
        days,
        list(dated.select_related("party", "target").order_by("start", "pk")),
        list(proved.select_related("party", "target").distinct().order_by("valid_from", "pk")),
    )
