"""Between rows and the periods of `timeline`: read what stands now, write what differs."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from positions.extraction.contract import Term
from positions.history.timeline import Content, Period, Proof, Timeline, ordered
from positions.models import Evidence, Party, Position, Revision, Target
from positions.vocabulary import Act, EndReason, Reason, Salience, Stance


def term_rows(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """Terms as they are stored: `[{"text", "value", "unit"}]`, value and unit null where there is no number."""
    return [
        {"text": t.text, "value": None if t.value is None else format(t.value.normalize(), "f"), "unit": t.unit}
        for t in terms
    ]


def terms_of(rows: Iterable[dict[str, Any]]) -> tuple[Term, ...]:
    """The inverse of `term_rows`."""
    return tuple(
        Term(text=r["text"], value=None if r["value"] is None else Decimal(str(r["value"])), unit=r["unit"])
        for r in rows
    )


def read_timeline(party: Party, target: Target) -> Timeline:
    """The periods that are recorded now for a party on a target, in order, with their evidence."""
    return _periods(_standing(party, target))


def read_near(party: Party, target: Target, *, on: date, also: Collection[int] = ()) -> Timeline:
    """Of these, all that a change of one period can touch or is refused for, however many there are.

    Shape: the two that began last by that day, the two that begin next, and the rows of `also` that stand.
    """
    there = _standing(party, target)
    began = there.filter(valid_from__lte=on).order_by("-valid_from")[:2]
    coming = there.filter(valid_from__gt=on).order_by("valid_from")[:2]
    return _periods(began.union(coming, there.filter(pk__in=also), all=True))


def _standing(party: Party, target: Target) -> QuerySet[Position]:
    return Position.objects.known().filter(party=party, target=target)


def _periods(rows: QuerySet[Position]) -> Timeline:
    """A row that comes twice is one period. Two queries."""
    found = {row.pk: row for row in rows}
    proofs: dict[int, dict[int, Proof]] = {}
    for evidence in Evidence.objects.known().filter(position__in=found):
        proof = Proof(statement=evidence.statement_id, decision=evidence.decision_id, said_on=evidence.said_on)
        proofs.setdefault(evidence.position_id, {})[proof.statement] = proof
    return ordered(tuple(period_of(row, proofs.get(row.pk, {})) for row in found.values()))


def period_of(row: Position, proofs: dict[int, Proof]) -> Period:
    return Period(
        content=content_of(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reason=Reason(row.reason),
        end_reason=EndReason(row.end_reason),
        proofs=proofs,
        row=row.pk,
    )


def content_of(row: Position) -> Content:
    """What a stored position says."""
    scale = None if row.scale_low is None or row.scale_high is None else (row.scale_low, row.scale_high)
    return Content(
        stance=Stance(row.stance),
        act=Act(row.act),
        salience=Salience(row.salience),
        salience_value=row.salience_value,
        scale=scale,
        terms=terms_of(row.terms),
        condition=row.condition,
        summary=row.summary,
    )


def write_difference(
    old: Timeline, new: Timeline, *, party: Party, target: Target, revision: Revision, by: User
) -> list[Position]:
    """Supersedes what no longer stands and records what does from this revision on.

    Shape: the rows recorded, in the order of their periods. A period whose evidence alone changed keeps its row.
    """
    before = {period.row: period for period in old if period.row is not None}
    kept = {period.row: period for period in new if period.row is not None and _is_recorded(period, before)}
    gone = [row for row in before if row not in kept]
    Evidence.objects.known().filter(position__in=gone).update(superseded_at=revision.committed_at)
    Position.objects.filter(pk__in=gone).update(superseded_at=revision.committed_at)
    for row, period in kept.items():
        if period.proofs != before[row].proofs:
            _write_evidence_difference(row, before[row], period, revision)
    return [
        _record(period, party=party, target=target, revision=revision, by=by)
        for period in new
        if not _is_recorded(period, before)
    ]


def _is_recorded(period: Period, before: dict[int, Period]) -> bool:
    if period.row is None or period.row not in before:
        return False
    stored = before[period.row]
    return period is stored or replace(period, proofs=stored.proofs) == stored


def _write_evidence_difference(row: int, old: Period, new: Period, revision: Revision) -> None:
    dropped = old.proofs.keys() - new.proofs.keys()
    if dropped:
        gone = Evidence.objects.known().filter(position_id=row, statement__in=dropped)
        gone.update(superseded_at=revision.committed_at)
    added = [proof for key, proof in new.proofs.items() if key not in old.proofs]
    _record_evidence(row, added, revision)


def _record(period: Period, *, party: Party, target: Target, revision: Revision, by: User) -> Position:
    content = period.content
    low, high = content.scale or (None, None)
    row = Position.objects.create(
        negotiation_id=target.negotiation_id,
        party=party,
        target=target,
        stance=content.stance.value,
        act=content.act.value,
        salience=content.salience.value,
        salience_value=content.salience_value,
        scale_low=low,
        scale_high=high,
        terms=term_rows(content.terms),
        condition=content.condition,
        summary=content.summary,
        valid_from=period.valid_from,
        valid_to=period.valid_to,
        reason=period.reason.value,
        end_reason=period.end_reason.value,
        recorded_at=revision.committed_at,
        recorded_by=by,
    )
    _record_evidence(row.pk, period.proofs.values(), revision)
    return row


def _record_evidence(row: int, proofs: Iterable[Proof], revision: Revision) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            position_id=row,
            statement_id=proof.statement,
            decision_id=proof.decision,
            said_on=proof.said_on,
            recorded_at=revision.committed_at,
        )
        for proof in sorted(proofs, key=lambda proof: (proof.said_on, proof.statement))
    )
