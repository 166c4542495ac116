"""Stage extraction: what a catalog's targets are like: the vectors of their propositions, titles and cues.

In: a catalog. Out: `Prototypes`, made once a catalog. Only extraction calls it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from positions.extraction.contract import Catalog, IssueEntry, ProposalEntry
from positions.extraction.language.families import FUNCTION_WORDS, family
from positions.extraction.language.parsing import ParsedText, parse
from positions.extraction.language.sentencevectors import sentence_vectors
from positions.extraction.language.wordvectors import Vectors, directions, text_directions, word_vectors
from positions.extraction.what.targets import NEGATIONS, REVERSAL_STEMS, WORD, is_reversing, phrase_stems

# What a text of the catalog says of its target: the target itself, its outcome, or the opposite.
SELF, TOWARD, AGAINST = "self", "toward", "against"
# A yes and a no to a target, as sentences that an article's sentence can be nearer to.
YES, NO = "They demand and support this: {}", "They reject and oppose this: {}"
MIN_WORD_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of the catalog about a target."""

    target: str
    side: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWords:
    """The telling words of a target: their directions, how few other targets share each (0-1), and their signs.

    `signs`: 1 for what names the outcome, -1 for what only cues against it have, 0 for what the proposition ends.
    """

    words: tuple[str, ...]
    vectors: Vectors
    rarity: Vectors
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The numbers of each target's samples, in the order of the targets: all of them, and some by side."""

    all: list[list[int]]
    itself: list[list[int]]
    toward: list[list[int]]
    against: list[list[int]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Prototypes:
    """All samples of a catalog in the order of its targets. `light` come from words, `deep` from the sentence model."""

    targets: tuple[str, ...]
    samples: tuple[Sample, ...]
    light: Vectors
    deep: Vectors
    yes: Vectors
    no: Vectors
    words: Mapping[str, TargetWords]
    reversing: frozenset[str]
    named: Mapping[str, frozenset[str]]
    proposers: Mapping[str, frozenset[str]]

    @cached_property
    def groups(self) -> Groups:
        return Groups(
            all=self.columns(SELF, TOWARD, AGAINST),
            itself=self.columns(SELF),
            toward=self.columns(SELF, TOWARD),
            against=self.columns(AGAINST),
        )

    def columns(self, *sides: str) -> list[list[int]]:
        """The numbers of each target's samples on some sides."""
        found: dict[str, list[int]] = {target: [] for target in self.targets}
        for number, sample in enumerate(self.samples):
            if sample.side in sides:
                found[sample.target].append(number)
        return list(found.values())


@lru_cache(maxsize=16)
def make_prototypes(catalog: Catalog) -> Prototypes:
    samples = tuple(catalog_samples(catalog))
    targets = tuple(dict.fromkeys(sample.target for sample in samples))
    said = {i.slug: i.proposition for i in catalog.issues} | {p.slug: p.title for p in catalog.proposals}
    return Prototypes(
        targets=targets,
        samples=samples,
        light=text_directions(sample.text for sample in samples),
        deep=sentence_vectors([sample.text for sample in samples]),
        yes=sentence_vectors([YES.format(said[target]) for target in targets]),
        no=sentence_vectors([NO.format(said[target]) for target in targets]),
        words=target_words(samples, catalog),
        reversing=frozenset(i.slug for i in catalog.issues if is_reversing(i.proposition)),
        named=named_parties(catalog),
        proposers={p.slug: frozenset(p.proposed_by) for p in catalog.proposals},
    )


def catalog_samples(catalog: Catalog) -> Iterator[Sample]:
    for issue in catalog.issues:
        yield from issue_samples(issue)
    for proposal in catalog.proposals:
        yield from proposal_samples(proposal)


def issue_samples(issue: IssueEntry) -> Iterator[Sample]:
    yield Sample(issue.slug, SELF, issue.proposition)
    yield Sample(issue.slug, SELF, issue.title)
    yield from (Sample(issue.slug, TOWARD, cue) for cue in issue.toward)
    yield from (Sample(issue.slug, AGAINST, cue) for cue in issue.against)


def proposal_samples(proposal: ProposalEntry) -> Iterator[Sample]:
    yield Sample(proposal.slug, SELF, proposal.title)
    if proposal.summary:
        yield Sample(proposal.slug, SELF, proposal.summary)
    yield from (Sample(proposal.slug, TOWARD, cue) for cue in proposal.cues)


def telling_words(text: str) -> list[str]:
    """Words of a text that carry meaning, each once."""
    words = (word.lower() for word in WORD.findall(text))
    return [w for w in dict.fromkeys(words) if w not in FUNCTION_WORDS and len(w) >= MIN_WORD_LENGTH]


def target_words(samples: tuple[Sample, ...], catalog: Catalog) -> dict[str, TargetWords]:
    """The telling words of each target, the parties' names apart."""
    names = {w.lower() for p in catalog.parties for name in (p.name, *p.aliases) for w in name.split()}
    found: dict[str, dict[str, None]] = {}
    for sample in samples:
        words = found.setdefault(sample.target, {})
        words.update((word, None) for word in telling_words(sample.text) if word not in names)
    spread = {w: sum(w in words for words in found.values()) for words in found.values() for w in words}
    signs = word_signs(samples, catalog)
    return {target: weigh(tuple(words), spread, len(found), signs[target]) for target, words in found.items()}


def weigh(words: tuple[str, ...], spread: Mapping[str, int], n_targets: int, signs: Mapping[str, int]) -> TargetWords:
    rarity = np.array([np.log(1 + n_targets / spread[w]) / np.log(1 + n_targets) for w in words], np.float32)
    vectors = directions(word_vectors(words))
    return TargetWords(words=words, vectors=vectors, rarity=rarity, signs=tuple(signs.get(w, 1) for w in words))


def word_signs(samples: tuple[Sample, ...], catalog: Catalog) -> dict[str, dict[str, int]]:
    """The signs of words by target, as `TargetWords` has them."""
    found: dict[str, dict[str, int]] = {sample.target: {} for sample in samples}
    for side, sign in ((AGAINST, -1), (TOWARD, 1), (SELF, 1)):
        for sample in samples:
            if sample.side == side:
                found[sample.target].update((word, sign) for word in telling_words(sample.text))
    for issue in catalog.issues:
        if is_reversing(issue.proposition):
            found[issue.slug].update((word, 0) for word in ended_words(issue.proposition))
    return found


def ended_words(proposition: str) -> list[str]:
    """What a proposition brings to an end: "Sanctions on Ruritania are lifted" names sanctions and Ruritania."""
    parsed = parse(proposition)
    ended = {t.index for t in parsed.tokens if family(t.lemma) in REVERSAL_STEMS}
    negated = {t.head for t in parsed.tokens if t.lemma in NEGATIONS}
    below = {i for index in ended | negated for c in ended_by(parsed, index) for i in parsed.subtree(c)}
    below = (below | negated) - ended
    return [word for i in sorted(below) for word in telling_words(parsed.tokens[i].text)]


def ended_by(parsed: ParsedText, index: int) -> Iterator[int]:
    """What a word of ending governs: its object, of a passive its subject, of a noun what follows "of" or "on"."""
    for child in parsed.children[index]:
        dep = parsed.tokens[child].dep
        if dep in {"dobj", "nsubjpass", "prep", "xcomp", "compound"} and parsed.tokens[child].lemma not in {"in", "by"}:
            yield child


def named_parties(catalog: Catalog) -> dict[str, frozenset[str]]:
    """The parties that each issue's proposition names."""
    names = {name: p.slug for p in catalog.parties for name in (p.name, *p.aliases)}
    return {
        issue.slug: frozenset(s[1:] for s in phrase_stems(issue.proposition, names) if s.startswith("@"))
        for issue in catalog.issues
    }
