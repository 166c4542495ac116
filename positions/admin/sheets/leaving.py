"""What the lists export: the very columns that the import reads, and what people want to know beside them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http.response import HttpResponseBase

from positions.admin.exporting import csv_response
from positions.catalog.term_cells import terms_cell
from positions.models import Position, Statement
from positions.queries.curating.desk import say_decision
from positions.vocabulary import EndReason

POSITION_COLUMNS = (
    *("negotiation", "party", "target", "stance", "act", "salience", "salience_value", "scale_low", "scale_high"),
    *("terms", "condition", "summary", "valid_from", "valid_to", "withdrawn_on"),
    *("reason", "recorded_at", "recorded_by", "superseded_at"),
)
STATEMENT_COLUMNS = (
    *("id", "negotiation", "article", "title", "url", "outlet", "published_on"),
    *("party", "target", "stance", "act", "attribution", "speaker", "salience", "terms", "condition", "said_on"),
    "is_undated",
    *("quote", "start", "end", "confidence", "decision", "coder", "explanation", "created_at"),
)
# Rows read from the database at a time; a list may have a hundred thousand.
AT_A_TIME = 2_000


def export_positions(queryset: "QuerySet[Position]") -> HttpResponseBase:
    return csv_response("positions", POSITION_COLUMNS, position_rows(queryset))


def position_rows(queryset: "QuerySet[Position]") -> Iterator[list[object]]:
    rows = queryset.select_related("negotiation", "party", "target", "recorded_by")
    for row in rows.order_by("negotiation__slug", "party__slug", "target__slug", "valid_from", "pk").iterator(
        AT_A_TIME
    ):
        told = {
            "negotiation": row.negotiation.slug,
            "party": row.party.slug,
            "target": row.target.slug,
            "terms": terms_cell(row.terms),
            "withdrawn_on": row.valid_to if row.end_reason == EndReason.WITHDRAWN.value else None,
            "recorded_by": row.recorded_by.username,
        }
        yield [told[name] if name in told else getattr(row, name) for name in POSITION_COLUMNS]


def export_statements(queryset: "QuerySet[Statement]") -> HttpResponseBase:
    return csv_response("statements", STATEMENT_COLUMNS, statement_rows(queryset))


def statement_rows(queryset: "QuerySet[Statement]") -> Iterator[list[object]]:
    rows = queryset.select_related("article", "party", "target__negotiation", "coder", "standing")
    for row in rows.defer("article__text").order_by("article", "start", "pk").iterator(AT_A_TIME):
        source = {name: getattr(row.article, name) for name in ("title", "url", "outlet", "published_on")}
        told = source | {
            "id": row.uuid,
            "negotiation": row.target.negotiation.slug,
            "article": row.article.uuid,
            "party": row.party.slug,
            "target": row.target.slug,
            "terms": terms_cell(row.terms),
            "decision": say_decision(row),
            "coder": row.coder.username if row.coder else "",
        }
        yield [told[name] if name in told else getattr(row, name) for name in STATEMENT_COLUMNS]
