"""Stage extraction: what each word on the way up from a target does to the leaning: yes, no, not, must, if.

In: a parsed text and a lexicon. Out: `Climb`, changed word by word. Only extraction calls it.
"""

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import ParsedText, Token
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.givings_up import given_up_by
from positions.extraction.which_way.negations import (
    SUBJECTS,
    VERBS,
    is_denied,
    is_doubt,
    is_less_wanted,
    is_negated,
    is_of_nobody,
    is_passed_over,
)
from positions.extraction.which_way.predicates import Predicates
from positions.extraction.which_way.verdicts import is_complaint
from positions.vocabulary import Act

CONDITION_MARKS = frozenset(("if", "unless", "until", "once", "when", "whether", "before", "after"))
# Those that leave it open even of what is told in the past; "after they had agreed" is no condition.
OPEN_MARKS = frozenset(("if", "unless", "whether"))
# What begins a condition without "if": "had they accepted it", "were they to accept it".
INVERTED = frozenset(("had", "were", "should"))
# Unit: verbs. More of them between a target and its holder, and the two have little to do with each other.
FAR_VERBS = 3


class Climber:
    """Takes the words above one target into account."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.predicates = Predicates(parsed, lexicon=lexicon)

    def step(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """Take one word of the way up into account."""
        token = self.parsed.tokens[node]
        if is_passed_over(self.parsed, node, inner, lexicon=self.lexicon):
            climb.turn("instead", "passed_over")
            # What would be done sooner says nothing of the target.
            climb.is_settled = is_less_wanted(self.parsed, node, lexicon=self.lexicon)
        if self.is_beside(node, inner):
            climb.verbs.append(node)
            return
        if node not in match.tokens:
            self.take_word(climb, node, inner, match)
        if token.pos in VERBS:
            climb.verbs.append(node)
            self.predicates.take(climb, node, inner, match)
        negated = is_negated(self.parsed, node, match) or is_of_nobody(self.parsed, node, inner, match)
        if negated and node not in climb.spent and not self.is_no_verdict(climb, node):
            climb.turn("not", "negated")
        if len(climb.verbs) > FAR_VERBS:
            climb.features.add("far")

    def take_word(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """What a word outside of the target's own says."""
        token = self.parsed.tokens[node]
        if self.is_asked_about(token, inner):
            climb.features.add("asked")
            return
        self.take_object(climb, node, inner, match)
        if node not in climb.spent and not is_complaint(self.parsed, climb, node, inner, lexicon=self.lexicon):
            self.take_sense(climb, token, ends=match.cue.ends)
        self.take_giving_up(climb, node, match)
        self.predicates.take_preposition(climb, token)
        self.take_without(climb, token)
        if inner is not None and is_doubt(self.parsed, node, lexicon=self.lexicon):
            climb.turn(token.text, "doubted")

    def is_no_verdict(self, climb: Climb, node: int) -> bool:
        """Whether a "not" is said of no verdict, and turns nothing: "half fares are not a gift, they are the law"."""
        noun = self.parsed.child(node, "attr") if "unjudged" in climb.features else None
        return noun is not None and self.parsed.tokens[noun].pos == "NOUN"

    def is_beside(self, node: int, inner: int | None) -> bool:
        """Whether a word is only coordinated with the one below: what it says does not reach it.

        A negation does, over "or": "will not accept A or recognise B".
        """
        if inner is None or self.parsed.tokens[inner].dep != "conj" or self.parsed.tokens[inner].head != node:
            return False
        kinds = {self.parsed.tokens[inner].pos, self.parsed.tokens[node].pos}
        alike = len(kinds) == 1 or kinds == VERBS
        joiners = {self.parsed.tokens[c].lemma for c in self.parsed.children[node] if self.parsed.tokens[c].dep == "cc"}
        return alike and not joiners & {"or", "nor"}

    def settle(self, climb: Climb, clause: int, match: TargetMatch) -> None:
        """What stands above a condition does not judge the target; a threat "if they do not" demands it.

        What is demanded is what the clause says without its "not": of "unless they drop the levy" its end. Of a threat
        "if they do" it is the opposite.
        """
        is_unless = any(self.parsed.tokens[child].lemma == "unless" for child in self.parsed.children[clause])
        threat = is_unless or "not" in climb.words or self.is_threatened(clause)
        climb.features.add("threat_if_not" if threat else "in_condition")
        if self.is_asked(clause):
            climb.features.add("asked")
        demanded = climb.sign if is_unless else -climb.sign
        climb.sign = demanded if threat else match.cue.direction
        climb.act = Act.DEMAND if threat else climb.act
        climb.is_stance = threat
        climb.is_settled = True

    def is_threatened(self, clause: int) -> bool:
        """Whether a clause with "if" says when a threat is carried out: "threatened a boycott if they raise it"."""
        has_if = any(self.parsed.tokens[child].lemma == "if" for child in self.parsed.children[clause])
        above = self.parsed.path(clause)[1 : 1 + FAR_VERBS]
        return has_if and any(self.lexicon.has("threats.verbs", self.parsed.tokens[i].lemma) for i in above)

    def is_asked(self, clause: int) -> bool:
        """Whether a clause is asked or open: "it is unclear whether". Not "asked whether it would, A said yes"."""
        verb = self.parsed.tokens[self.parsed.tokens[clause].head]
        marks = (self.parsed.tokens[child].lemma for child in self.parsed.children[clause])
        is_question = self.lexicon.has("questions.verbs", verb.lemma) and verb.dep not in {"advcl", "acl"}
        is_marked = any(self.lexicon.has("questions.marks", mark) for mark in marks)
        return is_marked and (is_question or is_open(self.parsed, verb, lexicon=self.lexicon))

    def is_asked_about(self, token: Token, inner: int | None) -> bool:
        """Whether somebody is asked about what stands below, which is no demand: "asked about the levy, A said"."""
        below = "" if inner is None else self.parsed.tokens[inner].lemma
        return below == "about" and self.lexicon.has("questions.verbs", token.lemma)

    def take_sense(self, climb: Climb, token: Token, *, ends: bool = False) -> None:
        """Take a word of stance or of reversal into account; the first reversal is the target's own where it `ends`."""
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        if sense is not None and self.is_threat_to(token):
            sense = self.lexicon.sense("VERB", "threaten")
        if sense is not None:
            climb.take(token.text, sense, ends=ends)

    def is_threat_to(self, token: Token) -> bool:
        """Whether a threat is one to do what stands below, which then is what is wanted: "its threat to shut ports"."""
        if not self.lexicon.has("threats.nouns", token.lemma):
            return False
        clause = self.parsed.child(token.index, "acl")
        return clause is not None and self.parsed.tokens[clause].tag == "VB"

    def take_without(self, climb: Climb, token: Token) -> None:
        """Who says "no deal without the levy" demands it; who wants "a deal without the levy" is against it."""
        if token.lemma != "without" or token.dep != "prep":
            return
        if not is_denied(self.parsed, token.index):
            climb.turn("without", "negated")
            return
        climb.words.append("not without")
        climb.features.add("threat_if_not")
        climb.act = Act.DEMAND
        climb.is_stance = climb.is_settled = True

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
        if not is_negated(self.parsed, outer, match):
            climb.turn(self.parsed.tokens[outer].text, "given_up")


def is_conditional_clause(parsed: ParsedText, node: int) -> bool:
    """Whether a verb stands in a clause that leaves open whether it comes about."""
    token = parsed.tokens[node]
    if token.dep not in {"advcl", "ccomp"}:
        return False
    if is_inverted(parsed, node):
        return True
    marks = {parsed.tokens[c].lemma for c in parsed.children[node] if parsed.tokens[c].dep in {"mark", "advmod"}}
    tags = {parsed.tokens[c].tag for c in parsed.children[node] if parsed.tokens[c].dep in {"aux", "auxpass"}}
    return bool(marks & (OPEN_MARKS if "VBD" in {token.tag, *tags} else CONDITION_MARKS))


def is_inverted(parsed: ParsedText, verb: int) -> bool:
    """Whether a clause begins with its auxiliary, as only a condition does before another: "had they accepted it"."""
    first = next(iter(parsed.children[verb]), verb)
    subject = parsed.child(verb, *SUBJECTS)
    helper = parsed.tokens[first]
    return (
        helper.dep in {"aux", "auxpass"}
        and helper.text.lower() in INVERTED
        and subject is not None
        and first < subject < verb < parsed.tokens[verb].head
    )


def is_agent(parsed: ParsedText, inner: int, node: int) -> bool:
    """Whether the target is itself the doer of the verb above it."""
    below, above = parsed.tokens[inner], parsed.tokens[node]
    return below.dep == "nsubj" and above.pos == "VERB"


def is_open(parsed: ParsedText, verb: Token, *, lexicon: Lexicon) -> bool:
    """Whether a verb says that something is not known: "is unclear", "remains to be seen"."""
    is_unseen = verb.dep == "xcomp" and parsed.tokens[verb.head].lemma == "remain"
    said = [parsed.tokens[child] for child in parsed.children[verb.index]]
    words = [verb.lemma] if is_unseen else [t.lemma for t in said if t.dep in {"acomp", "oprd"}]
    return any(lexicon.has("questions.open", word) for word in words)
