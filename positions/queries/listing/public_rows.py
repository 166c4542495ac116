"""All that the public may see of one negotiation, table by table, as rows in an order that stays.

Rows come one by one, so that no table need fit into memory; whoever asks sees to it that all are read from one state
of the database (`downloads` does).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from positions.comparison.records import Record, RecordedPosition, Term
from positions.models import (
    ConditionalLink,
    Evidence,
    ExtractionRun,
    Negotiation,
    Position,
    Revision,
    Statement,
)
from positions.queries.catalog import negotiations
from positions.queries.catalog.catalog_records import CatalogIssue, CatalogParty, CatalogProposal
from positions.queries.listing.articles import Reader, visible_articles
from positions.queries.listing.listed_statements import AcceptedValues, accepted_values, visible_statements
from positions.queries.records.evidence import LONGEST_QUOTE_CHARACTERS
from positions.queries.records.held import term_record
from positions.queries.records.versions import VersionRow, version
from positions.vocabulary import (
    Act,
    Attribution,
    EndReason,
    Extent,
    Reason,
    RevisionKind,
    Salience,
    Stance,
    TargetKind,
    Verdict,
)

# How many rows are fetched from the database at once.
ROWS_AT_ONCE = 1000
EVERYBODY = Reader()


@dataclass(frozen=True)
class PublicRevision(Record):
    """One public change."""

    revision: int
    """Its number within the talks."""
    committed_at: datetime
    """Record time of everything that it wrote."""
    kind: RevisionKind
    """What sort of change it was."""
    article: UUID | None
    """Of `taken_down`: id of the article whose words had to go. Of `corrected`: id of the article whose title, outlet
    or day of publication is another from then on. Else null."""


@dataclass(frozen=True)
class PublicPosition(RecordedPosition):
    """A position as it was recorded, whether or not it still stands: everything that this database ever said."""

    party: str
    """Slug of the party that holds it."""
    target: str
    """Slug of the issue or proposal that it is about."""
    kind: TargetKind
    """Whether that is an issue or a proposal."""
    reason: Reason
    """Why it was recorded."""
    end_reason: EndReason
    """Why its valid period ended; `open` while it has not."""
    superseded_at: datetime | None
    """From when this database no longer said so; null while it does."""


@dataclass(frozen=True)
class PublicEvidence(Record):
    """A statement that proves, or proved, a position."""

    position: UUID
    """Id of the position."""
    statement: UUID
    """Id of the statement."""
    said_on: date
    """When it was said, as accepted."""
    recorded_at: datetime
    """From when this database gave it as evidence."""
    superseded_at: datetime | None
    """From when it no longer did; null while it does."""


@dataclass(frozen=True)
class PublicStatement(Record):
    """One place in one article where one party puts its stance on a target on record, as a curator accepted it."""

    id: UUID
    """Its id."""
    party: str
    """Slug of the party whose stance it is."""
    target: str
    """Slug of the issue or proposal."""
    speaker: str | None
    """Who voiced it, as printed; null where nobody is named."""
    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    act: Act
    """How it was put."""
    attribution: Attribution
    """How the article knows it. What is `predicted` is nobody's stated term."""
    salience: Salience
    """How much the party cares, as far as the text says so."""
    terms: list[Term]
    """What is asked for or offered."""
    condition: str
    """What a conditional stance hangs on; else empty."""
    said_on: date
    """When it was said; the article's date where the text names no other, the day it came in if it has none."""
    is_undated: bool
    """Whether `said_on` is only the day on which an article without a date came in: nobody knows when it was said."""
    article: UUID
    """Id of the article where it stands."""
    quote: str
    """The words there, verbatim; of more than 600 characters the first 600. Empty where they were taken down."""
    start: int
    """Where the quote begins in the article, in Unicode code points."""
    end: int
    """Where it ends, exclusive."""
    confidence: float | None
    """How sure the extractor was, 0 to 1; null where it was coded by hand."""
    decision: Verdict
    """What a curator decided: `accept`, or `amend`."""
    accepted: AcceptedValues
    """Its values as accepted, amended ones in place of its own."""


@dataclass(frozen=True)
class PublicArticle(Record):
    """One source, without its text."""

    id: UUID
    """Its id."""
    url: str
    """Where it was published; empty where that is not known."""
    title: str
    """Its headline; empty where that is not known."""
    author: str
    """Who wrote it, as printed; empty where that is not known."""
    outlet: str
    """Who published it; empty where that is not known."""
    published_on: date | None
    """Day of publication; null where that is not known."""
    language: str
    """ISO 639 code of the text's language; empty where that is not known."""
    extent: Extent
    """Full text, an excerpt, or a source without text."""
    sha256: str
    """SHA-256 of the normalised text; empty where there is none."""
    taken_down_at: datetime | None
    """When its text and quotes had to go; null where they have not."""


@dataclass(frozen=True)
class PublicLink(Record):
    """A conditional link: a party moves on a target only after a party has moved on another."""

    id: UUID
    """Its id."""
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
    recorded_at: datetime
    """From when this database said so."""
    superseded_at: datetime | None
    """From when it no longer said so; null while it does."""


@dataclass(frozen=True)
class PublicTable:
    """One table of a download: its name, what a row is, and how its rows are read."""

    name: str
    record: type[Record]
    read: Callable[[Negotiation], Iterator[Record]]


def revisions(talks: Negotiation) -> Iterator[PublicRevision]:
    rows = Revision.objects.filter(negotiation=talks).order_by("number")
    about = Coalesce("take_down__article__uuid", "former_wordings__article__uuid")
    columns = ("number", "committed_at", "kind", about)
    for number, at, kind, article in rows.values_list(*columns).iterator(ROWS_AT_ONCE):
        yield PublicRevision(revision=number, committed_at=at, kind=RevisionKind(kind), article=article)


def positions(talks: Negotiation) -> Iterator[PublicPosition]:
    """In the order recorded."""
    columns = ("party__slug", "target__slug", "target__kind", *VersionRow._fields)
    rows = Position.objects.filter(negotiation=talks).order_by("id").values_list(*columns)
    for party, target, kind, *values in rows.iterator(ROWS_AT_ONCE):
        row = VersionRow(*values)
        said = version(row, parties={row.party_id: party}, targets={row.target_id: target})
        yield PublicPosition(
            **{field.name: getattr(said.position, field.name) for field in fields(said.position)},
            party=party,
            target=target,
            kind=TargetKind(kind),
            reason=said.reason,
            end_reason=said.end_reason,
            superseded_at=said.superseded_at,
        )


def evidence(talks: Negotiation) -> Iterator[PublicEvidence]:
    """In the order given."""
    rows = Evidence.objects.filter(position__negotiation=talks).order_by("id")
    columns = ("position__uuid", "statement__uuid", "said_on", "recorded_at", "superseded_at")
    for row in rows.values_list(*columns).iterator(ROWS_AT_ONCE):
        yield PublicEvidence(*row)


def statements(talks: Negotiation) -> Iterator[PublicStatement]:
    """Those that a curator accepted, in the order stored."""
    rows = visible_statements(to_staff=False).filter(target__negotiation=talks).order_by("id")
    parts = ("party", "target", "article", "standing__decision")
    texts = ("article__text", "article__rendered")
    for row in rows.select_related(*parts).defer(*texts).iterator(ROWS_AT_ONCE):
        yield public_statement(row)


def public_statement(row: Statement) -> PublicStatement:
    quote = row.quote[:LONGEST_QUOTE_CHARACTERS]
    decision = row.standing.decision
    return PublicStatement(
        id=row.uuid,
        party=row.party.slug,
        target=row.target.slug,
        speaker=row.speaker or None,
        stance=Stance(row.stance),
        act=Act(row.act),
        attribution=Attribution(row.attribution),
        salience=Salience(row.salience),
        terms=[term_record(term) for term in row.terms],
        condition=row.condition,
        said_on=row.said_on,
        is_undated=row.is_undated,
        article=row.article.uuid,
        quote=quote,
        start=row.start,
        end=row.start + len(quote),
        confidence=row.confidence,
        decision=Verdict(decision.decision),
        accepted=accepted_values(row, decision.amended),
    )


def articles(talks: Negotiation) -> Iterator[PublicArticle]:
    """What these talks were read from or coded from, in the order received."""
    read = ExtractionRun.objects.filter(article=OuterRef("pk"), negotiation=talks)
    coded = Statement.objects.filter(article=OuterRef("pk"), target__negotiation=talks)
    rows = visible_articles(EVERYBODY).filter(Q(Exists(read)) | Q(Exists(coded))).order_by("id")
    columns = [field.name for field in fields(PublicArticle)][1:]
    for row in rows.values_list("uuid", *columns).iterator(ROWS_AT_ONCE):
        yield PublicArticle(*row)


def links(talks: Negotiation) -> Iterator[PublicLink]:
    """In the order recorded."""
    slugs = ("party__slug", "target__slug", "awaits_party__slug", "awaits_target__slug")
    rows = ConditionalLink.objects.filter(negotiation=talks).order_by("id")
    for row in rows.values_list("uuid", *slugs, "note", "recorded_at", "superseded_at").iterator(ROWS_AT_ONCE):
        yield PublicLink(*row)


PUBLIC_TABLES = (
    PublicTable("parties", CatalogParty, lambda talks: iter(negotiations.list_parties(talks))),
    PublicTable("issues", CatalogIssue, lambda talks: iter(negotiations.list_issues(talks))),
    PublicTable("proposals", CatalogProposal, lambda talks: iter(negotiations.list_proposals(talks))),
    PublicTable("revisions", PublicRevision, revisions),
    PublicTable("positions", PublicPosition, positions),
    PublicTable("evidence", PublicEvidence, evidence),
    PublicTable("statements", PublicStatement, statements),
    PublicTable("articles", PublicArticle, articles),
    PublicTable("conditional-links", PublicLink, links),
)
