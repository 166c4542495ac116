"""Stage extraction: clauses that leave out their verb: "A wants X and B Y", "A accepted it, B only if they leave".

The parser takes such a name for one more of what was named before, so the words around it tell. In: the readings of a
target. Out: the same, with those of what stands after such a name held by it. Only `stances` calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.negations import VERBS
from positions.extraction.which_way.readings import GAPPED, RESUMED, WHOLE, Reading
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder

OPENERS = frozenset((",", ";", "and", "but", "while", "whereas"))
ENDS = frozenset((",", ";", ".", ":", '"'))
# What the parser takes a name for that has no verb of its own.
ASTRAY = frozenset(("conj", "dep", "npadvmod", "appos", "advmod"))
# What can be somebody's who is named before it without a comma: "B a levy", "B no levy", "B its levy".
DETERMINERS = frozenset(("DT", "PRP$", "CD"))
# What the condition of a yes begins with where nothing but a name stands before it.
CONDITIONS = ("only if", "only when", "only once", "only after", "only with", "only on", "only in", "on condition")


@dataclass(frozen=True, slots=True)
class Gap:
    """Who does what another `verb` says, to what stands from `first` to `last` (half-open), or on that condition."""

    holder: Holder
    verb: int
    first: int
    last: int
    is_condition: bool


class Gaps:
    """Finds them in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.known: dict[int, tuple[Gap, ...]] = {}

    def applied(self, found: Sequence[Reading], match: TargetMatch) -> list[Reading]:
        """Readings of a target with whom such a clause names as their holder, or as one who holds it besides."""
        kept = list(found)
        for gap in self.in_sentence(match.sentence):
            before = [one for one in kept if one.holder is not None and one.holder.token < gap.verb]
            if not gap.is_condition and gap.first <= match.head < gap.last:
                others = [one for one in kept if one not in before]
                kept = [*others, *(taken_over(one, gap) for one in before[:1])]
            elif gap.is_condition and gap.verb < match.head < gap.first:
                wholes = [replace(one, features=one.features | {WHOLE}) for one in before]
                kept = [one for one in kept if one not in before] + wholes
                kept += [taken_over(one, gap) for one in before[:1] if "stance_word" in one.features]
        return kept

    def in_sentence(self, sentence: int) -> tuple[Gap, ...]:
        if sentence not in self.known:
            place = self.parsed.sentences[sentence]
            names = (i for i in range(place.first + 1, place.last) if i in self.links.heads)
            found = [gap for name in names for gap in self.at(name, place.first, place.last)]
            ends = [*(gap.holder.token for gap in found[1:]), place.last]
            self.known[sentence] = tuple(replace(g, last=min(g.last, end)) for g, end in zip(found, ends, strict=False))
        return self.known[sentence]

    def at(self, name: int, start: int, end: int) -> Iterator[Gap]:
        """The clause without a verb that a name opens, if it does."""
        opener, first = self.opener(name, start), self.after(name, end)
        last = next((i for i in range(first, end) if self.parsed.tokens[i].text in ENDS), end)
        verb = self.verb(name)
        if first >= last or verb is None or self.parsed.tokens[opener].lemma not in OPENERS or opener <= verb:
            return
        is_condition = self.opens_condition(first, last)
        is_astray = self.parsed.tokens[name].dep in ASTRAY
        if is_condition or (is_astray and self.opens_object(first, verb, opener)):
            yield Gap(self.links.heads[name], verb, first, last, is_condition)

    def opener(self, name: int, start: int) -> int:
        """What stands before a name and its article."""
        before = name - 1
        while before > start and (before in self.links.inside or self.parsed.tokens[before].lemma == "the"):
            before -= 1
        return before

    def after(self, name: int, end: int) -> int:
        """What stands after a name."""
        place = name + 1
        while place < end and place in self.links.inside and self.links.inside[place] == self.links.heads[name]:
            place += 1
        return place

    def verb(self, name: int) -> int | None:
        """The verb before a name that somebody else is the subject of, and that is a word of stance."""
        for node in self.parsed.path(name)[1:]:
            token = self.parsed.tokens[node]
            subject = self.parsed.child(node, *SUBJECTS)
            if token.pos in VERBS and subject is not None and subject < node < name:
                return node if find_sense(self.parsed, token, lexicon=self.lexicon) is not None else None
        return None

    def opens_condition(self, first: int, last: int) -> bool:
        return " ".join(token.text.lower() for token in self.parsed.tokens[first : min(first + 2, last)]) in CONDITIONS

    def opens_object(self, first: int, verb: int, opener: int) -> bool:
        """Whether what stands after a name can be what is done something to, as what stands before it is."""
        done = self.parsed.tokens[verb + 1 : opener]
        token = self.parsed.tokens[first]
        is_alike = token.tag in DETERMINERS or any(token.pos == "ADP" and one.lemma == token.lemma for one in done)
        is_of_names = opener - 1 in self.links.inside or opener - 2 in self.links.inside
        return is_alike and not is_of_names and any(one.pos == "NOUN" for one in done)


def taken_over(reading: Reading, gap: Gap) -> Reading:
    """A reading held by whom a clause without a verb names."""
    route = (reading.match.head, gap.verb)
    features = reading.features | {RESUMED, GAPPED}
    return replace(reading, holder=gap.holder, node=gap.verb, verbs=(gap.verb,), route=route, features=features)
