"""What became of an address that was asked: each outcome a state that people see, and when it is asked again.

An article that has its text keeps its state: that its address fails later takes nothing away.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils import timezone

from positions import outbound
from positions.ingestion.asking import version_of
from positions.ingestion.submissions import same_text
from positions.models import Article
from positions.vocabulary import ArticleState, Extent

# How long after each attempt in vain the next one is made; after the last the article has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
# No site is waited for longer than this, whatever it says.
LONGEST_PAUSE = timedelta(days=1)


def skip(article: Article, reason: str) -> None:
    """There is nothing to read, and will not be by itself."""
    _end(article, ArticleState.SKIPPED, reason)


def fail(article: Article, reason: str) -> None:
    """The address is wrong or forbidden, and will not mend by itself."""
    _end(article, ArticleState.FAILED, reason)


def skip_duplicate(article: Article, *, of: Article) -> None:
    """Another article has this very text."""
    _end(article, ArticleState.SKIPPED, same_text(of), duplicate_of=of)


def _end(article: Article, state: ArticleState, reason: str, **columns: object) -> None:
    unread = Article.objects.filter(pk=article.pk, extent=Extent.UNREAD.value)
    unread.update(
        article_state=state.value, reason=reason, state_at=timezone.now(), retry_at=None, n_attempts=0, **columns
    )
    Article.objects.filter(pk=article.pk).update(due_at=None)


def wait(article: Article, reason: str, *, retry_after: str = "") -> None:
    """The address may answer later; after as many attempts as there are pauses it has failed."""
    now = timezone.now()
    if article.n_attempts >= len(PAUSES):
        fail(article, f"{reason} It was asked {article.n_attempts + 1} times.")
        return
    until = max(now + PAUSES[article.n_attempts], read_retry_after(retry_after, now=now))
    Article.objects.filter(pk=article.pk).update(due_at=until, n_attempts=article.n_attempts + 1)
    unread = Article.objects.filter(pk=article.pk, extent=Extent.UNREAD.value)
    unread.update(article_state=ArticleState.WAITING.value, reason=reason, state_at=now, retry_at=until)


def read_retry_after(header: str, *, now: datetime) -> datetime:
    """RFC 9110, 10.2.3: seconds or a date; now where it is neither, and never later than a day."""
    text = header.strip()
    try:
        until = now + timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return now
    known = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(known, now + LONGEST_PAUSE)


def note_read(article: Article, answer: outbound.Answer) -> None:
    """The address has answered: which version that was, and that it is not due any more."""
    Article.objects.filter(pk=article.pk).update(
        due_at=None,
        n_attempts=0,
        read_at=timezone.now(),
        **version_of(answer),
    )
