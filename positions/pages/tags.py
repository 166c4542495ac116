"""What the templates of the pages need beyond Django's own tags."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from positions.charts.words import whole_percent
from positions.comparison.records import instant_text
from positions.comparison.scores import Agreement
from positions.pages.state import State
from positions.pages.words import Text
from positions.pages.words import say as say_word
from positions.vocabulary import Word

register = template.Library()


@register.filter
def say(word: Word) -> Text:
    """A word of the vocabulary in the reader's language."""
    return say_word(word)


@register.filter
def isolated(names: Iterable[str]) -> SafeString:
    """Names in a sentence, one after the other in this order, whichever way each of them runs."""
    return format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in names))


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole percent; nothing where there is none."""
    return "" if share is None else f"{number_format(whole_percent(share))} %"


@register.filter
def points(change: float | None) -> str:
    """A change of a share, as percentage points with its sign."""
    if change is None:
        return ""
    whole = whole_percent(change)
    sign = "+" if whole > 0 else "−" if whole < 0 else "±"
    return f"{sign}{number_format(abs(whole))}"


@register.filter
def instant(at: datetime) -> str:
    """An instant as an address has it."""
    return instant_text(at)


@register.simple_tag
def link(state: State, *without: str, **changes: Any) -> str:
    """The query of a link to another state of the page."""
    return state.query(*without, **changes)


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may be a link: an article's may be anything that somebody once typed."""
    return address.startswith(("https://", "http://"))


@register.filter
def unlocalize_number(number: float) -> str:
    """A number as SVG has it, whatever the reader's language."""
    return f"{number:.2f}"


@register.filter
def hundredths(share: float | None) -> str:
    """A share from 0 to 1 as SVG has it, on a scale to 100."""
    return f"{100 * (share or 0):.2f}"


@register.filter
def spread(agreement: Agreement) -> str:
    """How wide the bounds of a score are, on a scale to 100."""
    return "0" if agreement.score is None else f"{100 * (agreement.high - agreement.low):.2f}"
