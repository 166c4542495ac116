"""Stage extraction: what a verb above a target, or a preposition, says of it: own doing, verdict, idiom, modal.

In: a parsed text and a lexicon. Out: a `Climb`, changed. Only `climbing` calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb
from positions.extraction.which_way.givings_up import has_form
from positions.extraction.which_way.outcomes import DOERS, Outcomes
from positions.extraction.which_way.verdicts import Verdicts
from positions.vocabulary import Act

# What "for" and "against" make a stance of, besides the nouns of `prepositions.fights`.
BEING = frozenset(("be", "nothing", "anything", "something", "everything"))
# What may stand beside "go" where a thing is told to leave.
BARE = frozenset(("aux", "nsubj", "mark", "punct", "neg"))


class Predicates:
    """Reads what verbs and prepositions say of targets in one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.outcomes = Outcomes(parsed, lexicon=lexicon)
        self.verdicts = Verdicts(parsed, lexicon=lexicon)

    def take(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> None:
        """All that one verb says. `inner`: the word below it on the way up."""
        if self.is_to_go(verb, inner):
            climb.lean("go", -1, "disapproval_of", "doing")
        elif not self.outcomes.take(climb, verb, inner, match):
            self.verdicts.take(climb, verb, inner, match)
        if inner is not None and has_in_it(self.parsed, verb, inner, lexicon=self.lexicon):
            climb.lean(self.parsed.tokens[verb].text, 1, "proposal", act=Act.PROPOSAL)
        self.take_object_idiom(climb, verb)
        self.take_modals(climb, verb)

    def is_to_go(self, verb: int, inner: int | None) -> bool:
        """Whether a thing is told to leave: "the levy must go", "has to go"; not that it "must go ahead"."""
        token = self.parsed.tokens[verb]
        if inner is None or inner != self.parsed.child(verb, *DOERS) or self.parsed.tokens[inner].pos == "PROPN":
            return False
        told = self.parsed.child(token.index, "xcomp") if self.lexicon.has("deontic.verbs", token.lemma) else None
        going = token.index if told is None else told
        below = [self.parsed.tokens[child] for child in self.parsed.children[going]]
        is_told = told is not None or any(self.lexicon.has("deontic.modals", one.lemma) for one in below)
        return is_told and self.parsed.tokens[going].lemma == "go" and all(one.dep in BARE for one in below)

    def take_object_idiom(self, climb: Climb, node: int) -> None:
        """A verb and its object that together are a stance: "turned its back on the levy", "dug in its heels"."""
        verb = self.parsed.tokens[node]
        below = [self.parsed.tokens[child] for child in self.parsed.children[node]]
        inside = (self.parsed.child(token.index, "pobj") for token in below if token.lemma == "in")
        nouns = [token.lemma for token in below if token.dep == "dobj"]
        nouns += [self.parsed.tokens[i].lemma for i in inside if i is not None]
        for noun in nouns:
            idiom = f"{verb.lemma} {noun}"
            if self.lexicon.has("object_idioms.against", idiom):
                climb.lean(idiom, -1, "rejection", act=Act.REJECTION)
            elif self.lexicon.has("object_idioms.for", idiom):
                climb.lean(idiom, 1, "support")

    def take_modals(self, climb: Climb, node: int) -> None:
        token = self.parsed.tokens[node]
        for child in self.parsed.children[node]:
            below = self.parsed.tokens[child]
            if below.dep == "aux" and self.lexicon.has("deontic.modals", below.lemma):
                self.take_deontic(climb, below)
            elif below.dep == "aux" and below.lemma in {"will", "'ll", "wo"}:
                climb.features.add("will")
            elif below.dep == "aux" and self.lexicon.has("prediction.modals", below.lemma):
                climb.features.add("hypothetical")
            elif below.dep == "xcomp" and self.lexicon.has("deontic.verbs", token.lemma):
                self.take_deontic(climb, token)

    def take_deontic(self, climb: Climb, token: Token) -> None:
        climb.features.add("deontic")
        climb.words.append(token.text)
        climb.act = climb.act or Act.DEMAND

    def take_preposition(self, climb: Climb, token: Token) -> None:
        """Being for or against: "the union is against the levy", "has nothing against it", "signatures against it"."""
        if token.dep != "prep":
            return
        above = self.parsed.tokens[token.head]
        is_fought = above.pos == "NOUN" and self.lexicon.has("prepositions.fights", above.lemma)
        if self.lexicon.has("prepositions.against", token.lemma) and (is_fought or above.lemma in BEING):
            climb.lean(token.text, -1, "opposition")
        elif self.lexicon.has("prepositions.for", token.lemma) and above.lemma in BEING:
            climb.lean(token.text, 1, "support")


def has_in_it(parsed: ParsedText, verb: int, inner: int, *, lexicon: Lexicon) -> bool:
    """Whether a verb says that a package has in it what stands below: "the ministry's plan foresees a levy"."""
    subject = parsed.child(verb, *DOERS)
    if subject is None or subject == inner or not lexicon.has("contents.nouns", parsed.tokens[subject].lemma):
        return False
    return has_form(parsed, verb, "contents.verbs", lexicon)
