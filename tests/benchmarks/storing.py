"""Writes the reference work into PostgreSQL with COPY, past `history`: a hundred thousand rows in seconds.

The database's own rules see every row: checks and triggers as it is written, and the exclusion constraint when it is
put back, like the indexes, after the last one. Built at once they take a small part of what they take row by row.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pgtrigger
from django.contrib.auth.models import User
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max
from psycopg.types.json import Jsonb

from positions.ingestion.texts import sha256_of
from positions.models import (
    Article,
    Decision,
    Evidence,
    Issue,
    Negotiation,
    Participation,
    Party,
    PendingStatement,
    Position,
    Revision,
    Statement,
)
from positions.models.fields import new_public_id
from positions.vocabulary import Attribution, DecisionKind, Extent, PartyKind, RevisionKind, Role, TargetKind
from tests.benchmarks.reference import FIRST_INSTANT, TOPICS, Said, Sizes, Version, committed_at, versions

SLUG = "reference-talks"
QUEUE_TRIGGER = "positions.Position:position_reorders_what_waits"


@dataclass(frozen=True)
class Catalog:
    """Keys of what the positions point to, in the order of their numbers."""

    negotiation: int
    parties: Sequence[int]
    issues: Sequence[int]
    by: int


def store(sizes: Sizes) -> Negotiation:
    """The whole reference work, each table in a transaction of its own. The database must have none of it yet."""
    rows = list(versions(sizes))
    negotiation, catalog = store_catalog(sizes)
    store_revisions(sizes, catalog)
    keys = range(next_key(Position), next_key(Position) + len(rows))
    with queue_left_alone(), built_afterwards(Position):
        copy(Position, (position_row(v, key, catalog) for key, v in zip(keys, rows, strict=True)))
    if sizes.with_evidence:
        store_evidence(sizes, list(zip(keys, rows, strict=True)), catalog)
    take_keys_up(Article, Statement, Decision, Position, Evidence)
    return negotiation


def store_catalog(sizes: Sizes) -> tuple[Negotiation, Catalog]:
    by = User.objects.create(username="reference")
    talks = Negotiation.objects.create(slug=SLUG, title="Reference talks", description="Made to measure speed.")
    kind = PartyKind.STATE.value
    parties = Party.objects.bulk_create(
        Party(slug=f"party-{n}", name=f"Party {n}", kind=kind) for n in range(1, sizes.n_parties + 1)
    )
    Participation.objects.bulk_create(
        Participation(
            negotiation=talks, party=party, name=party.name, role=Role.PRINCIPAL.value, recorded_at=FIRST_INSTANT
        )
        for party in parties
    )
    issues = [
        Issue.objects.create(
            negotiation=talks,
            slug=f"issue-{n}",
            kind=TargetKind.ISSUE.value,
            title=f"Issue {n}",
            proposition=f"The outcome that issue {n} is about comes to be.",
            topic=TOPICS[n % len(TOPICS)],
            recorded_at=FIRST_INSTANT,
        )
        for n in range(1, sizes.n_issues + 1)
    ]
    return talks, Catalog(talks.pk, [party.pk for party in parties], [issue.pk for issue in issues], by.pk)


def store_revisions(sizes: Sizes, catalog: Catalog) -> None:
    """One for the catalog, then one for every change of every party."""
    changes = [committed_at(sizes, c, p) for c in range(sizes.n_changes) for p in range(sizes.n_parties)]
    kinds = [RevisionKind.CATALOG] + [RevisionKind.RECORDED] * len(changes)
    Revision.objects.bulk_create(
        (
            Revision(
                negotiation_id=catalog.negotiation,
                number=number,
                committed_at=at,
                committed_by_id=catalog.by,
                kind=kind.value,
            )
            for number, (at, kind) in enumerate(zip([FIRST_INSTANT, *changes], kinds, strict=True), start=1)
        ),
        batch_size=1_000,
    )


def position_row(version: Version, key: int, catalog: Catalog) -> dict[str, Any]:
    said = version.said
    low, high = said.scale or (None, None)
    return {
        "id": key,
        "uuid": version.uuid,
        "negotiation_id": catalog.negotiation,
        "party_id": catalog.parties[version.party],
        "target_id": catalog.issues[version.issue],
        "stance": said.stance.value,
        "act": said.act.value,
        "salience": said.salience.value,
        "salience_value": None,
        "scale_low": low,
        "scale_high": high,
        "terms": Jsonb(said.terms),
        "condition": said.condition,
        "summary": said.summary,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "reason": version.reason.value,
        "end_reason": version.end_reason.value,
        "recorded_at": version.recorded_at,
        "recorded_by_id": catalog.by,
        "superseded_at": version.superseded_at,
    }


def store_evidence(sizes: Sizes, rows: Sequence[tuple[int, Version]], catalog: Catalog) -> None:
    """One statement a period, accepted; it is evidence of every version of that period. One article a party's change.

    A position that is recorded again keeps its evidence from then on, as `history` writes it.
    """
    said: dict[tuple[int, int, int], Version] = {}
    for _, version in rows:
        said.setdefault((version.party, version.said.period, version.issue), version)
    statements = range(next_key(Statement), next_key(Statement) + len(said))
    decisions = range(next_key(Decision), next_key(Decision) + len(said))
    keys = dict(zip(sorted(said), zip(statements, decisions, strict=True), strict=True))
    store_statements([(keys[place][0], said[place]) for place in sorted(said)], catalog)
    copy(
        Decision,
        (
            {
                "id": decision,
                "statement_id": statement,
                "decision": DecisionKind.ACCEPT.value,
                "amended": Jsonb({}),
                "reason": "",
                "decided_at": said[place].recorded_at,
                "decided_by_id": catalog.by,
            }
            for place, (statement, decision) in keys.items()
        ),
    )
    first = next_key(Evidence)
    copy(
        Evidence,
        (
            {
                "id": first + number,
                "position_id": position,
                "statement_id": keys[v.party, v.said.period, v.issue][0],
                "decision_id": keys[v.party, v.said.period, v.issue][1],
                "said_on": v.valid_from,
                "recorded_at": v.recorded_at,
                "superseded_at": v.superseded_at,
            }
            for number, (position, v) in enumerate(rows)
        ),
    )


def store_statements(keyed: Sequence[tuple[int, Version]], catalog: Catalog) -> None:
    """The statements, and the articles in which their words stand one after another."""
    articles: dict[tuple[int, int], list[tuple[int, Version]]] = {}
    for key, version in keyed:
        articles.setdefault((version.party, version.said.period), []).append((key, version))
    first = next_key(Article)
    found = list(enumerate(articles.values(), start=first))
    copy(Article, (article_row(article, group) for article, group in found))
    copy(Statement, (row for article, group in found for row in statement_rows(article, group, catalog)))
    analyze(PendingStatement)  # where each of them now waits, until its decision comes


def article_row(key: int, group: Sequence[tuple[int, Version]]) -> dict[str, Any]:
    said, said_on = group[0][1].said, group[0][1].valid_from
    text = " ".join(version.said.quote for _, version in group)
    return {
        "id": key,
        "uuid": new_public_id(),
        "url": f"https://example.org/{key}",
        "outlet": "The Reference Herald",
        "title": f"Delegation speaks for time {said.period + 1}",
        "published_on": said_on,
        "language": "en",
        "extent": Extent.FULL.value,
        "text": text,
        "sha256": sha256_of(text),
        "received_at": group[0][1].recorded_at,
    }


def statement_rows(article: int, group: Sequence[tuple[int, Version]], catalog: Catalog) -> Iterable[dict[str, Any]]:
    start = 0
    for key, version in group:
        said = version.said
        yield {
            "id": key,
            "uuid": new_public_id(),
            "article_id": article,
            "party_id": catalog.parties[version.party],
            "target_id": catalog.issues[version.issue],
            "speaker": f"Speaker of Party {version.party + 1}",
            "attribution": Attribution.QUOTED.value,
            "start": start,
            "end": start + len(said.quote),
            "said_on": version.valid_from,
            "explanation": "",
            "created_at": version.recorded_at,
            **words_of(said),
        }
        start += len(said.quote) + 1


def words_of(said: Said) -> dict[str, Any]:
    return {
        "stance": said.stance.value,
        "act": said.act.value,
        "salience": said.salience.value,
        "terms": Jsonb(said.terms),
        "condition": said.condition,
        "quote": said.quote,
    }


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Writes rows, all of the same columns, as the model's table has them; a column not given has its default."""
    table = connection.ops.quote_name(model._meta.db_table)
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    rest = defaults_of(model, but=first.keys())
    columns = ", ".join(connection.ops.quote_name(name) for name in (*first, *rest))
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        for row in chain([first], rows):
            stream.write_row([*row.values(), *rest.values()])
    analyze(model)


def analyze(model: type[models.Model]) -> None:
    """So that what a trigger looks up is found by index: its plan is made once, by how large tables were said to be."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def built_afterwards(model: type[models.Model]) -> Iterator[None]:
    """Without the model's indexes and exclusion constraints while rows are written; both hold again when this ends."""
    apart = [constraint for constraint in model._meta.constraints if isinstance(constraint, ExclusionConstraint)]
    with connection.schema_editor() as editor:
        for constraint in apart:
            editor.remove_constraint(model, constraint)
        for index in model._meta.indexes:
            editor.remove_index(model, index)
    yield
    with connection.cursor() as cursor:  # in a test's transaction, keys still wait to be looked up
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        for index in model._meta.indexes:
            editor.add_index(model, index)
        for constraint in apart:
            editor.add_constraint(model, constraint)


@contextmanager
def queue_left_alone() -> Iterator[None]:
    """Nothing waits for a curator here, so the queue is not put in order again for each of a million rows."""
    pgtrigger.disable(QUEUE_TRIGGER)
    yield
    pgtrigger.enable(QUEUE_TRIGGER)


def defaults_of(model: type[models.Model], *, but: Collection[str]) -> dict[str, Any]:
    """What the product's own code would write into columns that the database has no default for."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated]
    return {
        field.column: field.get_default()
        for field in fields
        if field.column not in but and not field.null and not field.has_db_default()
    }


def next_key(model: type[models.Model]) -> int:
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def take_keys_up(*tables: type[models.Model]) -> None:
    """Later rows, written in the usual way, get keys after these."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def refresh_statistics() -> None:
    """What autovacuum would have done by the time anybody asks."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
