"""Stage extraction: who speaks where: quotation marks, speech verbs, "according to".

In: a parsed text and its links. Out: `Voices`. Only extraction calls it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Sentence
from positions.extraction.who.citing import find_colon, is_label, is_sure, viewer
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder

SUBJECTS = ("nsubj", "nsubjpass")
# A whole text or a turn of it is somebody's words: no verb says so.
NO_VERB = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks, by which verb. `source`: the word for it. No holders: somebody whom the catalog does not know."""

    holders: tuple[Holder, ...]
    verb: int
    source: int
    outsider: bool


class Voices:
    """Who speaks where in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.quotations = links.quotations
        # Where the sentences begin, and where they end.
        spans = [parsed.span(sentence.first, sentence.last) for sentence in parsed.sentences]
        self.spans = [first for first, _ in spans], [last for _, last in spans]
        self.heard: dict[int, Voice | None] = {}
        self.by_sentence = [self.sentence_voice(sentence) for sentence in parsed.sentences]
        # Whose own account the text is: what nobody else is said to say, its publishers say.
        self.published = (
            Voice(holders=links.publishers, verb=NO_VERB, source=0, outsider=False) if links.publishers else None
        )
        self.labels = {n: v for n, v in enumerate(self.by_sentence) if v is not None and v.verb == NO_VERB}

    def quote_at(self, index: int) -> int | None:
        """The number of the quotation that a token stands in."""
        return self.quotations.at(index)

    def voice(self, verb: int) -> Voice | None:
        """The voice of a speech verb, when the token is one with a subject; found once, asked for often."""
        if verb not in self.heard:
            self.heard[verb] = self.hear(verb)
        return self.heard[verb]

    def hear(self, verb: int) -> Voice | None:
        token = self.parsed.tokens[verb]
        if token.lemma == "be" and is_sure(self.parsed, verb, lexicon=self.lexicon):
            source = self.subject(verb)
            return None if source is None else self.by(source, verb)
        if token.pos != "VERB" or not self.lexicon.has("speech.verbs", token.lemma):
            return None
        if token.lemma == "accord":
            return self.according(verb)
        speaker = self.speaker(verb)
        return None if speaker is None else self.by(speaker, verb)

    def by(self, source: int, verb: int) -> Voice:
        holders = tuple(self.links.holders(source))
        return Voice(holders=holders, verb=verb, source=source, outsider=self.is_outsider(source))

    def outer_voice(self, node: int) -> Voice | None:
        """The nearest voice above a token, "according to" beside it or a verb above it, else the default voice."""
        for above in self.parsed.path(node):
            voice = self.voice(above) if above != node else None
            voice = voice or self.beside(above)
            if voice is not None:
                return voice
        return self.default_voice(self.parsed.tokens[node].sentence)

    def beside(self, index: int) -> Voice | None:
        """The voice of "according to X", or "in X's view", beside a token."""
        for child in self.parsed.children[index]:
            token = self.parsed.tokens[child]
            if token.lemma == "accord":
                return self.according(child)
            source = viewer(self.parsed, child, lexicon=self.lexicon) if token.dep == "prep" else None
            if source is not None:
                return self.by(source, child)
        return None

    def according(self, verb: int) -> Voice | None:
        """The voice of "according to X"."""
        for prep in self.parsed.children[verb]:
            source = self.parsed.child(prep, "pobj")
            if source is not None:
                return self.by(source, verb)
        return None

    def speaker(self, verb: int) -> int | None:
        """Who says what a speech verb reports: its subject, of a passive its agent."""
        by = self.parsed.child(verb, "agent")
        if by is not None:
            return self.parsed.child(by, "pobj")
        subject = self.subject(verb)
        is_passive = subject is not None and self.parsed.tokens[subject].dep == "nsubjpass"
        return None if is_passive else subject

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
        start, end = self.quotations.spans[number]
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
