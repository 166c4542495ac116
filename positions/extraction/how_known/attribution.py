"""Stage extraction: how the article knows a stance: quoted, paraphrased, reported or predicted, and in whose words.

In: a reading, its holder and the voices. Out: `Known`. Only extraction calls it.
"""

from dataclasses import dataclass
from itertools import pairwise

from positions.extraction.how_known.expectations import is_done_by, is_expected, is_supposed
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.readings import Reading
from positions.extraction.who.hearing import NO_VERB, Voice
from positions.extraction.who.names import Holder
from positions.extraction.who.voices import Voices
from positions.vocabulary import Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a stance is known. `feature` names the rule that decided."""

    attribution: Attribution
    speaker: str | None
    feature: str


class Attributor:
    """Judges readings of one text."""

    def __init__(self, parsed: ParsedText, *, voices: Voices, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.voices = voices
        self.lexicon = lexicon

    def attribute(self, reading: Reading, holder: Holder) -> Known:
        """How the article knows a reading. What others say of the holder is a prediction, however sure they are."""
        quoted = self.quoting(reading)
        voice = quoted or self.speaking(reading)
        own = self.own_voice(voice, reading, holder)
        guess = self.guess(reading, own, voice)
        if guess:
            return Known(attribution=Attribution.PREDICTED, speaker=holder.speaker, feature=guess)
        if voice is None:
            return self.deed(reading, holder)
        if own is None:
            return self.foreign(voice, holder, is_quoted=quoted is not None)
        teller = self.teller(voice) if quoted is None else None
        if teller is not None and all(h.party != holder.party for h in teller.holders):
            return Known(attribution=Attribution.PREDICTED, speaker=holder.speaker, feature="retold")
        return self.own_words(reading, holder, own, voice, is_quoted=quoted is not None)

    def quoting(self, reading: Reading) -> Voice | None:
        """Who is quoted with the target, or with the word of stance: "A said it “will never accept” the levy"."""
        voice = self.voices.quote_voice(reading.match.head)
        if voice is not None:
            return voice
        leaning = (i for i in reading.route if i not in reading.match.tokens and self.is_leaning(i))
        return next((v for v in map(self.voices.quote_voice, leaning) if v is not None), None)

    def is_leaning(self, index: int) -> bool:
        token = self.parsed.tokens[index]
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        return sense is not None and sense.act is not None

    def deed(self, reading: Reading, holder: Holder) -> Known:
        """What the article itself tells; where it names the occasion, it is what a speaker said there."""
        is_spoken = reading.holder is not None and holder.kind in {"speaker", "organ"}
        if is_spoken and self.is_said_on_occasion(reading.node):
            return Known(attribution=Attribution.PARAPHRASED, speaker=holder.speaker, feature="paraphrased")
        feature = "spoken" if is_spoken else "unspoken"
        return Known(attribution=Attribution.REPORTED, speaker=holder.speaker, feature=feature)

    def is_said_on_occasion(self, verb: int) -> bool:
        """Whether a verb has where its words stand: "ruled it out in an interview", "in a letter to B"."""
        preps = (child for child in self.parsed.children[verb] if self.parsed.tokens[child].lemma in {"in", "at", "on"})
        places = (self.parsed.child(prep, "pobj") for prep in preps)
        return any(i is not None and self.lexicon.has("speech.venues", self.parsed.tokens[i].lemma) for i in places)

    def teller(self, voice: Voice) -> Voice | None:
        """Who says that a voice said it: "A told B that it agreed, C said". A stranger only hands it on."""
        is_saying = voice.verb != NO_VERB and self.parsed.child(voice.verb, "ccomp", "xcomp") is not None
        is_told = is_saying and self.parsed.tokens[voice.verb].dep == "ccomp"
        outer = self.voices.voice(self.parsed.tokens[voice.verb].head) if is_told else None
        return outer if outer is not None and outer.holders else None

    def foreign(self, voice: Voice, holder: Holder, *, is_quoted: bool) -> Known:
        """Words of another party, or of somebody whom the catalog doesn't know."""
        if not voice.holders and not is_quoted:
            return Known(attribution=Attribution.REPORTED, speaker=holder.speaker, feature="strangers_word")
        feature = "others_word" if voice.holders else "strangers_word"
        return Known(attribution=Attribution.PREDICTED, speaker=holder.speaker, feature=feature)

    def own_words(self, reading: Reading, holder: Holder, own: Holder, voice: Voice, *, is_quoted: bool) -> Known:
        """Words of the holder. "He" inside a quotation is somebody else than who speaks."""
        speaker = own.speaker or holder.speaker
        if holder.kind == "pronoun" and self.voices.quote_at(holder.token) is not None:
            return Known(attribution=Attribution.PREDICTED, speaker=speaker, feature="pronoun_in_quote")
        if is_quoted:
            return Known(attribution=Attribution.QUOTED, speaker=speaker, feature="quoted")
        is_bare_party = holder.kind == "name" and voice.verb == reading.node and reading.act is not None
        if holder.kind == "pair" or is_bare_party:
            return Known(attribution=Attribution.REPORTED, speaker=own.speaker, feature="paraphrased")
        return Known(attribution=Attribution.PARAPHRASED, speaker=speaker, feature="paraphrased")

    def speaking(self, reading: Reading) -> Voice | None:
        """The voice of the reading's own verb, else one above it."""
        return self.voices.voice(reading.node) or self.voices.outer_voice(reading.node)

    def own_voice(self, voice: Voice | None, reading: Reading, holder: Holder) -> Holder | None:
        """The holder as the one who speaks, None when somebody else does."""
        if voice is None:
            return None
        if voice.verb == reading.node and reading.holder is not None:
            return holder
        return next((h for h in voice.holders if h.party == holder.party), None)

    def guess(self, reading: Reading, own: Holder | None, voice: Voice | None) -> str:
        """The kind of guess that a reading is, empty when it is none; "would" in one's own words is no guess."""
        if voice is not None and voice.outsider:
            return "outsider"
        verb = reading.node if is_done_by(self.parsed, reading.node, reading.holder) else None
        if is_expected(self.parsed, self.parsed.path(reading.node), lexicon=self.lexicon, own=verb):
            return "predicted"
        if own is None and (self.is_hoped(reading) or is_supposed(self.parsed, reading.node, lexicon=self.lexicon)):
            return "supposed"
        would = {"hypothetical", "stance_word"} <= reading.features and "deontic" not in reading.features
        return "hypothesis" if own is None and would else ""

    def is_hoped(self, reading: Reading) -> bool:
        """Whether it is what another hopes of the holder: "A hopes that B will accept"."""
        for below, node in pairwise(self.parsed.path(reading.node)):
            is_content = self.parsed.tokens[below].dep == "ccomp"
            if is_content and self.lexicon.has("prediction.hopes", self.parsed.tokens[node].lemma):
                subject = self.voices.subject(node)
                hoping = [] if subject is None else self.voices.links.holders(subject)
                return reading.holder is not None and all(h.party != reading.holder.party for h in hoping)
        return False
