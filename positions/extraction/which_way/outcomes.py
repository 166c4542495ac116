"""Stage extraction: what would come of a target: "the levy would drive up prices", "would put an end to the war".

Who says that it would do harm is against it. What a verb does and the worth of what it does it to make a product, as in
arithmetic: to cut jobs is bad, to cut costs is good. In: a parsed text and a lexicon. Out: a `Climb`, changed.
`predicates` and `climbing` call it.
"""

from collections.abc import Iterator

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.worths import Worths

DOERS = ("nsubj", "csubj")
# What a verb may do, in the lexicon.
GROUPS = ("harmful", "solving", "destroying", "helpful", "raising", "lowering", "changing")


class Outcomes:
    """Reads what would come of targets in one text."""

    def __init__(self, parsed: ParsedText, *, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.worths = Worths(parsed, lexicon=lexicon)

    def take(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> bool:
        """Whether a verb, or the one that it helps ("is likely to drive up"), says what would come of the target."""
        if not self.is_subject(verb, inner):
            return False
        places = list(self.done(verb))
        if self.is_doer(climb, verb, inner, match):
            said = {self.sign(place) * self.turn(place): place for place in places}
            said.pop(0, None)
            if len(said) == 1:
                outcome, place = next(iter(said.items()))
                side = "approval_of" if outcome > 0 else "disapproval_of"
                # The verb's own "not" is still to come.
                climb.lean(self.parsed.tokens[place].text, outcome * self.turn(verb), side, "doing")
                return True
        if any(self.parsed.child(place, "dobj", "dative") is not None for place in places):
            climb.features.add("open_outcome")
        return False

    def turn(self, verb: int) -> int:
        """-1 where it is said not to come."""
        return 1 if self.parsed.child(verb, "neg") is None else -1

    def hides(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> bool:
        """Whether a verb's own sense is about something else: a plan that "would end the war" is not ended."""
        if not self.is_subject(verb, inner) or self.parsed.child(verb, "dobj", "xcomp") is None:
            return False
        sense = find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.lexicon)
        is_known = self.is_doer(climb, verb, inner, match) and self.sign(verb) != 0
        return sense is not None and (sense.act is None or is_known)

    def is_subject(self, verb: int, inner: int | None) -> bool:
        token = None if inner is None else self.parsed.tokens[inner]
        return token is not None and token.dep in DOERS and token.head == verb

    def is_doer(self, climb: Climb, verb: int, inner: int | None, match: TargetMatch) -> bool:
        """Whether the target acts, or a plan to do something to it: not the union, which wants it, nor its critics."""
        if inner is None:
            return False
        token = self.parsed.tokens[inner]
        sense = self.lexicon.sense("NOUN", token.lemma)
        is_plan = self.lexicon.has("doings.plans", token.lemma) or (sense is not None and sense.act is None)
        is_target = inner in match.tokens or token.dep == "csubj" or is_plan
        return is_target and all(self.is_within(below, inner, verb, match) for below in climb.verbs)

    def is_within(self, below: int, inner: int, verb: int, match: TargetMatch) -> bool:
        """Whether a verb on the way is no clause about whoever acts."""
        return below in {inner, verb} or below in match.tokens or self.parsed.tokens[below].dep == "acl"

    def done(self, verb: int) -> Iterator[int]:
        """The verb, what it only helps to say, and what is said besides: "would cause pain but save the mills"."""
        yield verb
        yield from (c for c in self.parsed.children[verb] if self.is_besides(c))
        if self.parsed.child(verb, "dobj") is None:
            likely = self.parsed.child(verb, "acomp")
            helped = self.parsed.child(verb if likely is None else likely, "xcomp")
            if helped is not None:
                yield helped

    def is_besides(self, index: int) -> bool:
        """Whether a verb goes on about the same subject."""
        token = self.parsed.tokens[index]
        return token.dep == "conj" and token.pos == "VERB" and self.parsed.child(index, *SUBJECTS) is None

    def sign(self, verb: int) -> int:
        """1 good, -1 bad, 0 not known."""
        names = self.names(verb)
        if self.is_any(names, "harmful"):
            return -1
        if self.is_any(names, "solving"):
            return 1
        worth = self.worths.of_object(verb)
        if self.is_any(names, "destroying"):
            return -worth if worth < 0 else -1
        if self.is_any(names, "helpful"):
            return worth or 1
        lasting = self.worths.of_state(verb) if self.is_any(names, "changing") else 0
        if self.is_lowering(verb, names):
            return lasting or -worth
        is_of_object = self.is_any(names, "raising") or self.is_any(names, "changing")
        return lasting or (worth if is_of_object and not self.is_any(names, "keeping") else 0)

    def is_lowering(self, verb: int, names: list[str]) -> bool:
        """Whether there is less then of what the verb is done to."""
        sense = find_sense(self.parsed, self.parsed.tokens[verb], lexicon=self.lexicon)
        return self.is_any(names, "lowering") or (sense is not None and sense.sign < 0)

    def names(self, verb: int) -> list[str]:
        """A verb with its particles, or alone where it has none of a meaning of its own."""
        lemma = self.parsed.tokens[verb].lemma
        below = [self.parsed.tokens[child] for child in self.parsed.children[verb] if child > verb]
        phrasal = [f"{lemma} {token.lemma}" for token in below if token.dep in {"prt", "advmod", "prep"}]
        known = [name for name in phrasal if any(self.is_any([name], group) for group in GROUPS)]
        return known or [lemma]

    def is_any(self, names: list[str], group: str) -> bool:
        return any(self.lexicon.has(f"doings.{group}", name) for name in names)
