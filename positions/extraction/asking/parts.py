"""Stage extraction: a long text in parts that a language model can read with care.

In: a text. Out: spans that cover it, each but the first beginning a little before the last one ended.
"""

from dataclasses import dataclass

# Unit: code points. About 4,000 words; beyond that models begin to skip what stands in the middle.
PART_LENGTH = 24_000
# Unit: code points. What the part before ends with is read again, so that a stance on the border is seen whole.
OVERLAP = 1_200
# Unit: code points. A part whose answer is too long is halved, down to this.
SHORTEST_PART = 1_500
# Where a text is best cut, best first.
BORDERS = ("\n\n", "\n", ". ", "! ", "? ", "; ", " ")


@dataclass(frozen=True, slots=True)
class Part:
    """A span of the text. Units: code points, half-open."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def in_parts(text: str, *, length: int = PART_LENGTH, overlap: int = OVERLAP) -> list[Part]:
    """Spans of at most that length that together cover the text."""
    parts = []
    start = 0
    while len(text) - start > length:
        end = border(text, start + length // 2, start + length)
        parts.append(Part(start, end))
        start = beginning(text, max(end - overlap, start + 1), end)
    return [*parts, Part(start, len(text))]


def halves(text: str, part: Part) -> list[Part] | None:
    """The part in two; None where it is too short for that."""
    if part.length < 2 * SHORTEST_PART:
        return None
    half = part.length // 2
    inner = in_parts(text[part.start : part.end], length=half + half // 2, overlap=min(OVERLAP, half // 4))
    return [Part(part.start + one.start, part.start + one.end) for one in inner]


def border(text: str, lowest: int, highest: int) -> int:
    """The best place to cut between two offsets: after a paragraph, a line, a sentence, a word; else the highest."""
    for mark in BORDERS:
        place = text.rfind(mark, lowest, highest)
        if place >= 0:
            return place + len(mark)
    return highest


def beginning(text: str, lowest: int, highest: int) -> int:
    """The first good place to begin between two offsets; else the lowest."""
    for mark in BORDERS:
        place = text.find(mark, lowest, highest)
        if 0 <= place < highest - len(mark):
            return place + len(mark)
    return lowest
