"""Stage extraction: which way a party leans on a target, read by climbing the parse from the target's words.

On the way up each word may say yes, no, not, must or if; each verb or noun may name who holds the stance.
In: a parsed text, links, a target match. Out: `Reading` values. Only extraction calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from positions.extraction.language.lexicon import Lexicon, Sense
from positions.extraction.language.parsing import ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.changes import Changes
from positions.extraction.which_way.clauses import Clauses
from positions.extraction.which_way.climbing import Climber, is_agent
from positions.extraction.which_way.climbs import Climb
from positions.extraction.which_way.contrasts import Contrasts
from positions.extraction.which_way.ellipses import ANSWERED, Ellipses, answered
from positions.extraction.which_way.gaps import Gaps
from positions.extraction.which_way.lists import find_list_item
from positions.extraction.which_way.negations import VERBS, is_doubted, leaves_open
from positions.extraction.which_way.open_clauses import OpenClauses, is_conditional_clause
from positions.extraction.which_way.owners import Owners
from positions.extraction.which_way.predicates import has_in_it
from positions.extraction.which_way.readings import Reading, make_reading
from positions.extraction.which_way.receptions import Receptions
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder

# What an attribute may say of the thing itself.
JUDGED = frozenset(("approval_of", "disapproval_of"))
DEMANDED = frozenset(("complement", "demand"))


class Stances:
    """Reads stances in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.climber = Climber(parsed, lexicon=lexicon)
        self.open_clauses = OpenClauses(parsed, lexicon=lexicon)
        self.owners = Owners(parsed, links=links)
        self.receptions = Receptions(parsed, climber=self.climber, owners=self.owners, lexicon=lexicon)
        self.contrasts = Contrasts(parsed, links=links, lexicon=lexicon)
        self.gaps = Gaps(parsed, links=links, lexicon=lexicon)
        self.ellipses = Ellipses(parsed, links=links, lexicon=lexicon)
        self.changes = Changes(parsed, owners=self.owners, lexicon=lexicon)
        self.clauses = Clauses(parsed, climber=self.climber, owners=self.owners, lexicon=lexicon)

    def read(self, match: TargetMatch) -> list[Reading]:
        """The leanings towards a target, from the innermost outwards; the last has no holder."""
        climb = Climb(sign=match.cue.direction)
        found = [*self.clauses.read(match), *self.receptions.read(match), *self.joined(match)]
        inner: int | None = None
        for node in self.route(climb, match):
            climb.route.append(node)
            if inner is not None and is_agent(self.parsed, inner, node):
                climb.features.add("target_is_agent")
            if not climb.is_settled:
                self.climber.step(climb, node, inner, match)
            was_settled = climb.is_settled
            if is_conditional_clause(self.parsed, node) and not was_settled:
                self.open_clauses.settle(climb, node, match)
            # Of a threat the one who is threatened demands nothing.
            if climb.is_settled == was_settled:
                found += self.readings_at(climb, node, inner, match)
            inner = node
        found = self.gaps.applied(found, match)
        held = self.ellipses.applied(self.contrasts.applied(self.changes.applied(found)))
        spoken = make_reading(climb, None, match, climb.route[-1])
        is_answered = any(ANSWERED in one.features for one in held)
        return [*held, answered(spoken, spoken.node) if is_answered else spoken]

    def route(self, climb: Climb, match: TargetMatch) -> list[int]:
        """The way up; an item of an announced list goes straight to the word that the list belongs to."""
        path = list(self.within(self.parsed.path(match.head)))
        item = find_list_item(self.parsed, match, lexicon=self.lexicon)
        if item is None:
            return path
        climb.features.add("listed")
        return [i for i in path if item.first <= i < item.last] + self.parsed.path(item.noun)

    def within(self, path: Sequence[int]) -> Iterator[int]:
        """The way up as far as the clause: what a semicolon ends says nothing more, though the parser hangs it on."""
        for node in path:
            yield node
            token = self.parsed.tokens[node]
            between = self.parsed.tokens[node + 1 : token.head] if token.dep == "ccomp" else ()
            is_said = self.lexicon.has("speech.verbs", self.parsed.tokens[token.head].lemma)
            if not is_said and any(one.text == ";" for one in between):
                return

    def readings_at(self, climb: Climb, node: int, inner: int | None, match: TargetMatch) -> Iterator[Reading]:
        """Leanings whose holder is named here: the subject of a verb, the owner of a noun."""
        token = self.parsed.tokens[node]
        holders: list[Holder] = []
        if self.is_denied(node) or leaves_open(self.parsed, climb, node, inner, match):
            return
        if token.pos in VERBS:
            holders = self.owners.subjects(node, inner) or self.judges(climb, node) or self.authors(node, inner, match)
        elif token.pos == "NOUN" and (climb.is_stance or match.cue.is_proposal):
            holders = self.owners.owners(node, match)
        if holders and is_doubted(self.parsed, node, match, lexicon=self.lexicon):
            climb = replace(climb, sign=-climb.sign, words=[*climb.words, "doubt"])
        for holder in holders:
            yield make_reading(climb, holder, match, node)

    def is_denied(self, node: int) -> bool:
        """Whether a clause is what somebody denies, who then has the word: "the union denied that it would drop it"."""
        token = self.parsed.tokens[node]
        return token.dep == "ccomp" and self.lexicon.has("denials.verbs", self.parsed.tokens[token.head].lemma)

    def authors(self, verb: int, inner: int | None, match: TargetMatch) -> list[Holder]:
        """Whose package it is that has the target in it: "the ministry's plan foresees a levy"."""
        package = self.parsed.child(verb, "nsubj")
        if package is None or inner is None or not has_in_it(self.parsed, verb, inner, lexicon=self.lexicon):
            return []
        return self.owners.owners(package, match)

    def judges(self, climb: Climb, verb: int) -> list[Holder]:
        """To whom something is what is said of it: "unacceptable to the union", "for the union it is a non-starter"."""
        found = []
        for child in self.parsed.children[verb]:
            token = self.parsed.tokens[child]
            is_judgement = token.dep == "acomp" and self.lexicon.has("judgements.adjectives", token.lemma)
            if is_judgement or (token.dep == "attr" and not climb.features.isdisjoint(JUDGED)):
                found += [c for c in self.parsed.children[child] if self.parsed.tokens[c].lemma in {"to", "for"}]
        if not climb.features.isdisjoint(JUDGED) or climb.features >= DEMANDED:
            found += [i for i in self.parsed.subtree(verb) if i > verb and self.parsed.tokens[i].lemma == "for"]
            found += [c for c in self.parsed.children[verb] if self.parsed.tokens[c].lemma == "for" and c < verb]
            found += [c for c in self.parsed.children[verb] if self.parsed.tokens[c].dep == "attr"]
        sources = (self.parsed.child(prep, "pobj", "poss") for prep in found)
        return [holder for source in sources if source is not None for holder in self.links.holders(source)]

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
