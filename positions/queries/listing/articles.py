"""Articles and the runs that read them, for whoever may see them. In: who asks. Out: records, in few queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from positions.models import Article, ExtractionRun, Statement
from positions.queries.listing.article_records import ArticleRecord, Run
from positions.queries.listing.text_changes import list_text_changes
from positions.vocabulary import Extent

# From an article's id to the address at which it answers.
AddressOf = Callable[[UUID], str]


class UnknownArticle(Exception):
    """There is no such article, or not for this reader."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no article {uuid}.")
        self.uuid = uuid


class UnknownRun(Exception):
    """There is no such run, or not for this reader."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no extraction run {uuid}.")
        self.uuid = uuid


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who asks, and what they may see besides what is public: runs for drafts, texts, all articles or their own."""

    sees_drafts: bool = False
    sees_text: bool = False
    sees_all: bool = False
    submitter: int | None = None
    """Id of the account whose own submissions it sees, in whatever state; None: of none."""


def visible_articles(reader: Reader) -> QuerySet[Article]:
    """What a reader may see: everything, or what published talks were read from or coded from, and what is its own."""
    if reader.sees_all:
        return Article.objects.all()
    read = ExtractionRun.objects.filter(article=OuterRef("pk"), negotiation__is_published=True)
    coded = Statement.objects.filter(article=OuterRef("pk"), target__negotiation__is_published=True)
    public = (Q(Exists(read)) | Q(Exists(coded))) & ~Q(extent=Extent.UNREAD.value)
    if reader.submitter is None:
        return Article.objects.filter(public)
    again = Article.also_submitted_by.through.objects.filter(article=OuterRef("pk"), user=reader.submitter)
    return Article.objects.filter(public | Q(submitter=reader.submitter) | Q(Exists(again)))


def visible_runs(*, with_drafts: bool) -> QuerySet[ExtractionRun]:
    """Runs for published talks; staff see those for drafts too."""
    runs = ExtractionRun.objects.all()
    return runs if with_drafts else runs.filter(negotiation__is_published=True)


RENAMED = {
    "id": "uuid",
    "state": "article_state",
    "duplicate_of": "duplicate_uuid",
    "previous": "previous_uuid",
    "next": "next_uuid",
}
NOT_COLUMNS = {*RENAMED, "address", "n_characters", "story", "runs", "text", "changes"}
COLUMNS = tuple(name for name in ArticleRecord.__dataclass_fields__ if name not in NOT_COLUMNS)


def article_rows(articles: QuerySet[Article]) -> Any:
    """What is sent of articles but for runs and texts, as rows, in one query whatever their number."""
    first = Article.objects.filter(pk=OuterRef("near_duplicate_group"))
    return articles.annotate(
        duplicate_uuid=F("duplicate_of__uuid"),
        story=Subquery(first.values("uuid")[:1]),
        previous_uuid=F("previous__uuid"),
        next_uuid=F("next__uuid"),
        n_characters=Length("text"),
    ).values("pk", *COLUMNS, *RENAMED.values(), "n_characters", "story")


def article_record(
    row: dict[str, Any], *, runs: list[Run], address_of: AddressOf, text: str = "", before: str = ""
) -> ArticleRecord:
    """A row of `article_rows` as it is sent."""
    return ArticleRecord(
        **{name: row[name] for name in (*COLUMNS, "n_characters", "story")},
        **{name: row[column] for name, column in RENAMED.items()},
        address=address_of(row["uuid"]),
        runs=runs,
        text=text or None,
        changes=list_text_changes(before, text) if before and text else [],
    )


def get_article(uuid: UUID, *, reader: Reader, address_of: AddressOf) -> ArticleRecord:
    """One article with its runs, in two queries, or one more for its text. Raises: UnknownArticle."""
    row = article_rows(visible_articles(reader).filter(uuid=uuid)).first()
    if row is None:
        raise UnknownArticle(uuid)
    texts = Article.objects.filter(pk=row["pk"]).values_list("text", "previous__text")
    text, before = (texts.first() if reader.sees_text else None) or ("", "")
    runs = list_runs([row["pk"]], with_drafts=reader.sees_drafts)
    return article_record(row, runs=runs[row["pk"]], address_of=address_of, text=text, before=before or "")


def list_articles(ids: Sequence[int], *, reader: Reader, address_of: AddressOf) -> list[ArticleRecord]:
    """Articles in the order of their ids as given, with their runs and without their texts. Two queries."""
    rows = {row["pk"]: row for row in article_rows(Article.objects.filter(pk__in=ids).order_by())}
    runs = list_runs(ids, with_drafts=reader.sees_drafts)
    return [article_record(rows[pk], runs=runs[pk], address_of=address_of) for pk in ids]


def list_runs(article_ids: Sequence[int], *, with_drafts: bool) -> dict[int, list[Run]]:
    """Readings of articles: of each those that stand first, and the latest before. One query."""
    runs = visible_runs(with_drafts=with_drafts).filter(article_id__in=article_ids)
    found: dict[int, list[Run]] = {article_id: [] for article_id in article_ids}
    for row in run_columns(runs.order_by(F("superseded_at").desc(nulls_first=True), "-id")):
        found[row["article_id"]].append(run_record(row))
    return found


def get_run(uuid: UUID, *, with_drafts: bool) -> Run:
    """One query. Raises: UnknownRun."""
    row = run_columns(visible_runs(with_drafts=with_drafts).filter(uuid=uuid)).first()
    if row is None:
        raise UnknownRun(uuid)
    return run_record(row)


def run_columns(runs: QuerySet[ExtractionRun]) -> Any:
    own = [name for name in Run.__dataclass_fields__ if name not in {"id", "article", "negotiation"}]
    return runs.values("uuid", "article_id", "article__uuid", "negotiation__slug", *own)


def run_record(row: dict[str, Any]) -> Run:
    own = {name: row[name] for name in Run.__dataclass_fields__ if name in row}
    return Run(id=row["uuid"], article=row["article__uuid"], negotiation=row["negotiation__slug"], **own)
