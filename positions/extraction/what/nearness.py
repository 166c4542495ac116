"""Stage extraction: how near each sentence of a text is to each target of a catalog, in meaning.

In: a parsed text and a catalog's prototypes. Out: `Nearness`: tables of sentences × targets. Only extraction calls it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from positions.extraction.language.parsing import ParsedText, Sentence
from positions.extraction.language.sentencevectors import WIDTH, sentence_vectors
from positions.extraction.language.wordvectors import Vectors, directions, word_vectors
from positions.extraction.what.prototypes import Groups, Prototypes

CLAUSE_MARKS = frozenset((",", ";", ":", '"', "-", "--", "—", "–", "(", ")"))
CLAUSE_WORDS = frozenset(("and", "but", "that", "or", "if", "while", "which", "who", "because", "until", "unless"))
# Unit: tokens. A shorter piece says too little to be compared alone.
MIN_CLAUSE_LENGTH = 4
# Cosine. Keeps a target that is equally far from all sentences from standing out by chance.
SPREAD_FLOOR = 0.05
# What words say of a sentence and a target, and what the sentence model does, in the order of the last axis.
LIGHT = (
    "near", "near_itself", "near_toward", "near_against", "near_margin", "near_lean", "near_rank", "standing_out",
    "near_before", "near_after", "near_most", "near_mean", "near_short",
)  # fmt: skip
DEEP = (
    "deep", "deep_itself", "deep_toward", "deep_against", "deep_lean", "deep_yes", "deep_no", "deep_turn",
    "deep_margin",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Tables:
    """Cosines of sentences (rows) and targets (columns): the best sample of all, by clause; and by side."""

    best: Vectors
    itself: Vectors
    toward: Vectors
    against: Vectors


class Nearness:
    """The nearness of one text to a catalog. `light` for all sentences; `deep` for those that were read."""

    def __init__(self, parsed: ParsedText, prototypes: Prototypes) -> None:
        self.parsed = parsed
        self.prototypes = prototypes
        self.words = word_vectors(token.text.lower() for token in parsed.tokens)
        self.is_read = np.zeros(len(parsed.sentences), bool)
        self.deep = np.zeros((len(parsed.sentences), WIDTH), np.float32)

    @cached_property
    def light(self) -> Tables:
        """From words: sentences and their clauses."""
        whole = self.sums([(s.first, s.last) for s in self.parsed.sentences]) @ self.prototypes.light.T
        clauses = [(s.index, *span) for s in self.parsed.sentences for span in clause_spans(self.parsed, s)]
        parts = self.sums([(first, last) for _, first, last in clauses]) @ self.prototypes.light.T
        starts = np.searchsorted([number for number, _, _ in clauses], np.arange(len(whole)))
        by_clause = np.maximum(whole, np.maximum.reduceat(parts, starts, axis=0)) if len(whole) else whole
        return tables(whole, by_clause, self.prototypes.groups)

    @cached_property
    def light_numbers(self) -> Vectors:
        """Shape: sentences × targets × LIGHT."""
        best, lean = self.light.best, self.light.toward - self.light.against
        edge = np.zeros((1, best.shape[1]), np.float32)
        most = best.max(axis=0, initial=-1)
        mean = np.array([column.mean() for column in best.T], np.float32)
        return np.stack(
            np.broadcast_arrays(
                *(best, self.light.itself, self.light.toward, self.light.against, margins(best), lean),
                *(self.ranks.astype(np.float32), self.standing_out),
                *(np.concatenate([edge, best[:-1]]), np.concatenate([best[1:], edge])),
                *(most, mean, most - best),
            ),
            axis=2,
        )

    @property
    def standing_out(self) -> Vectors:
        """By how many deviations a sentence is nearer to a target than the text's other sentences are."""
        best = self.light.best
        rows: Vectors = (best - best.mean(axis=0)) / (best.std(axis=0) + SPREAD_FLOOR)
        return rows

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The place of each target in a sentence, nearest first, from 0."""
        order = np.argsort(-self.light.best, axis=1, kind="stable")
        return np.argsort(order, axis=1, kind="stable")

    def sums(self, spans: Sequence[tuple[int, int]]) -> Vectors:
        """The direction of each span of tokens."""
        running = np.zeros((len(self.words) + 1, self.words.shape[1]), np.float32)
        np.cumsum(self.words, axis=0, out=running[1:])
        firsts, lasts = np.array([s[0] for s in spans], int), np.array([s[1] for s in spans], int)
        return directions(running[lasts] - running[firsts])

    def read(self, numbers: Sequence[int]) -> None:
        """Let the sentence model read some sentences, each once."""
        numbers = [n for n in numbers if not self.is_read[n]]
        spans = [self.parsed.span(self.parsed.sentences[n].first, self.parsed.sentences[n].last) for n in numbers]
        if spans:
            self.deep[numbers] = sentence_vectors([self.parsed.text[start:end] for start, end in spans])
            self.is_read[numbers] = True

    def deep_numbers(self, numbers: Sequence[int]) -> Vectors:
        """Shape: these sentences × targets × DEEP; what was not read is nothing."""
        read = self.deep[list(numbers)]
        whole = read @ self.prototypes.deep.T
        deep = tables(whole, whole, self.prototypes.groups)
        yes, no = read @ self.prototypes.yes.T, read @ self.prototypes.no.T
        lean = deep.toward - deep.against
        parts = (deep.best, deep.itself, deep.toward, deep.against, lean, yes, no, no - yes, margins(deep.best))
        return np.stack(parts, axis=2)


def tables(whole: Vectors, by_clause: Vectors, groups: Groups) -> Tables:
    """Of cosines with all samples."""
    return Tables(
        nearest(by_clause, groups.all),
        nearest(whole, groups.itself),
        nearest(by_clause, groups.toward),
        nearest(by_clause, groups.against),
    )


def nearest(cosines: Vectors, groups: Sequence[list[int]]) -> Vectors:
    """A column a target: the nearest of its samples; 0 where it has none."""
    nothing = np.zeros(len(cosines), np.float32)
    columns = [cosines[:, group].max(axis=1) if group else nothing for group in groups]
    return np.stack(columns, axis=1) if columns else np.zeros((len(cosines), 0), np.float32)


def margins(best: Vectors) -> Vectors:
    """How much nearer each target is than the nearest other; an only one, than nothing."""
    if best.shape[1] < 2:
        return best
    second, first = np.partition(best, -2, axis=1)[:, -2:].T[:, :, None]
    margin: Vectors = best - np.where(best == first, second, first)
    return margin


def clause_spans(parsed: ParsedText, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Pieces of a sentence between commas, conjunctions and the like; short ones stay with the one before."""
    start = sentence.first
    for index in range(sentence.first + 1, sentence.last):
        token = parsed.tokens[index]
        is_cut = token.text in CLAUSE_MARKS or token.lemma in CLAUSE_WORDS
        if is_cut and min(index - start, sentence.last - index) >= MIN_CLAUSE_LENGTH:
            yield start, index
            start = index
    yield start, sentence.last
