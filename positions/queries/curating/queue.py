"""The queue of statements that wait: filtered, in an order, and walked by key; nothing counts all of it.

In: what a curator asks for and the statement that they are at. Out: the next one, the one before, the few that follow.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from positions.models import PendingStatement

if TYPE_CHECKING:
    Waiting = QuerySet[PendingStatement]

# Beyond this many a queue is called "more than"; the next statement does not depend on it.
MOST_COUNTED = 1000


class QueueOrder(StrEnum):
    """What comes first. Statements of one article lie side by side in all but the two by confidence."""

    URGENT = "urgent"
    OLDEST = "oldest"
    NEWEST = "newest"
    SURE = "sure"
    UNSURE = "unsure"


# The columns that order the queue, without and with a minus as Django writes them; the last one decides between equals.
KEYS: dict[QueueOrder, tuple[str, ...]] = {
    QueueOrder.URGENT: ("urgency", "statement_id"),
    QueueOrder.OLDEST: ("statement_id",),
    QueueOrder.NEWEST: ("-statement_id",),
    QueueOrder.SURE: ("-confidence", "statement_id"),
    QueueOrder.UNSURE: ("confidence", "statement_id"),
}


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What a curator wants to see; empty things ask for all. Units: confidence 0 to 1, age in days."""

    negotiation: str = ""
    party: str = ""
    target: str = ""
    outlet: str = ""
    confidence_from: float | None = None
    confidence_to: float | None = None
    older_than_days: int | None = None
    newer_than_days: int | None = None
    order: QueueOrder = QueueOrder.URGENT

    @property
    def is_narrow(self) -> bool:
        """Something is filtered."""
        return replace(self, order=QueueOrder.URGENT) != QueueFilter()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a statement stands, or stood, in the queue: kept by the page, since a decided statement has none."""

    urgency: int
    confidence: float
    statement_id: int

    @classmethod
    def of(cls, row: PendingStatement) -> "Place":
        return cls(urgency=row.urgency, confidence=row.confidence, statement_id=row.statement_id)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The inverse of `str`; None for anything else."""
        try:
            urgency, confidence, statement = text.split("_")
            return cls(urgency=int(urgency), confidence=float(confidence), statement_id=int(statement))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.urgency}_{self.confidence!r}_{self.statement_id}"


def waiting(asked: QueueFilter, *, now: datetime) -> "Waiting":
    """What waits of what is asked for, in its order."""
    return PendingStatement.objects.filter(_condition(asked, now)).order_by(*KEYS[asked.order])


def find_next(asked: QueueFilter, *, after: Place | None, now: datetime) -> PendingStatement | None:
    """The first one, or the first behind a place; None at the end. One query."""
    return _beyond(waiting(asked, now=now), KEYS[asked.order], after).first()


def find_previous(asked: QueueFilter, *, before: Place, now: datetime) -> PendingStatement | None:
    """The last one before a place; None at the beginning. One query."""
    backward = tuple(_turned(key) for key in KEYS[asked.order])
    return _beyond(waiting(asked, now=now), backward, before).order_by(*backward).first()


def count_waiting(asked: QueueFilter, *, now: datetime) -> int:
    """How many wait, but no more than `MOST_COUNTED` + 1: counting stops there. One query."""
    return waiting(asked, now=now).order_by()[: MOST_COUNTED + 1].count()


def _condition(asked: QueueFilter, now: datetime) -> Q:
    given: dict[str, Any] = {
        "negotiation__slug": asked.negotiation,
        "party__slug": asked.party,
        "target__slug": asked.target,
        "statement__article__outlet__icontains": asked.outlet,
        "confidence__gte": asked.confidence_from,
        "confidence__lte": asked.confidence_to,
        "waiting_since__lt": _ago(now, asked.older_than_days),
        "waiting_since__gte": _ago(now, asked.newer_than_days),
    }
    return Q(**{name: value for name, value in given.items() if value not in {"", None}})


def _ago(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def _turned(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _beyond(rows: "Waiting", keys: tuple[str, ...], place: Place | None) -> "Waiting":
    """Rows behind a place, in the order of one or two keys; the first key alone bounds the walk in its index."""
    if place is None:
        return rows
    *first, last = [(key.removeprefix("-"), "lt" if key.startswith("-") else "gt") for key in keys]
    behind = Q(**{f"{last[0]}__{last[1]}": getattr(place, last[0])})
    for name, direction in first:
        value = getattr(place, name)
        behind = Q(**{f"{name}__{direction}e": value}) & (Q(**{f"{name}__{direction}": value}) | behind)
    return rows.filter(behind)
