"""Stage extraction: which way a party leans on a target, read by climbing the parse from the target's words.

On the way up each word may say yes, no, not, must or if; each verb or noun may name who holds the stance.
In: a parsed text, links, a target match. Out: `Reading` values. Only extraction calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from positions.extraction.lexicon import Lexicon, Sense
from positions.extraction.linking import Holder, Links
from positions.extraction.parsing import ParsedText, Token
from positions.extraction.targets import TargetMatch
from positions.vocabulary import Act

SUBJECTS = ("nsubj", "nsubjpass")
VERBS = frozenset(("VERB", "AUX"))
PARTICLES = frozenset(("prt", "prep", "advmod", "agent", "acomp"))
WEAK_CONDITIONS = frozenset(("acceptance", "support", "commitment"))
CONDITION_MARKS = frozenset(("if", "unless", "until", "once", "when", "whether", "before", "after"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One leaning found on the way up, and who holds it; no holder: whoever speaks."""

    match: TargetMatch
    holder: Holder | None
    sign: int
    act: Act | None
    node: int
    words: tuple[str, ...]
    features: frozenset[str]
    verbs: tuple[int, ...] = ()


@dataclass(slots=True)
class Climb:
    """What is known at one step of the way up."""

    sign: int
    act: Act | None = None
    words: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    is_stance: bool = False
    verbs: list[int] = field(default_factory=list)


class Stances:
    """Reads stances in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon

    def read(self, match: TargetMatch) -> list[Reading]:
        """The leanings towards a target, from the innermost outwards; the last may have no holder."""
        climb = Climb(sign=match.cue.direction)
        found = list(self.below(match))
        inner: int | None = None
        for node in self.route(match):
            if self.is_conditional_clause(node, inner):
                climb.features.add("in_condition")
            if inner is not None and self.is_agent(inner, node):
                climb.features.add("target_is_agent")
            self.step(climb, node, inner, match)
            found += self.readings_at(climb, node, inner, match)
            inner = node
        open_stance = self.reading(climb, None, match, match.head if inner is None else inner)
        return [*found, open_stance]

    def route(self, match: TargetMatch) -> list[int]:
        """The way up; an item of an announced list goes straight to the word that the list belongs to."""
        path = self.parsed.path(match.head)
        item = self.list_item(match)
        if item is None:
            return path
        first, last, noun = item
        inside = [i for i in path if first <= i < last]
        return inside + self.parsed.path(noun)

    def list_item(self, match: TargetMatch) -> tuple[int, int, int] | None:
        """The item of a list in which a match stands, and the stance noun that the list explains."""
        sentence = self.parsed.sentences[match.sentence]
        opener = self.opener(sentence.first, match.tokens[0])
        if opener is None:
            return None
        noun = self.list_noun(sentence.first, opener)
        if noun is None:
            return None
        texts = [self.parsed.tokens[i].text.lower() for i in range(sentence.first, sentence.last)]
        is_cut = [t in {",", ";", "and", "or"} for t in texts]
        first = max((i for i in range(opener, match.tokens[0]) if is_cut[i - sentence.first]), default=opener) + 1
        last = next((i for i in range(match.tokens[-1] + 1, sentence.last) if is_cut[i - sentence.first]), sentence.last)
        return first, last, noun

    def opener(self, first: int, before: int) -> int | None:
        """The token that opens a list before a match."""
        for i in range(before - 1, first, -1):
            text = self.parsed.tokens[i].text.lower()
            pair = f"{self.parsed.tokens[i - 1].text.lower()} {text}"
            if self.lexicon.has("lists.openers", text) or self.lexicon.has("lists.openers", pair):
                return i
        return None

    def list_noun(self, first: int, opener: int) -> int | None:
        """The nearest noun before a list's opener that says yes or no: terms, demands, conditions."""
        for i in range(opener - 1, first - 1, -1):
            token = self.parsed.tokens[i]
            sense = self.lexicon.sense(token.pos, token.lemma) if token.pos == "NOUN" else None
            if sense is not None and sense.act is not None:
                return i
        return None

    def is_conditional_clause(self, node: int, inner: int | None) -> bool:
        token = self.parsed.tokens[node]
        if token.dep not in {"advcl", "ccomp"} or inner is None:
            return False
        marks = {self.parsed.tokens[c].lemma for c in self.parsed.children[node] if self.parsed.tokens[c].dep in {"mark", "advmod"}}
        return bool(marks & CONDITION_MARKS)

    def is_agent(self, inner: int, node: int) -> bool:
        """Whether the target is itself the doer of the verb above it."""
        below, above = self.parsed.tokens[inner], self.parsed.tokens[node]
        return below.dep == "nsubj" and above.pos == "VERB"

    def step(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> None:
        """Take one word of the way up into account."""
        token = self.parsed.tokens[node]
        in_cue = node in match.tokens
        if not in_cue:
            self.take_sense(climb, token)
        if token.pos in VERBS:
            climb.verbs.append(node)
            self.take_complement(climb, node, inner)
            self.take_modals(climb, node)
        if self.is_negated(node):
            climb.sign = -climb.sign
            climb.words.append("not")
            climb.features.add("negated")
        climb.features.add("far") if len(climb.verbs) > 3 else None

    def take_sense(self, climb: Climb, token: Token) -> None:
        sense = self.sense(token)
        if sense is None:
            return
        climb.sign *= sense.sign
        climb.words.append(token.text)
        climb.features.add(sense.group)
        if sense.act is not None:
            climb.act = self.outer_act(climb.act, sense.act)
            climb.is_stance = True

    def outer_act(self, inner: Act | None, outer: Act) -> Act:
        """The outermost word says how it was put, but a bare declaration does not hide a demand."""
        return inner if inner is not None and outer is Act.DECLARATION else outer

    def sense(self, token: Token) -> Sense | None:
        """The sense of a word, with its particle or preposition if the lexicon has it so."""
        for child in self.parsed.children[token.index]:
            below = self.parsed.tokens[child]
            if below.dep in PARTICLES and below.index > token.index:
                found = self.lexicon.sense(token.pos, f"{token.lemma} {below.lemma}")
                if found is not None:
                    return found
        return self.lexicon.sense(token.pos, token.lemma)

    def take_complement(self, climb: Climb, node: int, inner: int | None) -> None:
        """"The plan is unacceptable": what is said of the target by the verb's complement."""
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if child != inner and token.dep in {"acomp", "attr", "oprd"}:
                sense = self.sense(token)
                subject = self.parsed.child(node, *SUBJECTS)
                if sense is not None and sense.act is not None and (inner == subject or sense.group.endswith("_of")):
                    self.take_sense(climb, token)
                    climb.features.add("complement")

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

    def is_negated(self, node: int) -> bool:
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if token.dep == "neg" or (token.dep in {"det", "preconj", "cc"} and token.lemma in {"no", "neither", "nor"}):
                return True
        return False

    def readings_at(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> Iterator[Reading]:
        """Leanings whose holder is named here: the subject of a verb, the owner of a noun."""
        token = self.parsed.tokens[node]
        if token.pos in VERBS:
            for holder in self.subjects(node, inner):
                yield self.reading(climb, holder, match, node)
        elif token.pos == "NOUN" and (climb.is_stance or match.cue.is_proposal):
            for holder in self.owners(node, match):
                yield self.reading(climb, holder, match, node)

    def subjects(self, node: int, inner: int | None) -> list[Holder]:
        """Who does what a verb says: its subject, or the agent of a passive."""
        agent = self.parsed.child(node, "agent")
        if agent is not None:
            by = self.parsed.child(agent, "pobj")
            return self.links.holders(by) if by is not None else []
        subject = self.subject(node)
        if subject is None or subject == inner or self.parsed.tokens[subject].dep == "nsubjpass" and inner is not None and self.parsed.tokens[inner].dep not in {"xcomp", "prep"}:
            return []
        return self.links.holders(subject)

    def subject(self, node: int) -> int | None:
        """The subject of a verb, or of the verb that it continues."""
        own = self.parsed.child(node, *SUBJECTS)
        token = self.parsed.tokens[node]
        if own is not None:
            below = self.parsed.tokens[own]
            if below.tag in {"WDT", "WP"} and token.dep == "relcl":
                return token.head
            return own
        if token.dep in {"conj", "xcomp", "advcl", "pcomp"} and token.head != node:
            return self.subject(token.head) if self.parsed.tokens[token.head].pos in VERBS else None
        if token.dep == "acl":
            return token.head
        return None

    def owners(self, node: int, match: TargetMatch) -> list[Holder]:
        """Whose demand, refusal or plan a noun is."""
        for child in self.parsed.children[node]:
            token = self.parsed.tokens[child]
            if token.dep in {"poss", "amod", "compound", "nmod"} and child not in match.tokens:
                holders = self.links.holders(child) or [h for h in (self.links.inside.get(child),) if h]
                if holders:
                    return holders
            if token.dep in {"prep", "agent"} and token.lemma in {"by", "from"}:
                source = self.parsed.child(child, "pobj")
                if source is not None:
                    return self.links.holders(source)
        return []

    def below(self, match: TargetMatch) -> Iterator[Reading]:
        """"The plan, which Kyiv rejected"; "the U.S.-proposed truce": words of stance that modify the target."""
        for child in self.parsed.children[match.head]:
            token = self.parsed.tokens[child]
            if token.dep not in {"relcl", "acl"} or child in match.tokens:
                continue
            sense = self.sense(token)
            if sense is None or sense.act is None:
                continue
            climb = Climb(sign=match.cue.direction)
            self.step(climb, child, match.head, match)
            climb.features.add("relative")
            for holder in self.relative_subjects(child):
                yield self.reading(climb, holder, match, child)
        yield from self.joined(match)

    def relative_subjects(self, verb: int) -> list[Holder]:
        agent = self.parsed.child(verb, "agent")
        if agent is not None:
            by = self.parsed.child(agent, "pobj")
            return self.links.holders(by) if by is not None else []
        own = self.parsed.child(verb, *SUBJECTS)
        return self.links.holders(own) if own is not None else []

    def joined(self, match: TargetMatch) -> Iterator[Reading]:
        """"U.S.-proposed": a party and a participle in one token."""
        for child in {match.head, *self.parsed.children[match.head], *match.tokens}:
            token = self.parsed.tokens[child]
            if "-" not in token.text:
                continue
            participle = token.text.lower().rsplit("-", 1)[1]
            sense = self.lexicon.sense("VERB", participle.removesuffix("d")) or self.lexicon.sense("VERB", participle.removesuffix("ed"))
            holder = self.links.inside.get(child)
            if sense is not None and sense.act is not None and holder is not None:
                climb = Climb(sign=match.cue.direction * sense.sign, act=sense.act, words=[token.text], is_stance=True)
                climb.features |= {sense.group, "joined"}
                yield self.reading(climb, holder, match, child)

    def reading(self, climb: Climb, holder: Holder | None, match: TargetMatch, node: int) -> Reading:
        features = set(climb.features)
        features.add("stance_word" if climb.is_stance else "no_stance_word")
        return Reading(
            match=match,
            holder=replace(holder) if holder else None,
            sign=climb.sign,
            act=climb.act,
            node=node,
            words=tuple(climb.words),
            features=frozenset(features),
            verbs=tuple(climb.verbs),
        )
