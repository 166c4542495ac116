"""`manage.py ingest PATH|URL…`: articles from files, folders, standard input and addresses, each stored once."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser, OutputWrapper
from django.db import transaction

from positions import ingestion
from positions.days import day_in_words
from positions.ingestion.files import ArticleFile, ArticleFileUnreadable, read_pasted
from positions.management.catalog_help import read_articles
from positions.management.talks import get_talks
from positions.management.users import find_user
from positions.models import Article, Negotiation
from positions.tasks import enqueue_article, wake_for
from positions.vocabulary import ArticleState, Origin

GIVEN_UP = {ArticleState.FAILED.value, ArticleState.SKIPPED.value}


class Command(BaseCommand):
    help = "Stores articles, each once, and queues them to be read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources",
            nargs="+",
            metavar="PATH|URL",
            help="files (.json, .txt, .html), folders, web addresses, or - for standard input",
        )
        parser.add_argument(
            "--negotiation",
            action="append",
            default=[],
            metavar="SLUG",
            help="the talks to read them for; may be given more than once (default: all that have not ended)",
        )
        parser.add_argument("--by", metavar="USERNAME", help="in whose name (default: the account “operator”)")

    def handle(self, *, sources: list[str], negotiation: list[str], by: str | None, **_: object) -> None:
        talks = [get_talks(slug) for slug in negotiation] or ingestion.active_negotiations()
        user = find_user(by)
        if not talks:
            self.stderr.write("There are no active talks: articles are stored, and read once they are given to some.")
        counts: Counter[str] = Counter()
        for name, item in list_items(sources, errors=self.stderr):
            result, note = take(item, talks, user)
            counts[result] += 1
            self.stderr.write(f"{name}: {note or result}")
        self.stdout.write(f"{counts['new']} new, {counts['known']} known, {counts['failed']} failed")
        if counts["failed"]:
            raise SystemExit(1)


def list_items(
    sources: list[str], *, errors: OutputWrapper
) -> Iterator[tuple[str, str | ArticleFile | ArticleFileUnreadable]]:
    """(name, what it is) of everything that is given: an address, an article, or why there is none."""
    for source in sources:
        if source.startswith(("http://", "https://")):
            yield source, source
        elif "://" in source:
            yield source, ArticleFileUnreadable(Path(source), "only http:// and https:// addresses are fetched.")
        elif source == "-":
            yield "-", pasted(sys.stdin.buffer.read())
        else:
            for item in read_articles([Path(source)], errors=errors):
                yield (item.stem if isinstance(item, ArticleFile) else str(item.path)), item


def pasted(content: bytes) -> ArticleFile | ArticleFileUnreadable:
    try:
        return read_pasted(content)
    except ArticleFileUnreadable as problem:
        return problem


def take(item: str | ArticleFile | ArticleFileUnreadable, talks: list[Negotiation], by: User) -> tuple[str, str]:
    """(new, known or failed; what there is to say) of one item. Each is committed before the next is looked at."""
    if isinstance(item, ArticleFileUnreadable):
        return "failed", item.reason
    try:
        return take_address(item, talks, by) if isinstance(item, str) else take_text(item, talks, by)
    except ingestion.ArticleRefused as refused:
        return "failed", str(refused)


def take_text(item: ArticleFile, talks: list[Negotiation], by: User) -> tuple[str, str]:
    ingestion.require_possible(item)
    with transaction.atomic():
        stored = ingestion.submit_text(item, negotiations=talks, origin=Origin.PERSON, submitter=by)
        enqueue_article(stored.article)
    result = "new" if stored.is_new else "known"
    return result, result + undated(stored.article)


def take_address(url: str, talks: list[Negotiation], by: User) -> tuple[str, str]:
    """Stored first; then its host is asked right here, unless a worker does already."""
    stored = ingestion.submit_address(url, negotiations=talks, origin=Origin.PERSON, submitter=by)
    fetched = ingestion.fetch_article(stored.article.pk)
    for article in Article.objects.filter(pk__in=fetched.read):
        wake_for(article)
    article = Article.objects.get(pk=stored.article.pk)
    if article.article_state in GIVEN_UP and article.duplicate_of_id is None:
        return "failed", article.reason
    result = "new" if stored.is_new and article.duplicate_of_id is None else "known"
    reason = f": {article.reason}" if article.reason else ""
    return result, f"{result}, {article.article_state}{reason}{undated(article)}"


def undated(article: Article) -> str:
    """What becomes of words whose day nobody knows; empty where it is known, or there are no words yet."""
    if article.published_on or not article.text:
        return ""
    return f"; without a date: what is said in it counts as said on {day_in_words(article.day)}, when it came in"
