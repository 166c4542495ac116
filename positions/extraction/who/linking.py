"""Stage extraction: which party a phrase stands for: names, demonyms, organs, titles, pronouns, both sides.

In: a parsed text and a catalog. Out: `Links`, which answers for any token whose stance it could carry.
Only extraction calls it.
"""

from dataclasses import replace

from positions.extraction.contract import UNKNOWN, Catalog, Source
from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Token
from positions.extraction.who.introductions import is_introduced
from positions.extraction.who.names import Holder, find_names, index_names
from positions.extraction.who.noun_phrases import examples, is_former, named_after, owning, printed
from positions.extraction.who.pronouns import Pronouns
from positions.extraction.who.publishers import publishers
from positions.extraction.who.quotations import Quotations, find_quotes
from positions.extraction.who.turns import find_turns

# Beside "side" and the like they mean those that negotiate, when there are as many.
PAIRED = frozenset(("both", "two", "neither"))
COUNTED = {**dict.fromkeys(PAIRED, 2), "three": 3, "four": 4, "five": 5, "six": 6}


class Links:
    """Which party each token of one text stands for."""

    def __init__(self, parsed: ParsedText, *, catalog: Catalog, lexicon: Lexicon, source: Source = UNKNOWN) -> None:
        self.parsed = parsed
        self.lexicon = lexicon
        self.index = index_names(catalog)
        marked = find_quotes(parsed)
        turns = find_turns(parsed.text, title=source.title, paragraphs=parsed.spans, quotes=marked, names=self.index)
        self.quotations = Quotations(parsed, marked=marked, turns=turns)
        self.publishers = () if turns else publishers(source, self.index)
        # Every token of a name, and the one that heads it.
        self.inside: dict[int, Holder] = {}
        self.heads: dict[int, Holder] = {}
        for holder, tokens in find_names(parsed, self.index):
            self.heads[holder.token] = holder
            self.inside.update(dict.fromkeys(tokens, holder))
        self.order = sorted(self.heads)
        self.pronouns = Pronouns(parsed, names=self.heads, index=self.index, quotations=self.quotations)
        self.introduced = self.introductions()
        self.pronouns.strangers = [t.index for t in parsed.tokens if self.is_stranger(t)]

    def introductions(self) -> dict[str, Holder]:
        """By surname, whom the text introduces by an office of a party; without those who share one."""
        found: dict[str, Holder] = {}
        shared: set[str] = set()
        for token in self.parsed.tokens:
            if token.index in self.inside or not is_introduced(self.parsed, token, lexicon=self.lexicon):
                continue
            for holder in self.organ(token.index):
                if found.setdefault(token.text, holder).party != holder.party:
                    shared.add(token.text)
        return {surname: holder for surname, holder in found.items() if surname not in shared}

    @property
    def party_tokens(self) -> dict[int, str]:
        """Tokens that name a party itself, not one of its speakers."""
        return {i: holder.party for i, holder in self.inside.items() if holder.kind == "name"}

    def is_stranger(self, token: Token) -> bool:
        """A proper name as subject that the catalog does not know: pronouns after it are not ours."""
        return token.pos == "PROPN" and token.dep == "nsubj" and not self.holders(token.index)

    def holders(self, index: int) -> list[Holder]:
        """The parties that a noun phrase stands for, with those coordinated to it or named as examples of it."""
        found: dict[str, Holder] = {}
        waiting = [index]
        while waiting:
            place = waiting.pop(0)
            for holder in self.phrase(place):
                found.setdefault(holder.party, holder)
            waiting += [c for c in self.parsed.children[place] if self.is_joined(c)]
            waiting += examples(self.parsed, place)
        return list(found.values())

    def is_joined(self, index: int) -> bool:
        """Whether a noun is coordinated with the one above it; of "A, B and C" the parser takes B for an apposition."""
        dep = self.parsed.tokens[index].dep
        is_listed = dep == "appos" and index in self.heads and self.parsed.child(index, "conj") is not None
        return dep == "conj" or is_listed

    def phrase(self, index: int) -> list[Holder]:
        """The parties of one noun phrase by its head."""
        token = self.parsed.tokens[index]
        if index in self.heads:
            return [self.heads[index]]
        if token.pos == "PRON":
            return self.pronouns.pronoun(token)
        if token.text in self.introduced and token.pos == "PROPN" and index not in self.inside:
            return self.known(token)
        if number := self.number_meant(index):
            return self.all_sides(index, number)
        return [] if token.pos == "NUM" else self.organ(index) or self.apposed(index)

    def apposed(self, index: int) -> list[Holder]:
        """Who is named right after an office that says nothing of its party: "the trustee, Hugh Pemberly, said"."""
        named = self.parsed.child(index, "appos") if self.parsed.tokens[index].pos == "NOUN" else None
        holder = None if named is None else self.heads.get(named)
        return [holder] if holder is not None and holder.speaker else []

    def number_meant(self, index: int) -> int:
        """How many of those that negotiate a phrase means: "both sides", "the two", "all three countries"; else 0."""
        token = self.parsed.tokens[index]
        words = [self.parsed.tokens[c].lemma.lower() for c in self.parsed.children[index]]
        if token.pos == "NUM" and token.dep in SUBJECTS:
            is_all = "all" in words or "the" in words
            return COUNTED.get(token.lemma.lower(), 0) if is_all and len(words) == 1 else 0
        if not self.lexicon.has("organs.pairs", token.lemma):
            return 0
        if words.count("the") and token.lemma == "side" and token.tag == "NNS" and COUNTED.keys().isdisjoint(words):
            return 2
        number = max((COUNTED.get(word, 0) for word in words), default=0)
        return number if number <= 2 or (len(words) == 2 and {"all", "the"} & set(words)) else 0

    def all_sides(self, index: int, number: int) -> list[Holder]:
        """The principals, when the talks have so many of them; of three sides two may be principals."""
        if number - len(self.index.principals) not in ({0, 1} if number > 2 else {0}):
            return []
        text = self.parsed.tokens[index].text
        return [Holder(party=p, speaker=None, kind="pair", token=index, text=text) for p in self.index.principals]

    def organ(self, index: int) -> list[Holder]:
        """An office of a party, named by its modifier: "the ministry's spokesman", "union officials"."""
        token = self.parsed.tokens[index]
        modifiers = owning(self.parsed, index, lexicon=self.lexicon)
        is_organ = self.lexicon.has("organs.nouns", token.lemma)
        titled = token.pos == "PROPN" and any(
            self.lexicon.has("organs.nouns", self.parsed.tokens[m].lemma) for m in modifiers
        )
        if is_former(self.parsed, index, lexicon=self.lexicon):
            return []
        for modifier in modifiers if is_organ or titled else ():
            for owner in self.owner(modifier):
                text = printed(self.parsed, index)
                person = named_after(self.parsed, index)
                speaker = person or (text if token.pos == "PROPN" else None)
                return [replace(owner, speaker=speaker, kind="organ", token=index, text=text)]
        return self.pronouns.described(token)

    def known(self, token: Token) -> list[Holder]:
        """Who was introduced earlier in the text, by the surname."""
        holder = self.introduced[token.text]
        if holder.token > token.index:
            return []
        return [replace(holder, kind="speaker", token=token.index, text=token.text)]

    def owner(self, index: int) -> list[Holder]:
        """Whose a modifier makes a noun: a name, "its", "Holm's office" in "a statement from Holm's office"."""
        if index in self.heads:
            return [self.heads[index]]
        if index in self.inside:
            return [self.inside[index]]
        token = self.parsed.tokens[index]
        if token.dep == "pobj" and self.lexicon.has("organs.nouns", token.lemma):
            return self.organ(index)
        return self.pronouns.pronoun(token) if token.pos == "PRON" else []
