"""Stage extraction: what is known of a leaning on the way up from a target, and what a word adds to it.

In: words with their senses. Out: `Climb`, changed word by word. Only extraction calls it.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from positions.extraction.language.lexicon import Lexicon, Sense
from positions.extraction.language.parsing import ParsedText, Token
from positions.vocabulary import Act

PARTICLES = frozenset(("prt", "prep", "advmod", "agent", "acomp", "intj"))


@dataclass(slots=True)
class Climb:
    """What is known at one step of the way up. `spent`: words above that have had their say already."""

    sign: int
    act: Act | None = None
    words: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    is_stance: bool = False
    is_settled: bool = False
    verbs: list[int] = field(default_factory=list)
    route: list[int] = field(default_factory=list)
    spent: set[int] = field(default_factory=set)

    def turn(self, word: str, feature: str) -> None:
        """Make a yes of a no, and the other way round."""
        self.sign = -self.sign
        self.words.append(word)
        self.features.add(feature)

    def take(self, word: str, sense: Sense, *, ends: bool = False) -> None:
        """What a word of stance or of reversal says; the first reversal is the target's own where it `ends`."""
        self.sign *= 1 if ends and sense.act is None and not self.words else sense.sign
        self.words.append(word)
        self.features.add(sense.group)
        if sense.act is not None:
            self.act = outer_act(self.act, sense.act)
            self.is_stance = True

    def lean(self, word: str, sign: int, *features: str, act: Act = Act.DECLARATION) -> None:
        """A stance that is no word of the lexicon's groups."""
        self.sign *= sign
        self.words.append(word)
        self.features.update(features)
        self.act = outer_act(self.act, act)
        self.is_stance = True


def outer_act(inner: Act | None, outer: Act) -> Act:
    """The outermost word says how it was put, but a bare declaration does not hide a demand."""
    return inner if inner is not None and outer is Act.DECLARATION else outer


def find_sense(parsed: ParsedText, token: Token, *, lexicon: Lexicon) -> Sense | None:
    """The sense of a word, with its particle, preposition or both if the lexicon has it so.

    Of "hated" and "raged" the parser makes "hat" and "rag".
    """
    below = [parsed.tokens[child] for child in parsed.children[token.index] if child > token.index]
    after = [one.lemma for one in below if one.dep in PARTICLES]
    phrases = [*map(" ".join, pairwise(after)), *after]
    words = [token.lemma, *([token.text.lower()[:-1]] if token.text.endswith("ed") else [])]
    known = (lexicon.sense(token.pos, name) for word in words for name in (*(f"{word} {p}" for p in phrases), word))
    return next((sense for sense in known if sense is not None), None)
