"""What people, programs and feeds submit: an address or a text, accepted once and committed before it is answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from positions.ingestion.addresses import Address, find_address, read_address
from positions.ingestion.runs import queue_extraction
from positions.ingestion.store import SourceText, Stored, store_article, store_one_at_a_time
from positions.ingestion.texts import ArticleRefused, looks_like_html
from positions.models import Article, Negotiation
from positions.outbound import LONGEST_URL_CHARACTERS
from positions.vocabulary import ArticleState, Extent, Origin


def is_to_come(day: date, *, today: date) -> bool:
    """Whether a day of publication has not begun anywhere on Earth; `today` is that of UTC."""
    return day > today + timedelta(days=1)


def require_possible(source: SourceText) -> None:
    """Raises: ArticleRefused for a slip in a file: a day or a month that has not come, an endless address."""
    day = source.published_on or source.month
    if day is not None and is_to_come(day, today=timezone.now().date()):
        raise ArticleRefused(f"published_on is in the future: {source.published_on or f'{day:%Y-%m}'}.")
    if len(source.url) > LONGEST_URL_CHARACTERS:
        raise ArticleRefused(f"The value of “url” is longer than {LONGEST_URL_CHARACTERS:,} characters.")


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What whoever names an address says of it, until its page says otherwise."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    published_on: date | None = None
    is_update: bool = True
    """Whether an address that is known may have another text by now, so that it is asked again."""


# An address that is asked for the first time, or again from the start.
RECEIVED = {"article_state": ArticleState.RECEIVED.value, "reason": "", "retry_at": None, "state_at": Now()}


def active_negotiations() -> list[Negotiation]:
    """What an article is read for when nobody says."""
    return list(Negotiation.objects.active(on=timezone.now().date()))


def submit_address(
    url: str,
    *,
    negotiations: Collection[Negotiation],
    origin: Origin,
    submitter: User | None = None,
    claims: Claims | None = None,
) -> Stored:
    """An address whose text is to be fetched. One that is known is asked again: its text may be another by now.

    Raises: ArticleRefused.
    """
    address = read_address(url)
    said = claims or Claims()
    with transaction.atomic():
        store_one_at_a_time()
        known = find_known(address)
        article = known or Article.objects.create(
            url=address.url,
            address_sha256=address.sha256,
            host=address.host,
            extent=Extent.UNREAD.value,
            article_state=ArticleState.RECEIVED.value,
            due_at=Now(),
            title=said.title[:500],
            outlet=said.outlet[:200],
            author=said.author[:300],
            published_on=said.published_on,
            origin=origin.value,
            submitter=submitter,
        )
        want(article, negotiations=negotiations)
        if known is not None and said.is_update:
            _ask_again(known, origin=origin)
    return Stored(article=article, is_new=known is None)


def find_known(address: Address) -> Article | None:
    """The newest article of an address, unread or not; None where there is none, or only excerpts."""
    known = Article.objects.filter(
        address_sha256=address.sha256, extent__in=[Extent.FULL.value, Extent.UNREAD.value], next__isnull=True
    )
    return known.order_by("-id").first()


def _ask_again(article: Article, *, origin: Origin) -> None:
    """Its address is asked once more. What a person or a program submits goes before what a feed brought."""
    due = Article.objects.filter(pk=article.pk, duplicate_of__isnull=True)
    if origin is not Origin.FEED:
        due.filter(origin=Origin.FEED.value).update(origin=origin.value)
    due.update(due_at=Now(), n_attempts=0)
    due.filter(extent=Extent.UNREAD.value).update(**RECEIVED)


def submit_text(
    source: SourceText,
    *,
    negotiations: Collection[Negotiation],
    origin: Origin,
    submitter: User | None = None,
) -> Stored:
    """A text, with or without its address. The same text under another address is kept as its duplicate.

    Raises: ArticleRefused, also where a program sends markup as text; what people give was read by its kind before.
    """
    if origin is Origin.PROGRAM and looks_like_html(source.text):
        raise ArticleRefused("The text is HTML; give its plain text, or an address to fetch.")
    with transaction.atomic():
        stored = store_article(source, submitter=submitter, origin=origin)
        want(stored.article, negotiations=negotiations)
        queue_extraction(stored.article, negotiations=negotiations)
        if not stored.is_new:
            return _as_duplicate(source, stored.article, origin=origin, submitter=submitter)
        stored.article.refresh_from_db()
    return stored


def _as_duplicate(source: SourceText, first: Article, *, origin: Origin, submitter: User | None) -> Stored:
    """The first article itself, or, where the text came with another address, an article that says whose it is.

    Where that address has something else already, the first too: whoever follows the answer is told of their text.
    """
    address = find_address(source.url)
    if address is None or address.sha256 == first.address_sha256:
        return Stored(article=first, is_new=False)
    there = Article.objects.filter(address_sha256=address.sha256)
    if there.exists():
        return Stored(article=there.filter(duplicate_of=first).first() or first, is_new=False)
    columns = source.as_columns() | {"doubts": []}
    duplicate = Article(**columns, address_sha256=address.sha256, host=address.host, extent=Extent.UNREAD.value)
    duplicate.origin, duplicate.submitter = origin.value, submitter
    duplicate.article_state, duplicate.reason = ArticleState.SKIPPED.value, same_text(first)
    duplicate.duplicate_of = first
    duplicate.save()
    return Stored(article=duplicate, is_new=False)


def same_text(first: Article) -> str:
    """Why a duplicate is skipped."""
    return f"The same text is stored already, from {first.url or first.title or first.uuid}."


def want(article: Article, *, negotiations: Sequence[Negotiation] | Collection[Negotiation]) -> None:
    """Notes for which talks an article is to be read, now or once its text is here."""
    article.wanted_for.add(*negotiations)
