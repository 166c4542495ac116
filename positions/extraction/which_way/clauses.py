"""Stage extraction: what clauses say of a target that modify it, stand beside its own, or take it up again.

In: a parsed text, owners, a target match. Out: `Reading` values. Only `stances` calls it.
"""

from collections.abc import Collection, Iterator
from itertools import takewhile

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbing import Climber
from positions.extraction.which_way.climbs import Climb, find_sense
from positions.extraction.which_way.negations import VERBS
from positions.extraction.which_way.open_clauses import is_conditional_clause
from positions.extraction.which_way.owners import Owners
from positions.extraction.which_way.readings import Reading, make_reading

# What tells a general noun with "the" from what was named before.
OF_ANOTHER = frozenset(("compound", "nmod", "poss", "prep", "acl", "relcl"))


class Clauses:
    """Reads what stands beside the way up from a target in one text."""

    def __init__(self, parsed: ParsedText, *, climber: Climber, owners: Owners, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.climber = climber
        self.owners = owners
        self.lexicon = lexicon

    def read(self, match: TargetMatch) -> Iterator[Reading]:
        """All leanings that such clauses hold."""
        yield from self.below(match)
        yield from self.coordinated(match)
        yield from self.echoes(match)

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
        """The target's noun and those above it, up to a verb."""
        for node in self.parsed.path(match.head):
            token = self.parsed.tokens[node]
            if token.pos in VERBS and node != match.head:
                return
            if token.pos != "ADP":
                yield node

    def clauses(self, noun: int, match: TargetMatch) -> Iterator[int]:
        """The verbs of clauses that modify a noun, or a general one apposed to it."""
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
            if not is_echo(self.parsed, index, lexicon=self.lexicon) or not self.is_about(index, match):
                continue
            prep = self.parsed.tokens[index].head
            verb = self.parsed.tokens[prep].head if self.parsed.tokens[prep].dep == "prep" else prep
            if self.parsed.tokens[verb].pos not in VERBS or self.is_passed(verb, above) or self.is_open(verb, above):
                continue
            climb = Climb(sign=match.cue.direction, route=[match.head, verb])
            if prep != verb:
                self.climber.step(climb, prep, None, match)
            self.climber.step(climb, verb, None, match)
            if climb.is_stance:
                climb.features.add("echo")
                for holder in self.owners.subjects(verb, index):
                    yield make_reading(climb, holder, match, verb)

    def is_about(self, index: int, match: TargetMatch) -> bool:
        """Whether what takes something up is no "that" of another noun's clause: "..., a seat that A has refused".

        "Something that A has refused" is the last thing named before it.
        """
        clause = next((i for i in self.parsed.path(index) if self.parsed.tokens[i].dep == "relcl"), None)
        if clause is None or self.parsed.tokens[index].tag != "WDT":
            return True
        noun = self.parsed.tokens[clause].head
        if self.parsed.tokens[noun].lemma != "something":
            return noun in {*match.tokens, *self.parsed.subtree(match.head), *self.nominals(match)}
        between = (t for t in self.parsed.tokens[max(match.tokens) + 1 : noun] if t.pos in VERBS)
        return next(between, None) is None

    def is_passed(self, verb: int, above: Collection[int]) -> bool:
        """Whether the way up from the target passes a verb, and not through a clause beside what the verb says.

        Of "A, which once rejected the levy, now accepts it" and "having rejected it, A accepts it" the verb is another.
        """
        if verb not in above:
            return False
        below = next((c for c in self.parsed.children[verb] if c in above), verb)
        dep = self.parsed.tokens[below].dep
        clauses = (self.parsed.tokens[i].dep for i in self.parsed.subtree(below) if i in above)
        return not (dep == "advcl" or (dep in SUBJECTS and "relcl" in clauses))

    def is_open(self, verb: int, above: Collection[int]) -> bool:
        """Whether a verb stands in a condition of what is said of the target: "A accepts the levy if B accepts it"."""
        own = takewhile(lambda node: node not in above, self.parsed.path(verb))
        return any(is_conditional_clause(self.parsed, node) for node in own)


def is_echo(parsed: ParsedText, index: int, *, lexicon: Lexicon) -> bool:
    """Whether a token is a pronoun or a general noun that can take up what was named, as an object."""
    token = parsed.tokens[index]
    if token.dep not in {"dobj", "nsubjpass", "pobj"}:
        return False
    # The parser takes "that" for what opens a clause.
    if token.pos == "PRON" or token.lemma == "that":
        return lexicon.has("echoes.pronouns", token.lemma)
    if not lexicon.has("echoes.nouns", token.lemma):
        return False
    below = [parsed.tokens[child] for child in parsed.children[index]]
    found = {t.lemma for t in below if lexicon.has("echoes.determiners", t.lemma)}
    # "The Verin text" is a text of its own, "that text" the one that was named.
    is_another = found == {"the"} and any(t.dep in OF_ANOTHER for t in below)
    return bool(found) and not is_another
