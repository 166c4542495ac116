"""Positions one by one, in a list or alone: the same records as in the matrix, with where they belong."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q

from positions.comparison.matrix import is_stale
from positions.comparison.records import Evidence as EvidenceRecord
from positions.comparison.records import Moment
from positions.comparison.records import Party as PartyRecord
from positions.comparison.records import Position as PositionRecord
from positions.comparison.records import Target as TargetRecord
from positions.models import Evidence, Position
from positions.models.position import PositionQuerySet
from positions.queries.catalog.negotiations import visible_negotiations
from positions.queries.listing.places import Places
from positions.queries.planned import first_row
from positions.queries.records.evidence import (
    COLUMNS_NOW,
    UNSUPPORTED,
    EvidenceRow,
    Support,
    evidence_of,
    evidence_record,
    is_any_of,
    support_of,
)
from positions.queries.records.held import scale_record, term_record
from positions.queries.stored_words import ACTS, END_REASONS, REASONS, SALIENCES, STANCES
from positions.vocabulary import EndReason, EvidenceDepth, Reason, TargetKind


class UnknownPosition(Exception):
    """There is no such position, or its talks are a draft and the reader is not staff."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no position {uuid}.")
        self.uuid = uuid


@dataclass(frozen=True)
class ListedPosition(PositionRecord):
    """A position with where it belongs and what became of it."""

    negotiation: str
    """Slug of the talks."""
    party: str
    """Slug of the party that holds it."""
    target: str
    """Slug of the issue or proposal that it is about."""
    kind: TargetKind
    """Whether that is an issue or a proposal."""
    reason: Reason
    """Why it was recorded."""
    end_reason: EndReason
    """Why it ended; `open` while it has not."""
    superseded_at: datetime | None
    """From when this database no longer said so; null while it does. In a list it does: as known at its `known_at`."""
    party_details: PartyRecord | None
    """The party; null unless `expand=party`."""
    target_details: TargetRecord | None
    """The issue or proposal; null unless `expand=target`."""


class Told(NamedTuple):
    """As of which day a record is told of, and since when it was superseded, where that is told."""

    day: date
    superseded_at: datetime | None


def visible_positions(*, with_drafts: bool) -> PositionQuerySet:
    """All records that this reader may see, of all times. One query, for the talks."""
    talks = visible_negotiations(with_drafts=with_drafts).order_by().values_list("pk", flat=True)
    return Position.objects.filter(is_any_of("negotiation_id", list(talks)))


def get_position(uuid: UUID, *, with_drafts: bool) -> Position:
    """One record, whether or not it still stands. One query. Raises: UnknownPosition."""
    found = Position.objects.select_related("negotiation", "party", "target").filter(uuid=uuid).first()
    if found is None or not (found.negotiation.is_published or with_drafts):
        raise UnknownPosition(uuid)
    return found


TOUCHED = """
    SELECT greatest(max(place.recorded_at), max(place.superseded_at), max(proof.recorded_at), max(proof.superseded_at)),
        (SELECT coalesce(sum(number), 0) FROM positions_edition WHERE subject = 'shown')
    FROM positions_position AS asked
    JOIN positions_negotiation AS talks ON talks.id = asked.negotiation_id AND (talks.is_published OR %s)
    JOIN positions_position AS place ON place.negotiation_id = asked.negotiation_id
        AND place.party_id = asked.party_id AND place.target_id = asked.target_id
    LEFT JOIN positions_evidence AS proof ON proof.position_id = place.id
    WHERE asked.uuid = %s
"""


def last_touched(uuid: UUID, *, with_drafts: bool) -> tuple[datetime, int]:
    """When what is recorded at the place of that position last changed, and the edition of names. One query.

    Raises: UnknownPosition.
    """
    touched, edition = first_row(TOUCHED, [with_drafts, uuid])
    if touched is None:
        raise UnknownPosition(uuid)
    return touched, int(edition)


def versions_of(position: Position) -> PositionQuerySet:
    """All that was ever recorded of what that party holds on that target."""
    return Position.objects.filter(
        negotiation=position.negotiation_id, party=position.party_id, target=position.target_id
    )


def as_held(
    rows: Sequence[Position], *, moment: Moment, depth: EvidenceDepth, expand: Collection[str], stale_after_days: int
) -> list[ListedPosition]:
    """The rows as they stood at that moment, when none of them was superseded yet.

    Two queries, one with no evidence asked for; one more an expansion.
    """
    ids = [row.pk for row in rows]
    return listed(
        rows,
        supported=support_of(ids, moment=moment),
        evidence=evidence_of(ids, moment=moment, depth=depth),
        told=dict.fromkeys(ids, Told(moment.valid_on, None)),
        expand=expand,
        stale_after_days=stale_after_days,
    )


def as_last_said(
    rows: Sequence[Position], *, today: date, depth: EvidenceDepth, expand: Collection[str], stale_after_days: int
) -> list[ListedPosition]:
    """The rows with the evidence that they had in the end: now, or when they were superseded. One query, as above.

    They are stale by the last day on which this database said that they were held.
    """
    last: dict[int, date] = {}
    stories: defaultdict[int, set[int]] = defaultdict(set)
    evidence: defaultdict[int, list[EvidenceRecord]] = defaultdict(list)
    in_the_end = Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("position__superseded_at"))
    given = Evidence.objects.filter(in_the_end, is_any_of("position_id", [row.pk for row in rows]))
    for row in given.order_by("position_id", "said_on", "id").values_list("story", *COLUMNS_NOW):
        read = EvidenceRow(*row[1:])
        last[read.position_id] = read.said_on
        stories[read.position_id].add(row[0])
        if depth is EvidenceDepth.ALL or (depth is EvidenceDepth.FIRST and not evidence[read.position_id]):
            evidence[read.position_id].append(evidence_record(read))
    return listed(
        rows,
        supported={position: Support(last[position], len(found)) for position, found in stories.items()},
        evidence=evidence,
        told={row.pk: Told(last_day_of(row, today=today), row.superseded_at) for row in rows},
        expand=expand,
        stale_after_days=stale_after_days,
    )


def last_day_of(row: Position, *, today: date) -> date:
    """Today, where the record stands and its period is open."""
    ended = row.valid_to - timedelta(days=1) if row.valid_to else today
    superseded = row.superseded_at.astimezone(UTC).date() if row.superseded_at else today
    return min(ended, superseded, today)


def listed(
    rows: Sequence[Position],
    *,
    supported: Mapping[int, Support],
    evidence: Mapping[int, list[EvidenceRecord]],
    told: Mapping[int, Told],
    expand: Collection[str],
    stale_after_days: int,
) -> list[ListedPosition]:
    places = Places.of(rows, expand=expand)
    return [
        position_record(
            row,
            places,
            support=supported.get(row.pk, UNSUPPORTED),
            evidence=evidence.get(row.pk, []),
            told=told[row.pk],
            stale_after_days=stale_after_days,
        )
        for row in rows
    ]


def position_record(
    row: Position,
    places: Places,
    *,
    support: Support,
    evidence: list[EvidenceRecord],
    told: Told,
    stale_after_days: int,
) -> ListedPosition:
    last = support.last or row.valid_from
    return ListedPosition(
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
        last_reaffirmed_on=last,
        is_stale=is_stale(last, valid_on=told.day, stale_after_days=stale_after_days),
        n_sources=support.n_sources,
        evidence=evidence,
        negotiation=row.negotiation.slug,
        party=row.party.slug,
        target=row.target.slug,
        kind=TargetKind(row.target.kind),
        reason=REASONS[row.reason],
        end_reason=END_REASONS[row.end_reason],
        superseded_at=told.superseded_at,
        party_details=places.parties.get((row.negotiation_id, row.party_id)),
        target_details=places.targets.get(row.target_id),
    )
