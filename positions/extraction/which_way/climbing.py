"""Stage extraction: what each word on the way up from a target does to the leaning: yes, no, not, must, if.

In: a parsed text and a lexicon. Out: `Climb`, changed word by word. Only extraction calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.bargains import Bargains
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.givings_up import given_up_by, is_unyielding, refused_by
from positions.extraction.which_way.negations import (
    VERBS,
    is_accused_of,
    is_circumstance,
    is_doubt,
    is_less_wanted,
    is_negated,
    is_of_nobody,
    is_passed_over,
    is_set_aside,
)
from positions.extraction.which_way.predicates import Predicates
from positions.extraction.which_way.verdicts import is_complaint, is_no_verdict
from positions.vocabulary import Act

# Unit: verbs. More of them between a target and its holder, and the two have little to do with each other.
FAR_VERBS = 3


class Climber:
    """Takes the words above one target into account."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.predicates = Predicates(parsed, lexicon=lexicon)
        self.bargains = Bargains(parsed, lexicon=lexicon)

    def step(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """Take one word of the way up into account."""
        token = self.parsed.tokens[node]
        if is_passed_over(self.parsed, node, inner, lexicon=self.lexicon):
            climb.turn("instead", "passed_over")
            # What would be done sooner says nothing of the target.
            climb.is_settled = is_less_wanted(self.parsed, node, lexicon=self.lexicon)
        if is_set_aside(self.parsed, node, inner):
            climb.turn("not", "negated")
        if self.is_beside(node, inner):
            climb.verbs.append(node)
            return
        if node not in match.tokens:
            self.take_word(climb, node, inner, match)
        if token.pos in VERBS:
            climb.verbs.append(node)
            self.predicates.take(climb, node, inner, match)
        negated = is_negated(self.parsed, node, match) or is_of_nobody(self.parsed, node, inner, match)
        if negated and node not in climb.spent and not is_no_verdict(self.parsed, climb, node):
            climb.turn("not", "negated")
        if len(climb.verbs) > FAR_VERBS:
            climb.features.add("far")

    def take_word(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """What a word outside of the target's own says."""
        token = self.parsed.tokens[node]
        if self.is_asked_about(token, inner):
            climb.features.add("asked")
            return
        if inner is not None and is_accused_of(self.parsed, inner, lexicon=self.lexicon):
            climb.sign, climb.is_settled = -climb.sign, True
            return
        self.take_object(climb, node, inner, match)
        take_answer(self.parsed, climb, token, lexicon=self.lexicon)
        is_hidden = node in climb.spent or self.predicates.outcomes.hides(climb, node, inner, match)
        if not is_hidden and not is_complaint(self.parsed, climb, node, inner, lexicon=self.lexicon):
            is_against = inner is not None and self.lexicon.has("prepositions.against", self.parsed.tokens[inner].lemma)
            self.take_sense(climb, token, ends=match.cue.ends, is_against=is_against)
        self.take_giving_up(climb, node, match)
        self.predicates.take_preposition(climb, token)
        self.bargains.take(climb, token, inner)
        if inner is not None and is_doubt(self.parsed, node, lexicon=self.lexicon):
            climb.turn(token.text, "doubted")
        if is_unyielding(self.parsed, node, inner, lexicon=self.lexicon):
            climb.turn(token.text, "reversal")

    def is_beside(self, node: int, inner: int | None) -> bool:
        """Whether a word is only coordinated with the one below: what it says does not reach it.

        A negation does, over "or": "will not accept A or recognise B".
        """
        if inner is not None and is_circumstance(self.parsed, inner):
            return True
        if inner is None or self.parsed.tokens[inner].dep != "conj" or self.parsed.tokens[inner].head != node:
            return False
        kinds = {self.parsed.tokens[inner].pos, self.parsed.tokens[node].pos}
        alike = len(kinds) == 1 or kinds == VERBS
        joiners = {self.parsed.tokens[c].lemma for c in self.parsed.children[node] if self.parsed.tokens[c].dep == "cc"}
        return alike and not joiners & {"or", "nor"}

    def is_asked_about(self, token: Token, inner: int | None) -> bool:
        """Whether somebody is asked about what stands below, which is no demand: "asked about the levy, A said"."""
        below = "" if inner is None else self.parsed.tokens[inner].lemma
        return below == "about" and self.lexicon.has("questions.verbs", token.lemma)

    def is_yielding(self, token: Token) -> bool:
        """Whether what a verb says is given in: "gave in and agreed", "in a concession to the union, agreed"."""
        above = [self.parsed.tokens[token.head]] if token.dep == "conj" else []
        inside = (c for c in self.parsed.children[token.index] if self.parsed.tokens[c].lemma == "in")
        nouns = (self.parsed.child(prep, "pobj") for prep in inside)
        above += [self.parsed.tokens[noun] for noun in nouns if noun is not None]
        senses = (find_sense(self.parsed, one, lexicon=self.lexicon) for one in above)
        return any(sense is not None and sense.act is Act.CONCESSION for sense in senses)

    def take_sense(self, climb: Climb, token: Token, *, ends: bool = False, is_against: bool = False) -> None:
        """Take a word of stance or of reversal into account; the first reversal is the target's own where it `ends`.

        Who does it `is_against` the target does not support it: "sided with B against the levy".
        """
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        if sense is not None and self.is_threat_to(token):
            sense = self.lexicon.sense("VERB", "threaten")
        if sense is not None and is_against and token.pos == "VERB" and sense.group == "support":
            sense = self.lexicon.sense("VERB", "oppose")
        if sense is not None:
            climb.take(token.text, sense, ends=ends)
            if climb.act is Act.ACCEPTANCE and self.is_yielding(token):
                climb.act = Act.CONCESSION

    def is_threat_to(self, token: Token) -> bool:
        """Whether a threat is one to do what stands below, which then is what is wanted: "its threat to shut ports"."""
        if not self.lexicon.has("threats.nouns", token.lemma):
            return False
        clause = self.parsed.child(token.index, "acl")
        return clause is not None and self.parsed.tokens[clause].tag == "VB"

    def take_object(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """The stance that a verb governs beside the target's preposition: "voiced its support [for the levy]"."""
        if self.parsed.tokens[node].pos != "VERB" or inner is None or self.parsed.tokens[inner].dep != "prep":
            return
        noun = self.parsed.child(node, "dobj")
        if noun is None or noun > inner or noun in match.tokens or self.parsed.tokens[noun].pos != "NOUN":
            return
        token, prep = self.parsed.tokens[noun], self.parsed.tokens[inner]
        sense = self.lexicon.sense("NOUN", f"{token.lemma} {prep.lemma}") or self.lexicon.sense("NOUN", token.lemma)
        if sense is not None and sense.act is not None:
            climb.take(token.text, sense)
            self.take_giving_up(climb, noun, match)
            if is_negated(self.parsed, noun, match):
                climb.turn("not", "negated")

    def take_giving_up(self, climb: Climb, node: int, match: TargetMatch) -> None:
        """A stance that is given up is turned, by a word that then has had its say: "lifted its veto"."""
        sense = find_sense(self.parsed, self.parsed.tokens[node], lexicon=self.lexicon)
        outer = given_up_by(self.parsed, node, lexicon=self.lexicon)
        if outer is None or sense is None or sense.act is None:
            return
        climb.spent.add(outer)
        refusing = refused_by(self.parsed, outer, lexicon=self.lexicon)
        if refusing is not None:
            climb.spent.add(refusing)
        elif not is_negated(self.parsed, outer, match):
            climb.turn(self.parsed.tokens[outer].text, "given_up")
            climb.act = Act.CONCESSION


def take_answer(parsed: ParsedText, climb: Climb, token: Token, *, lexicon: Lexicon) -> None:
    """The "yes" or "no" right before "to the levy", whatever verb stands above: "said no to A, but yes to B"."""
    before = parsed.tokens[token.index - 1].lemma if token.lemma == "to" and token.index else ""
    sense = lexicon.sense("VERB", f"say {before}")
    if sense is not None:
        climb.take(before, sense)
        climb.spent.add(token.head)


def is_agent(parsed: ParsedText, inner: int, node: int) -> bool:
    """Whether the target is itself the doer of the verb above it."""
    below, above = parsed.tokens[inner], parsed.tokens[node]
    return below.dep == "nsubj" and above.pos == "VERB"
