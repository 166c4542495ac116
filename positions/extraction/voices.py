"""Stage extraction: who speaks where: quotation marks, speech verbs, "according to".

In: a parsed text and its links. Out: `Voices`. Only extraction calls it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from positions.extraction.lexicon import Lexicon
from positions.extraction.linking import Holder, Links
from positions.extraction.parsing import PLAIN, ParsedText, Sentence

QUOTED = re.compile(r"\"[^\"]+(?:\"|$)|(?<![\w])'[^']{12,}?(?:'(?:\w[^']*?))*?[.,!?]?'(?!\w)")
# Unit: code points. Shorter quoted parts are scare quotes or titles: the stance is not in them.
MIN_QUOTE_LENGTH = 12
SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks, by which verb. No holders: somebody whom the catalog does not know."""

    holders: tuple[Holder, ...]
    verb: int
    outsider: bool


class Voices:
    """Who speaks where in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.quotes = sorted(find_quotes(parsed))
        self.starts = [start for start, _ in self.quotes]
        # Where the sentences begin, and where they end.
        spans = [parsed.span(sentence.first, sentence.last) for sentence in parsed.sentences]
        self.spans = [first for first, _ in spans], [last for _, last in spans]
        self.by_sentence = [self.sentence_voice(sentence) for sentence in parsed.sentences]

    def quote_at(self, index: int) -> int | None:
        """The number of the quotation that a token stands in."""
        place = self.parsed.tokens[index].start
        number = bisect_right(self.starts, place) - 1
        return number if number >= 0 and place < self.quotes[number][1] else None

    def voice(self, verb: int) -> Voice | None:
        """The voice of a speech verb, when the token is one with a subject."""
        token = self.parsed.tokens[verb]
        if token.pos != "VERB" or not self.lexicon.has("speech.verbs", token.lemma):
            return None
        if token.lemma == "accord":
            return self.according(verb)
        subject = self.subject(verb)
        if subject is None:
            return None
        return Voice(holders=tuple(self.links.holders(subject)), verb=verb, outsider=self.is_outsider(subject))

    def outer_voice(self, node: int) -> Voice | None:
        """The nearest voice above a token, or "according to" beside it or beside a verb above it."""
        for above in self.parsed.path(node):
            voice = self.voice(above) if above != node else None
            if voice is not None:
                return voice
            for child in self.parsed.children[above]:
                if self.parsed.tokens[child].lemma == "accord":
                    return self.according(child)
        return None

    def according(self, verb: int) -> Voice | None:
        """The voice of "according to X"."""
        for prep in self.parsed.children[verb]:
            source = self.parsed.child(prep, "pobj")
            if source is not None:
                return Voice(holders=tuple(self.links.holders(source)), verb=verb, outsider=self.is_outsider(source))
        return None

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, its own or that of the verb it is coordinated with."""
        for place in self.parsed.path(verb):
            own = self.parsed.child(place, *SUBJECTS)
            if own is not None or self.parsed.tokens[place].dep not in {"conj", "advcl", "xcomp"}:
                return own
        return None

    def is_outsider(self, index: int) -> bool:
        """Analysts and others who speak for no party."""
        tokens = [index, *self.parsed.children[index]]
        return any(self.lexicon.has("prediction.outsiders", self.parsed.tokens[i].lemma) for i in tokens)

    def sentence_voice(self, sentence: Sentence) -> Voice | None:
        """The voice of the speech verb that stands outside of quotation marks, highest in the parse."""
        voices = []
        for i in range(sentence.first, sentence.last):
            if self.parsed.tokens[i].pos == "VERB" and self.quote_at(i) is None:
                voice = self.voice(i)
                if voice is not None:
                    voices.append((len(self.parsed.path(i)), i, voice))
        return min(voices, key=lambda v: v[:2])[2] if voices else None

    def quote_voice(self, index: int) -> Voice | None:
        """Who is quoted where a token stands: named in the sentence, beside it, or a paragraph before."""
        number = self.quote_at(index)
        if number is None:
            return None
        here = self.parsed.tokens[index].sentence
        start, end = self.quotes[number]
        for sentence in self.near(here, start, end):
            if self.by_sentence[sentence] is not None:
                return self.by_sentence[sentence]
        return None

    def near(self, here: int, start: int, end: int) -> Iterator[int]:
        """Sentences to ask for the speaker: those that the quotation touches, then the one before, then after."""
        firsts, lasts = self.spans
        touched = range(bisect_right(lasts, start), bisect_left(firsts, end))
        yield from sorted(touched, key=lambda s: abs(s - here))
        before, after = touched[0] - 1, touched[-1] + 1
        if before >= 0 and self.parsed.sentences[here].paragraph - self.parsed.sentences[before].paragraph <= 1:
            yield before
        if after < len(self.parsed.sentences):
            following = self.parsed.sentences[after]
            if following.paragraph == self.parsed.sentences[here].paragraph:
                yield after


def find_quotes(parsed: ParsedText) -> Iterator[tuple[int, int]]:
    """Spans of quoted words; a quotation that is not closed ends with its paragraph."""
    for start, end in parsed.spans:
        for match in QUOTED.finditer(parsed.text[start:end].translate(PLAIN)):
            if len(match.group()) >= MIN_QUOTE_LENGTH:
                yield start + match.start(), start + match.end()
