"""Stage extraction: the names of a catalog's parties and speakers, and where a text prints them.

In: a catalog and a parsed text. Out: `Holder` values. Only extraction calls it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from positions.extraction.contract import Catalog
from positions.extraction.language.parsing import ParsedText, clean
from positions.extraction.who.titles import Title, read_title
from positions.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a printed name stands for. `speaker` is None for the party itself."""

    party: str
    speaker: str | None

    def held(self, *, token: int, text: str, speaker: str | None) -> "Holder":
        """Whom it stands for at a token, in the words printed there."""
        kind = "speaker" if self.speaker else "name"
        return Holder(party=self.party, speaker=speaker if self.speaker else None, kind=kind, token=token, text=text)


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
    """A catalog's names and the pattern that finds them, longest first; the title of each speaker."""

    names: Mapping[str, Name]
    pattern: re.Pattern[str]
    principals: tuple[str, ...]
    titles: Mapping[str, Title]

    def printed_in(self, text: str) -> Iterator[tuple[re.Match[str], Name]]:
        """Where a cleaned text prints a name, and what that stands for, in its order."""
        for match in self.pattern.finditer(text):
            yield match, self.names.get(match.group()) or self.names[lower_first(match.group())]

    def has_title(self, speaker: str, called: str) -> bool:
        """Whether words name an office of a speaker, by whatever name the speaker is printed."""
        name = plain(speaker)
        known = self.names.get(name) or self.names.get(lower_first(name))
        title = self.titles.get(known.speaker or "") if known is not None else None
        return title is not None and title.is_meant_by(called)


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
    titles = {s.name: read_title(s.title) for party in catalog.parties for s in party.speakers}
    principals = tuple(p.slug for p in catalog.parties if p.role is Role.PRINCIPAL)
    return NameIndex(names, name_pattern(names), principals, titles)


def plain(name: str) -> str:
    """A name as it is looked up: plain quotes, single spaces, nothing invisible, no article."""
    return clean(name, 0, len(name))[0].strip().removeprefix("the ").removeprefix("The ")


def name_pattern(names: Mapping[str, Name]) -> re.Pattern[str]:
    choices = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        # Where lowering does not undo it (ß, ı), a name is looked for as it is written alone.
        has_capital = name[:1].islower() and name[0].upper().lower() == name[0]
        first = f"[{name[0].upper()}{name[0]}]" if has_capital else re.escape(name[:1])
        choices.append(first + re.escape(name[1:]))
    return re.compile(r"(?<![\w])(?:" + "|".join(choices) + r")(?!\w)") if choices else re.compile(r"(?!)")


def find_names(parsed: ParsedText, index: NameIndex) -> Iterator[tuple[Holder, range]]:
    """Every printed name of the catalog, as its head token and all its tokens."""
    starts = [token.start for token in parsed.tokens]
    letters, spans = clean(parsed.text, 0, len(parsed.text))
    for match, name in index.printed_in(letters):
        first = max(bisect_right(starts, spans[match.start()][0]) - 1, 0)
        last = bisect_left(starts, spans[match.end() - 1][1])
        if first >= last:
            continue
        tokens = range(first, last)
        head = next((i for i in tokens if parsed.tokens[i].head not in tokens), last - 1)
        yield name.held(token=head, text=match.group(), speaker=match.group()), tokens


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
