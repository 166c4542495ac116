"""Stage extraction: who speaks where: quotation marks, speech verbs, "according to".

In: a parsed text and its links. Out: `Voices`. Only extraction calls it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Sentence
from positions.extraction.who.citing import find_colon, is_label
from positions.extraction.who.hearing import NO_VERB, Hearing, Voice
from positions.extraction.who.linking import Links


class Voices(Hearing):
    """Who speaks where in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        super().__init__(parsed, links=links, lexicon=lexicon)
        # Where the sentences begin, and where they end.
        spans = [parsed.span(sentence.first, sentence.last) for sentence in parsed.sentences]
        self.spans = [first for first, _ in spans], [last for _, last in spans]
        for sentence in parsed.sentences:
            self.by_sentence.append(self.sentence_voice(sentence))
        # Whose own account the text is: what nobody else is said to say, its publishers say.
        self.published = (
            Voice(holders=links.publishers, verb=NO_VERB, source=0, outsider=False) if links.publishers else None
        )
        self.labels = {n: v for n, v in enumerate(self.by_sentence) if v is not None and v.verb == NO_VERB}

    def outer_voice(self, node: int) -> Voice | None:
        """The nearest voice above a token, "according to" beside it or a verb above it, else the default voice."""
        for above in self.parsed.path(node):
            voice = self.voice(above) if above != node else None
            voice = voice or self.beside(above)
            if voice is not None:
                return voice
        return self.default_voice(self.parsed.tokens[node].sentence)

    def default_voice(self, sentence: int) -> Voice | None:
        """Who speaks where no verb says so: by a label before the sentence, else as the text's publisher."""
        return self.labels.get(sentence, self.published)

    def sentence_voice(self, sentence: Sentence) -> Voice | None:
        """The voice of the speech verb that stands outside of quotation marks, highest in the parse."""
        voices = []
        for i in range(sentence.first, sentence.last):
            if self.parsed.tokens[i].pos == "VERB" and self.quote_at(i) is None:
                voice = self.voice(i)
                if voice is not None:
                    voices.append((len(self.parsed.path(i)), i, voice))
        return min(voices, key=lambda v: v[:2])[2] if voices else self.before_colon(sentence)

    def before_colon(self, sentence: Sentence) -> Voice | None:
        """Who speaks without a verb of speech: "Holm went further: ..." before a quotation, "Holm: no deal"."""
        colon = find_colon(self.parsed, sentence)
        if colon is None or self.quote_at(colon) is not None:
            return None
        if is_label(range(sentence.first, colon), self.links.inside):
            return self.by(self.links.inside[colon - 1].token, NO_VERB)
        root = next((i for i in range(sentence.first, colon) if self.parsed.tokens[i].dep == "ROOT"), None)
        source = None if root is None or self.quote_at(colon + 1) is None else self.subject(root)
        return None if source is None or root is None or source > colon else self.by(source, root)

    def quote_voice(self, index: int) -> Voice | None:
        """Who is quoted where a token stands: named in the sentence, beside it, or a paragraph before."""
        number = self.quote_at(index)
        if number is None:
            return None
        here = self.parsed.tokens[index].sentence
        if number in self.quotations.turns:
            first = self.parsed.sentences[here].first
            return Voice(holders=self.quotations.turns[number].holders, verb=NO_VERB, source=first, outsider=False)
        voice = self.quoting(index, number)
        if voice is not None:
            return voice
        start, end = self.quotations.spans[number]
        for sentence in self.near(here, start, end):
            if self.by_sentence[sentence] is not None:
                return self.by_sentence[sentence]
        return None

    def quoting(self, index: int, number: int) -> Voice | None:
        """Whose words a quotation is by the verb that it hangs on: of two who speak in a sentence, not just the first.

        By what hangs on its own verb too: "in A's words", "according to A".
        """
        for above in self.parsed.path(index):
            voice = self.voice(above) if self.quote_at(above) is None else None
            voice = voice or self.beside(above, outside=number)
            if voice is not None:
                return voice
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
