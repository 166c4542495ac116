"""The matrix as JSON, put together by PostgreSQL from what every row keeps rendered.

`matrices.compare_positions` and the pure records behind it say what a cell is; here the same text is made without
making the records first. A test holds the two together. No answer is kept: each is read from the tables.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from positions.comparison.matrix import build_matrix
from positions.comparison.records import Moment
from positions.models import Negotiation
from positions.queries.comparing.matrices import MatrixQuestion, axes_asked
from positions.queries.moments import resolve_moment
from positions.queries.planned import planned_once
from positions.queries.records.evidence import FORMER
from positions.queries.records.held import Slugs, held_row, places_at
from positions.vocabulary import EvidenceDepth

GIVEN = """
    position_id = held.id AND recorded_at <= %(instant)s AND (superseded_at IS NULL OR superseded_at > %(instant)s)
"""
LAST = "coalesce(max(said_on) FILTER (WHERE said_on <= %(day)s), held.valid_from)"
# Counted only where there is more than one: to count what differs takes longer than to find that nothing does.
N_SOURCES = f"SELECT count(DISTINCT story) FROM positions_evidence WHERE {GIVEN}"  # noqa: S608 - words of our own
# One value for each position: a join would keep what it found for each, and no position is held twice.
SUPPORT = f"""
    SELECT ',"last_reaffirmed_on":' || to_json({LAST})::text
        || CASE WHEN %(day)s - {LAST} > %(stale_after_days)s THEN ',"is_stale":true' ELSE ',"is_stale":false' END
        || ',"n_sources":' || CASE WHEN min(story) IS NULL THEN '0'
            WHEN min(story) = max(story) THEN '1' ELSE ({N_SOURCES})::text END
    FROM positions_evidence WHERE {GIVEN}
"""  # noqa: S608 - words of our own
# A curator's amendment stands in place of the statement's own values.
PIECES = """
    SELECT {piece}
    FROM positions_evidence AS evidence
    JOIN positions_decision AS decision ON decision.id = evidence.decision_id
    JOIN positions_statement AS statement ON statement.id = evidence.statement_id
    JOIN positions_article AS article ON article.id = statement.article_id
    WHERE evidence.position_id = held.id
      AND evidence.recorded_at <= %(instant)s
      AND (evidence.superseded_at IS NULL OR evidence.superseded_at > %(instant)s)
"""
ARTICLE_THEN = FORMER.replace(
    "{former}", "parley_article(article.uuid, former.title, article.url, former.outlet, former.published_on)"
)
PIECE = f"""
    '{{' || statement.rendered || ',"speaker":' || coalesce(to_json(nullif(
            CASE WHEN decision.amended ? 'speaker' THEN decision.amended ->> 'speaker' ELSE statement.speaker END,
        ''))::text, 'null')
        || ',"attribution":"' || coalesce(decision.amended ->> 'attribution', statement.attribution)
        || '","said_on":' || to_json(evidence.said_on)::text
        || ',"article":' || coalesce({ARTICLE_THEN}, article.rendered) || '}}'
"""
EVIDENCE = {
    EvidenceDepth.NONE: "NULL",
    EvidenceDepth.FIRST: PIECES.replace("{piece}", PIECE) + "ORDER BY evidence.said_on, evidence.id LIMIT 1",
    EvidenceDepth.ALL: PIECES.replace("{piece}", f"string_agg({PIECE}, ',' ORDER BY evidence.said_on, evidence.id)"),
}
# A party's cells a row: pieces of a few kilobytes cost PostgreSQL no new pages of memory, which half a megabyte does.
CELLS = """
SELECT string_agg(
    '{"party":' || party.name || ',"target":' || target.name || CASE WHEN held.id IS NULL
        THEN ',"absence":' || coalesce((
            SELECT CASE WHEN end_reason = 'withdrawn' THEN '"withdrawn","position":null,"withdrawn_on":'
                || to_json(valid_to)::text || ',"last_position":"' || uuid || '"}' END
            FROM positions_position
            WHERE target_id = target.id AND party_id = party.id AND valid_from <= %(day)s
              AND recorded_at <= %(instant)s AND (superseded_at IS NULL OR superseded_at > %(instant)s)
            ORDER BY valid_from DESC LIMIT 1
        ), '"never_stated","position":null,"withdrawn_on":null,"last_position":null}')
        ELSE ',"absence":null,"position":{' || held.rendered || ({support}) || ',"evidence":['
            || coalesce(({evidence}), '') || ']}}'
    END,
    ',' ORDER BY target.n
)
FROM unnest(%(parties)s::bigint[], string_to_array(%(party_names)s, E'\\n')) WITH ORDINALITY AS party(id, name, n)
CROSS JOIN unnest(%(targets)s::bigint[], string_to_array(%(target_names)s, E'\\n')) WITH ORDINALITY
    AS target(id, name, n)
LEFT JOIN LATERAL ({held}) AS held ON TRUE
GROUP BY party.n ORDER BY party.n
"""


def can_be_rendered(question: MatrixQuestion) -> bool:
    """Filters by what is in a cell, and a roll-up, need the records."""
    return not (question.stances or question.saliences or question.rollup)


def render_matrix(
    negotiation: Negotiation, question: MatrixQuestion, *, now: datetime, stale_after_days: int
) -> Mapping[str, Any]:
    """As `compare_positions`, ready to be sent; of questions that `can_be_rendered`.

    Four queries: the last revision, parties, targets, cells; one more for topics. Raises: UnknownNames,
    KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    rows, columns = axes_asked(negotiation, question, moment=moment)
    matrix = build_matrix(
        negotiation.slug, moment=moment, parties=rows.shown(), targets=columns.shown(), cells=[], rolled_up=[]
    )
    cells = render_cells(
        rows.slugs(), columns.slugs(), moment=moment, depth=question.evidence, stale_after_days=stale_after_days
    )
    return {**vars(matrix), "cells": orjson.Fragment(f"[{cells}]")}


def render_cells(parties: Slugs, targets: Slugs, *, moment: Moment, depth: EvidenceDepth, stale_after_days: int) -> str:
    """Row by row, one for every party and target, between commas. One query."""
    held = held_row(moment, "id", "rendered", "valid_from")
    statement = CELLS.replace("{held}", held).replace("{support}", SUPPORT).replace("{evidence}", EVIDENCE[depth])
    with planned_once() as cursor:
        cursor.execute(
            statement,
            {
                **places_at(moment, parties=parties, targets=targets),
                "party_names": quoted(parties.values()),
                "target_names": quoted(targets.values()),
                "stale_after_days": stale_after_days,
            },
        )
        rows: list[tuple[str]] = cursor.fetchall()
    return ",".join([cells for (cells,) in rows])


def quoted(slugs: Iterable[str]) -> str:
    """Each as JSON, on a line of its own: as JSON none has a line break in it. Faster than an array of PostgreSQL's."""
    return "\n".join(orjson.dumps(slug).decode() for slug in slugs)
