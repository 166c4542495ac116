"""Positions of a catalog file: their quotations become accepted statements, and those become positions.

What was ever recorded from a file is not recorded again, so whatever curators made of it since stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from positions import history
from positions.catalog.changes import CatalogChange, CatalogConflict, Counts, Outcome
from positions.catalog.kept_evidence import FROM_THE_FILE, said_otherwise
from positions.catalog.shape import EvidenceShape, PositionShape
from positions.ingestion import ArticleRefused, SourceText, store_excerpt
from positions.models import Party, Position, Statement, Target
from positions.review import accept_statement, find_standing_decision
from positions.statements import CodedStatement, StatementKnown, code_statement
from positions.vocabulary import ACCEPTING, DecisionKind

# Party slug, target slug, first day: what makes two entries speak of the same position.
Key = tuple[str, str, date]


@dataclass(frozen=True)
class Stored:
    """What the tables know before a position of the file is looked at."""

    parties: dict[str, Party]
    targets: dict[str, Target]
    rows: dict[Key, list[Position]]


def load_positions(change: CatalogChange, shapes: Sequence[PositionShape]) -> Counts:
    """In the order in which they were held. Call after parties, issues and proposals.

    Raises: CatalogConflict for a quotation that can't be stored.
    """
    stored = _read_stored(change, shapes)
    in_time = sorted(shapes, key=lambda shape: shape.valid_from)
    return Counts.of([_load_position(change, shape, stored) for shape in in_time])


def _read_stored(change: CatalogChange, shapes: Sequence[PositionShape]) -> Stored:
    parties = Party.objects.in_bulk({shape.party for shape in shapes}, field_name="slug")
    targets = {target.slug: target for target in change.negotiation.targets.select_related("negotiation")}
    rows: dict[Key, list[Position]] = {}
    recorded = Position.objects.filter(
        negotiation=change.negotiation, valid_from__in={shape.valid_from for shape in shapes}
    )
    for row in recorded.select_related("party", "target__negotiation").order_by("recorded_at", "id"):
        rows.setdefault((row.party.slug, row.target.slug, row.valid_from), []).append(row)
    return Stored(parties, targets, rows)


def _load_position(change: CatalogChange, shape: PositionShape, stored: Stored) -> Outcome:
    rows = stored.rows.get((shape.party, shape.target, shape.valid_from), [])
    content = content_of_shape(shape)
    standing = next((row for row in rows if row.superseded_at is None), None)
    if any(history.content_of(row) == content for row in rows):
        if standing is None or history.content_of(standing) != content:
            return Outcome.UNCHANGED  # curators changed it since, and know better
        return _accept(change, shape, content, _quoted(change, shape, stored))
    if standing is not None:
        history.correct_position(standing, by=change.by, content=content)
        _accept(change, shape, content, _quoted(change, shape, stored))
        return Outcome.UPDATED
    return _record(change, shape, content, stored)


def _record(change: CatalogChange, shape: PositionShape, content: history.Content, stored: Stored) -> Outcome:
    """A position that this database never had; where the same stands already from an earlier day, evidence for it.

    It is recorded also where its quotations prove another position already, and prove only that one; where curators
    took all of them back, it is not.
    """
    statements = _quoted(change, shape, stored)
    if _accept(change, shape, content, statements) is Outcome.UPDATED:
        return Outcome.NEW
    if statements and not any(map(is_accepted, statements)):
        return Outcome.UNCHANGED
    done = history.record_position(
        party=stored.parties[shape.party],
        target=stored.targets[shape.target],
        content=content,
        valid_from=shape.valid_from,
        by=change.by,
    )
    return Outcome.NEW if done.revision else Outcome.UNCHANGED


def is_accepted(statement: Statement) -> bool:
    """Whether the decision that stands says so, as it is or amended."""
    standing = find_standing_decision(statement)
    return standing is not None and DecisionKind(standing.decision) in ACCEPTING


def _quoted(change: CatalogChange, shape: PositionShape, stored: Stored) -> list[Statement]:
    """Its quotations, as they are stored."""
    return [_code(change, shape, evidence, stored) for evidence in shape.evidence]


def _accept(
    change: CatalogChange, shape: PositionShape, content: history.Content, statements: Sequence[Statement]
) -> Outcome:
    """Accepts what nobody has decided yet: a quotation that a curator took back is not put forward again."""
    outcome = Outcome.UNCHANGED
    for statement in statements:
        if not statement.decisions.exists():
            accept_statement(
                statement,
                by=change.by,
                content=content,
                valid_from=shape.valid_from,
                reason=FROM_THE_FILE,
                apart=True,
            )
            outcome = Outcome.UPDATED
    return outcome


def _code(change: CatalogChange, shape: PositionShape, evidence: EvidenceShape, stored: Stored) -> Statement:
    source = SourceText(
        text=evidence.quote,
        url=evidence.article.url,
        title=evidence.article.title,
        outlet=evidence.article.outlet,
        published_on=evidence.article.published_on,
    )
    try:
        article = store_excerpt(source, submitter=change.by)
    except ArticleRefused as refused:
        raise CatalogConflict(f"positions: the quotation “{evidence.quote}” can't be stored: {refused}") from refused
    coded = CodedStatement(
        article=article,
        party=stored.parties[shape.party],
        target=stored.targets[shape.target],
        stance=shape.stance,
        act=shape.act,
        attribution=evidence.attribution,
        salience=shape.salience,
        terms=tuple(term.as_term() for term in shape.terms),
        condition=shape.condition,
        quote=article.text,  # as it was stored first: white space may differ
        start=0,
        end=len(article.text),
        said_on=evidence.said_on or source.published_on or shape.valid_from,
        speaker=evidence.speaker,
    )
    change.quoted.add(article.pk)
    try:
        statement = code_statement(coded, coder=change.by)
    except StatementKnown as known:
        statement = known.statement
    change.told += said_otherwise(statement, coded, source)
    return statement


def content_of_shape(shape: PositionShape) -> history.Content:
    """What an entry says, as `history` records it."""
    return history.Content(
        stance=shape.stance,
        act=shape.act,
        salience=shape.salience,
        salience_value=shape.salience_value,
        scale=shape.scale,
        terms=tuple(term.as_term() for term in shape.terms),
        condition=shape.condition,
        summary=shape.summary,
    )
