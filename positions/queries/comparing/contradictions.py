"""Accepted statements of one negotiation, as known at one instant, and where they contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from positions.comparison import ENGINE
from positions.comparison.contradictions import (
    WINDOW_DAYS,
    AcceptedStatement,
    Contradictions,
    find_contradictions,
)
from positions.comparison.records import Moment
from positions.models import Decision, Evidence, Negotiation
from positions.models.former_wording import worded_then
from positions.queries.comparing.changes import target_kinds
from positions.queries.comparing.matrices import slugs_of_parties
from positions.queries.moments import resolve_moment
from positions.queries.records.evidence import EvidenceRow, evidence_record
from positions.queries.records.held import Slugs
from positions.queries.unknown import look_up_both
from positions.vocabulary import Act, DecisionKind, Salience, Stance


class StatedRow(NamedTuple):
    """What is read of an accepted statement beside its evidence; a field's name is its column."""

    position__party_id: int
    position__target_id: int
    statement__stance: str
    statement__act: str
    statement__salience: str
    statement__condition: str


@dataclass(frozen=True)
class ContradictionsQuestion:
    """Whose, on what, how far apart, and as known when. Empty `parties` or `targets`: all."""

    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    window_days: int = WINDOW_DAYS
    limit: int = 100
    valid_on: date | None = None
    known_at: datetime | None = None


def list_contradictions(negotiation: Negotiation, question: ContradictionsQuestion, *, now: datetime) -> Contradictions:
    """Where parties contradict themselves. With both times given, the same whatever is written later.

    Four queries: the last revision, parties, targets, statements. Raises: UnknownNames, KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    parties, kinds = look_up_both(
        lambda: slugs_of_parties(negotiation, question.parties, moment),
        lambda: target_kinds(negotiation, question.targets, known_at=moment.known_at),
    )
    targets = {key: slug for key, (slug, _) in kinds.items()}
    n_found, worst = find_contradictions(
        read_accepted(parties, targets, moment=moment), window_days=question.window_days, most=question.limit
    )
    return Contradictions(
        negotiation=negotiation.slug,
        valid_on=moment.valid_on,
        known_at=moment.known_at,
        revision=moment.revision,
        engine=ENGINE,
        window_days=question.window_days,
        n_found=n_found,
        contradictions=worst,
    )


def read_accepted(parties: Slugs, targets: Slugs, *, moment: Moment) -> list[AcceptedStatement]:
    """Statements that stood as accepted at that instant and were said by that day, by decision. One query.

    A statement was accepted from the instant at which it first became evidence; it stays so when the position that it
    proved gives way, and until its decision is undone, which supersedes its evidence. Predictions never are evidence.
    """
    given = Evidence.objects.filter(
        position__party__in=parties.keys(),
        position__target__in=targets.keys(),
        recorded_at__lte=moment.known_at,
        said_on__lte=moment.valid_on,
    )
    undone = Decision.objects.filter(
        statement=OuterRef("statement"), id__gt=OuterRef("decision"), decision=DecisionKind.UNDO.value
    )
    # An undo takes away what stands at the latest, so evidence that ends after this instant tells of a later undo.
    ends_later = Evidence.objects.filter(decision=OuterRef("decision"), superseded_at__gt=moment.known_at)
    rows = given.filter(~Exists(undone) | Exists(ends_later)).order_by("decision_id", "id").distinct("decision_id")
    rows = rows.annotate(former=worded_then("statement__article", known_at=moment.known_at))
    columns = (*EvidenceRow._fields, *StatedRow._fields)
    return [accepted(row, parties=parties, targets=targets) for row in rows.values_list(*columns)]


def accepted(row: Sequence[Any], *, parties: Slugs, targets: Slugs) -> AcceptedStatement:
    """With the values of an amendment in place of the statement's own."""
    width = len(EvidenceRow._fields)
    proof, stated = EvidenceRow(*row[:width]), StatedRow(*row[width:])
    amended = proof.decision__amended
    return AcceptedStatement(
        party=parties[stated.position__party_id],
        target=targets[stated.position__target_id],
        stance=Stance(amended.get("stance", stated.statement__stance)),
        act=Act(amended.get("act", stated.statement__act)),
        salience=Salience(amended.get("salience", stated.statement__salience)),
        condition=amended.get("condition", stated.statement__condition),
        evidence=evidence_record(proof),
    )
