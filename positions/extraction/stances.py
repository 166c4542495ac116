"""Stage extraction: which way a party leans on a target, read by climbing the parse from the target's words.

On the way up each word may say yes, no, not, must or if; each verb or noun may name who holds the stance.
In: a parsed text, links, a target match. Out: `Reading` values. Only extraction calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from positions.extraction.climbing import VERBS, Climb, Climber, find_sense
from positions.extraction.lexicon import Lexicon, Sense
from positions.extraction.linking import Links
from positions.extraction.lists import find_list_item
from positions.extraction.names import Holder
from positions.extraction.owners import Owners
from positions.extraction.parsing import ParsedText
from positions.extraction.targets import TargetMatch
from positions.vocabulary import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One leaning found on the way up, and who holds it; no holder: whoever speaks.

    `node` is the word at which the holder was found, `route` the way to it, `verbs` those on it.
    """

    match: TargetMatch
    holder: Holder | None
    sign: int
    act: Act | None
    node: int
    words: tuple[str, ...]
    features: frozenset[str]
    verbs: tuple[int, ...] = ()
    route: tuple[int, ...] = ()


class Stances:
    """Reads stances in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.climber = Climber(parsed, lexicon=lexicon)
        self.owners = Owners(parsed, links=links)

    def read(self, match: TargetMatch) -> list[Reading]:
        """The leanings towards a target, from the innermost outwards; the last has no holder."""
        climb = Climb(sign=match.cue.direction)
        found = [*self.below(match), *self.coordinated(match), *self.echoes(match), *self.joined(match)]
        inner: int | None = None
        for node in self.route(climb, match):
            climb.route.append(node)
            if inner is not None and self.climber.is_agent(inner, node):
                climb.features.add("target_is_agent")
            if not climb.is_settled:
                self.climber.step(climb, node, inner, match)
            if self.climber.is_conditional_clause(node):
                self.climber.settle(climb, match)
            found += self.readings_at(climb, node, inner, match)
            inner = node
        return [*found, make_reading(climb, None, match, climb.route[-1])]

    def route(self, climb: Climb, match: TargetMatch) -> list[int]:
        """The way up; an item of an announced list goes straight to the word that the list belongs to."""
        path = self.parsed.path(match.head)
        item = find_list_item(self.parsed, match, lexicon=self.lexicon)
        if item is None:
            return path
        climb.features.add("listed")
        return [i for i in path if item.first <= i < item.last] + self.parsed.path(item.noun)

    def readings_at(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> Iterator[Reading]:
        """Leanings whose holder is named here: the subject of a verb, the owner of a noun."""
        token = self.parsed.tokens[node]
        holders: list[Holder] = []
        if token.pos in VERBS:
            holders = self.owners.subjects(node, inner)
        elif token.pos == "NOUN" and (climb.is_stance or match.cue.is_proposal):
            holders = self.owners.owners(node, match)
        for holder in holders:
            yield make_reading(climb, holder, match, node)

    def below(self, match: TargetMatch) -> Iterator[Reading]:
        """Words of stance in a clause that modifies the target: "the plan, which the union rejected".

        The clause may hang on a noun above it ("a cap on rents that ..."), or on one that names it again.
        """
        climb = Climb(sign=match.cue.direction)
        for noun in self.nominals(match):
            if noun not in match.tokens:
                self.climber.step(climb, noun, None, match)
            climb.route.append(noun)
            for clause in self.clauses(noun, match):
                for verb in self.joined_verbs(clause):
                    yield from self.in_clause(climb, verb, clause, match)

    def nominals(self, match: TargetMatch) -> Iterator[int]:
        """The target's noun and those above it up to a verb, each with what is apposed to it."""
        for node in self.parsed.path(match.head):
            token = self.parsed.tokens[node]
            if token.pos in VERBS and node != match.head:
                return
            if token.pos != "ADP":
                yield node

    def clauses(self, noun: int, match: TargetMatch) -> Iterator[int]:
        """The verbs of clauses that modify a noun or what is apposed to it."""
        for child in self.parsed.children[noun]:
            dep = self.parsed.tokens[child].dep
            if dep in {"relcl", "acl"} and child not in match.tokens:
                yield child
            elif dep == "appos" and self.lexicon.has("echoes.nouns", self.parsed.tokens[child].lemma):
                yield from self.clauses(child, match)

    def joined_verbs(self, verb: int) -> Iterator[int]:
        """A verb, those coordinated with it, and what it reports: "a condition that A says it will never accept"."""
        yield verb
        for child in self.parsed.children[verb]:
            token = self.parsed.tokens[child]
            if token.pos == "VERB" and token.dep in {"conj", "ccomp", "xcomp"}:
                yield from self.joined_verbs(child)

    def in_clause(self, outer: Climb, verb: int, clause: int, match: TargetMatch) -> Iterator[Reading]:
        """What one verb of a modifying clause says of the target, by whom."""
        sense = find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.lexicon)
        if sense is None or sense.act is None:
            return
        climb = Climb(sign=outer.sign, route=[*outer.route, verb], words=[*outer.words])
        self.climber.step(climb, verb, None, match)
        climb.features.add("relative")
        for holder in self.owners.relative_subjects(verb) or self.owners.relative_subjects(clause):
            yield make_reading(climb, holder, match, verb)

    def coordinated(self, match: TargetMatch) -> Iterator[Reading]:
        """A passive verb beside the one whose subject the target is: "was tabled by A but was rejected by B"."""
        subject = next((i for i in self.parsed.path(match.head) if self.parsed.tokens[i].dep == "nsubjpass"), None)
        if subject is None:
            return
        for verb in self.joined_verbs(self.parsed.tokens[subject].head):
            if self.parsed.tokens[verb].dep == "conj" and self.owners.agent(verb) is not None:
                yield from self.in_clause(Climb(sign=match.cue.direction), verb, verb, match)

    def echoes(self, match: TargetMatch) -> Iterator[Reading]:
        """Words of stance that take up, later in the sentence, what was named: "but the union rejected that offer"."""
        above = set(self.parsed.path(match.head))
        for index in range(match.tokens[-1] + 1, self.parsed.sentences[match.sentence].last):
            if not self.is_echo(index):
                continue
            verb = self.parsed.tokens[index].head
            if self.parsed.tokens[verb].dep == "prep":
                verb = self.parsed.tokens[verb].head
            if verb in above or self.parsed.tokens[verb].pos != "VERB":
                continue
            climb = Climb(sign=match.cue.direction, route=[match.head, verb])
            self.climber.step(climb, verb, None, match)
            if climb.is_stance:
                climb.features.add("echo")
                for holder in self.owners.subjects(verb, index):
                    yield make_reading(climb, holder, match, verb)

    def is_echo(self, index: int) -> bool:
        """Whether a token is a pronoun or a general noun that can take up what was named, as an object."""
        token = self.parsed.tokens[index]
        if token.dep not in {"dobj", "nsubjpass", "pobj"}:
            return False
        if token.pos == "PRON":
            return self.lexicon.has("echoes.pronouns", token.lemma)
        below = {self.parsed.tokens[child].lemma for child in self.parsed.children[index]}
        is_taken_up = any(self.lexicon.has("echoes.determiners", lemma) for lemma in below)
        return is_taken_up and self.lexicon.has("echoes.nouns", token.lemma)

    def joined(self, match: TargetMatch) -> Iterator[Reading]:
        """A party and a participle joined by a hyphen, as in "U.S.-proposed"."""
        for child in sorted({match.head, *self.parsed.children[match.head], *match.tokens}):
            text, holder = self.hyphenated(child)
            sense = self.participle_sense(text)
            if holder is None or sense is None or sense.act is None:
                continue
            climb = Climb(sign=match.cue.direction * sense.sign, act=sense.act, words=[text], is_stance=True)
            climb.features |= {sense.group, "joined"}
            climb.route = [match.head, child]
            yield make_reading(climb, holder, match, child)

    def hyphenated(self, index: int) -> tuple[str, Holder | None]:
        """The words that a hyphen joins at a token, in one token or in three, and the party among them."""
        token = self.parsed.tokens[index]
        if "-" in token.text or index < 2 or self.parsed.tokens[index - 1].text != "-":
            return token.text, self.links.inside.get(index)
        return f"{self.parsed.tokens[index - 2].text}-{token.text}", self.links.inside.get(index - 2)

    def participle_sense(self, text: str) -> Sense | None:
        """The sense of "proposed" in "U.S.-proposed"."""
        if "-" not in text:
            return None
        participle = text.lower().rsplit("-", 1)[1]
        sense = self.lexicon.sense("VERB", participle.removesuffix("d"))
        return sense or self.lexicon.sense("VERB", participle.removesuffix("ed"))


def make_reading(climb: Climb, holder: Holder | None, match: TargetMatch, node: int) -> Reading:
    """The leaning at one step of the way up."""
    return Reading(
        match=match,
        holder=holder,
        sign=climb.sign,
        act=climb.act,
        node=node,
        words=tuple(climb.words),
        features=frozenset({*climb.features, "stance_word" if climb.is_stance else "no_stance_word"}),
        verbs=tuple(climb.verbs),
        route=tuple(climb.route),
    )
