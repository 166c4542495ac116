"""Stage extraction: which words stand in quotation marks, or are otherwise somebody's own.

In: a parsed text and its turns. Out: `Quotations`. Only extraction calls it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from positions.extraction.language.parsing import PLAIN, ParsedText
from positions.extraction.who.turns import Turn

APOSTROPHE = re.compile("'")
MARK = re.compile('["“”„«»]')
# Unit: code points. Shorter quoted parts are scare quotes or titles: the stance is not in them.
MIN_QUOTE_LENGTH = 12
# What stands before a thing that is only named, not said, in quotation marks; and how many words its name has.
CALLING = frozenset(("the", "so-called", "this", "these", "those"))
MOST_WORDS_CALLED = 3


class Quotations:
    """The quotations of one text. `spans`: their code points, in the order of the text.

    What a turn holds outside of quotation marks is quoted too: `turns` tells by the number of a span whose it is.
    """

    def __init__(self, parsed: ParsedText, *, marked: Sequence[tuple[int, int]], turns: Sequence[Turn] = ()) -> None:
        self.parsed = parsed
        spoken = {span: turn for turn in turns for span in without(turn, marked)}
        self.spans = sorted([*marked, *spoken])
        self.turns = {number: spoken[span] for number, span in enumerate(self.spans) if span in spoken}
        self.starts = [start for start, _ in self.spans]

    def at(self, index: int) -> int | None:
        """The number of the quotation that a token stands in."""
        place = self.parsed.tokens[index].start
        number = bisect_right(self.starts, place) - 1
        return number if number >= 0 and place < self.spans[number][1] else None


def without(turn: Turn, marked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a turn between quotation marks: what is marked there is somebody else's."""
    place = turn.start
    for start, end in marked[bisect_left(marked, (turn.start, 0)) : bisect_left(marked, (turn.end, 0))]:
        if place < start:
            yield place, start
        place = max(place, end)
    if place < turn.end:
        yield place, turn.end


def find_quotes(parsed: ParsedText) -> list[tuple[int, int]]:
    """Spans of quoted words, marks included, in the order of the text."""
    return sorted(marked_spans(parsed))


def marked_spans(parsed: ParsedText) -> Iterator[tuple[int, int]]:
    for start, end in parsed.spans:
        text = parsed.text[start:end]
        for first, last in (*double_quotes(text), *single_quotes(text.translate(PLAIN))):
            if last - first >= MIN_QUOTE_LENGTH and not is_called(text, first, last):
                yield start + first, start + last


def is_called(text: str, first: int, last: int) -> bool:
    """Whether an article only names a thing in quotation marks: the so-called “grand bargain”."""
    words = text[first:last].strip(" \"“”„«»'.,").split()
    before = text[:first].split()
    return bool(before) and before[-1].lower() in CALLING and 0 < len(words) <= MOST_WORDS_CALLED


def double_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Quotations of a paragraph. One that is not closed ends with it; one that was opened before begins with it."""
    opened: int | None = None
    is_first = True
    for mark in MARK.finditer(text):
        place = mark.start()
        if opened is None and opens(text, place):
            opened = place
        elif opened is not None and closes(text, place):
            yield opened, place + 1
            opened = None
        elif opened is not None:
            yield opened, place
            opened = place
        elif is_first:
            yield 0, place + 1
        is_first = False
    if opened is not None:
        yield opened, len(text)


def single_quotes(text: str) -> Iterator[tuple[int, int]]:
    """From an apostrophe that no word ends before to the next that no word begins after, past those within words.

    Each mark is looked at once: there may be as many as letters, and none that closes.
    """
    marks = [mark.start() for mark in APOSTROPHE.finditer(text)]
    closing = [place for place in marks if not is_of_word(text[place + 1 : place + 2])]
    done = 0
    for place, following in pairwise(marks):
        if place < done or following - place <= MIN_QUOTE_LENGTH or is_of_word(text[max(place - 1, 0) : place]):
            continue
        number = bisect_right(closing, place)
        if number == len(closing):
            return
        done = closing[number] + 1
        yield place, done


def is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def opens(text: str, place: int) -> bool:
    """Whether a double mark can open a quotation: a word follows, and none ends before it."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return text[place] != "”" and bool(after.strip()) and not (before.isalnum() or before in set(".,!?%"))


def closes(text: str, place: int) -> bool:
    """Whether a double mark can close one: a word ends before it, or none begins after it."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return text[place] not in "“„" and bool(before.strip() or not after.strip())
