"""Stage extraction: from a reading to a candidate: who is quoted, how known, and the features that weights judge.

In: readings and voices. Out: `Candidate` values, each with named features. Only extraction calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from positions.extraction.attribution import Voice, Voices
from positions.extraction.lexicon import Lexicon
from positions.extraction.linking import Holder
from positions.extraction.parsing import ParsedText
from positions.extraction.stances import Reading
from positions.vocabulary import Attribution, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible statement. `features` name what speaks for and against it; `confidence` is set by the choice."""

    reading: Reading
    holder: Holder
    stance: Stance
    attribution: Attribution
    speaker: str | None
    features: frozenset[str]
    condition: str = ""
    confidence: float = 0.0


class CandidateMaker:
    """Makes candidates of one text's readings."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon

    def make(self, readings: list[Reading]) -> Iterator[Candidate]:
        """The candidates of one target match, innermost first."""
        inner: list[Reading] = []
        for reading in readings:
            for holder in self.holders(reading):
                yield self.candidate(reading, holder, inner)
            if reading.holder is not None:
                inner.append(reading)

    def holders(self, reading: Reading) -> tuple[Holder, ...]:
        """Who holds a reading: the one it names, else whoever speaks there."""
        if reading.holder is not None:
            return (reading.holder,)
        voice = self.voices.quote_voice(reading.match.head) or self.outer_voice(reading.match.head)
        return voice.holders if voice is not None else ()

    def outer_voice(self, node: int) -> Voice | None:
        """The nearest voice above a token, or "according to" beside a verb above it."""
        for above in self.parsed.path(node)[1:]:
            voice = self.voices.voice(above)
            if voice is not None:
                return voice
            for child in self.parsed.children[above]:
                if self.parsed.tokens[child].lemma == "accord":
                    return self.voices.according(child)
        return None

    def candidate(self, reading: Reading, holder: Holder, inner: list[Reading]) -> Candidate:
        attribution, speaker, said = self.attribution(reading, holder)
        stance, condition, leaning = self.stance(reading)
        features = set(reading.features) | said | leaning
        features |= self.place_features(reading, holder)
        features |= inner_features(reading, holder, inner)
        return Candidate(
            reading=reading,
            holder=holder,
            stance=stance,
            attribution=attribution,
            speaker=speaker,
            features=frozenset(features),
            condition=condition,
        )

    def attribution(self, reading: Reading, holder: Holder) -> tuple[Attribution, str | None, set[str]]:
        """How the article knows it, who voiced it, and features of both."""
        speaker = holder.speaker
        quoted = self.voices.quote_voice(reading.match.head)
        voice = quoted or self.speaking(reading)
        if self.is_predicted(reading) or (voice is not None and voice.outsider):
            return Attribution.PREDICTED, speaker, {"predicted"}
        if voice is None:
            is_spoken = reading.holder is not None and holder.kind in {"speaker", "organ"}
            return (Attribution.REPORTED, speaker, {"spoken"} if is_spoken else {"unspoken"})
        own = next((h for h in voice.holders if h.party == holder.party), None)
        if own is None:
            return Attribution.PREDICTED, speaker, {"others_word" if voice.holders else "strangers_word"}
        if quoted is not None:
            return Attribution.QUOTED, own.speaker or speaker, {"quoted"}
        return Attribution.PARAPHRASED, own.speaker or speaker, {"paraphrased"}

    def speaking(self, reading: Reading) -> Voice | None:
        """The voice of the reading's own verb, else one above it."""
        return self.voices.voice(reading.node) or self.outer_voice(reading.node)

    def is_predicted(self, reading: Reading) -> bool:
        """Whether a word of expectation governs the reading."""
        if "hypothetical" in reading.features and "stance_word" in reading.features and "deontic" not in reading.features:
            return True
        for node in self.parsed.path(reading.node):
            token = self.parsed.tokens[node]
            if token.pos == "VERB" and self.lexicon.has("prediction.verbs", token.lemma):
                return True
            for child in self.parsed.children[node]:
                below = self.parsed.tokens[child]
                if below.dep == "acomp" and self.lexicon.has("prediction.adjectives", below.lemma):
                    return True
        return False

    def stance(self, reading: Reading) -> tuple[Stance, str, set[str]]:
        """The stance, the condition's text, and features of both."""
        plain = Stance.SUPPORTS if reading.sign > 0 else Stance.OPPOSES
        text = self.sentence_text(reading)
        undecided = self.lexicon.find_phrase("undecided.phrases", text)
        if undecided is not None and self.governs(reading, undecided):
            return Stance.UNDECIDED, "", {"undecided"}
        condition = self.condition(reading) if reading.sign > 0 else ""
        if condition:
            return Stance.CONDITIONAL, condition, {"conditional"}
        return plain, "", {"plain_supports" if reading.sign > 0 else "plain_opposes"}

    def sentence_text(self, reading: Reading) -> str:
        sentence = self.parsed.sentences[reading.match.sentence]
        return " ".join(t.text.lower() for t in self.parsed.tokens[sentence.first : sentence.last])

    def governs(self, reading: Reading, phrase: str) -> bool:
        """Whether the words of a phrase stand above the target, not elsewhere in the sentence."""
        words = set(phrase.split())
        path = self.parsed.path(reading.match.head)
        near = {self.parsed.tokens[i].text.lower() for i in path}
        return len(words & near) >= 1

    def condition(self, reading: Reading) -> str:
        """The words of a condition that hangs on a verb above the target."""
        sentence = self.parsed.sentences[reading.match.sentence]
        words = [t.text.lower() for t in self.parsed.tokens[sentence.first : sentence.last]]
        for phrase in self.lexicon.phrases["condition.phrases"]:
            pieces = phrase.split()
            for place in range(len(words) - len(pieces) + 1):
                if words[place : place + len(pieces)] == pieces:
                    first = sentence.first + place
                    return self.clause(first, sentence.last, reading)
        return ""

    def clause(self, first: int, last: int, reading: Reading) -> str:
        """From a condition's first word to the next comma; empty when the target itself stands in it."""
        end = next((i for i in range(first + 1, last) if self.parsed.tokens[i].text in {",", ";", ".", '"'}), last)
        if any(first <= i < end for i in reading.match.tokens):
            return ""
        start, stop = self.parsed.span(first, end)
        return self.parsed.text[start:stop]

    def place_features(self, reading: Reading, holder: Holder) -> set[str]:
        """Features of the place: how the target and the holder are named, what kind of sentence it is."""
        match = reading.match
        sentence = self.parsed.sentences[match.sentence]
        features = {f"source_{match.cue.source}", f"holder_{holder.kind}", f"direction_{match.cue.direction}"}
        features.add(f"cue_words_{min(len(match.tokens), 3)}")
        if self.parsed.tokens[sentence.last - 1].text == "?":
            features.add("question")
        if reading.holder is None:
            features.add("whoever_speaks")
        if self.voices.quote_at(match.head) is not None:
            features.add("in_quote")
        if abs(holder.token - match.head) > 15:
            features.add("far_holder")
        features.add(f"head_{self.parsed.tokens[match.head].pos}")
        return features


def inner_features(reading: Reading, holder: Holder, inner: list[Reading]) -> set[str]:
    """How a reading stands to those below it: whether somebody else holds them, whether it adds a word."""
    others = [r for r in inner if r.holder is not None and r.holder.party != holder.party]
    if not others:
        return {"first_holder"} if not inner else {"same_holder"}
    nearest = others[-1]
    adds = len(reading.words) > len(nearest.words)
    kind = "stance" if "stance_word" in nearest.features else "plain"
    return {f"over_{kind}_{'adding' if adds else 'only'}"}


def with_confidence(candidate: Candidate, confidence: float) -> Candidate:
    return replace(candidate, confidence=confidence)
