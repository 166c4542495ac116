"""Positions as they were held on one day and known at one instant."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef

from positions.comparison.matrix import Place, Withdrawal, is_stale
from positions.comparison.records import Moment, Scale, Term
from positions.comparison.records import Position as PositionRecord
from positions.models import Position
from positions.queries.planned import array_of, planned_once
from positions.queries.records.evidence import UNSUPPORTED, evidence_of, support_of
from positions.queries.stored_words import ACTS, SALIENCES, STANCES
from positions.vocabulary import EndReason, EvidenceDepth

# Ids inside the database, with the slugs by which answers name the same things.
Slugs = Mapping[int, str]

# Beyond it a number in a term is no number: what an article says of 400 digits can't be sent as JSON.
LARGEST_NUMBER = Decimal("1e308")
# Beyond it whole numbers run together in JavaScript. Source: RFC 8259, section 6.
LARGEST_WHOLE = 2**53


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
    terms: str
    condition: str
    summary: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime


# The row that is held at one place. Nothing that is known at one instant overlaps in valid time: there is at most one,
# and the order serves speed alone: whichever of the two times is the earlier leads straight to it by its index,
# `position_by_cell` or `position_by_cell_recorded`, however long the history of the place is.
HELD_ROW = """
    SELECT {columns} FROM positions_position AS position
    WHERE target_id = target.id AND party_id = party.id
      AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
      AND recorded_at <= %(instant)s AND (superseded_at IS NULL OR superseded_at > %(instant)s)
    ORDER BY {order} DESC LIMIT 1
"""
HELD = """
    SELECT {columns} FROM unnest(%(parties)s::bigint[]) AS party(id)
    CROSS JOIN unnest(%(targets)s::bigint[]) AS target(id)
    CROSS JOIN LATERAL ({row}) AS held
"""
# Where two moments rest on different rows, no more of them than so many.
DIFFERING = """
    SELECT party.id, target.id FROM unnest(%(parties)s::bigint[]) AS party(id)
    CROSS JOIN unnest(%(targets)s::bigint[]) AS target(id)
    LEFT JOIN LATERAL ({before}) AS before ON TRUE
    LEFT JOIN LATERAL ({after}) AS after ON TRUE
    WHERE before.id IS DISTINCT FROM after.id LIMIT %(at_most)s
"""


def held_row(moment: Moment, *columns: str) -> str:
    """SQL of the row that is held at the place of `party.id` and `target.id`, with the parameters of `places_at`."""
    order = "valid_from" if moment.valid_on <= moment.known_at.date() else "recorded_at"
    return HELD_ROW.format(columns=", ".join(columns), order=order)


def places_at(moment: Moment, *, parties: Slugs, targets: Slugs) -> dict[str, Any]:
    """The parameters of a question about these places."""
    return {
        "parties": array_of(parties),
        "targets": array_of(targets),
        "day": moment.valid_on,
        "instant": moment.known_at,
    }


def read_held(moment: Moment, *columns: str, parties: Slugs, targets: Slugs) -> list[tuple[Any, ...]]:
    """These columns of the rows that these parties hold on these targets, in no order. One query."""
    listed = ", ".join(f"held.{column}" for column in columns)
    statement = HELD.format(columns=listed, row=held_row(moment, *columns))
    with planned_once() as cursor:
        cursor.execute(statement, places_at(moment, parties=parties, targets=targets))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def places_that_differ(
    before: Moment, after: Moment, *, parties: Slugs, targets: Slugs, at_most: int | None
) -> list[tuple[int, int]]:
    """Ids of party and target where the two moments rest on different rows; of more than `at_most`, so many. One query.

    Whoever refuses more than that need not wait until a hundred thousand places have been looked up.
    """
    earlier = held_row(before, "id").replace("%(day)s", "%(first_day)s").replace("%(instant)s", "%(first_instant)s")
    asked = places_at(after, parties=parties, targets=targets)
    with planned_once() as cursor:
        cursor.execute(
            DIFFERING.format(before=earlier, after=held_row(after, "id")),
            {**asked, "first_day": before.valid_on, "first_instant": before.known_at, "at_most": at_most},
        )
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def positions_held(
    *, parties: Slugs, targets: Slugs, moment: Moment, depth: EvidenceDepth, stale_after_days: int
) -> dict[Place, PositionRecord]:
    """What these parties hold on these targets, by place. Three queries, two with no evidence asked for."""
    held = read_held(moment, *PositionRow._fields, parties=parties, targets=targets)
    rows = [PositionRow(*row) for row in held]
    ids = [row.id for row in rows]
    supported = support_of(ids, moment=moment)
    evidence = evidence_of(ids, moment=moment, depth=depth)
    found = {}
    for row in rows:
        support = supported.get(row.id, UNSUPPORTED)
        last = support.last or row.valid_from
        found[parties[row.party_id], targets[row.target_id]] = PositionRecord(
            id=row.uuid,
            stance=STANCES[row.stance],
            act=ACTS[row.act],
            salience=SALIENCES[row.salience],
            salience_value=row.salience_value,
            scale=scale_record(row.scale_low, row.scale_high),
            terms=[term_record(term) for term in orjson.loads(row.terms)],
            condition=row.condition,
            summary=row.summary,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            recorded_at=row.recorded_at,
            last_reaffirmed_on=last,
            is_stale=is_stale(last, valid_on=moment.valid_on, stale_after_days=stale_after_days),
            n_sources=support.n_sources,
            evidence=evidence.get(row.id, []),
        )
    return found


def scale_record(low: Decimal | None, high: Decimal | None) -> Scale | None:
    return None if low is None or high is None else Scale(low=number(low), high=number(high))


def term_record(term: Mapping[str, Any]) -> Term:
    exact = None if term.get("value") is None else Decimal(term["value"])
    told = exact is not None and exact.is_finite() and abs(exact) < LARGEST_NUMBER
    return Term(text=term["text"], value=number(exact) if exact is not None and told else None, unit=term.get("unit"))


def number(exact: Decimal) -> float:
    """As JSON has it; whole numbers without a point, as long as every reader of JSON tells them apart."""
    return int(exact) if exact == exact.to_integral_value() and abs(exact) <= LARGEST_WHOLE else float(exact)


def places_withdrawn(*, parties: Slugs, targets: Slugs, moment: Moment) -> dict[Place, Withdrawal]:
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
    found = withdrawn.order_by().values_list("party_id", "target_id", "valid_to", "uuid")
    return {(parties[party], targets[target]): Withdrawal(*last) for party, target, *last in found}
