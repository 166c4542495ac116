"""What one run found, as plain rows."""

from typing import Any

from positions.models import ExtractionRun, Finding

Row = dict[str, Any]


def found_by(run: ExtractionRun) -> list[Row]:
    """The run's statements as this run coded them, in the order of the text. One query."""
    findings = Finding.objects.filter(run=run).select_related("statement__party", "statement__target")
    return [_row(finding, str(run.article_id)) for finding in findings.order_by("statement__start", "statement_id")]


def _row(finding: Finding, article: str) -> Row:
    """As that run coded it."""
    statement = finding.statement
    said = {"party": statement.party.slug, "target": statement.target.slug, "stance": statement.stance}
    return {"article": article, **said, **finding.coding, "confidence": finding.confidence}
