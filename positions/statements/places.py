"""Where words stand in an article: a selection of a browser, or a quotation that was typed or pasted.

Pure. Browsers count and normalise characters in ways of their own, so that the place they tell is a hint, and the words
decide. Offsets are Unicode code points.
"""

import re


class QuoteNotFound(Exception):
    """The words can't be placed in the article; the text says why."""


def find_place(text: str, quote: str, *, near: int | None) -> tuple[int, int]:
    """[start, end) of the words in the text; white space may differ. `near`: about where they begin, if known.

    Raises: QuoteNotFound where they don't stand there, or stand there more than once and no place is known.
    """
    words = [re.escape(word) for word in quote.split()]
    if not words:
        raise QuoteNotFound("Select the words in the article first.")
    found = [match.span() for match in re.finditer(r"\s+".join(words), text)]
    if not found:
        raise QuoteNotFound("These words don't stand in the article as they are; quotes are verbatim.")
    if near is None and len(found) > 1:
        raise QuoteNotFound(f"These words stand in the article {len(found)} times; select the place that you mean.")
    return min(found, key=lambda span: abs(span[0] - (near or 0)))
