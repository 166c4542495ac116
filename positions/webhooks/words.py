"""Quotes of an article that was taken down go from what was told, so that they are not sent again, nor late."""

from collections.abc import Sequence

from django.db.models import TextField
from django.db.models.functions import Cast

from positions.comparison.quotes import empty_quotes
from positions.models import Announced, Article, Event, Negotiation


def remove_words(article: Article, *, told: Sequence[Negotiation]) -> None:
    """Empties every quote of the article in events.

    `told`: the talks in which something was said by it. Must run inside the transaction that removes the quotes.
    """
    hold_announcing(told)
    for event in Event.objects.annotate(words=Cast("data", TextField())).filter(words__contains=str(article.uuid)):
        if empty_quotes(event.data, str(article.uuid)):
            event.save(update_fields=["data"])


def hold_announcing(told: Sequence[Negotiation]) -> None:
    """Whoever finds events right now has read the quotes: waits for what they write, and lets nobody begin before."""
    for talks in told:
        Announced.objects.get_or_create(negotiation=talks, defaults={"number": 0})
    list(Announced.objects.select_for_update().filter(negotiation__in=told).order_by("negotiation"))
