"""What failed, waits, was skipped or was read before is taken up again because a person says so."""

from django.db import transaction
from django.db.models.functions import Now

from positions.ingestion.runs import queue_extraction
from positions.ingestion.submissions import RECEIVED
from positions.models import Article, ExtractionRun, Negotiation
from positions.vocabulary import Extent, RunState

STOPPED = (RunState.FAILED.value, RunState.WAITING.value)


def retry_article(article: Article) -> bool:
    """Its address is asked again, or its runs are done again, from the start; False where there is nothing to do."""
    with transaction.atomic():
        if article.extent == Extent.UNREAD.value:
            unread = Article.objects.filter(pk=article.pk, extent=Extent.UNREAD.value, duplicate_of__isnull=True)
            return unread.filter(url__gt="").update(**RECEIVED, due_at=Now(), n_attempts=0) > 0
        stopped = ExtractionRun.objects.filter(article=article, run_state__in=STOPPED, superseded_at__isnull=True)
        return stopped.update(
            run_state=RunState.QUEUED.value, reason="", retry_at=None, finished_at=None, n_attempts=0
        ) > 0  # fmt: skip


def read_again(article: Article, *, talks: Negotiation | None = None) -> bool:
    """Its stored text is read for these talks, or for all that it was read for, with the catalogs and the lane of now.

    False where there is no text of its own, or where nothing has changed since it was read.
    """
    if article.extent != Extent.FULL.value or article.taken_down_at is not None:
        return False
    read_for = Negotiation.objects.filter(runs__article=article, runs__superseded_at__isnull=True).distinct()
    return queue_extraction(article, negotiations=[talks] if talks else read_for) > 0
