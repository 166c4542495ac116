"""Addresses that are due are asked, one at a time a host, and what they answer is stored.

In: the id of an article. Out: its text, or a state that says why there is none. A host is taken with a session lock,
which the database frees when the worker is killed; whoever has it asks all that is due there, people's before feeds'.
Called by tasks and by `manage.py ingest`.
"""

import logging
import zlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from positions import outbound
from positions.ingestion import asking, outcomes, robots
from positions.ingestion.reading import Page, read_page
from positions.ingestion.recognition import NoArticle
from positions.ingestion.runs import queue_extraction
from positions.ingestion.store import SourceText, store_article
from positions.ingestion.submissions import Claims
from positions.ingestion.texts import ArticleRefused
from positions.models import Article
from positions.session_locks import Alone, alone_at
from positions.vocabulary import Extent, Origin

logger = logging.getLogger(__name__)

READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
# What may be asked for again: too early, too many requests.
TEMPORARY = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What was done at one host: articles whose text is here now, and when the site wants to be asked again."""

    read: list[int]
    again_at: datetime | None = None


def fetch_article(article_id: int) -> Fetched:
    """Asks the article's host for all that is due there, unless somebody does already. Harmless when done twice."""
    host = Article.objects.filter(pk=article_id, due_at__isnull=False).values_list("host", flat=True).first()
    read: list[int] = []
    # After the lock is given back one more look: what came in meanwhile found it taken and left.
    while host is not None and find_due(host) is not None:
        with alone_at(Alone.HOST, zlib.crc32(host.encode())) as is_alone:
            if not is_alone:
                break
            while (article := find_due(host)) is not None:
                again_at = _pause(article)
                if again_at is not None:
                    return Fetched(read=read, again_at=again_at)
                read += _ask(article)
    return Fetched(read=read)


def find_due(host: str) -> Article | None:
    """What is asked next at a host: what people and programs submitted first, then what waits longest."""
    is_feeds = Case(When(origin=Origin.FEED.value, then=Value(1)), default=Value(0), output_field=IntegerField())
    due = Article.objects.filter(host=host, due_at__lte=timezone.now())
    return due.order_by(is_feeds, "due_at", "id").first()


def list_due_articles(*, of_feeds: bool, limit: int = 500) -> list[int]:
    """Id of one article for each host where something is due: what the sweeper hands to workers again.

    `of_feeds`: of what feeds brought, or of what they did not.
    """
    by_feeds = Q(origin=Origin.FEED.value)
    due = Article.objects.filter(by_feeds if of_feeds else ~by_feeds, due_at__lte=timezone.now())
    return list(due.order_by("host", "due_at").distinct("host").values_list("id", flat=True)[:limit])


def _pause(article: Article) -> datetime | None:
    """When the site wants its next request, if that is not yet."""
    rules = robots.find_rules(article.url)
    until = rules.next_request_at if rules else None
    return until if until is not None and until > timezone.now() else None


def _ask(article: Article) -> list[int]:
    """One address, one outcome. Gives the article that has a text to be extracted now."""
    try:
        # An answer that nothing has changed would leave an article without a text.
        headers = {} if article.extent == Extent.UNREAD.value else asking.unless_unchanged(article)
        return _take(article, asking.ask(article.url, headers=headers, accepts=READABLE))
    except robots.SiteForbids as forbidden:
        outcomes.skip(article, str(forbidden))
    except NoArticle as nothing:
        outcomes.skip(article, str(nothing))
    except (outbound.OutboundRefused, ArticleRefused) as refused:
        outcomes.fail(article, str(refused))
    except outbound.OutboundFailed as failed:
        outcomes.wait(article, str(failed))
    except Exception as error:
        connection.ensure_connection()  # a database that is gone is no fault of the address
        logger.exception("article %s could not be fetched", article.uuid)
        outcomes.wait(article, f"{type(error).__name__}: {error}")
    return []


def _take(article: Article, answer: outbound.Answer) -> list[int]:
    """What an answer means. Raises: NoArticle, ArticleRefused, OutboundFailed."""
    if answer.status == 304 and article.extent != Extent.UNREAD.value:
        outcomes.note_read(article, answer)
        return []
    if answer.status >= 500 or answer.status in TEMPORARY:
        outcomes.wait(article, _says(answer), retry_after=answer.headers.get("retry-after", ""))
        return []
    if answer.status != 200:
        outcomes.fail(article, _says(answer))
        return []
    claims = Claims(
        title=article.title, outlet=article.outlet, author=article.author, published_on=article.published_on
    )
    return _store(article, _read(answer, url=article.url, claims=claims), answer)


def _read(answer: outbound.Answer, *, url: str, claims: Claims) -> SourceText:
    """Raises: NoArticle."""
    page = Page(body=answer.body, url=url, content_type=answer.content_type, charset=answer.charset)
    return read_page(page, claims=claims, today=timezone.now().date())


def _says(answer: outbound.Answer) -> str:
    return f"The address answers {answer.status} ({answer.phrase})."


def _store(article: Article, source: SourceText, answer: outbound.Answer) -> list[int]:
    """The text, as the article's own, as its next version, or as that of another that had it first."""
    with transaction.atomic():
        stored = store_article(source, submitter=article.submitter, origin=Origin(article.origin))
        outcomes.note_read(article, answer)
        wanted = list(article.wanted_for.all())
        if stored.article.pk != article.pk:
            stored.article.wanted_for.add(*wanted)
            if not stored.is_new and article.extent == Extent.UNREAD.value:
                outcomes.skip_duplicate(article, of=stored.article)
        if stored.is_new:
            outcomes.note_read(stored.article, answer)
        queue_extraction(stored.article, negotiations=wanted)
    return [stored.article.pk]
