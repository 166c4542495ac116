"""Stage extraction: which way the words around a party and a target lean, whatever the parse makes of them.

Where the grammar is read wrongly, or a sentence says in five clauses who wants what, the nearest word of stance, what
stands between party and target, and what follows the party still tell a yes from a no.
In: a sentence, a match and a party's places. Out: named numbers for the learnt models. Only extraction calls it.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Sentence
from positions.extraction.what.nearness import clause_spans
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.givings_up import given_up_by
from positions.extraction.who.names import Holder

# Unit: tokens. A negation so near before a word turns it, though the parser may have hung it elsewhere.
NEGATION_REACH = 3


@dataclass(frozen=True, slots=True)
class StanceWord:
    """A word of stance: its token, and 1 for a yes, -1 for a no, a negation at it taken into account."""

    token: int
    sign: int


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence has: words of stance, words that turn a thing into its opposite, negations, clauses."""

    leanings: tuple[StanceWord, ...]
    reversals: tuple[int, ...]
    negations: tuple[int, ...]
    clauses: tuple[tuple[int, int], ...]

    def without(self, tokens: Collection[int]) -> "Signs":
        """The same but for what is part of a target's own words."""
        leanings = tuple(one for one in self.leanings if one.token not in tokens)
        reversals = tuple(i for i in self.reversals if i not in tokens)
        return Signs(leanings, reversals, self.negations, self.clauses)


class Leanings:
    """Describes what leans around the pairs of one text. `names`: whose name each token is part of."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon, names: Mapping[int, Holder]) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.names = names
        self.signs = lru_cache(maxsize=4)(self._signs)

    def describe(
        self, sentence: Sentence, party: str, places: Sequence[int], matches: Sequence[TargetMatch]
    ) -> dict[str, float]:
        """All numbers of a party, named at some tokens, and of a target where it is first spoken of."""
        signs = self.signs(sentence)
        if not matches:
            return dict(totals(signs))
        match = matches[0]
        apart, direction = signs.without(match.tokens), match.cue.direction
        numbers: dict[str, float] = {
            **dict(totals(apart)),
            "direction": direction,
            **dict(nearest(apart.leanings, match.head, direction)),
            **dict(self.in_clause(apart, sentence, match, places)),
        }
        if places:
            place = min(places, key=lambda p: (abs(p - match.head), p))
            numbers |= self.between(apart, party, place, match)
            numbers |= after_party(apart.leanings, place, match.head, direction)
        return {name: float(value) for name, value in numbers.items()}

    def _signs(self, sentence: Sentence) -> Signs:
        leanings, reversals, spent = [], [], set()
        negations = [i for i in range(sentence.first, sentence.last) if self.is_negation(i)]
        for i in range(sentence.first, sentence.last):
            sense = find_sense(self.parsed, self.parsed.tokens[i], lexicon=self.lexicon)
            if sense is None:
                continue
            if sense.act is None:
                reversals.append(i)
            else:
                outer = given_up_by(self.parsed, i, lexicon=self.lexicon)
                spent |= {outer}
                # Who never gave it up holds it still.
                is_turned = self.is_negated(i, sentence) if outer is None else not self.is_negated(outer, sentence)
                leanings.append(StanceWord(i, -sense.sign if is_turned else sense.sign))
        kept = tuple(i for i in reversals if i not in spent)
        return Signs(tuple(leanings), kept, tuple(negations), tuple(clause_spans(self.parsed, sentence)))

    def is_negation(self, index: int) -> bool:
        """Whether a token negates something."""
        token = self.parsed.tokens[index]
        return token.dep == "neg" or self.lexicon.has("negation.words", token.lemma)

    def is_negated(self, index: int, sentence: Sentence) -> bool:
        """Whether a negation hangs on a token, or stands just before it in its sentence."""
        before = range(max(sentence.first, index - NEGATION_REACH), index)
        return any(self.is_negation(i) for i in (*self.parsed.children[index], *before))

    def in_clause(
        self, signs: Signs, sentence: Sentence, match: TargetMatch, places: Sequence[int]
    ) -> Iterator[tuple[str, float]]:
        """Of the clause in which the target stands."""
        first, last = next(((b, e) for b, e in signs.clauses if b <= match.head < e), (sentence.first, sentence.last))
        found = [one.sign for one in signs.leanings if first <= one.token < last]
        reversals = sum(first <= i < last for i in signs.reversals)
        yield "clause_lean", sum(found)
        yield "clause_turn", sum(found) * match.cue.direction
        yield "clause_product", turned(found, reversals, match.cue.direction)
        yield "clause_reversals", reversals
        yield "clause_negations", sum(first <= i < last for i in signs.negations)
        yield "clause_has_party", any(first <= place < last for place in places)

    def between(self, signs: Signs, party: str, place: int, match: TargetMatch) -> dict[str, float]:
        """Of the words from the party to the target."""
        first, last = sorted((place, match.head))
        found = [one.sign for one in signs.leanings if first <= one.token <= last]
        reversals = sum(first <= i <= last for i in signs.reversals)
        others = {self.names[i].party for i in range(first, last) if i in self.names} - {party}
        return {
            "between_lean": sum(found),
            "between_turn": sum(found) * match.cue.direction,
            "between_product": turned(found, reversals, match.cue.direction),
            "between_words": len(found),
            "between_reversals": reversals,
            "between_negations": sum(first <= i <= last for i in signs.negations),
            "between_parties": len(others),
            "target_follows": match.head > place,
        }


def totals(signs: Signs) -> Iterator[tuple[str, float]]:
    """How many words of the sentence say yes, and how many no."""
    yield "leans_yes", float(sum(one.sign > 0 for one in signs.leanings))
    yield "leans_no", float(sum(one.sign < 0 for one in signs.leanings))


def turned(signs: Sequence[int], reversals: int, direction: int) -> int:
    """Yes or no to the proposition, if every word of stance and every reversal turned what it found."""
    return math.prod(signs) * direction * (-1 if reversals % 2 else 1)


def nearest(leanings: Sequence[StanceWord], head: int, direction: int) -> Iterator[tuple[str, float]]:
    """The nearest word of stance to the target: on either side, before it, after it."""
    sides = {
        "nearest": leanings,
        "before": [one for one in leanings if one.token < head],
        "after": [one for one in leanings if one.token > head],
    }
    for name, found in sides.items():
        if found:
            one = min(found, key=lambda leaning: abs(leaning.token - head))
            yield f"{name}_sign", one.sign
            yield f"{name}_turn", one.sign * direction
            yield f"{name}_distance", abs(one.token - head)


def after_party(leanings: Sequence[StanceWord], place: int, head: int, direction: int) -> Iterator[tuple[str, float]]:
    """The first word of stance after the party, and the last before the target that follows."""
    found = [one for one in leanings if one.token > place]
    if found:
        yield "party_sign", found[0].sign
        yield "party_turn", found[0].sign * direction
        yield "party_distance", found[0].token - place
        yield "party_sign_is_first", found[0].token < head
    inner = [one for one in found if one.token < head]
    if inner:
        yield "inner_sign", inner[-1].sign
