"""Articles into the table, each once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Q

from positions.days import day_in_words
from positions.extraction.contract import Source
from positions.ingestion.addresses import Address, find_address, require_no_account
from positions.ingestion.near_duplicates import bands_of, join_group, shingles_of
from positions.ingestion.texts import ArticleRefused, require_storable, sha256_of
from positions.models import Article
from positions.vocabulary import ArticleState, Extent, Origin

# Any constant of our own: the advisory lock under which one text or address at a time is stored.
STORING_LOCK = 0x50415253
# Of an excerpt or a source without text nothing is left for a machine to read: people have coded it.
NOT_READ = {
    "article_state": ArticleState.SKIPPED.value,
    "reason": "People coded it; there is nothing to read.",
}


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a text: the article that holds it, and whether it was new."""

    article: Article
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A text with what is known of where it was published; unknown things are empty."""

    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    published_on: date | None = None
    month: date | None = None
    """The first day of the month in which it was published, where no day is known. It is not stored."""
    doubts: Sequence[str] = field(default=())

    @property
    def source(self) -> Source:
        """As extractors know it."""
        return Source(title=self.title, url=self.url, published_on=self.published_on)

    def as_columns(self) -> dict[str, Any]:
        """As the table has it: what is longer than a column is cut."""
        return {
            "title": self.title[:500],
            "url": self.url,
            "outlet": self.outlet[:200],
            "author": self.author[:300],
            "language": self.language[:8],
            "published_on": self.published_on,
            "doubts": [doubt[:300] for doubt in self.doubts],
        }


def store_article(source: SourceText, *, submitter: User | None = None, origin: Origin = Origin.PERSON) -> Stored:
    """A full text, stored once: the same normalised text again gives the article that is there.

    Another text of an address that is known becomes its next version; so does the full text after an excerpt. A
    duplicate becomes the article of that text.
    Raises: ArticleRefused.
    """
    require_storable(source.text)
    require_no_account(source.url)
    sha256, shingles = sha256_of(source.text), shingles_of(source.text)
    bands = bands_of(shingles)
    address = find_address(source.url)
    with transaction.atomic():
        store_one_at_a_time()
        known = find_full_text(sha256)
        if known is not None:
            return Stored(article=known, is_new=False)
        article = _unread_at(address) or Article(origin=origin.value, submitter=submitter)
        article.previous = find_latest(address)
        for name, value in source.as_columns().items():
            setattr(article, name, value or getattr(article, name))
        _set_text(article, source.text, sha256=sha256, address=address)
        article.save()
        article.near_duplicate_group = join_group(article, shingles, bands)
    return Stored(article=article, is_new=True)


def _set_text(article: Article, text: str, *, sha256: str, address: Address | None) -> None:
    article.text, article.sha256, article.extent = text, sha256, Extent.FULL.value
    article.article_state, article.reason, article.retry_at = ArticleState.FETCHED.value, "", None
    article.due_at, article.duplicate_of = None, None
    if address is not None:
        article.address_sha256, article.host = address.sha256, address.host


def store_one_at_a_time() -> None:
    """Until the transaction ends nobody else stores an article: what is looked for and not found stays so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORING_LOCK])


def find_full_text(sha256: str) -> Article | None:
    return Article.objects.filter(sha256=sha256, extent=Extent.FULL.value).first()


def find_latest(address: Address | None) -> Article | None:
    """The newest text of an address: a full one, else an excerpt; None where there is none yet."""
    if address is None:
        return None
    texts = Article.objects.filter(address_sha256=address.sha256, next__isnull=True)
    return (
        texts.filter(extent=Extent.FULL.value).order_by("-id").first()
        or texts.filter(extent=Extent.EXCERPT.value).order_by("-id").first()
    )


def _unread_at(address: Address | None) -> Article | None:
    """The article of this address that has no text of its own yet: it waits for one, or had that of another."""
    if address is None:
        return None
    return Article.objects.filter(address_sha256=address.sha256, extent=Extent.UNREAD.value).first()


def find_source(**known: Any) -> Article | None:
    """What is stored of this address under this title, or was until the title was corrected."""
    title = known.pop("title")
    called_so = Q(title=title) | Q(former_wordings__title=title)
    return Article.objects.filter(called_so, **known).order_by("pk").first()


def store_excerpt(source: SourceText, *, submitter: User | None = None) -> Article:
    """A quotation whose article is not at hand, stored once for each source (address and title).

    What else is known of a source that is there already stays as it was stored first, or corrected.
    Raises: ArticleRefused, also for one that was taken down.
    """
    require_storable(source.text)
    require_no_account(source.url)
    address = find_address(source.url)
    columns = source.as_columns()
    known = {name: columns.pop(name) for name in ("url", "title")}
    known |= {"sha256": sha256_of(source.text), "extent": Extent.EXCERPT.value}
    article = find_source(**known)
    if article is None:
        rest = {"text": source.text, "submitter": submitter, **NOT_READ}
        if address is not None:
            rest |= {"address_sha256": address.sha256, "host": address.host}
        article, _ = Article.objects.get_or_create(**known, defaults=columns | rest)
    if article.taken_down_at is not None:
        raise ArticleRefused(
            f"This quotation was taken down on {day_in_words(article.taken_down_at)}; it is not stored again."
        )
    return article


def store_source(source: SourceText, *, submitter: User | None = None) -> Article:
    """A source without text, such as a coded data set, stored once for each address and title."""
    values = {"outlet": source.outlet[:200], "published_on": source.published_on, "submitter": submitter}
    known = {"extent": Extent.SOURCE.value, "url": source.url, "title": source.title[:500]}
    return find_source(**known) or Article.objects.create(**known, **values, **NOT_READ)
