"""What waits, and how it goes: the numbers of the staff's first page. Each in one query, whatever is stored."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, DateTimeField, F, Min, Q
from django.db.models.functions import TruncDate

from positions.models import Article, Decision, Feed, Negotiation, StandingDecision, Urgency
from positions.vocabulary import ArticleState, DecisionKind

# What is said of the machine's precision rests on decisions of so many days, and on so many of them for a target.
RECENT_DAYS = 30
N_DAYS_SHOWN = 14
FEWEST_FOR_PRECISION = 5
MOST_TARGETS = 12


class Pile(NamedTuple):
    """What waits in one negotiation, by age: less than a day, less than a week, longer."""

    negotiation: str
    title: str
    n_waiting: int
    n_red_lines: int
    n_of_today: int
    n_of_the_week: int
    n_older: int
    oldest_at: datetime | None


class Day(NamedTuple):
    """Decisions of one day in UTC."""

    on: date
    n_decided: int
    n_accepted: int
    n_amended: int
    n_rejected: int


class Precision(NamedTuple):
    """Of the machine's statements on one target that people decided on lately, how many were accepted as they were."""

    title: str
    n_decided: int
    n_accepted: int
    n_amended: int

    @property
    def percent(self) -> int:
        return round(100 * self.n_accepted / self.n_decided)


class Delay(NamedTuple):
    """Articles that wait or failed, and since when the first of them does."""

    state: str
    n_articles: int
    oldest_at: datetime


def piles(*, now: datetime) -> list[Pile]:
    """What waits in each of the talks, most first. One query."""
    day, week = now - timedelta(days=1), now - timedelta(days=7)
    since = "waiting__waiting_since"
    rows = Negotiation.objects.annotate(
        n=Count("waiting"),
        n_red=Count("waiting", filter=Q(waiting__urgency__lte=Urgency.RED_LINE.value)),
        n_day=Count("waiting", filter=Q(**{f"{since}__gte": day})),
        n_week=Count("waiting", filter=Q(**{f"{since}__lt": day, f"{since}__gte": week})),
        n_old=Count("waiting", filter=Q(**{f"{since}__lt": week})),
        oldest=Min(since, output_field=DateTimeField()),
    )
    columns = ("slug", "title", "n", "n_red", "n_day", "n_week", "n_old", "oldest")
    return [Pile(*row) for row in rows.order_by("-n", "slug").values_list(*columns)]


def decisions_by_day(*, now: datetime) -> list[Day]:
    """The last days on which anything was decided, the last first. Undoing does not count. One query."""
    recent = Decision.objects.filter(decided_at__gte=now - timedelta(days=N_DAYS_SHOWN))
    made = recent.exclude(decision=DecisionKind.UNDO.value).order_by()
    kinds = (DecisionKind.ACCEPT, DecisionKind.AMEND, DecisionKind.REJECT)
    counts = {f"n_{kind.value}": Count("pk", filter=Q(decision=kind.value)) for kind in kinds}
    rows = made.values(day=TruncDate("decided_at")).annotate(n=Count("pk"), **counts).order_by("-day")
    return [Day(*row) for row in rows.values_list("day", "n", *counts)]


def precision_by_target(*, now: datetime) -> list[Precision]:
    """Of the machine lane alone, over the last days, by target, least precise first. One query."""
    judged = StandingDecision.objects.filter(
        decision__decided_at__gte=now - timedelta(days=RECENT_DAYS), statement__coder__isnull=True
    ).exclude(kind=DecisionKind.DUPLICATE.value)
    rows = (
        judged.order_by()
        .values("statement__target__title")
        .annotate(
            n=Count("pk"),
            n_accepted=Count("pk", filter=Q(kind=DecisionKind.ACCEPT.value)),
            n_amended=Count("pk", filter=Q(kind=DecisionKind.AMEND.value)),
        )
        .filter(n__gte=FEWEST_FOR_PRECISION)
        .annotate(share=F("n_accepted") * 1.0 / F("n"))
        .order_by("share", "statement__target__title")
    )
    columns = ("statement__target__title", "n", "n_accepted", "n_amended")
    return [Precision(*row) for row in rows.values_list(*columns)[:MOST_TARGETS]]


def failing_feeds() -> list[Feed]:
    """Feeds that did not answer when last asked, worst first. One query."""
    return list(Feed.objects.filter(n_failures__gt=0).order_by("-n_failures", "pk")[:10])


def delayed_articles() -> list[Delay]:
    """Articles that are not yet read, wait or failed, by state. One query."""
    states = [ArticleState.RECEIVED.value, ArticleState.WAITING.value, ArticleState.FAILED.value]
    rows = Article.objects.filter(article_state__in=states).order_by()
    counted = rows.values("article_state").annotate(n=Count("pk"), oldest=Min("state_at")).order_by("article_state")
    return [Delay(*row) for row in counted.values_list("article_state", "n", "oldest")]
