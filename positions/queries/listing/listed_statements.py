"""Statements one by one: what an article says, what was decided about it, and how it was accepted.

The public sees those that a curator accepted; staff see all, with who decided and why.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.db.models.expressions import NegatedExpression

from positions.comparison.records import Article as ArticleRecord
from positions.comparison.records import Party as PartyRecord
from positions.comparison.records import Record, Term
from positions.comparison.records import Target as TargetRecord
from positions.models import Article, Decision, Statement, Target
from positions.models.statement import StatementQuerySet
from positions.queries.listing.places import Places
from positions.queries.planned import first_row
from positions.queries.records.evidence import LONGEST_QUOTE_CHARACTERS, is_any_of
from positions.queries.records.held import term_record
from positions.vocabulary import ACCEPTING, Act, Attribution, Salience, Stance, TargetKind, Verdict

ACCEPTED = tuple(sorted(kind.value for kind in ACCEPTING))


class UnknownStatement(Exception):
    """There is no such statement, or it is none that this reader may see."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no statement {uuid}.")
        self.uuid = uuid


@dataclass(frozen=True)
class AcceptedValues(Record):
    """A statement's values as a curator accepted them."""

    party: str
    """Slug of the party."""
    target: str
    """Slug of the issue or proposal."""
    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    act: Act
    """How it was put."""
    attribution: Attribution
    """How the article knows it. What is `predicted` is nobody's position."""
    salience: Salience
    """How much the party cares, as far as the text says so."""
    terms: list[Term]
    """What is asked for or offered."""
    condition: str
    """What a conditional stance hangs on; else empty."""
    speaker: str | None
    """Who voiced it; null where nobody is named."""
    said_on: date
    """When it was said."""
    is_undated: bool
    """Whether nobody has said when: then `said_on` is only the day on which an article without a date came in."""


@dataclass(frozen=True)
class Review(Record):
    """How a statement was found and decided on; for staff."""

    explanation: str
    """What made the extractor find it."""
    coded_by: str | None
    """Who coded it by hand; null where a machine found it."""
    decided_by: str | None
    """Who made the decision that stands; null while none does."""
    decided_at: datetime | None
    """When; null while none stands."""
    reason: str
    """Why, in the curator's words."""
    n_decisions: int
    """How many decisions there were, undone ones too."""


@dataclass(frozen=True)
class ListedStatement(Record):
    """One place in one article where a party puts its stance on a target on record. Its own values never change,
    but that the day of one that waits follows its article's, when that is corrected."""

    id: UUID
    """Public id."""
    version: str
    """Changes with every decision about it, and with its day. The first part of its ETag, which a decision sends as
    If-Match."""
    negotiation: str
    """Slug of the talks."""
    party: str
    """Slug of the party whose stance it is."""
    target: str
    """Slug of the issue or proposal."""
    kind: TargetKind
    """Whether that is an issue or a proposal."""
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
    quote: str
    """The words in the article, verbatim; of a quote of more than 600 characters, its first 600."""
    start: int
    """Where the quote begins in the article, in Unicode code points."""
    end: int
    """Where it ends, exclusive."""
    article: ArticleRecord
    """Where it stands."""
    confidence: float | None
    """How sure the extractor was, 0 to 1; null where it was coded by hand."""
    decision: Verdict
    """What a curator decided; `pending` while nobody has."""
    accepted: AcceptedValues | None
    """Its values as accepted, amended ones in place of its own; null unless it was accepted or amended."""
    party_details: PartyRecord | None
    """The party; null unless `expand=party`."""
    target_details: TargetRecord | None
    """The issue or proposal; null unless `expand=target`."""
    review: Review | None
    """How it was found and decided on; null but for staff."""
    taken_down_at: datetime | None
    """When the article's words had to go, and the quote with them: nothing is decided about it any more; else null."""


def visible_statements(*, to_staff: bool) -> StatementQuerySet:
    """Those that this reader may see. One query, for what is hidden: drafts, which are few, if any."""
    if to_staff:
        return Statement.objects.all()
    drafts = Target.objects.filter(negotiation__is_published=False).order_by()
    accepted = Statement.objects.filter(standing__kind__in=ACCEPTED)
    hidden = list(drafts.values_list("pk", flat=True))
    return accepted.filter(NegatedExpression(is_any_of("target_id", hidden))) if hidden else accepted


def with_parts(rows: StatementQuerySet) -> StatementQuerySet:
    """With all that a record needs of other tables."""
    parts = ("party", "target__negotiation", "article", "coder", "standing__decision__decided_by")
    return rows.select_related(*parts).defer("article__text")


def get_statement(uuid: UUID, *, to_staff: bool) -> Statement:
    """One that this reader may see. One query, two for the public. Raises: UnknownStatement."""
    found = with_parts(visible_statements(to_staff=to_staff)).filter(uuid=uuid).first()
    if found is None:
        raise UnknownStatement(uuid)
    return found


def find_statements(uuids: Collection[UUID], *, to_staff: bool) -> dict[UUID, Statement]:
    """Those of them that this reader may see, with whether they wait. One query."""
    rows = with_parts(visible_statements(to_staff=to_staff)).select_related("waiting")
    return {row.uuid: row for row in rows.filter(uuid__in=uuids)}


# Each speaker once, by one step down the index a name, however many statements there are.
SPEAKERS = """
    WITH RECURSIVE spoken (name) AS (
        (SELECT upper(speaker) FROM positions_statement ORDER BY upper(speaker) LIMIT 1)
        UNION ALL
        SELECT (
            SELECT upper(speaker) FROM positions_statement WHERE upper(speaker) > spoken.name
            ORDER BY upper(speaker) LIMIT 1
        ) FROM spoken WHERE spoken.name IS NOT NULL
    )
    SELECT name FROM spoken WHERE strpos(name, upper(%s)) > 0
"""


def speakers_with(text: str) -> list[str]:
    """Names of speakers with that in them, in capitals. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SPEAKERS, [text])
        return [name for (name,) in cursor.fetchall()]


def version_said(n_decisions: int, said_on: date) -> str:
    """What of a statement may change: how often it was decided on, and its day, which follows its article's."""
    return f"{n_decisions}-{said_on.isoformat()}"


VERSION = """
    SELECT (SELECT count(*) FROM positions_decision WHERE statement_id = statement.id), statement.said_on,
        (SELECT coalesce(sum(number), 0) FROM positions_edition WHERE subject = 'shown')
    FROM positions_statement AS statement
    JOIN positions_target AS target ON target.id = statement.target_id
    JOIN positions_negotiation AS talks ON talks.id = target.negotiation_id
    LEFT JOIN positions_standingdecision AS standing ON standing.statement_id = statement.id
    WHERE statement.uuid = %s AND (%s OR (talks.is_published AND standing.kind = ANY(%s)))
"""


def version_of(uuid: UUID, *, to_staff: bool) -> tuple[str, int]:
    """Its version, and the edition of names. One query. Raises: UnknownStatement."""
    found = first_row(VERSION, [uuid, to_staff, list(ACCEPTED)])
    if found is None:
        raise UnknownStatement(uuid)
    n_decisions, said_on, edition = found
    return version_said(n_decisions, said_on), int(edition)


def list_statements(rows: Sequence[Statement], *, expand: Collection[str], to_staff: bool) -> list[ListedStatement]:
    """The rows as they are shown to this reader. One query, and one more an expansion."""
    counted = Decision.objects.filter(is_any_of("statement_id", [row.pk for row in rows])).order_by()
    n_decisions = dict(counted.values_list("statement_id").annotate(Count("pk")))
    places = Places.of(rows, expand=expand)
    return [statement_record(row, places, n_decisions=n_decisions.get(row.pk, 0), to_staff=to_staff) for row in rows]


def statement_record(row: Statement, places: Places, *, n_decisions: int, to_staff: bool) -> ListedStatement:
    quote = row.quote[:LONGEST_QUOTE_CHARACTERS]
    standing = find_standing(row)
    return ListedStatement(
        id=row.uuid,
        version=version_said(n_decisions, row.said_on),
        negotiation=row.target.negotiation.slug,
        party=row.party.slug,
        target=row.target.slug,
        kind=TargetKind(row.target.kind),
        speaker=row.speaker or None,
        stance=Stance(row.stance),
        act=Act(row.act),
        attribution=Attribution(row.attribution),
        salience=Salience(row.salience),
        terms=[term_record(term) for term in row.terms],
        condition=row.condition,
        said_on=row.said_on,
        is_undated=row.is_undated,
        quote=quote,
        start=row.start,
        end=row.start + len(quote),
        article=article_record(row.article),
        confidence=row.confidence,
        decision=Verdict(standing.decision) if standing else Verdict.PENDING,
        accepted=accepted_values(row, standing.amended) if standing and standing.decision in ACCEPTED else None,
        party_details=places.parties.get((row.target.negotiation_id, row.party_id)),
        target_details=places.targets.get(row.target_id),
        review=review_record(row, standing, n_decisions=n_decisions) if to_staff else None,
        taken_down_at=row.article.taken_down_at,
    )


def find_standing(row: Statement) -> Decision | None:
    standing = getattr(row, "standing", None)
    return standing.decision if standing is not None else None


def article_record(article: Article) -> ArticleRecord:
    return ArticleRecord(
        id=article.uuid,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        published_on=article.published_on,
    )


def accepted_values(row: Statement, amended: Mapping[str, Any]) -> AcceptedValues:
    """The statement's own values with the amended ones laid over them."""
    said_on = amended.get("said_on")
    return AcceptedValues(
        party=amended.get("party", row.party.slug),
        target=amended.get("target", row.target.slug),
        stance=Stance(amended.get("stance", row.stance)),
        act=Act(amended.get("act", row.act)),
        attribution=Attribution(amended.get("attribution", row.attribution)),
        salience=Salience(amended.get("salience", row.salience)),
        terms=[term_record(term) for term in amended.get("terms", row.terms)],
        condition=amended.get("condition", row.condition),
        speaker=amended.get("speaker", row.speaker) or None,
        said_on=date.fromisoformat(said_on) if said_on else row.said_on,
        is_undated=row.is_undated and not said_on,
    )


def review_record(row: Statement, standing: Decision | None, *, n_decisions: int) -> Review:
    return Review(
        explanation=row.explanation,
        coded_by=row.coder.get_username() if row.coder else None,
        decided_by=standing.decided_by.get_username() if standing else None,
        decided_at=standing.decided_at if standing else None,
        reason=standing.reason if standing else "",
        n_decisions=n_decisions,
    )
