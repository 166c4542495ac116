"""The evidence of positions, as it was given at one instant."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Value

from positions.comparison.records import Article, Moment
from positions.comparison.records import Evidence as EvidenceRecord
from positions.queries.planned import array_of, planned_once
from positions.queries.stored_words import ATTRIBUTIONS
from positions.vocabulary import EvidenceDepth

# A reader of the public answer sees this many characters of one quote at most.
LONGEST_QUOTE_CHARACTERS = 600


# Written out, for they are part of many answers, and as models they take longer than PostgreSQL takes to answer.
GIVEN = """
    position_id = ANY(%(positions)s::bigint[])
    AND recorded_at <= %(instant)s AND (superseded_at IS NULL OR superseded_at > %(instant)s)
"""
SUPPORT = f"""
    SELECT position_id, max(said_on) FILTER (WHERE said_on <= %(day)s), count(DISTINCT story)
    FROM positions_evidence WHERE {GIVEN} GROUP BY position_id
"""  # noqa: S608 - words of our own
# What was said of the article at the instant, where that was corrected since. Answered once for all of them where none
# was: to look each up takes a matrix half as long again.
FORMER = """
    CASE WHEN EXISTS (SELECT 1 FROM positions_formerwording WHERE until > %(instant)s) THEN (
        SELECT {former} FROM positions_formerwording AS former
        WHERE former.article_id = article.id AND former.until > %(instant)s ORDER BY former.until LIMIT 1
    ) END
"""
# As `former_wording.worded_then` says it.
WORDED_THEN = FORMER.replace(
    "{former}",
    "jsonb_build_object('title', former.title, 'outlet', former.outlet, 'published_on', former.published_on)",
)
# In the order of `EvidenceRow`.
PIECES = f"""
    SELECT {{which}} position_id, evidence.said_on, decision.amended, statement.uuid, quote, "start", speaker,
        attribution, article.uuid, title, url, outlet, published_on, {WORDED_THEN}
    FROM positions_evidence AS evidence
    JOIN positions_decision AS decision ON decision.id = evidence.decision_id
    JOIN positions_statement AS statement ON statement.id = evidence.statement_id
    JOIN positions_article AS article ON article.id = statement.article_id
    WHERE {GIVEN} ORDER BY position_id, evidence.said_on, evidence.id
"""  # noqa: S608 - words of our own
FIRST_OF_EACH = "DISTINCT ON (position_id)"


class EvidenceRow(NamedTuple):
    """What is read of one piece of evidence; a field's name is its column."""

    position_id: int
    said_on: date
    decision__amended: dict[str, Any]
    statement__uuid: UUID
    statement__quote: str
    statement__start: int
    statement__speaker: str
    statement__attribution: str
    statement__article__uuid: UUID
    statement__article__title: str
    statement__article__url: str
    statement__article__outlet: str
    statement__article__published_on: date | None
    former: dict[str, Any] | None = None
    """What was said of the article at the instant asked about, where it was corrected since."""


# What an answer about no instant but now reads.
COLUMNS_NOW = EvidenceRow._fields[:-1]


def is_any_of(column: str, keys: Collection[int]) -> Func:
    """The column equals any of them: one parameter however many there are, where `__in` would make one of each."""
    array = Value(list(keys), output_field=ArrayField(BigIntegerField()))
    return Func(F(column), array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class Support(NamedTuple):
    """How well a position stands: when evidence last supported it, None where none did by the day asked about; and
    from how many independent sources all its evidence comes."""

    last: date | None
    n_sources: int


UNSUPPORTED = Support(None, 0)


def support_of(positions: Collection[int], *, moment: Moment) -> dict[int, Support]:
    """By position, its support up to `moment.valid_on`; those without any evidence are left out. One query."""
    with planned_once() as cursor:
        cursor.execute(SUPPORT, {**given(positions, moment), "day": moment.valid_on})
        return {position: Support(*support) for position, *support in cursor}


def given(positions: Collection[int], moment: Moment) -> dict[str, Any]:
    """The parameters of a question about the evidence of these positions."""
    return {"positions": array_of(positions), "instant": moment.known_at}


def evidence_of(
    positions: Collection[int], *, moment: Moment, depth: EvidenceDepth
) -> Mapping[int, list[EvidenceRecord]]:
    """By position, its evidence in the order (said_on, id): all of it, the first, or without a query none."""
    found: defaultdict[int, list[EvidenceRecord]] = defaultdict(list)
    if depth == EvidenceDepth.NONE:
        return found
    statement = PIECES.format(which=FIRST_OF_EACH if depth == EvidenceDepth.FIRST else "")
    with planned_once() as cursor:
        cursor.execute(statement, given(positions, moment))
        for position, said_on, amended, *rest, former in cursor:
            row = EvidenceRow(position, said_on, orjson.loads(amended), *rest)
            row = row if former is None else row._replace(former=orjson.loads(former))
            found[position].append(evidence_record(row))
    return found


def evidence_record(row: EvidenceRow) -> EvidenceRecord:
    """The statement as the curator accepted it: an amendment's values stand in place of the statement's own."""
    quote = row.statement__quote[:LONGEST_QUOTE_CHARACTERS]
    speaker = row.decision__amended.get("speaker", row.statement__speaker)
    return EvidenceRecord(
        id=row.statement__uuid,
        quote=quote,
        start=row.statement__start,
        end=row.statement__start + len(quote),
        speaker=speaker or None,
        attribution=ATTRIBUTIONS[row.decision__amended.get("attribution", row.statement__attribution)],
        said_on=row.said_on,
        article=article_then(row),
    )


def article_then(row: EvidenceRow) -> Article:
    """As it was called, and dated, at the instant asked about."""
    now = Article(
        id=row.statement__article__uuid,
        title=row.statement__article__title,
        url=row.statement__article__url,
        outlet=row.statement__article__outlet,
        published_on=row.statement__article__published_on,
    )
    if row.former is None:
        return now
    day = row.former["published_on"]
    return replace(now, **row.former | {"published_on": date.fromisoformat(day) if isinstance(day, str) else day})
