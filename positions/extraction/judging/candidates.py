"""Stage extraction: from readings to candidates: each with a holder, a stance, an attribution and features.

In: readings and voices. Out: `Candidate` values. Only extraction calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from positions.extraction.how_known.attribution import Attributor
from positions.extraction.judging.features import Features
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText
from positions.extraction.which_way.conditions import find_leaning
from positions.extraction.which_way.readings import Reading
from positions.extraction.who.names import Holder
from positions.extraction.who.voices import Voices
from positions.vocabulary import Attribution, Stance

# How plainly a reading says what it says, plainest first; a "no" is trusted otherwise in each.
MODES = ("direct", "stance_word", "no_stance_word")
# What still makes a stance of a reading without a word of stance; without them the target is merely mentioned.
SPOKEN_FEATURES = frozenset(("own_action", "in_quote", "paraphrased", "deontic", "will"))
# Where it is not the party's own word that it must or should do it.
BY_OTHERS = frozenset(("others_word", "strangers_word", "unspoken"))


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
        self.attributor = Attributor(parsed, voices=voices, lexicon=lexicon)
        self.features = Features(parsed, voices=voices, lexicon=lexicon)

    def make(self, readings: list[Reading]) -> Iterator[Candidate]:
        """The candidates of one target match, innermost first. Of "A and B" neither is below the other.

        Nor is what a clause beside the way up says: "the levy, supported by A, is opposed by B".
        """
        inner: list[Reading] = []
        for reading in readings:
            for holder in self.holders(reading):
                yield self.candidate(reading, holder, [r for r in inner if is_below(r, reading)])
            if reading.holder is not None:
                inner.append(reading)

    def holders(self, reading: Reading) -> tuple[Holder, ...]:
        """Who holds a reading: the one it names, else whoever speaks there."""
        if reading.holder is not None:
            return (reading.holder,)
        voice = self.voices.quote_voice(reading.match.head) or self.voices.outer_voice(reading.match.head)
        return voice.holders if voice is not None else ()

    def candidate(self, reading: Reading, holder: Holder, inner: list[Reading]) -> Candidate:
        known = self.attributor.attribute(reading, holder)
        leaning = find_leaning(self.parsed, reading, lexicon=self.lexicon)
        features = self.features.of(reading, holder, inner)
        mode = next(mode for mode in MODES if mode in features)
        features |= {known.feature, f"{mode}_{leaning.feature}"}
        if known.feature in BY_OTHERS and self.features.is_obliged(reading, holder):
            features.add("demanded_of")
        if mode == "no_stance_word" and not features & SPOKEN_FEATURES:
            features.add("mere_mention")
        return Candidate(
            reading=reading,
            holder=holder,
            stance=leaning.stance,
            attribution=known.attribution,
            speaker=known.speaker,
            features=frozenset(features),
            condition=leaning.condition,
        )


def is_below(inner: Reading, reading: Reading) -> bool:
    """Whether a reading stands below another on the way up; whoever speaks stands above whom the last verb names."""
    return inner.node in reading.route and (inner.node != reading.node or reading.holder is None)
