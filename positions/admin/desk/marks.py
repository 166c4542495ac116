"""A text cut up at the edges of the quotes in it, so that a page can mark them, overlapping ones too.

Pure. Offsets are Unicode code points of the article's text, as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# Longer texts are shown around the quote; a page with all of it would take long to draw.
LONGEST_SHOWN_CHARACTERS = 30_000
AROUND_CHARACTERS = 10_000


@dataclass(frozen=True)
class Span:
    """Where a quote stands: [start, end)."""

    key: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text that lies in all of `keys` and in no other span. `start`: where it begins in the whole text."""

    text: str
    start: int
    keys: frozenset[int]


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a text: [start, end), and whether something was left out on either side."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool


def cut_out(text: str, around: Span | None) -> Excerpt:
    """All of a text, or of a long one what lies around a quote, from one blank to another."""
    if around is None or len(text) <= LONGEST_SHOWN_CHARACTERS:
        return Excerpt(0, len(text), cut_before=False, cut_after=False)
    start = max(0, around.start - AROUND_CHARACTERS)
    end = min(len(text), around.end + AROUND_CHARACTERS)
    return Excerpt(start, end, cut_before=start > 0, cut_after=end < len(text))


def pieces(text: str, spans: Iterable[Span], shown: Excerpt) -> list[Piece]:
    """The shown part of the text in order, cut wherever a span begins or ends. Joined, it is that part again."""
    inside = [span for span in spans if span.start < shown.end and span.end > shown.start]
    edges = {shown.start, shown.end}
    for span in inside:
        edges |= {max(span.start, shown.start), min(span.end, shown.end)}
    ordered = sorted(edges)
    return [
        Piece(text[start:end], start, frozenset(span.key for span in inside if span.start <= start and end <= span.end))
        for start, end in pairwise(ordered)
    ]
