"""A text that must go by law goes: the article's text, every quote from it and what was explained by it.

In: an article, the reason, a person. Out: a tombstone that keeps the hash, the reason, who and when; and one revision
of every negotiation in which something was said by it, so that the feed tells. What parties hold stays as it was
recorded: codings are facts of this database, not the text. Copies of the quotes go too, wherever one was kept: in what
runs found, in the words of decisions, in snapshots and downloads, in the events that webhooks are sent. Called by the
admin.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from positions import history, review, snapshots, webhooks
from positions.days import day_in_words
from positions.models import Article, Download, Finding, Negotiation, Statement, TakeDown
from positions.vocabulary import RevisionKind


class AlreadyTakenDown(Exception):
    """The article's text is gone already."""


class NothingToTakeDown(Exception):
    """The source has no text."""


class ReasonMissing(Exception):
    """A tombstone says why."""


@dataclass(frozen=True, kw_only=True)
class TakenDown:
    """What a call did. Shape: one notice for each negotiation that is told."""

    article: Article
    notices: tuple[TakeDown, ...]
    n_quotes: int


def take_down_article(article: Article, *, reason: str, by: User) -> TakenDown:
    """Removes the words for good, in one transaction. There is no way back but the text itself, sent again elsewhere.

    Raises: ReasonMissing; NothingToTakeDown; AlreadyTakenDown; history.TalksBusy, also where other talks came to code
    in it meanwhile: they have to be told too.
    """
    if not reason.strip():
        raise ReasonMissing("Say why it is taken down.")
    with history.waiting_for_others(), transaction.atomic():
        told = list(Negotiation.objects.coding(article))
        for negotiation in told:
            history.lock(negotiation)
        locked = Article.objects.select_for_update().get(pk=article.pk)
        if list(Negotiation.objects.coding(locked)) != told:
            raise history.TalksBusy
        if locked.taken_down_at is not None:
            raise AlreadyTakenDown(f"It was taken down on {day_in_words(locked.taken_down_at)} already.")
        if not locked.text:
            raise NothingToTakeDown("This source has no text.")
        revisions = [history.open_revision(n, kind=RevisionKind.TAKEN_DOWN, by=by) for n in told]
        quotes = list(locked.statements.values_list("quote", flat=True))
        _bury(locked, reason=reason, by=by)
        review.remove_words(locked, quotes)
        snapshots.remove_words(locked)
        webhooks.remove_words(locked, told=told)
        Download.objects.filter(negotiation__in=told).delete()  # they have the quotes; a worker packs another
        notices = tuple(TakeDown.objects.create(article=locked, revision=revision) for revision in revisions)
        return TakenDown(article=locked, notices=notices, n_quotes=_remove_quotes(locked))


def _bury(article: Article, *, reason: str, by: User) -> None:
    """The text goes and the tombstone comes in one step; the database takes no other."""
    Article.objects.filter(pk=article.pk).update(
        text="", taken_down_at=history.database_clock(), taken_down_by=by, taken_down_reason=reason.strip()
    )
    article.refresh_from_db()


def _remove_quotes(article: Article) -> int:
    for finding in Finding.objects.filter(statement__article=article):
        Finding.objects.filter(pk=finding.pk).update(explanation="", coding=finding.coding | {"quote": ""})
    return Statement.objects.filter(article=article).update(quote="", explanation="")
