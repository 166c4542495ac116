"""Stage extraction: where a text speaks of an issue or a proposal, by lemma and word family of the catalog's cues.

In: a parsed text, its party mentions, a catalog. Out: `TargetMatch` values. Only extraction calls it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from positions.extraction.contract import Catalog, IssueEntry, ProposalEntry
from positions.extraction.language.families import FUNCTION_WORDS, family
from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import ParsedText, Sentence

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
# Unit: tokens. How far a cue's words may stand apart: this many between each two, and a few more.
GAP_PER_WORD = 2
GAP_ALLOWANCE = 3
NEGATIONS = frozenset(("no", "not", "never"))
# The families of words that make of a thing its opposite.
REVERSAL_STEMS = NEGATIONS | frozenset(
    family(lemma) for (_, lemma), sense in load_lexicon().senses.items() if sense.group == "reversal"
)
# Share of a proposition's words that must stand together to count as speaking of it.
PROPOSITION_SHARE = 0.6
MIN_PROPOSITION_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Word families that name a target; `direction` 1 names the proposition's outcome, -1 its opposite.

    `ends`: the proposition is about a stop that the cue does not name: to "stop" it again turns nothing.
    """

    target: str
    direction: int
    stems: frozenset[str]
    phrase: str
    source: str
    needed: int
    needed_plain: int = 1
    is_proposal: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMatch:
    """A cue found in a sentence. `tokens` are its words' indices, `head` the one that governs the others."""

    cue: Cue
    sentence: int
    tokens: tuple[int, ...]
    head: int


@lru_cache(maxsize=16)
def index_cues(catalog: Catalog) -> Mapping[str, tuple[Cue, ...]]:
    """The catalog's cues by word family; party names stand for their party, whatever alias is used."""
    names = {name: party.slug for party in catalog.parties for name in (party.name, *party.aliases)}
    cues = [cue for issue in catalog.issues for cue in issue_cues(issue, names)]
    cues += [cue for proposal in catalog.proposals for cue in proposal_cues(proposal, names)]
    by_stem: dict[str, list[Cue]] = defaultdict(list)
    for cue in dict.fromkeys(cues):
        for stem in cue.stems:
            by_stem[stem].append(cue)
    return {stem: tuple(found) for stem, found in by_stem.items()}


def issue_cues(issue: IssueEntry, names: Mapping[str, str]) -> Iterator[Cue]:
    cues = [cue for phrase in issue.toward for cue in make_cue(issue.slug, 1, phrase, "cue", names)]
    cues += [cue for phrase in issue.against for cue in make_cue(issue.slug, -1, phrase, "cue", names)]
    cues += make_cue(issue.slug, 1, issue.title, "title", names)
    cues += make_cue(issue.slug, 1, issue.proposition, "proposition", names)
    if is_reversing(issue.proposition):
        cues = [replace(cue, ends=cue.direction > 0 and cue.stems.isdisjoint(REVERSAL_STEMS)) for cue in cues]
    yield from cues


def is_reversing(proposition: str) -> bool:
    """Whether a proposition is about a stop, or about something not done: "Sanctions are lifted"."""
    return any(family(word) in REVERSAL_STEMS for word in WORD.findall(proposition.lower()))


def proposal_cues(proposal: ProposalEntry, names: Mapping[str, str]) -> Iterator[Cue]:
    for phrase in (*proposal.cues, proposal.title):
        yield from make_cue(proposal.slug, 1, phrase, "proposal", names)


def make_cue(target: str, direction: int, phrase: str, source: str, names: Mapping[str, str]) -> Iterator[Cue]:
    """The cue of a phrase, unless nothing but function words is left of it."""
    stems = frozenset(phrase_stems(phrase, names))
    plain = [stem for stem in stems if not stem.startswith("@")]
    if not plain:
        return
    needed = len(stems)
    if source == "proposition":
        if len(plain) < MIN_PROPOSITION_WORDS - 1:
            return
        needed = max(min(MIN_PROPOSITION_WORDS, len(stems)), round(len(stems) * PROPOSITION_SHARE))
    yield Cue(
        target=target,
        direction=direction,
        stems=stems,
        phrase=phrase,
        source=source,
        needed=needed,
        needed_plain=2 if source == "proposition" else 1,
        is_proposal=source == "proposal",
    )


def phrase_stems(phrase: str, names: Mapping[str, str]) -> Iterator[str]:
    """Word families of a phrase; a party's name becomes "@slug"."""
    phrase = unicodedata.normalize("NFC", phrase)
    phrase = any_of(tuple(names)).sub(lambda found: f" @{names[found[1]]} ", phrase)
    for piece in phrase.split():
        if piece.startswith("@"):
            yield piece
            continue
        for word in WORD.findall(piece.lower()):
            if word not in FUNCTION_WORDS:
                yield family(word)


@lru_cache(maxsize=16)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of all names, longest first: one look at a phrase, not one for each of a thousand names.

    A slug that has come in for a longer name is not searched for shorter ones.
    """
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({choices})(?:['’]s)?(?!\w)" if choices else r"(?!)")


def find_targets(
    parsed: ParsedText, *, party_tokens: Mapping[int, str], catalog: Catalog, published_on: date | None
) -> list[TargetMatch]:
    """Every place where a target is named, the most specific of overlapping ones, in the order of the text."""
    by_stem = index_cues(catalog)
    early = tabled_after(published_on, catalog)
    found = []
    for sentence in parsed.sentences:
        matches = sentence_matches(parsed, sentence, party_tokens, by_stem)
        found.extend(most_specific([match for match in matches if match.cue.target not in early]))
    return found


def tabled_after(day: date | None, catalog: Catalog) -> set[str]:
    """The proposals that an article of that day can't speak of: they were tabled later. None: there is no telling."""
    return {p.slug for p in catalog.proposals if day is not None and p.proposed_on is not None and p.proposed_on > day}


def sentence_matches(
    parsed: ParsedText, sentence: Sentence, party_tokens: Mapping[int, str], by_stem: Mapping[str, tuple[Cue, ...]]
) -> Iterator[TargetMatch]:
    """Cues whose words stand close together in a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for i in range(sentence.first, sentence.last):
        for stem in token_stems(parsed, i, party_tokens):
            places[stem].append(i)
    candidates = {cue for stem in places for cue in by_stem.get(stem, ())}
    for cue in sorted(candidates, key=lambda c: (c.target, c.source, c.phrase, c.direction)):
        present = [stem for stem in cue.stems if stem in places]
        if len(present) < cue.needed or sum(not stem.startswith("@") for stem in present) < cue.needed_plain:
            continue
        facing = facing_cue(cue, present)
        for window in windows(parsed, [places[stem] for stem in sorted(present)]):
            head = head_of(parsed, window, party_tokens)
            yield TargetMatch(cue=facing, sentence=sentence.index, tokens=window, head=head)


def facing_cue(cue: Cue, present: list[str]) -> Cue:
    """A proposition about a stop names its opposite where the word for stopping is not there."""
    if cue.source != "proposition" or not cue.stems & REVERSAL_STEMS or REVERSAL_STEMS & set(present):
        return cue
    return replace(cue, direction=-cue.direction)


def token_stems(parsed: ParsedText, i: int, party_tokens: Mapping[int, str]) -> Iterator[str]:
    """Word families of a token, by its lemma and as printed: a cue says "lower" or "children" as the text does."""
    token = parsed.tokens[i]
    if i in party_tokens:
        yield "@" + party_tokens[i]
    if token.dep == "neg":
        yield "not"
    words = dict.fromkeys((*WORD.findall(token.lemma), *WORD.findall(token.text.lower())))
    yield from dict.fromkeys(family(word) for word in words if word not in FUNCTION_WORDS)


def windows(parsed: ParsedText, places: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """For each place of the rarest word, the nearest place of each other word, when all stand close together.

    Of two as near, the one that the parse joins to it: in "ruled out self-rule" the second.
    """
    rarest = min(places, key=len)
    widest = len(places) * (GAP_PER_WORD + 1) + GAP_ALLOWANCE
    seen = set()
    for anchor in rarest:
        chosen = tuple(sorted({nearest(parsed, options, anchor) for options in places}))
        if chosen[-1] - chosen[0] <= widest and chosen not in seen:
            seen.add(chosen)
            yield chosen


def nearest(parsed: ParsedText, options: list[int], anchor: int) -> int:
    """Of some tokens the nearest to another one; of two as near, the one that is its head or hangs on it."""
    heads = [token.head for token in (parsed.tokens[anchor], *(parsed.tokens[i] for i in options))]
    joined = {i for i, head in zip(options, heads[1:], strict=True) if head == anchor or i == heads[0]}
    return min(options, key=lambda i: (abs(i - anchor), i not in joined))


def head_of(parsed: ParsedText, window: tuple[int, ...], party_tokens: Mapping[int, str]) -> int:
    """The highest word of a match that names no party: in "A refused to lift its duty" A is who refuses, not what."""
    return top_of(parsed, tuple(i for i in window if i not in party_tokens) or window)


def top_of(parsed: ParsedText, indices: tuple[int, ...]) -> int:
    """The word of a match that stands highest in the parse."""
    return min(indices, key=lambda i: (len(parsed.path(i)), i))


def most_specific(matches: Iterable[TargetMatch]) -> list[TargetMatch]:
    """Matches whose words are not all part of a larger match, nor shared with one of the same target."""
    kept: list[TargetMatch] = []
    for match in sorted(matches, key=lambda m: (-len(m.tokens), m.cue.source == "proposition", not m.cue.is_proposal)):
        words = set(match.tokens)
        if not any(covers(other, match, words) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.tokens)


def covers(larger: TargetMatch, match: TargetMatch, words: set[int]) -> bool:
    shared = words & set(larger.tokens)
    return shared == words or (bool(shared) and larger.cue.target == match.cue.target)
