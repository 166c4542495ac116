"""Stage extraction: where the words that a language model quotes stand in the article.

In: an article's text and words that are meant to be in it. Out: offsets of the article's own words, or nothing. A
quotation may differ from the article in white space and quotation marks, which models change when they copy; in
nothing else.
"""

import re
from dataclasses import dataclass

# Characters that show nothing: soft hyphen, zero-width space and joiners, directional marks, byte-order mark.
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Quotation marks of all languages, apostrophes, and what stands in for them.
QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟«»‹›「」『』〝〞〟＂＇ʼʹ′″"
UNSEEN = re.compile(f"[{INVISIBLE}{re.escape(QUOTATION_MARKS)}]")
# Unit: code points. The API shows at most so many of one quotation.
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands. Units: code points, half-open. `is_repaired`: it was not quite the article's words."""

    start: int
    end: int
    is_repaired: bool


class Quotable:
    """A text in which quotations are looked up, however often, in time linear in its length."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare, self.offsets = bare_words(text)

    def find(self, quote: str, *, start: int = 0, end: int | None = None) -> Found | None:
        """The first place of the quotation between two offsets; None where it does not stand there."""
        end = len(self.text) if end is None else end
        words = quote.strip()
        if not any(character.isalnum() for character in words):
            return None
        place = self.text.find(words, start, end)
        if place >= 0:
            return Found(*self._cut(place, place + len(words)), is_repaired=words != quote)
        return self._find_repaired(words, start, end)

    def _find_repaired(self, words: str, start: int, end: int) -> Found | None:
        bare, _ = bare_words(words)
        bare = bare.strip()
        place = self.bare.find(bare) if bare else -1
        while place >= 0:
            first, last = self.offsets[place], self.offsets[place + len(bare) - 1] + 1
            if first >= start and last <= end:
                return Found(*self._cut(*self._with_marks(first, last, words)), is_repaired=True)
            place = self.bare.find(bare, place + 1)
        return None

    def _with_marks(self, first: int, last: int, words: str) -> tuple[int, int]:
        """The span with the article's own quotation marks at its edges, where the quotation has some there."""
        if UNSEEN.match(words[0]) and first and UNSEEN.match(self.text[first - 1]):
            first -= 1
        if UNSEEN.match(words[-1]) and last < len(self.text) and UNSEEN.match(self.text[last]):
            last += 1
        return first, last

    def _cut(self, start: int, end: int) -> tuple[int, int]:
        """At most as much as may be shown of one quotation, ending with a whole word."""
        if end - start <= LONGEST_QUOTE:
            return start, end
        shown = self.text[start : start + LONGEST_QUOTE]
        return start, start + len(shown.rsplit(maxsplit=1)[0])


def bare_words(text: str) -> tuple[str, list[int]]:
    """A text without quotation marks and what shows nothing, white space as one space; and where each character was."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if UNSEEN.match(character):
            continue
        shown = " " if character.isspace() else character
        if shown != " " or characters[-1:] != [" "]:
            characters.append(shown)
            offsets.append(offset)
    return "".join(characters), offsets
