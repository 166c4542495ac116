"""What was recorded and what was superseded, revision by revision: the feed of changes.

A reader who has each talks' revisions up to some number is sent those after it. Numbers are kept for each talks and not
one instant for all, since only within one negotiation do instants rise in the order of commits: what is committed late
elsewhere, or published late, is still sent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from positions.comparison.records import Record, RecordedPosition
from positions.models import ConditionalLink, Evidence, Negotiation, Position
from positions.queries.moments import last_revision
from positions.queries.records.versions import VersionRow, version
from positions.vocabulary import EndReason, Reason, RevisionKind

# By internal id of the talks, the number of the last revision that a reader has.
Marks = Mapping[int, int]
# One revision: id of the talks and instant.
Key = tuple[int, datetime]
Entry = TypeVar("Entry")

# From each negotiation the next few after the reader's mark, then the earliest of all: a page costs the same however
# far along it is.
NEXT_REVISIONS = """
    SELECT talks.id, talks.slug, next.number, next.committed_at, next.kind, article.uuid
    FROM positions_negotiation AS talks
    LEFT JOIN unnest(%(talks)s::bigint[], %(numbers)s::bigint[]) AS seen (id, number) ON seen.id = talks.id
    CROSS JOIN LATERAL (
        SELECT id, number, committed_at, kind FROM positions_revision
        WHERE negotiation_id = talks.id AND number > coalesce(seen.number, 0) ORDER BY number LIMIT %(limit)s
    ) AS next
    LEFT JOIN positions_takedown AS notice ON notice.revision_id = next.id
    LEFT JOIN positions_formerwording_revisions AS told ON told.revision_id = next.id
    LEFT JOIN positions_formerwording AS former ON former.id = told.formerwording_id
    LEFT JOIN positions_article AS article ON article.id = coalesce(notice.article_id, former.article_id)
    WHERE (talks.is_published OR %(with_drafts)s) AND (%(only)s::bigint IS NULL OR talks.id = %(only)s)
    ORDER BY next.committed_at, talks.id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class FeedPosition(Record):
    """A position that a revision recorded."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    reason: Reason
    """Why it was recorded."""
    end_reason: EndReason
    """Why its valid period ended; `open` while it has not."""
    position: RecordedPosition
    """What is held, and when."""


@dataclass(frozen=True)
class FeedSuperseded(Record):
    """A position that this database no longer says, from that revision on."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    id: UUID
    """Public id of the position."""


@dataclass(frozen=True)
class FeedEvidence(Record):
    """A statement that proves a position."""

    position: UUID
    """Public id of the position."""
    statement: UUID
    """Public id of the statement."""


@dataclass(frozen=True)
class FeedLink(Record):
    """A conditional link: a party moves on a target only after a party has moved on another."""

    id: UUID
    """Public id of the link."""
    party: str
    """Slug of who waits."""
    target: str
    """Slug of what with."""
    awaits_party: str
    """Slug of whose move is waited for."""
    awaits_target: str
    """Slug of the target of that move."""
    note: str
    """The condition in words."""


@dataclass(frozen=True)
class FeedRevision(Record):
    """One public change: what this database says from then on, and what it no longer says."""

    negotiation: str
    """Slug of the talks."""
    revision: int
    """Number of the change within the talks; they are sent without a gap."""
    committed_at: datetime
    """Record time of everything in it: `recorded_at` of what was recorded, `superseded_at` of what was superseded."""
    kind: RevisionKind
    """What sort of change it was. After `catalog`, ask for parties, issues and proposals again."""
    article: UUID | None
    """Of `taken_down`: id of the article whose words had to go, so that a copy forgets its quotes too. Of `corrected`:
    id of the article whose title, outlet or day of publication is another from then on. Else null."""
    recorded: list[FeedPosition]
    """Positions recorded."""
    superseded: list[FeedSuperseded]
    """Positions superseded. What was superseded and not recorded anew is gone."""
    evidence_recorded: list[FeedEvidence]
    """Statements given as evidence."""
    evidence_superseded: list[FeedEvidence]
    """Statements no longer given as evidence."""
    links_recorded: list[FeedLink]
    """Conditional links recorded."""
    links_superseded: list[UUID]
    """Public ids of conditional links superseded."""


@dataclass(frozen=True)
class FeedPage:
    """Some revisions in the order to read them, the marks of a reader who has them, and whether more follow."""

    revisions: list[FeedRevision]
    marks: Marks
    has_more: bool


def next_revisions(marks: Marks, *, only: int | None, with_drafts: bool, limit: int) -> FeedPage:
    """The next `limit` revisions after the marks, of all talks or of `only` one (its id).

    Seven queries: revisions; positions, evidence and links recorded and superseded. None but the first where nothing
    follows.
    """
    rows = revision_rows(marks, only=only, with_drafts=with_drafts, limit=limit + 1)
    page = rows[:limit]
    parts = read_parts([(talks, at) for talks, _, _, at, _, _ in page])
    return FeedPage(
        revisions=[feed_revision(row, parts) for row in page],
        marks={**marks, **{talks: number for talks, _, number, _, _, _ in page}},
        has_more=len(rows) > limit,
    )


def last_revisions(negotiation: Negotiation, *, limit: int) -> list[FeedRevision]:
    """The newest, newest first. Eight queries: the last number, then as above."""
    last = last_revision(negotiation)
    marks = {negotiation.pk: last.number - limit} if last else {}
    return next_revisions(marks, only=negotiation.pk, with_drafts=True, limit=limit).revisions[::-1]


def revision_rows(marks: Marks, *, only: int | None, with_drafts: bool, limit: int) -> list[Any]:
    """(id of the talks, slug, number, instant, kind, id of the article taken down or corrected) of each. One query."""
    seen = {"talks": list(marks), "numbers": list(marks.values())}
    with connection.cursor() as cursor:
        cursor.execute(NEXT_REVISIONS, {**seen, "only": only, "with_drafts": with_drafts, "limit": limit})
        rows: list[Any] = cursor.fetchall()
    return rows


@dataclass(frozen=True)
class Parts:
    """What was written at each revision."""

    recorded: Mapping[Key, list[FeedPosition]]
    superseded: Mapping[Key, list[FeedSuperseded]]
    evidence_recorded: Mapping[Key, list[FeedEvidence]]
    evidence_superseded: Mapping[Key, list[FeedEvidence]]
    links_recorded: Mapping[Key, list[FeedLink]]
    links_superseded: Mapping[Key, list[UUID]]


def read_parts(keys: Sequence[Key]) -> Parts:
    """Six queries; none without keys."""
    positions = Position.objects.order_by("id")
    evidence = Evidence.objects.order_by("id")
    links = ConditionalLink.objects.order_by("id")
    return Parts(
        recorded=by_revision(recorded_positions(written_at(positions, keys, "recorded_at"))),
        superseded=by_revision(superseded_positions(written_at(positions, keys, "superseded_at"))),
        evidence_recorded=by_revision(feed_evidence(evidence, keys, "recorded_at")),
        evidence_superseded=by_revision(feed_evidence(evidence, keys, "superseded_at")),
        links_recorded=by_revision(recorded_links(written_at(links, keys, "recorded_at"))),
        links_superseded=by_revision(superseded_links(written_at(links, keys, "superseded_at"))),
    )


def by_revision(written: Iterable[tuple[Key, Entry]]) -> Mapping[Key, list[Entry]]:
    """Grouped; with keys of other revisions too, since `within` asks for talks and instants apart."""
    grouped: defaultdict[Key, list[Entry]] = defaultdict(list)
    for key, entry in written:
        grouped[key].append(entry)
    return grouped


def written_at(rows: QuerySet[Any], keys: Sequence[Key], column: str) -> QuerySet[Any]:
    """Rows whose record time began, or ended, with one of these revisions."""
    return rows.filter(within(keys, "negotiation", column))


def within(keys: Sequence[Key], negotiation: str, column: str) -> Q:
    return Q(**{f"{negotiation}__in": {talks for talks, _ in keys}, f"{column}__in": [at for _, at in keys]})


def recorded_positions(rows: QuerySet[Position]) -> Iterable[tuple[Key, FeedPosition]]:
    columns = ("negotiation_id", "party__slug", "target__slug", *VersionRow._fields)
    for talks, party, target, *values in rows.values_list(*columns):
        row = VersionRow(*values)
        said = version(row, parties={row.party_id: party}, targets={row.target_id: target})
        entry = FeedPosition(
            party=party, target=target, reason=said.reason, end_reason=said.end_reason, position=said.position
        )
        yield (talks, row.recorded_at), entry


def superseded_positions(rows: QuerySet[Position]) -> Iterable[tuple[Key, FeedSuperseded]]:
    columns = ("negotiation_id", "superseded_at", "party__slug", "target__slug", "uuid")
    for talks, at, party, target, uuid in rows.values_list(*columns):
        yield (talks, at), FeedSuperseded(party=party, target=target, id=uuid)


def feed_evidence(rows: QuerySet[Evidence], keys: Sequence[Key], column: str) -> Iterable[tuple[Key, FeedEvidence]]:
    found = rows.filter(within(keys, "position__negotiation", column))
    columns = ("position__negotiation_id", column, "position__uuid", "statement__uuid")
    for talks, at, position, statement in found.values_list(*columns):
        yield (talks, at), FeedEvidence(position=position, statement=statement)


def recorded_links(rows: QuerySet[ConditionalLink]) -> Iterable[tuple[Key, FeedLink]]:
    slugs = ("party__slug", "target__slug", "awaits_party__slug", "awaits_target__slug")
    for talks, at, *values in rows.values_list("negotiation_id", "recorded_at", "uuid", *slugs, "note"):
        yield (talks, at), FeedLink(*values)


def superseded_links(rows: QuerySet[Any]) -> Iterable[tuple[Key, UUID]]:
    for talks, at, uuid in rows.values_list("negotiation_id", "superseded_at", "uuid"):
        yield (talks, at), uuid


def feed_revision(row: Any, parts: Parts) -> FeedRevision:
    talks, slug, number, at, kind, article = row
    key = (talks, at)
    return FeedRevision(
        negotiation=slug,
        revision=number,
        committed_at=at,
        kind=RevisionKind(kind),
        article=article,
        recorded=parts.recorded.get(key, []),
        superseded=parts.superseded.get(key, []),
        evidence_recorded=parts.evidence_recorded.get(key, []),
        evidence_superseded=parts.evidence_superseded.get(key, []),
        links_recorded=parts.links_recorded.get(key, []),
        links_superseded=parts.links_superseded.get(key, []),
    )
