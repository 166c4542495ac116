"""All that was ever recorded for one party on one target, for the people who answer for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from positions.models import Evidence, Position


@dataclass(frozen=True, kw_only=True)
class TimelineVersions:
    """The versions of one party on one target: what is recorded now, and what was before; the last ones first."""

    standing: list[Position]
    superseded: list[Position]


def get_position(uuid: UUID) -> Position:
    """One version of a position. One query. Raises: Position.DoesNotExist."""
    return Position.objects.select_related("party", "target__negotiation", "recorded_by").get(uuid=uuid)


def list_versions(position: Position) -> TimelineVersions:
    """Every version of the party on the target, with evidence and who recorded it. Two queries."""
    evidence = Evidence.objects.select_related("statement__article", "decision__decided_by")
    rows: Iterable[Position] = (
        Position.objects.filter(party=position.party, target=position.target)
        .select_related("party", "target__negotiation", "recorded_by")
        .prefetch_related(Prefetch("evidence", evidence.defer("statement__article__text")))
        .order_by("-valid_from", "-recorded_at", "-pk")
    )
    every = list(rows)
    gone = [row for row in every if row.superseded_at is not None]
    return TimelineVersions(
        standing=[row for row in every if row.superseded_at is None],
        superseded=sorted(gone, key=lambda row: (row.superseded_at, row.pk), reverse=True),
    )
