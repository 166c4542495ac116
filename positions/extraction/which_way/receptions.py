"""Stage extraction: stances that a noun names while the verb says little: "the levy met with resistance from A".

"The levy is among A's demands", "A's demand is a levy", "opposition from A has held up the levy".

In: a parsed text, owners, a target match. Out: `Reading` values. Only `stances` calls it.
"""

from collections.abc import Iterator

from positions.extraction.language.lexicon import Lexicon, Sense
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbing import Climber
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.negations import VERBS, is_negated
from positions.extraction.which_way.owners import Owners
from positions.extraction.which_way.readings import Reading, make_reading
from positions.extraction.who.names import Holder

# Between a verb and the noun of stance: "met with", "ran into", "is among", "is high on".
INTO, AMONG = frozenset(("with", "into", "in", "for", "under")), frozenset(("among", "on", "of", "in", "atop"))
COMPLEMENTS = frozenset(("to", "for", "of", "on", "over", "about", "against"))
PREDICATES = frozenset(("attr", "xcomp", "ccomp"))


class Receptions:
    """Reads stances that nouns name in one text."""

    def __init__(self, parsed: ParsedText, *, climber: Climber, owners: Owners, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.climber = climber
        self.owners = owners
        self.lexicon = lexicon

    def read(self, match: TargetMatch) -> Iterator[Reading]:
        """All leanings that such nouns hold."""
        yield from self.apposed(match)
        climb = Climb(sign=match.cue.direction)
        inner: int | None = None
        for node in self.parsed.path(match.head):
            token = self.parsed.tokens[node]
            if inner is not None and token.pos in VERBS:
                is_subject = self.parsed.tokens[inner].dep in SUBJECTS
                yield from self.received(climb, node, match) if is_subject else self.named(climb, node, inner, match)
                if is_subject or self.parsed.tokens[inner].dep not in PREDICATES:
                    return
            climb.route.append(node)
            self.climber.step(climb, node, inner, match)
            if climb.is_stance:
                return
            inner = node

    def apposed(self, match: TargetMatch) -> Iterator[Reading]:
        """Whose stance a target is called beside its name: "the levy, a key demand of A, was not discussed"."""
        for noun in self.parsed.children[match.head]:
            sense = self.stance(noun) if self.parsed.tokens[noun].dep == "appos" and noun not in match.tokens else None
            if sense is not None and sense.group == "demand":
                climb = Climb(sign=match.cue.direction, route=[match.head])
                holders = self.owners.owners(noun, match) or self.of(noun, sense)
                yield from self.readings(climb, sense, noun, noun, holders, match)

    def received(self, climb: Climb, verb: int, match: TargetMatch) -> Iterator[Reading]:
        """Of a target that is the subject of a verb: what it meets with, what it is among."""
        is_among = self.lexicon.has("receptions.listing", self.parsed.tokens[verb].lemma)
        if not is_among and not self.lexicon.has("receptions.verbs", self.parsed.tokens[verb].lemma):
            return
        for noun in self.listed(verb) if is_among else self.met(verb):
            sense = self.stance(noun)
            if sense is None or (is_among and not self.is_wish(noun, sense)):
                continue
            holders = self.owners.owners(noun, match) or self.of(noun, sense) or self.givers(verb)
            holders = holders or self.owners.owners(self.parsed.tokens[self.parsed.tokens[noun].head].head, match)
            yield from self.readings(climb, sense, noun, verb, holders, match)

    def is_wish(self, noun: int, sense: Sense) -> bool:
        """Whether a target that is what a noun names is wanted: "is A's dream", "tops A's list of demands".

        Not "is a test of A's commitment".
        """
        return sense.group == "demand" or (sense.group == "support" and self.parsed.tokens[noun].dep == "attr")

    def met(self, verb: int) -> Iterator[int]:
        """The nouns that a verb governs, by itself or by a preposition."""
        for child in self.parsed.children[verb]:
            token = self.parsed.tokens[child]
            noun = self.parsed.child(child, "pobj") if token.dep == "prep" and token.lemma in INTO else None
            if token.dep == "dobj" or noun is not None:
                yield child if noun is None else noun

    def listed(self, verb: int) -> Iterator[int]:
        """The nouns that a target is said to be, or to be among: "high on its list of demands"."""
        below = self.parsed.children[verb]
        kinds = {"acomp", "attr"} if self.parsed.tokens[verb].lemma == "be" else {"dobj"}
        complements = [c for c in below if self.parsed.tokens[c].dep in kinds]
        yield from (c for c in complements if self.parsed.tokens[c].dep == "attr")
        waiting = [*below, *(c for complement in complements for c in self.parsed.children[complement])]
        while waiting:
            prep = waiting.pop(0)
            token = self.parsed.tokens[prep]
            noun = self.parsed.child(prep, "pobj") if token.dep == "prep" and token.lemma in AMONG else None
            if noun is not None and prep > verb:
                yield noun
                waiting += self.parsed.children[noun]

    def named(self, climb: Climb, verb: int, inner: int, match: TargetMatch) -> Iterator[Reading]:
        """Of a target that a verb says something of: whose stance the verb's subject is."""
        subject = self.parsed.child(verb, *SUBJECTS)
        sense = None if subject is None else self.stance(subject)
        if subject is None or sense is None or self.has_complement(subject):
            return
        is_named = self.parsed.tokens[verb].lemma == "be" and self.parsed.tokens[inner].dep in PREDICATES
        if is_named or (self.parsed.tokens[inner].dep == "dobj" and self.does(verb, sense)):
            holders = self.owners.owners(subject, match) or self.of(subject, sense)
            yield from self.readings(climb, sense, subject, verb, holders, match)

    def does(self, verb: int, sense: Sense) -> bool:
        """Whether a verb says what a stance does to its target: opposition holds it up, support saves it."""
        token = self.parsed.tokens[verb]
        above = find_sense(self.parsed, token, lexicon=self.lexicon)
        is_harmful = (above is not None and above.sign < 0) or self.lexicon.has("doings.harmful", token.lemma)
        is_helpful = self.lexicon.has("doings.helpful", token.lemma)
        return (is_harmful and sense.sign < 0) or (is_helpful and sense.sign > 0)

    def stance(self, noun: int) -> Sense | None:
        """The sense of a noun of stance."""
        token = self.parsed.tokens[noun]
        sense = find_sense(self.parsed, token, lexicon=self.lexicon) if token.pos == "NOUN" else None
        return sense if sense is not None and sense.act is not None else None

    def has_complement(self, noun: int) -> bool:
        """Whether what a stance is about stands beside it: "opposition to the levy" says nothing of the court."""
        below = (self.parsed.tokens[child] for child in self.parsed.children[noun])
        return any(t.dep in {"acl", "relcl"} or (t.dep == "prep" and t.lemma in COMPLEMENTS) for t in below)

    def of(self, noun: int, sense: Sense) -> list[Holder]:
        """Whose a stance is by "of" and "for": "the backing of A"; "criticism of A" is another's."""
        lemmas = {"of", "for"} if sense.sign > 0 else set()
        preps = (c for c in self.parsed.children[noun] if self.parsed.tokens[c].lemma in lemmas)
        sources = (self.parsed.child(prep, "pobj") for prep in preps)
        return [holder for source in sources if source is not None for holder in self.owners.links.holders(source)]

    def givers(self, verb: int) -> list[Holder]:
        """From whom, or by whom, a verb says that something comes: "drew criticism from A"."""
        agent = self.owners.agent(verb)
        preps = (c for c in self.parsed.children[verb] if self.parsed.tokens[c].lemma == "from")
        sources = [agent, *(self.parsed.child(prep, "pobj") for prep in preps)]
        return [holder for source in sources if source is not None for holder in self.owners.links.holders(source)]

    def readings(
        self, outer: Climb, sense: Sense, noun: int, verb: int, holders: list[Holder], match: TargetMatch
    ) -> Iterator[Reading]:
        climb = Climb(sign=outer.sign, words=[*outer.words], route=[*outer.route, verb])
        climb.take(self.parsed.tokens[noun].text, sense)
        lacks = self.lexicon.has("receptions.lacking", self.parsed.tokens[verb].lemma)
        if lacks != (is_negated(self.parsed, verb, match) or is_negated(self.parsed, noun, match)):
            climb.turn("no", "negated")
        climb.features.add("nominal")
        for holder in holders:
            yield make_reading(climb, holder, match, verb)
