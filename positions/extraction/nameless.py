"""Stage extraction: sentences and propositions without names, as the entailment model reads them.

A party has a mark instead of its names and pronouns, the same in the sentence and in the proposition, so that what is
learnt about some parties holds for any. In: a parsed text, who is named where, a catalog. Out: numbers of pieces.
Only extraction and the training of the model call it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from positions.extraction.contract import Catalog
from positions.extraction.linking import Links
from positions.extraction.mentions import VOICE, Mention, Mentions
from positions.extraction.names import index_names, lower_first
from positions.extraction.parsing import PLAIN, ParsedText
from positions.extraction.wordpieces import piece_numbers, text_pieces

# Marks are pieces that the vocabulary keeps free. Parties beyond the last share it: few sentences name as many.
PARTY_MARKS = tuple(f"[unused{number}]" for number in range(1, 10))
QUOTED_MARK, CARRIED_MARK, PRONOUN_MARK = "[unused11]", "[unused12]", "[unused13]"
# Unit: pieces. One sentence in a hundred is longer than the first; none of the propositions coded so far is longer
# than the second.
MAX_SENTENCE, MAX_PROPOSITION = 100, 36
PROPOSAL = "Proposal: {}"


@dataclass(frozen=True, slots=True)
class Party:
    """A place where a text or a proposition names a party."""

    slug: str


@dataclass(frozen=True, slots=True)
class NamelessSentence:
    """The pieces of a sentence; by party the mark that it got, in the order of the sentence, and how it comes in there.

    `entries`: the mark of those that are quoted there or carried over from before, without a name.
    """

    pieces: tuple[int, ...]
    marks: Mapping[str, int]
    entries: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """Tokens `first` to `last` (half-open) that parties stand for; of some the words stay, behind the marks."""

    first: int
    last: int
    parties: tuple[str, ...]
    is_pronoun: bool


class Nameless:
    """The sentences of one text, and the catalog's propositions, without names."""

    def __init__(self, parsed: ParsedText, *, links: Links, mentions: Mentions, catalog: Catalog) -> None:
        self.parsed = parsed
        self.inside = links.inside
        self.mentions = mentions
        self.propositions = nameless_propositions(catalog)

    def sentence(self, number: int) -> NamelessSentence:
        """A sentence as the model reads it."""
        marks: dict[str, int] = {}
        pieces: list[int] = []
        start, end = self.parsed.sentences[number].first, self.parsed.sentences[number].last
        for stop in self.stops(number):
            pieces += self.words(start, stop.first)
            pieces += [mark_of(party, marks) for party in stop.parties]
            pieces += [piece_numbers()[PRONOUN_MARK]] if stop.is_pronoun else []
            start = stop.last
        pieces += self.words(start, end)
        return NamelessSentence(tuple(pieces[:MAX_SENTENCE]), marks, self.entries(number))

    def proposition(self, sentence: NamelessSentence, party: str, target: str) -> tuple[int, ...]:
        """What the model is asked of a sentence: the party, then the target's proposition."""
        marks = dict(sentence.marks)
        entry = (sentence.entries[party],) if party in sentence.entries else ()
        pieces = [mark_of(party, marks), *entry, piece_numbers()[":"]]
        for part in self.propositions[target]:
            pieces += [mark_of(part.slug, marks)] if isinstance(part, Party) else text_pieces(part)
        return tuple(pieces[:MAX_PROPOSITION])

    def stops(self, number: int) -> list[Stop]:
        """Where a sentence speaks of parties, in its order."""
        by_token: dict[int, list[tuple[str, Mention]]] = {}
        for party, mentions in self.mentions.by_sentence[number].items():
            for mention in mentions:
                if mention.token is not None and mention.token not in self.inside:
                    by_token.setdefault(mention.token, []).append((party, mention))
        found = [self.nominal(token, named) for token, named in by_token.items()]
        return sorted([*found, *self.names(number)], key=lambda stop: stop.first)

    def nominal(self, token: int, named: list[tuple[str, Mention]]) -> Stop:
        """A pronoun, which the marks replace, or an office or the like, whose words stay."""
        parties = tuple(dict.fromkeys(party for party, _ in named))
        is_pronoun = named[0][1].way == "pronoun"
        return Stop(token, token + 1 if is_pronoun else token, parties, is_pronoun)

    def names(self, number: int) -> Iterator[Stop]:
        """The names in a sentence, each from its first token to its last."""
        sentence = self.parsed.sentences[number]
        index = sentence.first
        while index < sentence.last:
            holder = self.inside.get(index)
            last = index + 1
            while holder is not None and last < sentence.last and self.inside.get(last) is holder:
                last += 1
            if holder is not None:
                yield Stop(index, last, (holder.party,), is_pronoun=False)
            index = last

    def words(self, first: int, last: int) -> list[int]:
        if first >= last:
            return []
        start, end = self.parsed.span(first, last)
        return text_pieces(self.parsed.text[start:end].translate(PLAIN))

    def entries(self, number: int) -> dict[str, int]:
        """How the parties that a sentence does not name come into it."""
        found: dict[str, int] = {}
        for party, mentions in self.mentions.by_sentence[number].items():
            way = next((m.way for m in mentions if m.token is None), None)
            if way is not None:
                found[party] = piece_numbers()[QUOTED_MARK if way == VOICE else CARRIED_MARK]
        return found


def mark_of(party: str, marks: dict[str, int]) -> int:
    """A party's mark; one that comes first here gets the next."""
    return marks.setdefault(party, piece_numbers()[PARTY_MARKS[min(len(marks), len(PARTY_MARKS) - 1)]])


@lru_cache(maxsize=16)
def nameless_propositions(catalog: Catalog) -> dict[str, tuple[str | Party, ...]]:
    """Each target's proposition, a proposal's title, in parts: words, and the parties between them."""
    said = {issue.slug: issue.proposition for issue in catalog.issues}
    said |= {proposal.slug: PROPOSAL.format(proposal.title) for proposal in catalog.proposals}
    return {target: tuple(nameless_parts(catalog, text.translate(PLAIN))) for target, text in said.items()}


def nameless_parts(catalog: Catalog, text: str) -> Iterator[str | Party]:
    index = index_names(catalog)
    start = 0
    for match in index.pattern.finditer(text):
        name = index.names.get(" ".join(match.group().split())) or index.names[lower_first(match.group())]
        yield text[start : match.start()]
        yield Party(name.party)
        start = match.end()
    yield text[start:]
