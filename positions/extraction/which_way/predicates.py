"""Stage extraction: what a verb above a target, or a preposition, says of it: complement, idiom, modal, own doing.

In: a parsed text and a lexicon. Out: a `Climb`, changed. Only `climbing` calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.negations import SUBJECTS, is_negated
from positions.vocabulary import Act

# What "for" and "against" make a stance of, besides the nouns of `prepositions.fights`.
BEING = frozenset(("be", "nothing", "anything", "something", "everything"))


class Predicates:
    """Reads what verbs and prepositions say of targets in one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def take(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> None:
        """All that one verb says. `inner`: the word below it on the way up."""
        self.take_doing(climb, self.parsed.tokens[verb], inner)
        self.take_complement(climb, verb, inner, match)
        self.take_judgement(climb, verb, inner)
        self.take_idiom(climb, verb, inner, match)
        self.take_object_idiom(climb, verb)
        self.take_modals(climb, verb)

    def take_doing(self, climb: Climb, token: Token, inner: int | None) -> None:
        """What a target would do by its own doing: "the levy would hurt farmers"."""
        if (
            inner is None
            or inner != self.parsed.child(token.index, "nsubj")
            or self.parsed.tokens[inner].pos == "PROPN"
        ):
            return
        particle = self.parsed.child(token.index, "prt")
        phrasal = token.lemma if particle is None else f"{token.lemma} {self.parsed.tokens[particle].lemma}"
        if self.lexicon.has("doings.harmful", token.lemma) or self.lexicon.has("doings.harmful", phrasal):
            climb.lean(token.text, -1, "disapproval_of", "doing")
        elif self.lexicon.has("doings.helpful", token.lemma):
            climb.lean(token.text, 1, "approval_of", "doing")

    def take_complement(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """What is said of the target by the verb's complement: "the plan is unacceptable"."""
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if child != inner and child not in match.tokens and token.dep in {"acomp", "attr", "oprd"}:
                sense = find_sense(self.parsed, token, lexicon=self.lexicon)
                subject = self.parsed.child(node, *SUBJECTS)
                if sense is not None and sense.act is not None and (inner == subject or sense.group.endswith("_of")):
                    climb.take(token.text, sense)
                    climb.features.add("complement")

    def take_judgement(self, climb: Climb, node: int, inner: int | None) -> None:
        """What somebody sees in the target: "described the plan as unfair", "sees the plan as a trap"."""
        if inner is None or inner != self.parsed.child(node, "dobj", "nsubjpass"):
            return
        preps = (c for c in self.parsed.children[node] if self.parsed.tokens[c].lemma == "as")
        for word in (below for prep in preps for below in self.parsed.children[prep]):
            sense = find_sense(self.parsed, self.parsed.tokens[word], lexicon=self.lexicon)
            if sense is not None and sense.group.endswith("_of"):
                climb.take(self.parsed.tokens[word].text, sense)
                climb.features.add("complement")

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

    def take_idiom(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """What an idiom after "be" says of its subject: "the levy is out of the question", "is not on the table"."""
        subject = self.parsed.child(node, *SUBJECTS)
        if self.parsed.tokens[node].lemma != "be" or inner is None or inner != subject:
            return
        after = (c for c in self.parsed.children[node] if c > node and c != inner and c not in match.tokens)
        words = [self.parsed.tokens[i].text.lower() for child in after for i in self.parsed.subtree(child)]
        against = self.lexicon.find_phrase("idioms.against", " ".join(words))
        closed = (
            self.lexicon.find_phrase("idioms.open", " ".join(words)) if is_negated(self.parsed, node, match) else None
        )
        if against or closed:
            sign = -1 if against else 1
            climb.lean(against or closed or "", sign, "disapproval_of", "complement", act=Act.REJECTION)

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
