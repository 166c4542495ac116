"""Stage extraction: what is the price of something else: "no deal without the levy", "nothing less", "in exchange for".

In: words with what stands below them. Out: a `Climb`, changed. Only `climbing` calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token
from positions.extraction.which_way.climbs import Climb
from positions.extraction.which_way.negations import is_denied
from positions.extraction.which_way.open_clauses import is_tied_to
from positions.vocabulary import Act

# "Nothing less than the levy", "anything short of it".
LESS = frozenset((("less", "than"), ("little", "than"), ("short", "of")))


class Bargains:
    """Reads what targets are the price of in one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def take(self, climb: Climb, token: Token, inner: int | None) -> None:
        """Take a preposition into account that makes a demand of what stands below it."""
        self.take_without(climb, token)
        self.take_less(climb, token)
        self.take_exchange(climb, token, inner)

    def demand(self, climb: Climb, word: str) -> None:
        climb.words.append(word)
        climb.features.add("threat_if_not")
        climb.act = Act.DEMAND
        climb.is_stance = climb.is_settled = True

    def take_without(self, climb: Climb, token: Token) -> None:
        """Who says "no deal without the levy" demands it; who wants "a deal without the levy" is against it."""
        if token.lemma != "without" or token.dep != "prep":
            return
        if not is_denied(self.parsed, token.index):
            climb.turn("without", "negated")
            return
        self.demand(climb, "not without")

    def take_less(self, climb: Climb, token: Token) -> None:
        """Who takes "nothing less than the levy" demands it, and so does who says that "anything less" would be bad."""
        above = self.parsed.tokens[token.head]
        # Of "for less than a levy" the parser may make "less than a" a number.
        after = tuple(one.text.lower() for one in self.parsed.tokens[token.index + 1 : token.index + 3])
        is_number = token.dep == "prep" and after == ("less", "than")
        if not is_number and (above.lemma, token.lemma) not in LESS:
            return
        if is_denied(self.parsed, token.index):
            self.demand(climb, "not less than")
        elif self.parsed.tokens[above.head].lemma == "anything":
            climb.turn("less than", "negated")

    def take_exchange(self, climb: Climb, token: Token, inner: int | None) -> None:
        """Who would do something "in exchange for the levy", or ties its support "to the levy", demands it."""
        below = None if inner is None else self.parsed.tokens[inner]
        is_price = token.lemma == "in" and below is not None and self.lexicon.has("bargains.nouns", below.lemma)
        if token.dep == "prep" and (is_price or is_tied_to(self.parsed, token.index, lexicon=self.lexicon)):
            self.demand(climb, "in return" if is_price else "tied to")
