"""Stage extraction: who changes its mind within a sentence: what it held before is not what it holds.

"The union, which had backed the levy, withdrew its support", "backed the levy but changed its mind", "which once ruled
the levy out, now accepts it". In: the readings of a target. Out: those that hold, turned where need be. Only `stances`
calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from positions.extraction.language.lexicon import Lexicon, Sense
from positions.extraction.language.parsing import ParsedText
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.givings_up import ends_a_stance
from positions.extraction.which_way.owners import Owners
from positions.extraction.which_way.readings import Reading
from positions.vocabulary import Act

HELD = "stance_word"
# A clause of these reaches the verb above it: what is told there comes before.
BEFORE = frozenset(("relcl", "advcl", "acl"))
COMPLEMENTS = frozenset(("to", "for", "of", "on", "about", "over", "from"))


class Changes:
    """Reads changes of mind in one text."""

    def __init__(self, parsed: ParsedText, *, owners: Owners, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.owners = owners
        self.lexicon = lexicon
        self.known: dict[int, tuple[int, ...]] = {}

    def applied(self, found: Sequence[Reading]) -> list[Reading]:
        """The readings that still hold; a stance that its holder gives up later in the sentence is turned."""
        held = [one for one in found if one.holder is not None and HELD in one.features]
        turned = {id(one): self.turned(one) for one in held}
        return [turned.get(id(one), one) for one in found if not self.is_superseded(one, held)]

    def turned(self, reading: Reading) -> Reading:
        """A reading, turned where its holder gives up in a later clause what it holds."""
        party = reading.holder.party if reading.holder is not None else ""
        for verb in self.turnabouts(reading.match.sentence):
            is_later = verb > max(reading.node, reading.match.tokens[-1]) and verb not in reading.verbs
            sense = self.given_up(verb)
            is_same = sense is None or sense.sign == reading.sign * reading.match.cue.direction
            if is_later and is_same and party in {holder.party for holder in self.owners.subjects(verb, None)}:
                word = self.parsed.tokens[verb].text
                features = reading.features | {"given_up"}
                words = (*reading.words, word)
                return replace(reading, sign=-reading.sign, act=Act.CONCESSION, words=words, features=features)
        return reading

    def turnabouts(self, sentence: int) -> tuple[int, ...]:
        """The verbs of a sentence that say that somebody changes its mind, about what was named before."""
        if sentence not in self.known:
            self.known[sentence] = tuple(self.find_turnabouts(sentence))
        return self.known[sentence]

    def find_turnabouts(self, sentence: int) -> Iterator[int]:
        place = self.parsed.sentences[sentence]
        for index in range(place.first, place.last):
            token = self.parsed.tokens[index]
            if token.dep != "dobj" or self.has_complement(index):
                continue
            is_idiom = self.lexicon.has("given_up.turnabouts", f"{self.parsed.tokens[token.head].lemma} {token.lemma}")
            if is_idiom or self.given_up(token.head) is not None:
                yield token.head

    def has_complement(self, noun: int) -> bool:
        """Whether what a stance is about stands beside it: "withdrew its support for the levy" says of what."""
        below = (self.parsed.tokens[child] for child in self.parsed.children[noun])
        return any(t.dep in {"acl", "relcl"} or (t.dep == "prep" and t.lemma in COMPLEMENTS) for t in below)

    def given_up(self, verb: int) -> Sense | None:
        """The stance of its own that a verb ends: "withdrew its support"."""
        noun = self.parsed.child(verb, "dobj")
        if (
            noun is None
            or self.parsed.child(noun, "poss") is None
            or not ends_a_stance(self.parsed, verb, self.lexicon)
        ):
            return None
        sense = find_sense(self.parsed, self.parsed.tokens[noun], lexicon=self.lexicon)
        return sense if sense is not None and sense.act is not None else None

    def is_superseded(self, reading: Reading, held: Sequence[Reading]) -> bool:
        """Whether its holder once held it, and the sentence says that it now holds the opposite."""
        holder = reading.holder
        if holder is None or not self.is_former(reading):
            return False
        return any(
            other.holder is not None and other.holder.party == holder.party and other.sign != reading.sign
            for other in held
            if "echo" in other.features and other.node != reading.node
        )

    def is_former(self, reading: Reading) -> bool:
        """Whether it is told as what was: with "once", "at first", "used to", or "had" beside the main clause."""
        verb = self.parsed.tokens[reading.node]
        below = [self.parsed.tokens[child] for child in self.parsed.children[reading.node]]
        is_had = verb.dep in BEFORE and any(t.tag == "VBD" and t.dep == "aux" for t in below)
        below += [
            self.parsed.tokens[child] for t in below if t.dep == "prep" for child in self.parsed.children[t.index]
        ]
        is_used_to = verb.lemma == "use" and any(t.dep == "xcomp" for t in below)
        return is_had or is_used_to or any(self.lexicon.has("formerly.words", t.lemma) for t in below)
