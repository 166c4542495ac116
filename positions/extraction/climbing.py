"""Stage extraction: what each word on the way up from a target does to the leaning: yes, no, not, must, if.

In: a parsed text and a lexicon. Out: `Climb`, changed word by word. Only extraction calls it.
"""

from dataclasses import dataclass, field

from positions.extraction.lexicon import Lexicon, Sense
from positions.extraction.negations import SUBJECTS, VERBS, is_negated, is_of_nobody
from positions.extraction.parsing import ParsedText, Token
from positions.extraction.targets import TargetMatch
from positions.vocabulary import Act

PARTICLES = frozenset(("prt", "prep", "advmod", "agent", "acomp"))
CONDITION_MARKS = frozenset(("if", "unless", "until", "once", "when", "whether", "before", "after"))
# Those that leave it open even of what is told in the past; "after they had agreed" is no condition.
OPEN_MARKS = frozenset(("if", "unless", "whether"))
# Unit: verbs. More of them between a target and its holder, and the two have little to do with each other.
FAR_VERBS = 3


@dataclass(slots=True)
class Climb:
    """What is known at one step of the way up."""

    sign: int
    act: Act | None = None
    words: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    is_stance: bool = False
    is_settled: bool = False
    verbs: list[int] = field(default_factory=list)
    route: list[int] = field(default_factory=list)


def find_sense(parsed: ParsedText, token: Token, *, lexicon: Lexicon) -> Sense | None:
    """The sense of a word, with its particle or preposition if the lexicon has it so."""
    for child in parsed.children[token.index]:
        below = parsed.tokens[child]
        if below.dep in PARTICLES and below.index > token.index:
            found = lexicon.sense(token.pos, f"{token.lemma} {below.lemma}")
            if found is not None:
                return found
    return lexicon.sense(token.pos, token.lemma)


class Climber:
    """Takes the words above one target into account."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon

    def step(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """Take one word of the way up into account."""
        token = self.parsed.tokens[node]
        if self.is_beside(node, inner):
            climb.verbs.append(node)
            return
        if node not in match.tokens:
            self.take_sense(climb, token, ends=match.cue.ends)
            self.take_preposition(climb, token)
        if token.pos in VERBS:
            climb.verbs.append(node)
            self.take_doing(climb, token, inner)
            self.take_complement(climb, node, inner, match)
            self.take_idiom(climb, node, inner, match)
            self.take_modals(climb, node)
        if is_negated(self.parsed, node, match) or is_of_nobody(self.parsed, node, inner, match):
            climb.sign = -climb.sign
            climb.words.append("not")
            climb.features.add("negated")
        if len(climb.verbs) > FAR_VERBS:
            climb.features.add("far")

    def is_beside(self, node: int, inner: int | None) -> bool:
        """Whether a word is only coordinated with the one below: what it says does not reach it.

        A negation does, over "or": "will not accept A or recognise B".
        """
        if inner is None or self.parsed.tokens[inner].dep != "conj" or self.parsed.tokens[inner].head != node:
            return False
        alike = self.parsed.tokens[inner].pos == self.parsed.tokens[node].pos
        joiners = {self.parsed.tokens[c].lemma for c in self.parsed.children[node] if self.parsed.tokens[c].dep == "cc"}
        return alike and not joiners & {"or", "nor"}

    def settle(self, climb: Climb, clause: int, match: TargetMatch) -> None:
        """What stands above a condition does not judge the target; a threat "if they do not" demands it.

        What is demanded is what the clause says without its "not": of "unless they drop the levy" its end.
        """
        is_unless = any(self.parsed.tokens[child].lemma == "unless" for child in self.parsed.children[clause])
        threat = is_unless or "not" in climb.words
        climb.features.add("threat_if_not" if threat else "in_condition")
        demanded = climb.sign if is_unless else -climb.sign
        climb.sign = demanded if threat else match.cue.direction
        climb.act = Act.DEMAND if threat else climb.act
        climb.is_stance = threat
        climb.is_settled = True

    def take_sense(self, climb: Climb, token: Token, *, ends: bool = False) -> None:
        """Take a word of stance or of reversal into account; the first reversal is the target's own where it `ends`."""
        sense = find_sense(self.parsed, token, lexicon=self.lexicon)
        if sense is None:
            return
        climb.sign *= 1 if ends and sense.act is None and not climb.words else sense.sign
        climb.words.append(token.text)
        climb.features.add(sense.group)
        if sense.act is not None:
            climb.act = self.outer_act(climb.act, sense.act)
            climb.is_stance = True

    def take_preposition(self, climb: Climb, token: Token) -> None:
        """Being for or against: "the union is against the levy"."""
        is_against = self.lexicon.has("prepositions.against", token.lemma)
        is_for = self.lexicon.has("prepositions.for", token.lemma)
        if token.dep == "prep" and (is_against or is_for) and self.parsed.tokens[token.head].lemma == "be":
            self.lean(climb, token.text, 1 if is_for else -1, "support" if is_for else "opposition")

    def take_doing(self, climb: Climb, token: Token, inner: int | None) -> None:
        """What a target would do by its own doing: "the levy would hurt farmers"."""
        if (
            inner is None
            or inner != self.parsed.child(token.index, "nsubj")
            or self.parsed.tokens[inner].pos == "PROPN"
        ):
            return
        if self.lexicon.has("doings.harmful", token.lemma):
            self.lean(climb, token.text, -1, "disapproval_of", "doing")
        elif self.lexicon.has("doings.helpful", token.lemma):
            self.lean(climb, token.text, 1, "approval_of", "doing")

    def lean(self, climb: Climb, word: str, sign: int, *features: str, act: Act = Act.DECLARATION) -> None:
        """Take a stance into account that is no word of the lexicon's groups."""
        climb.sign *= sign
        climb.words.append(word)
        climb.features.update(features)
        climb.act = self.outer_act(climb.act, act)
        climb.is_stance = True

    def outer_act(self, inner: Act | None, outer: Act) -> Act:
        """The outermost word says how it was put, but a bare declaration does not hide a demand."""
        return inner if inner is not None and outer is Act.DECLARATION else outer

    def take_complement(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """What is said of the target by the verb's complement: "the plan is unacceptable"."""
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if child != inner and child not in match.tokens and token.dep in {"acomp", "attr", "oprd"}:
                sense = find_sense(self.parsed, token, lexicon=self.lexicon)
                subject = self.parsed.child(node, *SUBJECTS)
                if sense is not None and sense.act is not None and (inner == subject or sense.group.endswith("_of")):
                    self.take_sense(climb, token)
                    climb.features.add("complement")

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
            self.lean(climb, against or closed or "", sign, "disapproval_of", "complement", act=Act.REJECTION)

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


def is_conditional_clause(parsed: ParsedText, node: int) -> bool:
    """Whether a verb stands in a clause that leaves open whether it comes about."""
    token = parsed.tokens[node]
    if token.dep not in {"advcl", "ccomp"}:
        return False
    marks = {parsed.tokens[c].lemma for c in parsed.children[node] if parsed.tokens[c].dep in {"mark", "advmod"}}
    tags = {parsed.tokens[c].tag for c in parsed.children[node] if parsed.tokens[c].dep in {"aux", "auxpass"}}
    return bool(marks & (OPEN_MARKS if "VBD" in {token.tag, *tags} else CONDITION_MARKS))


def is_agent(parsed: ParsedText, inner: int, node: int) -> bool:
    """Whether the target is itself the doer of the verb above it."""
    below, above = parsed.tokens[inner], parsed.tokens[node]
    return below.dep == "nsubj" and above.pos == "VERB"
