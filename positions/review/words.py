"""What people copied from an article that was taken down goes from their decisions and reasons; the rest stays."""

from collections.abc import Sequence
from typing import Any

from positions.models import Article, Decision, FormerWording

GONE = "[words taken down]"
# Characters. What is shorter, such as “No.”, is nobody's text and stands in any reason.
SHORTEST = 12


def remove_words(article: Article, quotes: Sequence[str]) -> None:
    """Puts a mark in place of every quote: in reasons and amended values of decisions, in reasons of corrections."""
    longest_first = sorted({quote for quote in quotes if len(quote) >= SHORTEST}, key=len, reverse=True)
    for decision in Decision.objects.filter(statement__article=article):
        reason, amended = without(decision.reason, longest_first), without(decision.amended, longest_first)
        if (reason, amended) != (decision.reason, decision.amended):
            Decision.objects.filter(pk=decision.pk).update(reason=reason, amended=amended)
    for former in article.former_wordings.all():
        if (reason := without(former.reason, longest_first)) != former.reason:
            FormerWording.objects.filter(pk=former.pk).update(reason=reason)


def without(value: Any, quotes: Sequence[str]) -> Any:
    """The same value with the mark for every quote in its texts."""
    if isinstance(value, dict):
        return {key: without(item, quotes) for key, item in value.items()}
    if isinstance(value, list):
        return [without(item, quotes) for item in value]
    if isinstance(value, str):
        for quote in quotes:
            value = value.replace(quote, GONE)
    return value
