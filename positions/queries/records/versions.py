"""Every record of the positions of one negotiation: the material of changes, time series and histories."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db.models import Q

from positions.comparison.records import RecordedPosition
from positions.comparison.versions import Version
from positions.models import Position
from positions.models.position import PositionQuerySet
from positions.queries.planned import read_plainly
from positions.queries.records.held import Slugs, scale_record, term_record
from positions.queries.stored_words import ACTS, END_REASONS, REASONS, SALIENCES, STANCES


class VersionRow(NamedTuple):
    """What is read of one record; a field's name is its column."""

    id: int
    party_id: int
    target_id: int
    uuid: UUID
    stance: str
    act: str
    salience: str
    salience_value: float | None
    scale_low: Decimal | None
    scale_high: Decimal | None
    terms: list[dict[str, Any]]
    condition: str
    summary: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    reason: str
    end_reason: str


TERMS = VersionRow._fields.index("terms")
PARTY_AND_TARGET = slice(VersionRow._fields.index("party_id"), VersionRow._fields.index("target_id") + 1)


def versions_known_between(
    start: datetime, end: datetime, *, parties: Collection[int], targets: Collection[int]
) -> PositionQuerySet:
    """Records that this database said at some instant from `start` to `end`; parties and targets by id."""
    return Position.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=start),
        recorded_at__lte=end,
        party__in=parties,
        target__in=targets,
    )


def read_versions(
    rows: PositionQuerySet, *, parties: Slugs, targets: Slugs, cells: Collection[tuple[int, int]] | None = None
) -> list[Version]:
    """The records as plain values, in the order (valid_from, id). One query.

    `cells`: only these, by ids of party and target.
    """
    found = read_plainly(rows.order_by("valid_from", "id").values_list(*VersionRow._fields))
    return [
        version(plain_row(row), parties=parties, targets=targets)
        for row in found
        if cells is None or row[PARTY_AND_TARGET] in cells
    ]


def plain_row(row: tuple[Any, ...]) -> VersionRow:
    """With the terms out of their JSON."""
    return VersionRow._make((*row[:TERMS], orjson.loads(row[TERMS]), *row[TERMS + 1 :]))


def version(row: VersionRow, *, parties: Slugs, targets: Slugs) -> Version:
    return Version(
        row=row.id,
        party=parties[row.party_id],
        target=targets[row.target_id],
        position=RecordedPosition(
            id=row.uuid,
            stance=STANCES[row.stance],
            act=ACTS[row.act],
            salience=SALIENCES[row.salience],
            salience_value=row.salience_value,
            scale=scale_record(row.scale_low, row.scale_high),
            terms=[term_record(term) for term in row.terms],
            condition=row.condition,
            summary=row.summary,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            recorded_at=row.recorded_at,
        ),
        reason=REASONS[row.reason],
        end_reason=END_REASONS[row.end_reason],
        superseded_at=row.superseded_at,
    )
