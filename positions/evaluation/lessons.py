"""Stage evaluation: what teaches the entailment model: sentences of coded articles, and what is asked of each.

All that was coded, what the trees find likely, and a few of the others. In: examples. Out: `Lesson` values.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from positions.evaluation.training import COUNTERPART, RELEVANCE, Example, Labels, common_names, grow, label, table_of
from positions.extraction.entailment import Pieces
from positions.extraction.forest import Forest
from positions.extraction.nameless import NamelessSentence
from positions.extraction.testimony import TOLD

# How much a pair counts in an invented article that follows a coded one, and in another or a plain sentence; in a coded
# article 1.
IN_COUNTERPART, IN_INVENTED = 0.7, 0.6
# Probabilities. What was not coded and is less likely by the trees is unlikely, or even far-fetched; of each kind a
# share is asked, which then counts so much more.
UNLIKELY, FAR_FETCHED = 0.04, 0.02
UNLIKELY_SHARE, UNLIKELY_WEIGHT = 0.5, 2.0
FAR_FETCHED_SHARE, FAR_FETCHED_WEIGHT = 0.05, 5.0
N_FOLDS = 4
# How often the model goes through its lessons. With four times, at a rate more than twice as high, it had learnt the
# negotiations: average precision beside the trees 0.53 instead of 0.56, the largest negotiation left out.
N_PASSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A proposition asked of a sentence, whether it is said there, whether against it, and how much that counts."""

    proposition: Pieces
    is_said: bool
    is_against: bool
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A sentence, and what is asked of it."""

    sentence: Pieces
    asked: tuple[Asked, ...]

    def __len__(self) -> int:
        """Unit: pieces."""
        return len(self.sentence) + 2 + sum(len(one.proposition) for one in self.asked)


def likelihoods(examples: Sequence[Example]) -> list[NDArray[np.float64]]:
    """For each example the probability of each pair, by trees that have seen neither it nor its counterpart."""
    fold_of = {stem: number % N_FOLDS for number, stem in enumerate(sorted({base_of(e) for e in examples}))}
    found: list[NDArray[np.float64]] = [np.zeros(0)] * len(examples)
    for fold in range(N_FOLDS):
        forest = grow_likelihood([e for e in examples if fold_of[base_of(e)] != fold])
        for number, example in enumerate(examples):
            if example.pairs and fold_of[base_of(example)] == fold:
                found[number] = forest.probabilities(table_of([example], forest.names))
    return found


def grow_likelihood(examples: Sequence[Example]) -> Forest:
    names = [name for name in common_names(examples) if not name.startswith(TOLD)]
    coded = np.concatenate([e.labels.coded for e in examples])
    weight = np.concatenate([e.labels.weight for e in examples])
    return Forest.from_json(grow(RELEVANCE, names, table_of(examples, names), coded, weight, n_seeds=1))


def base_of(example: Example) -> str:
    """An article's name, of a counterpart the name of what it follows."""
    return example.article.stem.removeprefix(COUNTERPART)


def lessons(example: Example, likely: NDArray[np.float64], *, share: float) -> Iterator[Lesson]:
    """The lessons of one article. `share`: how much they count."""
    draw = Random(example.article.stem)  # noqa: S311 -- a draw that is the same every time, no secret
    labels = label(example.article, example.parsed, example.pairs)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, pair in enumerate(example.pairs):
        rows[pair.sentence].append(row)
    for number, numbers in rows.items():
        sentence = example.maker.nameless.sentence(number)
        counts = {row: share * asking(float(labels.coded[row]), float(likely[row]), draw) for row in numbers}
        asked = [ask(example, labels, row, sentence, weight=weight) for row, weight in counts.items() if weight > 0]
        if asked:
            yield Lesson(sentence=sentence.pieces, asked=tuple(asked))


def asking(coded: float, likely: float, draw: Random) -> float:
    """How much a pair counts; 0: it is not asked."""
    if coded or likely >= UNLIKELY:
        return 1.0
    is_far_fetched = likely < FAR_FETCHED
    share = FAR_FETCHED_SHARE if is_far_fetched else UNLIKELY_SHARE
    weight = FAR_FETCHED_WEIGHT if is_far_fetched else UNLIKELY_WEIGHT
    return weight if draw.random() < share else 0.0


def ask(example: Example, labels: Labels, row: int, sentence: NamelessSentence, *, weight: float) -> Asked:
    pair = example.pairs[row]
    return Asked(
        proposition=example.maker.nameless.proposition(sentence, pair.party, pair.target),
        is_said=bool(labels.coded[row]),
        is_against=bool(labels.opposed[row]),
        weight=weight * float(labels.weight[row]),
    )


def share_of(example: Example) -> float:
    """How much an invented article or a plain sentence counts."""
    return IN_COUNTERPART if example.article.stem.startswith(COUNTERPART) else IN_INVENTED
