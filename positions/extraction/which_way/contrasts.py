"""Stage extraction: parties that a sentence sets against another: "backed by A but not by B", "unlike A, B wants it".

The parser hangs such names anywhere, so the words around them tell. In: the readings of a target. Out: the same without
those of whoever is set against their holder, and one of the opposite for it. Only `stances` calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.which_way.negations import ADDING, VERBS
from positions.extraction.which_way.readings import Reading
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder
from positions.vocabulary import Act

# Unit: tokens. What may stand between a word of contrast and the name: "but not by the ministry's".
REACH = 4
BETWEEN = frozenset(("ADP", "DET", "ADJ", "ADV"))
CONCEDING = frozenset(("but", "though", "although", "if", "albeit", "yet"))
HELPERS = frozenset(("do", "be", "have", "will", "would", "can", "could", "'ll", "wo"))
# What makes of a bare helping verb a verb of its own: "is not ready", "does not want".
CONTENT = frozenset(("xcomp", "ccomp", "acomp", "attr", "dobj", "prep", "oprd", "agent"))


@dataclass(frozen=True, slots=True)
class Contrast:
    """A name at a `place`, set against `others`, whose opposite it then holds; nobody where it is only left out.

    `is_excepted`: it is left out of all who hold it, and so holds the opposite: "all but B back it".
    """

    place: int
    others: frozenset[str]
    is_excepted: bool = False


class Contrasts:
    """Reads contrasts in one text."""

    def __init__(self, parsed: ParsedText, *, links: Links, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.links = links
        self.lexicon = lexicon
        self.known: dict[int, tuple[Contrast, ...]] = {}

    def applied(self, found: Sequence[Reading]) -> list[Reading]:
        """Readings without those whose holder is set against others there, and those of the opposite that it holds."""
        if not found:
            return []
        contrasted = self.contrasted(found[0].match.sentence)
        places = {contrast.place for contrast in contrasted}
        kept = [one for one in found if one.holder is None or one.holder.token not in places]
        for contrast in contrasted:
            kept += self.opposite(contrast, kept)
            if contrast.is_excepted:
                own = [one for one in found if one.holder is not None and one.holder.token == contrast.place]
                kept += [contrary(one, one.holder) for one in own[:1] if one.holder is not None]
        return kept

    def opposite(self, contrast: Contrast, found: Sequence[Reading]) -> Iterator[Reading]:
        """What a party set against another holds: the opposite of the nearest stance that another holds there.

        Who does not propose a thing with others is not against it yet.
        """
        held = [(one, one.holder) for one in found if one.holder is not None and "stance_word" in one.features]
        own = {holder.party for _, holder in held}
        others = [
            (abs(holder.token - contrast.place), number, one)
            for number, (one, holder) in enumerate(held)
            if holder.party in contrast.others and one.act is not Act.PROPOSAL
        ]
        for holder in self.links.phrase(contrast.place) if others else ():
            if holder.party not in own:
                yield contrary(min(others)[2], holder)

    def contrasted(self, sentence: int) -> tuple[Contrast, ...]:
        """Names that a sentence sets against others."""
        if sentence not in self.known:
            self.known[sentence] = tuple(self.find(sentence))
        return self.known[sentence]

    def find(self, sentence: int) -> Iterator[Contrast]:
        place = self.parsed.sentences[sentence]
        for index in range(place.first, place.last):
            lemma = self.parsed.tokens[index].lemma
            if self.is_exception(index, place.first):
                excepted = self.name_after(index, place.last)
                if excepted is not None:
                    yield Contrast(excepted, self.all_others(excepted), is_excepted=True)
            if not self.lexicon.has("contrasts.words", lemma):
                continue
            name = self.name_after(index, place.last)
            if lemma == "not":
                yield from self.after_not(index, name)
            elif name is not None and self.opens_contrast(index):
                yield Contrast(name, self.all_others(name))

    def is_exception(self, index: int, first: int) -> bool:
        """Whether a word leaves somebody out of all: "all members but B", "every party except B"."""
        before = self.parsed.tokens[max(first, index - REACH) : index]
        is_of_all = any(self.lexicon.has("contrasts.all", token.lemma) for token in before)
        return is_of_all and self.lexicon.has("contrasts.exceptions", self.parsed.tokens[index].lemma)

    def after_not(self, index: int, name: int | None) -> Iterator[Contrast]:
        """Of "A, not B" the second; of "but B does not" the one before."""
        if name is not None and not self.is_doer(name):
            before = self.parsed.tokens[index - 1].lemma if index else ""
            yield Contrast(name, self.named_before(index, name) if before in CONCEDING else frozenset())
        helper = self.parsed.tokens[index].head
        if self.parsed.tokens[index].dep == "neg" and is_bare(self.parsed, helper):
            subject = self.parsed.child(helper, *SUBJECTS)
            if subject is not None and self.links.phrase(subject):
                yield Contrast(subject, self.all_others(subject))

    def all_others(self, place: int) -> frozenset[str]:
        """All parties but those that a phrase names."""
        return frozenset(holder.party for holder in self.links.heads.values()) - {
            holder.party for holder in self.links.phrase(place)
        }

    def named_before(self, index: int, name: int) -> frozenset[str]:
        """The party that "but not" sets another against: the last one named before, by the same preposition.

        Of "aid for A but not for B" it is A, who holds nothing; of "A backs aid for farmers but not for B" nobody.
        """
        first = self.parsed.sentences[self.parsed.tokens[index].sentence].first
        last = next((i for i in range(index - 1, first - 1, -1) if i in self.links.inside), None)
        if last is None:
            return frozenset()
        preps = {token.lemma for token in self.parsed.tokens[index + 1 : name] if token.pos == "ADP"}
        before = {token.lemma for token in self.parsed.tokens[max(first, last - REACH) : last]}
        return frozenset({self.links.inside[last].party}) if preps <= before else frozenset()

    def is_doer(self, name: int) -> bool:
        """Whether a name is the subject of a verb of its own: "not since B rejected it"."""
        token = self.parsed.tokens[name]
        return token.dep in SUBJECTS and not is_bare(self.parsed, token.head) and token.head > name

    def name_after(self, index: int, last: int) -> int | None:
        """The party named right after a word of contrast."""
        for place in range(index + 1, min(index + 1 + REACH, last)):
            token = self.parsed.tokens[place]
            if place in self.links.inside:
                head = self.links.inside[place].token
                return None if self.parsed.tokens[head].dep == "poss" else head
            if token.pos not in BETWEEN or token.lemma in ADDING:
                return None
        return None

    def opens_contrast(self, index: int) -> bool:
        """Whether a word sets one against another: "unlike A", "in contrast to A", not "opposed to A" as a stance."""
        token, before = self.parsed.tokens[index], self.parsed.tokens[max(index - 1, 0)].lemma
        return {"contrast": "in", "oppose": "as", "opposed": "as"}.get(token.lemma, before) == before


def is_bare(parsed: ParsedText, verb: int) -> bool:
    """Whether a helping verb stands for one that was said before: "the union does not"."""
    token = parsed.tokens[verb]
    below = (parsed.tokens[child].dep for child in parsed.children[verb])
    return token.pos in VERBS and token.lemma in HELPERS and CONTENT.isdisjoint(below)


def contrary(reading: Reading, holder: Holder) -> Reading:
    """The opposite of a reading, held by somebody else."""
    features = reading.features | {"contrasted"}
    return replace(reading, holder=holder, sign=-reading.sign, words=(*reading.words, "not"), features=features)
