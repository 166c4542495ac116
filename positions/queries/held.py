"""Positions as they were held on one day and known at one instant."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from positions.comparison.matrix import Place, is_stale
from positions.comparison.records import Moment, Scale, Term
from positions.comparison.records import Position as PositionRecord
from positions.models import Position
from positions.queries.evidence import evidence_of, last_reaffirmed
from positions.vocabulary import Act, EndReason, EvidenceDepth, Salience, Stance

# Ids inside the database, with the slugs by which answers name the same things.
Slugs = Mapping[int, str]


# A thousand look-ups in a mapping take a tenth of the time of a thousand calls of an enum.
STANCES = {stance.value: stance for stance in Stance}
ACTS = {act.value: act for act in Act}
SALIENCES = {salience.value: salience for salience in Salience}


class PositionRow(NamedTuple):
    """What is read of one position; a field's name is its column."""

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


# Nothing that is known at one instant overlaps in valid time, so at each place only the position that began last by the
# day can be held then. The index `position_by_cell` leads to it, however long the history of the place is.
HELD = """
    SELECT last.id
    FROM positions_target AS target, unnest(%s::bigint[]) AS party(id), LATERAL (
        SELECT id, valid_to FROM positions_position
        WHERE negotiation_id = target.negotiation_id AND target_id = target.id AND party_id = party.id
          AND valid_from <= %s AND recorded_at <= %s AND (superseded_at IS NULL OR superseded_at > %s)
        ORDER BY valid_from DESC LIMIT 1
    ) AS last
    WHERE target.id = ANY(%s) AND (last.valid_to IS NULL OR last.valid_to > %s)
"""


def held_at(moment: Moment, *, parties: Slugs, targets: Slugs) -> QuerySet[Position]:
    """The rows of what these parties hold on these targets, as `Position.objects.as_of` finds them, in no order."""
    day, instant = moment.valid_on, moment.known_at
    ids = RawSQL(HELD, [list(parties), day, instant, instant, list(targets), day])  # noqa: S611 - values are parameters
    return Position.objects.filter(pk__in=ids).order_by()


def positions_held(
    *, parties: Slugs, targets: Slugs, moment: Moment, depth: EvidenceDepth, stale_after_days: int
) -> dict[Place, PositionRecord]:
    """What these parties hold on these targets, by place. Three queries, two with no evidence asked for."""
    held = held_at(moment, parties=parties, targets=targets)
    rows = [PositionRow(*row) for row in held.values_list(*PositionRow._fields)]
    ids = [row.id for row in rows]
    reaffirmed = last_reaffirmed(ids, moment=moment)
    evidence = evidence_of(ids, moment=moment, depth=depth)
    found = {}
    for row in rows:
        last = reaffirmed.get(row.id, row.valid_from)
        found[parties[row.party_id], targets[row.target_id]] = PositionRecord(
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
            is_stale=is_stale(last, valid_on=moment.valid_on, stale_after_days=stale_after_days),
            evidence=evidence.get(row.id, []),
        )
    return found


def scale_record(low: Decimal | None, high: Decimal | None) -> Scale | None:
    return None if low is None or high is None else Scale(low=number(low), high=number(high))


def term_record(term: Mapping[str, Any]) -> Term:
    value = term.get("value")
    return Term(text=term["text"], value=None if value is None else number(Decimal(value)), unit=term.get("unit"))


def number(exact: Decimal) -> float:
    """As JSON has it; whole numbers without a point."""
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def places_withdrawn(*, parties: Slugs, targets: Slugs, moment: Moment) -> frozenset[Place]:
    """Where the position that ended last by `moment` was withdrawn and nothing is held since. One query."""
    known = Position.objects.known(moment.known_at)
    later = known.filter(
        party=OuterRef("party"),
        target=OuterRef("target"),
        valid_from__gte=OuterRef("valid_to"),
        valid_from__lte=moment.valid_on,
    )
    withdrawn = known.filter(
        ~Exists(later),
        party__in=parties.keys(),
        target__in=targets.keys(),
        end_reason=EndReason.WITHDRAWN.value,
        valid_to__lte=moment.valid_on,
    )
    pairs: Collection[tuple[int, int]] = withdrawn.order_by().values_list("party_id", "target_id")
    return frozenset((parties[party], targets[target]) for party, target in pairs)
