"""Stage extraction: which party a phrase stands for: names, demonyms, organs, titles, pronouns, both sides.

In: a parsed text and a catalog. Out: `Links`, which answers for any token whose stance it could carry.
Only extraction calls it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from positions.extraction.contract import Catalog
from positions.extraction.lexicon import Lexicon
from positions.extraction.parsing import PLAIN, ParsedText, Token
from positions.vocabulary import Role

PERSON_PRONOUNS = frozenset(("he", "she", "his", "her", "him"))
GROUP_PRONOUNS = frozenset(("it", "its", "they", "their", "them"))
SUBJECTS = ("nsubj", "nsubjpass")
MODIFIERS = ("amod", "compound", "poss", "nmod", "appos")
# Unit: sentences. How far back a pronoun may look.
PERSON_REACH = 3
GROUP_REACH = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a printed name stands for. `speaker` is None for the party itself."""

    party: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A party as a phrase names it. `kind`: name, speaker, organ, pronoun, pair or description."""

    party: str
    speaker: str | None
    kind: str
    token: int
    text: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    """A catalog's names and the pattern that finds them, longest first."""

    names: Mapping[str, Name]
    pattern: re.Pattern[str]
    principals: tuple[str, ...]
    titles: Mapping[str, str]


@lru_cache(maxsize=16)
def index_names(catalog: Catalog) -> NameIndex:
    """Names, aliases and speakers' surnames. Where a surname is shared, it stands for nobody."""
    names: dict[str, Name] = {}
    surnames: dict[str, list[Name]] = {}
    for party in catalog.parties:
        for alias in (party.name, *party.aliases):
            names[plain(alias)] = Name(party=party.slug, speaker=None)
    for party in catalog.parties:
        for speaker in party.speakers:
            name = Name(party=party.slug, speaker=speaker.name)
            for alias in (speaker.name, *speaker.aliases):
                names.setdefault(plain(alias), name)
            surnames.setdefault(plain(speaker.name).split()[-1], []).append(name)
    for surname, owners in surnames.items():
        if len(owners) == 1 and surname[:1].isupper():
            names.setdefault(surname, owners[0])
    titles = {s.name: s.title.lower() for party in catalog.parties for s in party.speakers}
    principals = tuple(p.slug for p in catalog.parties if p.role is Role.PRINCIPAL)
    return NameIndex(names, name_pattern(names), principals, titles)


def plain(name: str) -> str:
    """A name as it is looked up: plain quotes, no article."""
    return name.translate(PLAIN).strip().removeprefix("the ").removeprefix("The ")


def name_pattern(names: Mapping[str, Name]) -> re.Pattern[str]:
    choices = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        first = f"[{name[0].upper()}{name[0]}]" if name[:1].islower() else re.escape(name[:1])
        choices.append(first + r"\s+".join(re.escape(word) for word in name[1:].split(" ")))
    return re.compile(r"(?<![\w])(?:" + "|".join(choices) + r")(?!\w)") if choices else re.compile(r"(?!)")


class Links:
    """Which party each token of one text stands for."""

    def __init__(self, parsed: ParsedText, *, catalog: Catalog, lexicon: Lexicon) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.index = index_names(catalog)
        # Every token of a name, and the one that heads it.
        self.inside: dict[int, Holder] = {}
        self.heads: dict[int, Holder] = {}
        for holder, tokens in find_names(parsed, self.index):
            self.heads[holder.token] = holder
            self.inside.update(dict.fromkeys(tokens, holder))
        self.order = sorted(self.heads)
        self.strangers: list[int] = []
        self.strangers = sorted(t.index for t in parsed.tokens if self.is_stranger(t))

    @property
    def party_tokens(self) -> dict[int, str]:
        """Tokens that name a party itself, not one of its speakers."""
        return {i: holder.party for i, holder in self.inside.items() if holder.kind == "name"}

    def is_stranger(self, token: Token) -> bool:
        """A proper name as subject that the catalog does not know: pronouns after it are not ours."""
        return token.pos == "PROPN" and token.dep == "nsubj" and not self.holders(token.index)

    def holders(self, index: int) -> list[Holder]:
        """The parties that a noun phrase stands for, with those coordinated to it."""
        found: dict[str, Holder] = {}
        waiting = [index]
        while waiting:
            place = waiting.pop(0)
            for holder in self.phrase(place):
                found.setdefault(holder.party, holder)
            waiting += [c for c in self.parsed.children[place] if self.parsed.tokens[c].dep == "conj"]
        return list(found.values())

    def phrase(self, index: int) -> list[Holder]:
        """The parties of one noun phrase by its head."""
        token = self.parsed.tokens[index]
        if token.pos == "PRON":
            return self.pronoun(token)
        if index in self.heads:
            return [self.heads[index]]
        if self.lexicon.has("organs.pairs", token.lemma) and self.is_pair(index):
            return self.pair(index)
        return self.organ(index)

    def is_pair(self, index: int) -> bool:
        words = [self.parsed.tokens[c].lemma for c in self.parsed.children[index]]
        return (
            "both" in words
            or "two" in words
            or ("the" in words and self.parsed.tokens[index].lemma == "side" and self.parsed.tokens[index].tag == "NNS")
        )

    def pair(self, index: int) -> list[Holder]:
        """Both sides: the principals, when the talks have two of them."""
        if len(self.index.principals) != 2:
            return []
        text = self.parsed.tokens[index].text
        return [Holder(party=p, speaker=None, kind="pair", token=index, text=text) for p in self.index.principals]

    def organ(self, index: int) -> list[Holder]:
        """An office of a party, named by its modifier: "the ministry's spokesman", "union officials"."""
        token = self.parsed.tokens[index]
        modifiers = list(self.modifiers(index))
        is_organ = self.lexicon.has("organs.nouns", token.lemma)
        titled = token.pos == "PROPN" and any(
            self.lexicon.has("organs.nouns", self.parsed.tokens[m].lemma) for m in modifiers
        )
        if not (is_organ or titled):
            return []
        for modifier in modifiers:
            for owner in self.owner(modifier):
                speaker = self.printed(index) if token.pos == "PROPN" else None
                return [replace(owner, speaker=speaker, kind="organ", token=index, text=self.printed(index))]
        return self.described(token) if is_organ else []

    def modifiers(self, index: int) -> Iterator[int]:
        """What modifies a noun: adjectives, compounds, possessors, and what follows "of", "for" or "from"."""
        for child in self.parsed.children[index]:
            token = self.parsed.tokens[child]
            if token.dep in MODIFIERS:
                yield child
                if token.dep == "appos":
                    yield from self.modifiers(child)
            elif token.dep == "prep" and token.lemma in {"of", "for", "from"}:
                yield from (c for c in self.parsed.children[child] if self.parsed.tokens[c].dep == "pobj")

    def owner(self, index: int) -> list[Holder]:
        if index in self.heads:
            return [self.heads[index]]
        if index in self.inside:
            return [self.inside[index]]
        return self.pronoun(self.parsed.tokens[index]) if self.parsed.tokens[index].pos == "PRON" else []

    def printed(self, index: int) -> str:
        """A noun phrase as printed, without what follows its head."""
        first = index
        for child in self.parsed.children[index]:
            if self.parsed.tokens[child].dep in {"compound", "amod"} and child < index:
                first = min(first, child)
        start, end = self.parsed.span(first, index + 1)
        return " ".join(self.parsed.text[start:end].split())

    def pronoun(self, token: Token) -> list[Holder]:
        """Whom "he", "it" or "they" stand for: the last subject of that kind, else the last one named."""
        if token.lemma in PERSON_PRONOUNS:
            return self.last(token, speaker=True, reach=PERSON_REACH, kind="pronoun")
        if token.lemma in GROUP_PRONOUNS:
            return self.last(token, speaker=False, reach=GROUP_REACH, kind="pronoun")
        return []

    def described(self, token: Token) -> list[Holder]:
        """The last one named whom a title fits: "the president"."""
        dets = {self.parsed.tokens[c].lemma for c in self.parsed.children[token.index]}
        if "the" not in dets or token.tag not in {"NN", "NNP"}:
            return []
        for holder in self.before(token, PERSON_REACH):
            if holder.speaker and token.lemma in self.index.titles.get(holder.speaker, ""):
                return [replace(holder, kind="description", token=token.index)]
        return []

    def before(self, token: Token, reach: int) -> Iterator[Holder]:
        """Names before a token, nearest first, within so many sentences."""
        for place in range(bisect_left(self.order, token.index) - 1, -1, -1):
            index = self.order[place]
            if token.sentence - self.parsed.tokens[index].sentence > reach:
                return
            yield self.heads[index]

    def last(self, token: Token, *, speaker: bool, reach: int, kind: str) -> list[Holder]:
        named = [h for h in self.before(token, reach) if (h.speaker is not None) == speaker]
        subjects = [h for h in named if self.parsed.tokens[h.token].dep in SUBJECTS]
        if not (subjects or named):
            return []
        chosen = (subjects or named)[0]
        between = bisect_left(self.strangers, token.index) - bisect_right(self.strangers, chosen.token)
        if speaker and between > 0:
            return []
        return [replace(chosen, kind=kind, token=token.index)]


def find_names(parsed: ParsedText, index: NameIndex) -> Iterator[tuple[Holder, range]]:
    """Every printed name of the catalog, as its head token and all its tokens."""
    starts = [token.start for token in parsed.tokens]
    for match in index.pattern.finditer(parsed.text.translate(PLAIN)):
        first = max(bisect_right(starts, match.start()) - 1, 0)
        last = bisect_left(starts, match.end())
        if first >= last:
            continue
        name = index.names.get(" ".join(match.group().split())) or index.names[lower_first(match.group())]
        tokens = range(first, last)
        head = next((i for i in tokens if parsed.tokens[i].head not in tokens), last - 1)
        kind = "speaker" if name.speaker else "name"
        yield (
            Holder(
                party=name.party,
                speaker=match.group() if name.speaker else None,
                kind=kind,
                token=head,
                text=match.group(),
            ),
            tokens,
        )


def lower_first(name: str) -> str:
    words = " ".join(name.split())
    return words[:1].lower() + words[1:]
