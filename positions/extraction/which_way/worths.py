"""Stage extraction: whether a thing is good or bad by itself: "peace", "job losses", "lower prices", "out of work".

As much as words by themselves tell, whoever speaks. In: a parsed text and a lexicon. Out: 1, -1, or 0 for what is not
known. Only `outcomes` calls it.
"""

from collections.abc import Iterator

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token

# What stands between a noun and what it is made of or about: "thousands of jobs", "an end to the violence".
ABOUT = frozenset(("of", "to", "for", "in"))
# What turns what stands after it: "would leave farmers without income", "lift people out of poverty".
AWAY = frozenset(("without", "out", "from"))
# What a thing may be made to be: adjectives, and what one is made to do.
STATES = frozenset(("ADJ", "ADV", "VERB"))
# Unit: nouns within nouns ("the end of a wave of violence"). Nobody writes more.
MOST_NESTED = 4


class Worths:
    """Weighs the things of one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def of_object(self, verb: int) -> int:
        """Of what the verb is done to: its object, else what stands behind its preposition ("leads to chaos")."""
        objects = [child for child in self.parsed.children[verb] if self.parsed.tokens[child].dep == "dobj"]
        for place in objects or list(self.governed(verb, frozenset(("to", "in", "into", "on", "at", "with")))):
            worth = self.of(place)
            if worth and self.is_way(place):
                worth = next((w for w in map(self.of, self.governed(verb, ABOUT)) if w), worth)
            if worth:
                return worth
        doing = self.parsed.child(verb, "xcomp")
        is_thing = doing is not None and self.parsed.tokens[doing].tag == "VBG"  # "would stop smuggling"
        return self.own_worth(self.parsed.tokens[doing]) if doing is not None and is_thing else 0

    def is_way(self, noun: int) -> bool:
        """Whether a noun is only the way to what it leads to: "open the door to abuse"."""
        return self.lexicon.has("doings.ways", self.parsed.tokens[noun].lemma)

    def governed(self, index: int, prepositions: frozenset[str]) -> Iterator[int]:
        """What stands behind the prepositions below a word."""
        for prep in self.parsed.children[index]:
            if self.parsed.tokens[prep].dep == "prep" and self.parsed.tokens[prep].lemma in prepositions:
                yield from (c for c in self.parsed.children[prep] if self.parsed.tokens[c].dep == "pobj")

    def of(self, noun: int, nested: int = 0) -> int:
        """Of a thing by its name, else by what stands beside it: "job losses", "cleaner air", "a wave of strikes"."""
        token = self.parsed.tokens[noun]
        inside = list(self.governed(noun, ABOUT)) if nested < MOST_NESTED else []
        sense = self.lexicon.sense("NOUN", token.lemma)
        if self.is_way(noun):
            led = [c for c in self.parsed.children[noun] if self.parsed.tokens[c].dep in {"relcl", "acl"}]
            worths = [
                *(self.of(i, nested + 1) for i in inside),
                *(self.own_worth(self.parsed.tokens[c]) for c in led),
            ]
            found = next((w for w in worths if w), 1)
        elif sense is not None and sense.act is None and inside:
            found = -(next((w for i in inside if (w := self.of(i, nested + 1))), 0) or 1)
        else:
            beside = [c for c in self.parsed.children[noun] if self.parsed.tokens[c].dep in {"compound", "amod"}]
            modified = [self.own_worth(self.parsed.tokens[c]) for c in beside]
            worths = [self.named_worth(token), *modified, *(self.of(i, nested + 1) for i in inside)]
            is_spoilt = -1 in modified  # "unfair competition"
            found = -1 if is_spoilt else next((w for w in worths if w), 0)
        return -found if self.is_lessened(noun) else found

    def named_worth(self, token: Token) -> int:
        """Of a thing by its name: of "the poor", who are no bad thing, none."""
        is_whose = any(
            self.lexicon.has(f"doings.{group}_states", word)
            for group in ("bad", "good")
            for word in (token.text.lower(), token.lemma)
        )
        is_people = is_whose and any(self.parsed.tokens[c].lemma == "the" for c in self.parsed.children[token.index])
        return 0 if is_people else self.own_worth(token)

    def own_worth(self, token: Token) -> int:
        """Of a word as it stands."""
        for word in (token.text.lower(), token.lemma):
            for group, sign in (("bad", -1), ("good", 1)):
                if any(self.lexicon.has(f"doings.{group}_{kind}", word) for kind in ("things", "states")):
                    return sign
            if (verdict := self.lexicon.verdicts.get(word)) is not None:
                return verdict.sign
        return 0

    def is_lessened(self, index: int) -> bool:
        """Whether there would be less of it: "fewer jobs", "no peace", "less safe"."""
        below = (self.parsed.tokens[child] for child in self.parsed.children[index] if child < index)
        return any(self.lexicon.has("doings.less", token.lemma) for token in below)

    def of_state(self, verb: int) -> int:
        """Of what something is made to be: "make bread more expensive", "put jobs at risk", "force firms to close"."""
        after = [self.parsed.tokens[i] for i in sorted(self.parsed.subtree(verb)) if i > verb]
        words = " ".join(token.text.lower() for token in after)
        if self.lexicon.find_phrase("doings.bad_ends", words):
            return -1
        if self.lexicon.find_phrase("doings.good_ends", words):
            return 1
        for token in after:
            worth = 0
            if token.pos in STATES and token.dep != "amod":
                worth = self.own_worth(token) * (-1 if self.is_lessened(token.index) else 1)
            elif token.dep == "pobj" and not self.is_beside(token, verb):
                worth = -(self.of(token.index) or 1) if self.is_away(token) else self.of(token.index)
            if worth:
                return worth
        return 0

    def is_beside(self, token: Token, verb: int) -> bool:
        """Whether what stands behind a preposition only says whose, where or to whom: "justice to the victims"."""
        prep = self.parsed.tokens[token.head]
        thing = self.parsed.child(verb, "dobj")
        return thing is not None and (prep.head == thing or (prep.lemma == "to" and self.of(thing) != 0))

    def is_away(self, token: Token) -> bool:
        """Whether what stands behind a preposition is what one is brought away from, or left without."""
        above = self.parsed.tokens[token.head]
        return above.lemma in AWAY or self.parsed.tokens[above.head].lemma == "out"
