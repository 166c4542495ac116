"""Stage extraction: who could hold a stance in each sentence: who is named there, who speaks, who acted just before.

In: a parsed text, links and voices. Out: `Mention` values by sentence and party. Only extraction calls it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from positions.extraction.language.parsing import SUBJECTS, ParsedText, Sentence
from positions.extraction.who.linking import Links
from positions.extraction.who.names import Holder
from positions.extraction.who.voices import Voices

NOMINALS = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
VOICE, CARRIED = "voice", "carried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A party in a sentence. `way`: the kind of its phrase, or `voice` (quoted there), or `carried` from before.

    `token` is its place in this sentence, None when it has none.
    """

    holder: Holder
    way: str
    token: int | None


Present = Mapping[str, tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Mentions:
    """For each sentence, the parties that could hold a stance there; and how often a text names each party."""

    by_sentence: tuple[Present, ...]
    named_here: tuple[int, ...]
    counts: Mapping[str, int]


def find_mentions(parsed: ParsedText, *, links: Links, voices: Voices) -> Mentions:
    """The parties present in each sentence of a text."""
    here = [present(parsed, sentence, links=links, voices=voices) for sentence in parsed.sentences]
    carried = [with_carried(parsed, here, number) for number in range(len(here))]
    counts = Counter(holder.party for holder in links.heads.values())
    return Mentions(tuple(carried), tuple(len(parties) for parties in here), counts)


def present(parsed: ParsedText, sentence: Sentence, *, links: Links, voices: Voices) -> Present:
    """The parties that a sentence names, and who is quoted in it."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for holder, token in named(parsed, sentence, links):
        found[holder.party].append(Mention(holder=holder, way=holder.kind, token=token))
    for holder in quoted(sentence, voices):
        found[holder.party].append(Mention(holder=holder, way=VOICE, token=None))
    return {party: tuple(mentions) for party, mentions in found.items()}


def named(parsed: ParsedText, sentence: Sentence, links: Links) -> Iterator[tuple[Holder, int]]:
    for index in range(sentence.first, sentence.last):
        if index in links.heads:
            yield links.heads[index], index
        elif index not in links.inside and parsed.tokens[index].pos in NOMINALS:
            yield from ((holder, index) for holder in links.phrase(index))


def quoted(sentence: Sentence, voices: Voices) -> tuple[Holder, ...]:
    """Who speaks in the first quotation of a sentence."""
    inside = next((i for i in range(sentence.first, sentence.last) if voices.quote_at(i) is not None), None)
    voice = None if inside is None else voices.quote_voice(inside)
    return () if voice is None else voice.holders


def with_carried(parsed: ParsedText, here: list[Present], number: int) -> Present:
    """A sentence's parties, with those that acted or spoke in the sentence before."""
    found = dict(here[number])
    for party, mentions in here[number - 1].items() if number else ():
        acting = next((m for m in mentions if is_acting(parsed, m)), None)
        if acting is not None and party not in found:
            found[party] = (Mention(holder=acting.holder, way=CARRIED, token=None),)
    return found


def is_acting(parsed: ParsedText, mention: Mention) -> bool:
    return mention.way == VOICE or (mention.token is not None and parsed.tokens[mention.token].dep in SUBJECTS)
