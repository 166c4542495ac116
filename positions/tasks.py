"""What Celery runs, one call each; and enqueueing, on commit only.

The tables say what is to be done and the broker only wakes workers: a lost message is found again by the sweeper.
"""

import logging
from collections.abc import Iterable
from typing import Any

from celery.signals import worker_ready
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import ChannelError, OperationalError

from config.celery import app
from positions import ingestion, statements
from positions.models import Article
from positions.vocabulary import ArticleState, Origin

logger = logging.getLogger(__name__)


class Queue:
    """Where messages wait. Fetching waits for sites and extracting for processors, so each has workers of its own.

    In each, what people submit lies apart from what feeds bring. A worker takes from its queues in the order of their
    names (`queue_order_strategy` in the settings), so people come first.
    """

    SHORT = "celery"
    FETCH = "fetch"
    FETCH_FEEDS = "fetch-feeds"
    EXTRACT = "extract"
    EXTRACT_FEEDS = "extract-feeds"


@app.task(name="positions.extract_article")
def extract_article(article_id: int) -> int:
    """Does the unfinished runs of an article; harmless when done twice."""
    return statements.extract_article(article_id)


@app.task(name="positions.fetch_article")
def fetch_article(article_id: int) -> int:
    """Asks an article's host for all that is due there; harmless when done twice."""
    fetched = ingestion.fetch_article(article_id)
    for article in Article.objects.filter(pk__in=fetched.read):
        wake_for(article)
    if fetched.again_at is not None:
        seconds = max(0.0, (fetched.again_at - timezone.now()).total_seconds())
        send(fetch_article, article_id, queue=Queue.FETCH_FEEDS, seconds=seconds)
    return len(fetched.read)


@app.task(name="positions.poll_feeds")
def poll_feeds() -> int:
    """Wakes workers for every feed that is due, unless messages about them still wait."""
    return 0 if n_messages(Queue.SHORT) else send_all(poll_feed, ingestion.list_due_feeds(), queue=Queue.SHORT)


@app.task(name="positions.poll_feed")
def poll_feed(feed_id: int) -> int:
    """Asks one feed, and wakes workers for what is new in it; harmless when done twice."""
    polled = ingestion.poll_feed(feed_id)
    for article in polled.due:
        wake_for(Article.objects.get(pk=article.pk))
    return len(polled.due)


@app.task(name="positions.sweep_waiting_articles")
def sweep_waiting_articles() -> int:
    """Wakes workers for every article that still waits, whatever happened to its message.

    While messages lie in a queue nothing of it was lost and its workers are busy; more would only pile up.
    """
    sent = 0
    for queue, is_feeds in ((Queue.FETCH, False), (Queue.FETCH_FEEDS, True)):
        if not n_messages(queue):
            sent += send_all(fetch_article, ingestion.list_due_articles(of_feeds=is_feeds), queue=queue)
    for queue, is_feeds in ((Queue.EXTRACT, False), (Queue.EXTRACT_FEEDS, True)):
        if not n_messages(queue):
            sent += send_all(extract_article, statements.list_waiting_articles(of_feeds=is_feeds), queue=queue)
    return sent


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A worker that starts looks for what one that died left behind."""
    sweep_waiting_articles.delay()


def n_messages(queue: str) -> int:
    """How many messages wait in a queue of the broker; none where there is no queue yet."""
    with app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        try:
            return int(channel.queue_declare(queue, passive=True).message_count)
        except ChannelError:
            return 0


def enqueue_article(article: Article) -> None:
    """Wakes the workers that an article needs, once it is committed. A broker that is down loses nothing."""
    transaction.on_commit(lambda: wake_for(Article.objects.get(pk=article.pk)))


def wake_for(article: Article) -> None:
    """A message for a worker that fetches, where the address is due; for one that extracts, where there is a text."""
    is_feeds = article.origin == Origin.FEED.value
    if article.due_at is not None:
        send(fetch_article, article.pk, queue=Queue.FETCH_FEEDS if is_feeds else Queue.FETCH)
    if article.article_state in {ArticleState.FETCHED.value, ArticleState.WAITING.value} and article.text:
        send(extract_article, article.pk, queue=Queue.EXTRACT_FEEDS if is_feeds else Queue.EXTRACT)


def send_all(task: Any, ids: Iterable[int], *, queue: str) -> int:
    return sum(send(task, article_id, queue=queue) for article_id in ids)


def send(task: Any, article_id: int, *, queue: str, seconds: float | None = None) -> bool:
    """One message; False, and a line in the log, where the broker does not answer."""
    try:
        task.apply_async(args=(article_id,), queue=queue, countdown=seconds, retry=False)
    except OperationalError as error:
        logger.warning("the broker does not answer (%s); the sweeper will find article %s", error, article_id)
        return False
    return True
