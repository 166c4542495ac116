"""Statements from a sheet, as somebody coded them there: stored as coded by hand, each waits for review.

In: rows that name an article here, or the source of a quotation that is in none. All of them or none is stored. A
statement that is stored already stays; one that a row would change is a problem, since statements never change.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from positions.catalog.changes import Counts
from positions.catalog.coded_lines import CellInvalid, Faults, checked, no_such, slug_named
from positions.catalog.imports import known_parties, known_targets, require_near
from positions.catalog.names import KnownNames
from positions.catalog.position_sheets import require_rows
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.shape import Day, MaybeName, MaybeProse, Shape, TermShape, as_list, sized, web_address, wrong
from positions.catalog.sheet import Columns, Sheet, read_sheet
from positions.catalog.spreadsheets import Line
from positions.catalog.term_cells import TermsUnreadable, read_terms
from positions.days import day_in_words
from positions.history import lock, term_rows
from positions.ingestion import ArticleRefused, SourceText, store_excerpt
from positions.models import Article, Negotiation, Party, Statement, Target
from positions.models.former_wording import was_corrected
from positions.statements import CodedStatement, StatementKnown, code_statement
from positions.statements.places import QuoteNotFound, find_place
from positions.vocabulary import Act, Attribution, Salience, Stance

SOURCE = ("title", "url", "outlet", "published_on")
VALUES = ("stance", "act", "attribution", "speaker", "salience", "terms", "condition", "said_on")
TOLD = ("id", "end", "confidence", "decision", "coder", "explanation", "created_at")
COLUMNS = Columns(
    known=("negotiation", "article", *SOURCE, "party", "target", *VALUES, "quote", "start", *TOLD),
    needed=("party", "target", "stance", "attribution", "quote"),
    verbatim=("quote",),
)


def specified(stance: Stance) -> Stance:
    if stance is Stance.UNSPECIFIED:
        raise wrong("a statement has a stance; one of supports, conditional, undecided, opposes")
    return stance


class RowShape(Shape):
    """A row of a sheet; its names are columns and no keys of a catalog file."""


class StatementRow(RowShape):
    """One row, each cell by itself. `quote` is verbatim, spaces around it included."""

    article: UUID | None = None
    title: Annotated[str, sized(500, 0)] = ""
    url: Annotated[str, sized(2000, 0), BeforeValidator(lambda value: web_address(str(value)))] = ""
    outlet: MaybeName = ""
    published_on: Day | None = None
    party: str
    target: str
    stance: Annotated[Stance, AfterValidator(specified)]
    act: Act = Act.DECLARATION
    attribution: Attribution
    speaker: MaybeName = ""
    salience: Salience = Salience.UNSPECIFIED
    terms: Annotated[tuple[TermShape, ...], BeforeValidator(as_list)] = ()
    condition: MaybeProse = ""
    said_on: Day | None = None
    quote: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    start: Annotated[int, Field(ge=0, le=10**9)] | None = None


@dataclass
class Known:
    """What rows may name."""

    party_slugs: KnownNames
    target_slugs: KnownNames
    parties: dict[str, Party]
    targets: dict[str, Target]
    articles: dict[UUID, Article]
    rows: dict[tuple[object, ...], int] = field(default_factory=dict)


def read_statement_sheet(content: bytes, *, name: str) -> Sheet:
    """Raises: CatalogFileInvalid."""
    return read_sheet(content, name=name, columns=COLUMNS)


def import_statement_sheet(sheet: Sheet, *, negotiation: Negotiation, by: User) -> Counts:
    """Raises: CatalogFileInvalid, which lists every problem with its row and column. Then nothing is stored."""
    require_rows(sheet, negotiation)
    problems, n_new = list[Problem](), 0
    with transaction.atomic():
        lock(negotiation)
        known = known_of(sheet, negotiation)
        for line in sheet.lines:
            faults = Faults()
            with faults:
                n_new += store_row(line, known, by=by)
            problems += faults.problems(line)
        if problems:
            raise CatalogFileInvalid(sheet.path, problems)
    return Counts(n_new=n_new, n_unchanged=len(sheet.lines) - n_new)


def known_of(sheet: Sheet, negotiation: Negotiation) -> Known:
    parts = negotiation.participations.listed().select_related("party")
    asked = [uuid for line in sheet.lines if (uuid := uuid_of(line.cells.get("article", "")))]
    return Known(
        party_slugs=known_parties(negotiation),
        target_slugs=known_targets(negotiation),
        parties={part.party.slug: part.party for part in parts},
        targets={target.slug: target for target in negotiation.targets.listed().select_related("negotiation")},
        articles=Article.objects.in_bulk(asked, field_name="uuid"),
    )


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def store_row(line: Line, known: Known, *, by: User) -> bool:
    """Whether the statement is new. Raises: CellInvalid."""
    row = read_row(line, known)
    coded = coded_of(row, known, by)
    key = (coded.article.pk, coded.party.pk, coded.target.pk, coded.stance, coded.start, coded.end)
    first = known.rows.setdefault(key, line.number)
    if first != line.number:
        raise CellInvalid("quote", f"the same statement stands in row {first} already")
    try:
        code_statement(coded, coder=by)
    except StatementKnown as known_already:
        require_same(known_already.statement, coded, line)
        return False
    return True


def read_row(line: Line, known: Known) -> StatementRow:
    """Every cell of it, whatever is wrong with another. Raises: CellInvalid."""
    names = set(StatementRow.model_fields)
    values: dict[str, Any] = {name: cell for name, cell in line.cells.items() if name in names and cell.strip()}
    faults = Faults()
    for name in COLUMNS.needed:
        with faults:
            if name not in values:
                raise CellInvalid(name, f"is empty; a row needs a {name}")
    for noun, slugs in (("party", known.party_slugs), ("target", known.target_slugs)):
        with faults:
            if noun in values:
                values[noun] = named(values[noun], slugs, noun)
    with faults:
        values["terms"] = terms_in(values.get("terms", ""))
    with faults:
        row = checked(StatementRow, values, StatementRow.model_construct())
    faults.require_none()
    return row


def terms_in(cell: str) -> list[dict[str, Any]]:
    """Raises: CellInvalid."""
    try:
        return read_terms(cell)
    except TermsUnreadable as unreadable:
        raise CellInvalid("terms", str(unreadable)) from unreadable


def day_of(row: StatementRow, article: Article) -> date:
    """The day on which it was said. Raises: CellInvalid."""
    said_on = row.said_on or article.published_on
    if said_on is None:
        raise CellInvalid("said_on", "is empty, and the article has no date either")
    require_near(said_on, "said_on")
    return said_on


def coded_of(row: StatementRow, known: Known, by: User) -> CodedStatement:
    """Raises: CellInvalid."""
    article = article_of(row, known, by)
    faults, said_on, (start, end) = Faults(), date.min, (0, 0)
    with faults:
        said_on = day_of(row, article)
    with faults:
        start, end = place_of(row, article)
    faults.require_none()
    return CodedStatement(
        article=article,
        party=known.parties[row.party],
        target=known.targets[row.target],
        stance=row.stance,
        act=row.act,
        attribution=row.attribution,
        quote=article.text[start:end],
        start=start,
        end=end,
        said_on=said_on,
        speaker=row.speaker,
        salience=row.salience,
        terms=tuple(term.as_term() for term in row.terms),
        condition=row.condition,
    )


def named(name: str, known: KnownNames, noun: str) -> str:
    """Raises: CellInvalid."""
    slug = slug_named(name, known, noun=noun, column=noun)
    if slug is None:
        raise CellInvalid(noun, no_such(name, known, noun))
    return slug


def article_of(row: StatementRow, known: Known, by: User) -> Article:
    """The article that the row names, or the excerpt that its quotation is. Raises: CellInvalid."""
    if row.article is None:
        return excerpt_of(row, by)
    article = known.articles.get(row.article)
    if article is None:
        says = f"there is no article {row.article} here; leave the cell empty to record the quotation with its source"
        raise CellInvalid("article", says)
    if article.taken_down_at is not None:
        raise CellInvalid("article", f"was taken down on {day_in_words(article.taken_down_at)}; nothing is coded in it")
    return article


def excerpt_of(row: StatementRow, by: User) -> Article:
    if not (row.title or row.url):
        raise CellInvalid("article", "names no article, and neither title nor url say where the quotation is from")
    source = SourceText(
        text=row.quote.strip(),
        title=row.title,
        url=row.url,
        outlet=row.outlet,
        published_on=row.published_on or row.said_on,
    )
    try:
        article = store_excerpt(source, submitter=by)
    except ArticleRefused as refused:
        raise CellInvalid("quote", str(refused)) from refused
    require_same_source(article, row)
    return article


def require_same_source(article: Article, row: StatementRow) -> None:
    """Raises: CellInvalid where the source is stored already, and the row says otherwise of it."""
    for name in ("outlet", "published_on"):
        stored, sent = getattr(article, name), getattr(row, name)
        if sent and sent != stored and not was_corrected(article, name, sent):
            says = (
                f"this source is stored already with “{stored}”" if stored else "this source is stored already without"
            )
            raise CellInvalid(name, f"{says}; write it so, leave the cell empty, or give the source another title")


def place_of(row: StatementRow, article: Article) -> tuple[int, int]:
    """At `start` where the words stand there to the letter, else wherever they stand; a quotation is its whole source.

    Raises: CellInvalid.
    """
    if row.article is None:
        return 0, len(article.text)  # as it was stored first: white space may differ
    if row.start is not None and article.text.startswith(row.quote, row.start):
        return row.start, row.start + len(row.quote)
    try:
        return find_place(article.text, row.quote, near=row.start)
    except QuoteNotFound as missing:
        raise CellInvalid("quote", str(missing)) from missing


def require_same(there: Statement, coded: CodedStatement, line: Line) -> None:
    """Raises: CellInvalid for a value that differs from the stored one; what the sheet leaves out is not compared."""
    for name in VALUES:
        stored, sent = getattr(there, name), getattr(coded, name)
        plain = term_rows(sent) if name == "terms" else getattr(sent, "value", sent)
        if line.cells.get(name) and plain != stored:
            says = f"this statement is stored already with “{stored}”; statements never change. Amend it on the desk"
            raise CellInvalid(name, says)
