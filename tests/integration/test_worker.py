"""A real worker reads articles; killed, cut off from the broker or called twice, it does its work once."""

import pytest
from django.conf import settings
from django.db import transaction
from redis import Redis

from config import embedded
from positions import tasks
from positions.extraction.lanes import load_extractor
from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun, Statement
from positions.queries.catalog.catalogs import stored_catalog
from positions.statements import extract_article
from positions.statements.runs import MOST_ATTEMPTS
from tests.worker import kill, running_worker, until
from tests.world import RiverTalks, write_article

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Northland rejects the upper dam. Southland said on Monday that it supports the League's draft of March."


@pytest.fixture(autouse=True)
def broker() -> Redis:
    """An empty broker: messages of other tests speak of articles that are gone."""
    broker = Redis.from_url(embedded.redis_client_url(settings.CELERY_BROKER_URL))
    broker.flushall()
    yield broker
    broker.flushall()
    broker.close()


def queue(talks: RiverTalks, text: str, *, wake: bool = True) -> Article:
    with transaction.atomic():
        article = write_article(text)
        queue_extraction(article, negotiations=[talks.negotiation])
        if wake:
            tasks.enqueue_article(article)
    return article


def state(article: Article) -> str:
    return ExtractionRun.objects.get(article=article).run_state


def found_in(article: Article, talks: RiverTalks) -> list[tuple[int, int, str]]:
    """What the extractor finds here, without a worker."""
    extractor = load_extractor("rules")
    catalog = stored_catalog(talks.negotiation)
    found = extractor.extract(article.text, catalog=catalog)
    return sorted((s.start, s.end, s.party) for s in found)


def stored_of(article: Article) -> list[tuple[int, int, str]]:
    return sorted(Statement.objects.filter(article=article).values_list("start", "end", "party__slug"))


def test_a_worker_stores_what_the_extractor_finds(talks):
    article = queue(talks, SHORT)
    with running_worker():
        until(lambda: state(article) == "done", what="the extraction")
    assert stored_of(article) == found_in(article, talks) != []
    run = ExtractionRun.objects.get()
    assert (run.n_statements, run.n_attempts) == (len(stored_of(article)), 1)


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(talks):
    article = queue(talks, "\n\n".join(f"In round {n} Northland rejected the upper dam." for n in range(500)))
    with running_worker() as worker:
        until(lambda: state(article) == "running", what="the start of the extraction")
        kill(worker)
    assert (state(article), stored_of(article)) == ("running", [])
    with running_worker():
        until(lambda: state(article) == "done", what="the second attempt")
    assert stored_of(article) == found_in(article, talks)
    assert ExtractionRun.objects.get().n_attempts == 2


def test_an_article_whose_message_the_broker_lost_is_found_again(talks, broker):
    article = queue(talks, SHORT)
    broker.flushall()
    with running_worker():
        until(lambda: state(article) == "done", what="the sweep at the worker's start")


def test_the_sweeper_adds_nothing_while_messages_wait(talks, broker):
    queue(talks, SHORT)
    assert tasks.sweep_waiting_articles() == 0
    broker.flushall()
    assert tasks.sweep_waiting_articles() == 1
    assert broker.llen("extract") == 1


def test_the_same_task_twice_does_its_work_once(talks):
    article = queue(talks, SHORT, wake=False)
    assert extract_article(article.pk) == 1
    before = stored_of(article)
    assert extract_article(article.pk) == 0
    assert stored_of(article) == before


def test_a_worker_is_woken_on_commit_and_not_before(talks, broker):
    with transaction.atomic():
        article = write_article(SHORT)
        tasks.enqueue_article(article)
        assert broker.llen("extract") == 0
    assert broker.llen("extract") == 1


def test_a_text_that_cannot_be_read_fails_with_its_reason(talks):
    article = queue(talks, "2024: 12 / 13 / 14")
    extract_article(article.pk)
    run = ExtractionRun.objects.get(article=article)
    assert run.run_state == "failed"
    assert run.reason == "The text holds no words."
    assert extract_article(article.pk) == 0


def test_a_run_whose_worker_always_dies_is_given_up(talks):
    article = queue(talks, SHORT, wake=False)
    ExtractionRun.objects.update(run_state="running", n_attempts=MOST_ATTEMPTS)
    extract_article(article.pk)
    run = ExtractionRun.objects.get()
    assert (run.run_state, run.finished_at is not None) == ("failed", True)
    assert "or because somebody stopped them. In the second case retry it." in run.reason
    article.refresh_from_db()
    assert article.reason == run.reason
