"""Stage extraction: who might say what where: each party present in a sentence with each target spoken of there.

Made liberally; the learnt models choose. In: a parsed text and a catalog. Out: `Pair` values with named numbers.
Extraction and `evaluation` call it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from positions.extraction.contract import UNKNOWN, Catalog, Source
from positions.extraction.how_known.testimony import Testimony
from positions.extraction.how_known.wording import Wording
from positions.extraction.judging.candidates import Candidate, CandidateMaker
from positions.extraction.judging.standing import Standing
from positions.extraction.language.coordination import with_clauses_apart
from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText, Sentence
from positions.extraction.what.anchors import Anchors
from positions.extraction.what.nearness import DEEP, LIGHT, Nearness
from positions.extraction.what.prototypes import make_prototypes
from positions.extraction.what.targets import TargetMatch, find_targets, tabled_after
from positions.extraction.which_way.leanings import Leanings
from positions.extraction.which_way.readings import Reading
from positions.extraction.which_way.resumptions import Resumptions
from positions.extraction.which_way.stances import Stances
from positions.extraction.which_way.strangers import Strangers
from positions.extraction.who.hearing import Voice
from positions.extraction.who.linking import Links
from positions.extraction.who.mentions import Mention, find_mentions
from positions.extraction.who.voices import Voices

# Targets of a sentence besides those that a cue names: so many, nearest first. Nine in ten of what people code is
# among them.
NEAREST_TARGETS = 5
# Unit: sentences. More than an article has; a pair takes about 20 KB.
SENTENCES_A_PART = 200
# Unit: tokens. Stands for "not in this sentence" in distances.
NO_DISTANCE = 99.0


@dataclass(slots=True, kw_only=True)
class Pair:
    """A party and a target in a sentence. `candidates`: what the rules read of them; `numbers`: what the models see.

    `is_own`: whether the party tabled the target; None where that is an issue.
    """

    sentence: int
    party: str
    target: str
    is_own: bool | None
    mentions: tuple[Mention, ...]
    matches: tuple[TargetMatch, ...]
    readings: tuple[Reading, ...]
    candidates: tuple[Candidate, ...]
    numbers: dict[str, float]


class PairMaker:
    """Makes the pairs of one text."""

    def __init__(self, parsed: ParsedText, *, catalog: Catalog, source: Source = UNKNOWN) -> None:
        lexicon = load_lexicon()
        parsed = self.parsed = with_clauses_apart(parsed, lexicon=lexicon)
        links = Links(parsed, catalog=catalog, lexicon=lexicon, source=source)
        self.voices = Voices(parsed, links=links, lexicon=lexicon)
        self.prototypes = make_prototypes(catalog)
        self.nearness = Nearness(parsed, self.prototypes)
        self.mentions = find_mentions(parsed, links=links, voices=self.voices)
        self.wording = Wording(parsed, voices=self.voices, lexicon=lexicon)
        self.testimony = Testimony(parsed, voices=self.voices, lexicon=lexicon)
        self.standing = Standing(parsed, mentions=self.mentions, catalog=catalog, lexicon=lexicon)
        self.leanings = Leanings(parsed, lexicon=lexicon, names=links.inside)
        self.stances = Stances(parsed, links=links, lexicon=lexicon)
        self.strangers = Strangers(parsed, links=links, voices=self.voices, lexicon=lexicon)
        self.maker = CandidateMaker(parsed, voices=self.voices, lexicon=lexicon)
        self.anchors = Anchors(parsed, words=self.nearness.words, prototypes=self.prototypes, names=links.inside)
        self.early = tabled_after(source.published_on, catalog)
        self.cued: dict[tuple[int, str], list[TargetMatch]] = defaultdict(list)
        for match in find_targets(
            parsed, party_tokens=links.party_tokens, catalog=catalog, published_on=source.published_on
        ):
            self.cued[match.sentence, match.cue.target].append(match)
        self.cue_counts = Counter(target for _, target in self.cued)
        self.readings = Resumptions(parsed, stances=self.stances, lexicon=lexicon, cued=self.cued).find()
        for match in self.readings:
            here = self.cued[match.sentence, match.cue.target]
            here += [] if match in here else [match]

    def pairs(self) -> list[Pair]:
        """All pairs, in the order of the text, with what can be said without the sentence model."""
        return [pair for part in self.parts() for pair in part]

    def parts(self) -> Iterator[list[Pair]]:
        """The same, so many sentences at a time: those of a long text would fill a worker's memory together."""
        named = [s for s in self.parsed.sentences if self.mentions.by_sentence[s.index]]
        for first in range(0, len(named), SENTENCES_A_PART):
            part = named[first : first + SENTENCES_A_PART]
            yield [pair for sentence in part for pair in self.in_sentence(sentence)]

    def in_sentence(self, sentence: Sentence) -> Iterator[Pair]:
        present = self.mentions.by_sentence[sentence.index]
        common = self.wording.describe(sentence, n_named=self.mentions.named_here[sentence.index])
        common["parties_present"] = float(len(present))
        standing = {p: self.standing.describe(sentence, p, mentions) for p, mentions in present.items()}
        order = sorted(present, key=lambda p: min((m.token for m in present[p] if m.token is not None), default=10**9))
        for column, target in self.spoken_of(sentence):
            tabled_by = self.prototypes.proposers.get(target)
            matches, readings, likeness = self.read(sentence, target)
            candidates = group_by_party(c for read in readings for c in self.maker.make(read))
            about = self.about(sentence, column, target, matches)
            about |= {"likeness": likeness, **outer_numbers(readings[-1][-1] if readings else None)}
            strangers = [self.strangers.phrases(match) for match in matches]
            for party, mentions in present.items():
                found = tuple(candidates.get(party, ()))
                places = [m.token for m in mentions if m.token is not None]
                numbers = common | about | standing[party] | rule_numbers(found)
                numbers |= self.leanings.describe(sentence, party, places, matches)
                numbers |= self.between(party, target, mentions, matches)
                numbers["party_order"] = float(order.index(party))
                numbers["is_in_stranger"] = float(not found and is_within(mentions, strangers))
                yield Pair(
                    sentence=sentence.index,
                    party=party,
                    target=target,
                    is_own=None if tabled_by is None else party in tabled_by,
                    mentions=mentions,
                    matches=tuple(matches),
                    readings=tuple(reading for read in readings for reading in read),
                    candidates=found,
                    numbers=numbers,
                )

    def spoken_of(self, sentence: Sentence) -> Iterator[tuple[int, str]]:
        """The targets that a cue names in a sentence, and those nearest to it in meaning."""
        ranks = self.nearness.ranks[sentence.index].tolist()
        for column, target in enumerate(self.prototypes.targets):
            is_near = ranks[column] < NEAREST_TARGETS
            if target not in self.early and (is_near or (sentence.index, target) in self.cued):
                yield column, target

    def read(self, sentence: Sentence, target: str) -> tuple[list[TargetMatch], list[list[Reading]], float]:
        """Where a sentence speaks of a target, by cue or likeness, and what the rules read there."""
        matches = list(self.cued.get((sentence.index, target), ()))
        likeness = 0.0
        if not matches:
            found = self.anchors.find(sentence, target)
            if found is not None:
                matches, likeness = [found[0]], found[1]
        return matches, [self.readings.get(match) or self.stances.read(match) for match in matches], likeness

    def about(self, sentence: Sentence, column: int, target: str, matches: list[TargetMatch]) -> dict[str, float]:
        """What speaks for a sentence being about a target."""
        row = sentence.index
        return {
            **dict(zip(LIGHT, self.nearness.light_numbers[row, column].tolist(), strict=True)),
            "targets": float(len(self.prototypes.targets)),
            "is_proposal": float(target in self.prototypes.proposers),
            "is_reversing": float(target in self.prototypes.reversing),
            **self.cue_numbers(row, target, matches),
        }

    def cue_numbers(self, row: int, target: str, matches: list[TargetMatch]) -> dict[str, float]:
        """Which cues name a target here and around."""
        cues = [m.cue for m in matches if (row, target) in self.cued]
        sources = Counter(cue.source for cue in cues)
        return {
            "cues": float(len(cues)),
            "cue_length": float(max((len(m.tokens) for m in matches), default=0)) if cues else 0.0,
            "cues_toward": float(sum(cue.direction > 0 for cue in cues)),
            "cues_against": float(sum(cue.direction < 0 for cue in cues)),
            **{f"cues_{source}": float(n) for source, n in sources.items()},
            "cue_before": float((row - 1, target) in self.cued),
            "cue_after": float((row + 1, target) in self.cued),
            "cues_in_text": float(self.cue_counts[target]),
            "targets_cued": float(sum((row, t) in self.cued for t in self.prototypes.targets)),
        }

    def between(
        self, party: str, target: str, mentions: tuple[Mention, ...], matches: Sequence[TargetMatch]
    ) -> dict[str, float]:
        """How party and target stand to each other: in the parse, in the catalog, in who speaks."""
        places = [m.token for m in mentions if m.token is not None]
        heads = [m.head for m in matches]
        numbers = {"is_named_in_it": float(party in self.prototypes.named.get(target, ()))}
        numbers["is_proposer"] = float(party in self.prototypes.proposers.get(target, ()))
        numbers["distance"] = float(min((abs(p - h) for p in places for h in heads), default=NO_DISTANCE))
        if heads:
            path = set(self.parsed.path(heads[0]))
            tokens = [self.parsed.tokens[p] for p in places]
            numbers["depth"] = float(len(path))
            numbers["is_before"] = float(bool(places) and min(places) < min(heads))
            numbers["is_doer"] = float(any(t.dep in SUBJECTS and t.head in path for t in tokens))
            numbers |= voice_numbers(self.voices, heads[0], party)
        return numbers

    def deepen(self, pairs: Sequence[Pair]) -> None:
        """Let the sentence model read the sentences of some pairs; add what it says, and how they are known."""
        sentences = sorted({pair.sentence for pair in pairs})
        self.nearness.read(sentences)
        rows = {sentence: row for row, sentence in enumerate(sentences)}
        columns = {target: column for column, target in enumerate(self.prototypes.targets)}
        numbers = self.nearness.deep_numbers(sentences)
        for pair in pairs:
            pair.numbers |= self.testimony.describe(pair.sentence, pair.party, pair.mentions, pair.matches)
            found = numbers[rows[pair.sentence], columns[pair.target]]
            pair.numbers.update(zip(DEEP, found.tolist(), strict=True))


def group_by_party(candidates: Iterator[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        found[candidate.holder.party].append(candidate)
    return found


def is_within(mentions: Sequence[Mention], phrases: Sequence[frozenset[int]]) -> bool:
    """Whether a party is named in such phrases alone: in each of them, and nowhere else in the sentence."""
    return bool(phrases) and all(m.token in phrase for m in mentions for phrase in phrases)


def outer_numbers(reading: Reading | None) -> dict[str, float]:
    """The outermost reading of a target, whoever holds it."""
    if reading is None:
        return {}
    return {f"outer_{name}": 1.0 for name in reading.features} | {
        "outer_sign": float(reading.sign),
        "outer_words": float(len(reading.words)),
    }


def rule_numbers(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the rules read of the party and the target."""
    found = {f"rule_{name}": 1.0 for candidate in candidates for name in candidate.features}
    found |= {f"rule_{candidate.stance.value}": 1.0 for candidate in candidates}
    found |= {f"rule_{candidate.attribution.value}": 1.0 for candidate in candidates}
    return found | {"rule_readings": float(len(candidates))}


def voice_numbers(voices: Voices, head: int, party: str) -> dict[str, float]:
    """Whose words they are in which the target stands: the party's, another's, a stranger's."""
    found: dict[str, float] = {}
    for name, voice in (("quote", voices.quote_voice(head)), ("voice", voices.outer_voice(head))):
        if voice is not None:
            found[f"{name}_{voice_kind(voice, party)}"] = 1.0
            found[f"{name}_outsider"] = float(voice.outsider)
    if voices.quote_at(head) is not None:
        found["target_in_quote"] = 1.0
    return found


def voice_kind(voice: Voice, party: str) -> str:
    if any(holder.party == party for holder in voice.holders):
        return "own"
    return "other" if voice.holders else "stranger"
