"""Runs that wait, taken up once: by whichever worker gets there first, and again if that worker dies.

A run is claimed with a session lock, which the database frees when the worker is killed; so a run that says `running`
and whose lock is free has lost its worker.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from positions.extraction.contract import ArticleNotReadable, ExtractionFailed, ModelBusy
from positions.models import ExtractionRun
from positions.models.extraction_run import UNFINISHED
from positions.session_locks import Alone, alone_at
from positions.statements.lanes import ReadAlready, keep_account, read_run, supersede, within_reach
from positions.statements.store import store_found
from positions.vocabulary import Origin, RunState

logger = logging.getLogger(__name__)

# A run whose worker died or failed this often is given up, so that one bad text can't stop the line.
MOST_ATTEMPTS = 5
# Nobody can tell afterwards whether the text ended the worker or somebody did, so both are said.
ENDED_EACH_TIME = (
    f"It was begun {MOST_ATTEMPTS} times, and each time its worker or the database ended before it was read: "
    "by this text (out of memory, say), or because somebody stopped them. In the second case retry it."
)
# How long a run waits after its first failure; twice as long after each further one.
RETRY_PAUSE = timedelta(seconds=30)


def extract_article(article_id: int) -> int:
    """Does every unfinished run of an article that nobody else is doing; gives how many it did.

    However often it is called, each run's statements are stored once.
    """
    unfinished = ExtractionRun.objects.filter(
        within_reach(), is_ready(), article_id=article_id, run_state__in=UNFINISHED, superseded_at__isnull=True
    )
    return sum(_do(run_id) for run_id in unfinished.order_by("id").values_list("pk", flat=True))


def list_waiting_articles(*, of_feeds: bool | None = None, limit: int = 500) -> list[int]:
    """Ids of articles with unfinished runs, longest waiting first: what the sweeper hands to workers again.

    `of_feeds`: only what feeds brought, or only what they did not.
    """
    waiting = ExtractionRun.objects.filter(
        within_reach(), is_ready(), run_state__in=UNFINISHED, superseded_at__isnull=True
    )
    if of_feeds is not None:
        by_feeds = Q(article__origin=Origin.FEED.value)
        waiting = waiting.filter(by_feeds if of_feeds else ~by_feeds)
    ids = waiting.order_by("queued_at", "id").values_list("article_id", flat=True)[:limit]
    return list(dict.fromkeys(ids))


def is_ready() -> Q:
    """Runs that need not wait any longer: those that failed lately are left alone for a while."""
    return Q(retry_at__isnull=True) | Q(retry_at__lte=Now())


def _do(run_id: int) -> bool:
    with _claimed(run_id) as run:
        if run is None:
            return False
        if run.n_attempts > MOST_ATTEMPTS:
            _finish(run, RunState.FAILED, reason=run.reason or ENDED_EACH_TIME)
            return True
        try:
            _extract(run)
        except ReadAlready:
            supersede(run)
        except ArticleNotReadable as unreadable:
            _finish(run, RunState.FAILED, reason=str(unreadable))
        except ExtractionFailed as failure:
            keep_account(run, failure.account)
            _wait_for_model(run, failure)
        except Exception as error:
            # Whatever went wrong is kept where a curator sees it; the sweeper tries again.
            logger.exception("extraction run %s failed", run.uuid)
            _wait_or_fail(run, f"{type(error).__name__}: {error}")
    return True


@contextmanager
def _claimed(run_id: int) -> Iterator[ExtractionRun | None]:
    """The run, marked as running, for whoever gets its lock; None where another has it or it is over."""
    with alone_at(Alone.RUN, run_id) as is_alone:
        claimed = is_alone and ExtractionRun.objects.filter(pk=run_id, run_state__in=UNFINISHED).update(
            run_state=RunState.RUNNING.value, started_at=Now(), retry_at=None, n_attempts=F("n_attempts") + 1
        )
        yield ExtractionRun.objects.select_related("article", "negotiation").get(pk=run_id) if claimed else None


def _extract(run: ExtractionRun) -> None:
    extraction = read_run(run)
    if extraction is None:
        return
    with transaction.atomic():
        keep_account(run, extraction.account)
        run.n_statements = store_found(run, extraction.statements)
        _finish(run, RunState.DONE)


def _finish(run: ExtractionRun, state: RunState, *, reason: str = "") -> None:
    ExtractionRun.objects.filter(pk=run.pk).update(
        run_state=state.value, reason=reason, finished_at=Now(), n_statements=run.n_statements
    )


def _wait_or_fail(run: ExtractionRun, reason: str) -> None:
    if run.n_attempts >= MOST_ATTEMPTS:
        _finish(run, RunState.FAILED, reason=reason)
    else:
        pause = RETRY_PAUSE * 2 ** (run.n_attempts - 1)
        ExtractionRun.objects.filter(pk=run.pk).update(
            run_state=RunState.WAITING.value, reason=reason, retry_at=Now() + pause
        )


def _wait_for_model(run: ExtractionRun, failure: ExtractionFailed) -> None:
    """A busy model is asked again for as long as it takes, which is no attempt of the run's; all else is final."""
    if not isinstance(failure, ModelBusy):
        _finish(run, RunState.FAILED, reason=str(failure))
        return
    ExtractionRun.objects.filter(pk=run.pk).update(
        run_state=RunState.WAITING.value,
        reason=str(failure),
        retry_at=Now() + RETRY_PAUSE,
        n_attempts=F("n_attempts") - 1,
    )
