"""What waits for what in one negotiation, as known at one instant."""

from datetime import datetime

from positions.comparison.conditional_links import WaitingGraph, WaitingLink, waiting_graph
from positions.models import ConditionalLink, Negotiation
from positions.queries.moments import resolve_moment


def conditional_links(negotiation: Negotiation, *, known_at: datetime | None, now: datetime) -> WaitingGraph:
    """The links known then, with their deadlocks. Two queries: the last revision, the links.

    Raises: KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=None, known_at=known_at, now=now)
    known = ConditionalLink.objects.filter(negotiation=negotiation).known(moment.known_at)
    rows = known.order_by("recorded_at", "id").values_list(
        "uuid",
        "party__slug",
        "target__slug",
        "awaits_party__slug",
        "awaits_target__slug",
        "note",
        "statement__uuid",
        "recorded_at",
    )
    return waiting_graph(negotiation.slug, moment=moment, links=[WaitingLink(*row) for row in rows])
