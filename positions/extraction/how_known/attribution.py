"""Stage extraction: how the article knows a stance: quoted, paraphrased, reported or predicted, and in whose words.

In: a reading, its holder and the voices. Out: `Known`. Only extraction calls it.
"""

from dataclasses import dataclass

from positions.extraction.how_known.expectations import is_done_by, is_expected
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.which_way.readings import Reading
from positions.extraction.who.names import Holder
from positions.extraction.who.voices import Voice, Voices
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
        quoted = self.voices.quote_voice(reading.match.head)
        voice = quoted or self.speaking(reading)
        own = self.own_voice(voice, reading, holder)
        guess = self.guess(reading, own, voice)
        if guess:
            return Known(attribution=Attribution.PREDICTED, speaker=holder.speaker, feature=guess)
        if voice is None:
            is_spoken = reading.holder is not None and holder.kind in {"speaker", "organ"}
            return Known(
                attribution=Attribution.REPORTED,
                speaker=holder.speaker,
                feature="spoken" if is_spoken else "unspoken",
            )
        if own is None:
            return self.foreign(voice, holder, is_quoted=quoted is not None)
        return self.own_words(reading, holder, own, voice, is_quoted=quoted is not None)

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
        would = {"hypothetical", "stance_word"} <= reading.features and "deontic" not in reading.features
        return "hypothesis" if own is None and would else ""
