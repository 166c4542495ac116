"""Stage extraction: the words of a sentence that speak of a target which no cue names there.

In: a sentence and a target's telling words. Out: a `TargetMatch` like that of a cue. Only extraction calls it.
"""

from collections.abc import Mapping

import numpy as np

from positions.extraction.language.families import FUNCTION_WORDS, family
from positions.extraction.language.parsing import ParsedText, Sentence
from positions.extraction.language.wordvectors import Vectors, directions
from positions.extraction.what.prototypes import Prototypes
from positions.extraction.what.targets import REVERSAL_STEMS, Cue, TargetMatch, top_of

LIKENESS = "likeness"
CONTENT = frozenset(("NOUN", "VERB", "ADJ", "PROPN", "NUM"))
MAX_ANCHORS = 3
# Cosine times rarity. Below the first a word is not like the target's; the second is a share of the likest word's.
MIN_LIKENESS = 0.45
NEXT_SHARE = 0.7


class Anchors:
    """Finds anchors in one text."""

    def __init__(
        self, parsed: ParsedText, *, words: Vectors, prototypes: Prototypes, names: Mapping[int, object]
    ) -> None:
        self.parsed = parsed
        self.words = words
        self.prototypes = prototypes
        self.names = names
        self.by_sentence: dict[int, tuple[list[int], Vectors]] = {}

    def content(self, sentence: Sentence) -> tuple[list[int], Vectors]:
        """The words of a sentence that could be anchors, with their directions."""
        if sentence.index not in self.by_sentence:
            indices = [i for i in range(sentence.first, sentence.last) if self.is_content(i)]
            self.by_sentence[sentence.index] = indices, directions(self.words[indices])
        return self.by_sentence[sentence.index]

    def is_content(self, index: int) -> bool:
        token = self.parsed.tokens[index]
        return token.pos in CONTENT and index not in self.names and token.lemma not in FUNCTION_WORDS

    def find(self, sentence: Sentence, target: str) -> tuple[TargetMatch, float] | None:
        """The words most like a target's, as a match, with the likeness of the best."""
        indices, vectors = self.content(sentence)
        known = self.prototypes.words[target]
        if not indices or not known.words:
            return None
        table = vectors @ known.vectors.T * known.rarity
        likeness = table.max(axis=1)
        order = np.argsort(-likeness, kind="stable")[:MAX_ANCHORS]
        least = max(MIN_LIKENESS, float(likeness[order[0]]) * NEXT_SHARE)
        places = [place for place in order if likeness[place] >= least]
        if not places:
            return None
        signs = [known.signs[table[place].argmax()] for place in places]
        chosen = tuple(sorted(indices[place] for place in places))
        return self.match(sentence, target, chosen, self.direction(chosen, signs)), float(likeness[order[0]])

    def direction(self, chosen: tuple[int, ...], signs: list[int]) -> int:
        """Whether words, the likest first, name an outcome or its opposite."""
        stems = {family(self.parsed.tokens[i].lemma) for i in chosen}
        is_ended = signs[0] == 0 and stems.isdisjoint(REVERSAL_STEMS)
        return -1 if is_ended or -1 in signs else 1

    def match(self, sentence: Sentence, target: str, chosen: tuple[int, ...], direction: int) -> TargetMatch:
        cue = Cue(
            target=target,
            direction=direction,
            stems=frozenset(),
            phrase=" ".join(self.parsed.tokens[i].text for i in chosen),
            source=LIKENESS,
            needed=1,
            is_proposal=target in self.prototypes.proposers,
        )
        return TargetMatch(cue=cue, sentence=sentence.index, tokens=chosen, head=top_of(self.parsed, chosen))
