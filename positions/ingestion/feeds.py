"""Feeds are asked when they are due, and what is new in them is submitted as any address is.

In: the id of a feed. Out: articles that are received, and on the feed's row what came of it. A feed is taken with a
session lock, as a host is, and it is due or not by its row, so that two clocks or a task delivered thrice ask it once.
Failing feeds are asked less and less often, and paused after a while, with the reason. Called by tasks and the admin.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from positions import outbound
from positions.counting import counted
from positions.ingestion import asking, robots
from positions.ingestion.submissions import Claims, active_negotiations, is_to_come, submit_address
from positions.ingestion.texts import ArticleRefused
from positions.markup import apart
from positions.models import Article, Feed, FeedEntry
from positions.session_locks import Alone, alone_at
from positions.vocabulary import ArticleState, FeedState, Origin

logger = logging.getLogger(__name__)

READABLE = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
        *("application/feed+json", "application/json", "text/plain", "text/html"),
    }
)
# After each failure in a row the pause doubles, up to a day; after so many the feed is paused.
LONGEST_PAUSE = timedelta(days=1)
MOST_FAILURES = 10
UNFINISHED = (ArticleState.RECEIVED.value, ArticleState.FETCHED.value, ArticleState.WAITING.value)


@dataclass(frozen=True, kw_only=True)
class Polled:
    """What a feed had: articles that are to be asked for now."""

    due: list[Article]


def list_due_feeds() -> list[int]:
    """Ids of feeds that are to be asked now, longest due first."""
    due = Feed.objects.filter(feed_state=FeedState.ACTIVE.value, next_poll_at__lte=timezone.now())
    return list(due.order_by("next_poll_at").values_list("pk", flat=True))


def is_backlog_long() -> bool:
    """Whether so many articles from feeds wait that feeds are not asked for more. People are never asked to wait."""
    waiting = Article.objects.filter(origin=Origin.FEED.value, article_state__in=UNFINISHED)
    return waiting.order_by()[: settings.FEED_BACKLOG + 1].count() > settings.FEED_BACKLOG


def poll_feed(feed_id: int) -> Polled:
    """Asks a feed that is due, unless somebody does already. Harmless when done twice."""
    with alone_at(Alone.FEED, feed_id) as is_alone:
        feed = Feed.objects.filter(pk=feed_id, pk__in=list_due_feeds()).first() if is_alone else None
        if feed is None:
            return Polled(due=[])
        if is_backlog_long():
            _note(feed, f"Not asked: more than {settings.FEED_BACKLOG:,} articles of feeds wait to be read.")
            return Polled(due=[])
        try:
            return Polled(due=_ask(feed))
        except (outbound.OutboundRefused, outbound.OutboundFailed, robots.SiteForbids) as problem:
            note_failure(feed, str(problem))
        except _reader().FeedUnreadable as unreadable:
            note_failure(feed, str(unreadable))
        except Exception as error:
            connection.ensure_connection()  # a database that is gone is no fault of the feed
            logger.exception("feed %s could not be asked", feed.pk)
            note_failure(feed, f"{type(error).__name__}: {error}")
    return Polled(due=[])


def _reader() -> Any:
    """Loaded when the first feed is asked."""
    return import_module("positions.markup.feed_entries")


def _ask(feed: Feed) -> list[Article]:
    """Raises: OutboundRefused, OutboundFailed, SiteForbids, FeedUnreadable."""
    conditions = asking.unless_unchanged(feed)
    answer = asking.ask(feed.url, headers=conditions, accepts=READABLE)
    if answer.status == 304 and conditions:
        _note(feed, "Nothing new: the site says that it has not changed.", is_answer=True)
        return []
    if answer.status != 200:
        raise outbound.OutboundFailed(f"The feed's address answers {answer.status} ({answer.phrase}).")
    return _take(feed, _read(answer), answer)


def _read(answer: outbound.Answer) -> Any:
    """Raises: FeedUnreadable."""
    try:
        return apart.run(partial(_reader().read_feed, url=answer.url, content_type=answer.content_type), answer.body)
    except apart.NotDone as problem:
        raise _reader().FeedUnreadable(f"The feed {problem}.") from None


def _take(feed: Feed, content: Any, answer: outbound.Answer) -> list[Article]:
    """What is new or was updated is submitted, entry by entry, and then the feed's row says how much that was.

    A worker killed in the middle has forgotten nothing: the feed is still due, and what was submitted is known.
    """
    talks = list(feed.negotiations.all()) or active_negotiations()
    keys = [entry.entry_key for entry in content.entries]
    known = {entry.entry_key: entry for entry in feed.entries.filter(entry_key__in=keys)}
    results = [_submit(feed, entry, known.get(entry.entry_key), talks) for entry in content.entries]
    counts = {word: sum(result == word for result, _ in results) for word in ("new", "updated", "refused")}
    parts = ", ".join(f"{number} {word}" for word, number in counts.items() if number) or "nothing new"
    Feed.objects.filter(pk=feed.pk).update(title=feed.title or content.title, **asking.version_of(answer))
    n_entries = len(content.entries)
    _note(feed, f"{counted(n_entries, 'entry', plural='entries')}: {parts}.", is_answer=True)
    return [article for result, article in results if article is not None and result in {"new", "updated"}]


def _submit(feed: Feed, entry: Any, known: FeedEntry | None, talks: list[Any]) -> tuple[str, Article | None]:
    """(what became of it, its article) of one entry."""
    if known is not None and known.content_sha256 == entry.content_sha256:
        return "known", None
    day = entry.published_on
    if day is not None and is_to_come(day, today=timezone.now().date()):
        day = None
    try:
        with transaction.atomic():
            stored = submit_address(
                entry.url,
                negotiations=talks,
                origin=Origin.FEED,
                submitter=feed.submitter,
                claims=Claims(title=entry.title, published_on=day, is_update=known is not None),
            )
            FeedEntry.objects.update_or_create(
                feed=feed,
                entry_key=entry.entry_key,
                defaults={"content_sha256": entry.content_sha256, "article": stored.article},
            )
    except ArticleRefused as refused:
        logger.info("feed %s names %s: %s", feed.pk, entry.url[:200], refused)
        return "refused", None
    return ("updated" if known is not None else "new" if stored.is_new else "known"), stored.article


def _note(feed: Feed, result: str, *, is_answer: bool = False) -> None:
    """What came of asking; an answer ends a row of failures."""
    now = timezone.now()
    answered = {"answered_at": now, "n_failures": 0, "reason": ""} if is_answer else {}
    _unless_paused(feed).update(
        polled_at=now,
        last_result=result[:300],
        next_poll_at=now + timedelta(minutes=feed.interval_minutes),
        **answered,
    )


def _unless_paused(feed: Feed) -> "QuerySet[Feed]":
    """The feed's row as it is now: where somebody paused it while it was asked, what they wrote stays."""
    return Feed.objects.filter(pk=feed.pk, feed_state=FeedState.ACTIVE.value)


def note_failure(feed: Feed, reason: str) -> None:
    """The feed did not answer: it is asked later each time, and paused in the end, with the reason."""
    now = timezone.now()
    n_failures = feed.n_failures + 1
    pause = min(timedelta(minutes=feed.interval_minutes) * 2 ** min(n_failures, 20), LONGEST_PAUSE)
    is_over = n_failures >= MOST_FAILURES
    _unless_paused(feed).update(
        polled_at=now,
        last_result=f"Failed: {reason}"[:300],
        reason=f"Failed {n_failures} times in a row; the last time: {reason}" if is_over else reason,
        n_failures=n_failures,
        feed_state=FeedState.PAUSED.value if is_over else FeedState.ACTIVE.value,
        next_poll_at=now + pause,
    )


def pause_feed(feed: Feed, *, reason: str) -> None:
    """The feed is not asked until somebody resumes it."""
    Feed.objects.filter(pk=feed.pk).update(feed_state=FeedState.PAUSED.value, reason=reason)


def resume_feed(feed: Feed) -> None:
    """The feed is asked at once, as if it had never failed."""
    Feed.objects.filter(pk=feed.pk).update(
        feed_state=FeedState.ACTIVE.value, reason="", n_failures=0, next_poll_at=timezone.now()
    )
