"""Stage extraction: whom "he", "it", "they" and "the president" stand for.

In: a parsed text and the names printed in it. Out: `Holder` values. Only extraction calls it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from positions.extraction.language.parsing import SUBJECTS, ParsedText, Token
from positions.extraction.who.names import Holder, NameIndex
from positions.extraction.who.quotations import Quotations

PERSON_PRONOUNS = frozenset(("he", "she", "his", "her", "him"))
GROUP_PRONOUNS = frozenset(("it", "its", "they", "their", "them"))
OWNING = frozenset(("poss", "amod", "compound", "nmod"))
# A name in such a place tells what kind of thing something is, and nobody is taken up by it: "Southlandic farmers".
ADJECTIVES = frozenset(("amod", "compound", "nmod"))
# Unit: sentences. How far back a pronoun may look.
PERSON_REACH = 3
GROUP_REACH = 1


class Pronouns:
    """Answers for the pronouns of one text. `strangers`: places of subjects that the catalog does not know."""

    def __init__(
        self, parsed: ParsedText, *, names: Mapping[int, Holder], index: NameIndex, quotations: Quotations
    ) -> None:
        self.parsed = parsed
        self.names = names
        self.order = sorted(names)
        self.index = index
        self.quotations = quotations
        self.strangers: Sequence[int] = ()

    def pronoun(self, token: Token) -> list[Holder]:
        """Whom "he", "it" or "they" stand for: the last subject of that kind, else the last one named."""
        if token.lemma in PERSON_PRONOUNS:
            return self.last(token, speaker=True, reach=PERSON_REACH)
        if token.lemma in GROUP_PRONOUNS:
            return self.continued(token) or self.last(token, speaker=False, reach=GROUP_REACH)
        return []

    def continued(self, token: Token) -> list[Holder]:
        """Whom "it" stands for as it did in the sentence before, whose subject it was, where nobody is named since."""
        if token.dep not in SUBJECTS or not token.sentence or self.quotations.at(token.index) is not None:
            return []
        before = self.parsed.sentences[token.sentence - 1]
        if bisect_left(self.order, before.last) != bisect_left(self.order, token.index):
            return []
        for index in range(before.first, before.last):
            above = self.parsed.tokens[index]
            is_subject = above.dep in SUBJECTS and self.parsed.tokens[above.head].dep == "ROOT"
            if above.lemma == token.lemma and is_subject and self.quotations.at(index) is None:
                return [replace(holder, token=token.index) for holder in self.pronoun(above)]
        return []

    def described(self, token: Token) -> list[Holder]:
        """The last one named whom a title fits: "the president"."""
        dets = {self.parsed.tokens[c].lemma for c in self.parsed.children[token.index]}
        if "the" not in dets or token.tag not in {"NN", "NNP"}:
            return []
        children = (self.parsed.tokens[c] for c in self.parsed.children[token.index])
        called = " ".join((*(c.lemma for c in children if c.dep in {"amod", "compound"}), token.lemma))
        before = self.before(token, PERSON_REACH)
        entitled = [h for h in before if h.speaker and self.index.has_title(h.speaker, called)]
        return self.chosen(entitled, token, kind="description")

    def before(self, token: Token, reach: int) -> Iterator[Holder]:
        """Names before a token, nearest first, within so many sentences."""
        for place in range(bisect_left(self.order, token.index) - 1, -1, -1):
            index = self.order[place]
            if token.sentence - self.parsed.tokens[index].sentence > reach:
                return
            yield self.names[index]

    def last(self, token: Token, *, speaker: bool, reach: int) -> list[Holder]:
        """The last person or party."""
        named = [h for h in self.before(token, reach) if (h.speaker is not None) == speaker]
        return self.chosen(named, token, kind="pronoun")

    def chosen(self, named: list[Holder], token: Token, *, kind: str) -> list[Holder]:
        """Of those named before, nearest first, whom a word takes up: a subject rather than another.

        What is named in quotation marks is not who speaks outside of them; a person may be one of those in between
        whom the catalog does not know.
        """
        if self.quotations.at(token.index) is None:
            named = [h for h in named if self.quotations.at(h.token) is None]
        subjects = [h for h in named if self.is_subject(h.token, token)]
        others = [h for h in named if self.parsed.tokens[h.token].dep not in ADJECTIVES]
        if not (subjects or others):
            return []
        holder = self.plainest(subjects, token) if subjects else others[0]
        between = bisect_left(self.strangers, token.index) - bisect_right(self.strangers, holder.token)
        if holder.speaker and between > 0:
            return []
        return [replace(holder, kind=kind, token=token.index)]

    def is_subject(self, name: int, token: Token) -> bool:
        """Whether a name is a subject, or in a sentence before owns one: "A's cabinet met. It approved the levy".

        Or is said after the office that is one: "the council's envoy, Jean Roux, spoke. He approved the levy".
        """
        while self.parsed.tokens[name].dep in OWNING and self.parsed.tokens[name].sentence != token.sentence:
            name = self.parsed.tokens[name].head
        office = self.parsed.tokens[name].head
        if self.parsed.tokens[name].dep == "appos" and office not in self.names:
            name = office
        return self.parsed.tokens[name].dep in SUBJECTS

    def plainest(self, subjects: list[Holder], token: Token) -> Holder:
        """The nearest subject; of those of a sentence before, the one of its main clause."""
        nearest = self.parsed.tokens[subjects[0].token].sentence
        if nearest == token.sentence:
            return subjects[0]
        beside = [h for h in subjects if self.parsed.tokens[h.token].sentence == nearest]
        return min(beside, key=lambda h: len(self.parsed.path(h.token)))
