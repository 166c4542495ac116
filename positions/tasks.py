"""What Celery runs, one call each; and enqueueing, on commit only.

The tables say what is to be done and the broker only wakes workers: a lost message is found again by the sweeper.
"""

import logging
from typing import Any

from celery.signals import worker_ready
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

from config.celery import app
from positions import statements
from positions.models import Article

logger = logging.getLogger(__name__)


@app.task(name="positions.extract_article")
def extract_article(article_id: int) -> int:
    """Does the unfinished runs of an article; harmless when done twice."""
    return statements.extract_article(article_id)


@app.task(name="positions.sweep_waiting_articles")
def sweep_waiting_articles() -> int:
    """Wakes workers for every article that still waits, whatever happened to its message.

    While messages lie in the broker nothing was lost and workers are busy; more messages would only pile up.
    """
    if _n_messages():
        return 0
    waiting = statements.list_waiting_articles()
    for article_id in waiting:
        extract_article.delay(article_id)
    return len(waiting)


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A worker that starts looks for what one that died left behind."""
    sweep_waiting_articles.delay()


def _n_messages() -> int:
    """How many messages wait in the broker's queue; none where there is no queue yet."""
    with app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        try:
            return int(channel.queue_declare(app.conf.task_default_queue, passive=True).message_count)
        except ChannelError:
            return 0


def enqueue_extraction(article: Article) -> None:
    """Wakes a worker once the article is committed. A broker that is down delays the work and loses nothing."""
    transaction.on_commit(lambda: _wake(article.pk))


def _wake(article_id: int) -> None:
    try:
        extract_article.apply_async(args=(article_id,), retry=False)
    except OperationalError as error:
        logger.warning("the broker does not answer (%s); the sweeper will find article %s", error, article_id)
