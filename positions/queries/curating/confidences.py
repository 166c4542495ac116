"""How sure the rules lane was of statements that people have decided on, and whether they held them right."""

from positions.evaluation.calibration import Judgement
from positions.models import Finding
from positions.vocabulary import DecisionKind

# Amended in one of these, a statement was not what the machine said it was.
KEY = frozenset(("party", "target", "stance"))
RIGHT = frozenset((DecisionKind.ACCEPT.value, DecisionKind.DUPLICATE.value))


def decided_confidences(negotiation: str = "") -> list[Judgement]:
    """One judgement a statement that the rules found and somebody decided on: its newest confidence. One query."""
    findings = Finding.objects.filter(run__extractor="rules", statement__standing__isnull=False)
    if negotiation:
        findings = findings.filter(statement__target__negotiation__slug=negotiation)
    rows = findings.order_by("statement_id", "-run_id").values_list(
        "statement_id", "confidence", "statement__standing__kind", "statement__standing__decision__amended"
    )
    newest: dict[int, Judgement] = {}
    for statement, confidence, kind, amended in rows:
        newest.setdefault(statement, Judgement(confidence, is_right=is_right(kind, amended)))
    return list(newest.values())


def is_right(kind: str, amended: dict[str, object]) -> bool:
    return kind in RIGHT or (kind == DecisionKind.AMEND.value and KEY.isdisjoint(amended))
