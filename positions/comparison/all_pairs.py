"""Every pair of parties scored at once: the formulas of `scores`, over the arrays of `sheets`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.records import Record
from positions.comparison.scores import Agreement, score_sums
from positions.comparison.sheets import UNWEIGHTED, Between, Precedence, batches, lay_out, row_sums
from positions.vocabulary import Method


@dataclass(frozen=True)
class PairAgreement(Record):
    """How far two parties agree."""

    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    agreement: Agreement
    """The score of the two, or why there is none."""


class Sums(NamedTuple):
    """What one score is made of: weight compared, weight times agreement, weight of all; how many were compared."""

    compared: float
    agreed: float
    weighed: float
    n_compared: int

    @property
    def score(self) -> float | None:
        return self.agreed / self.compared if self.compared > 0 else None


Pair = tuple[str, str]


def sum_pairs(
    held: Mapping[str, Holdings], *, targets: Sequence[WeighedTarget], methods: Sequence[Method]
) -> dict[Method, dict[Pair, Sums]]:
    """By method, what the score of every two parties of `held` is made of.

    Shape: pairs in the order of `held`: the first with all others, the second with those after it, and so on.
    """
    found: dict[Method, list[Sums]] = {method: [] for method in methods}
    for between in batches(lay_out(held, targets), Precedence.among(targets)):
        for method, sums in sums_between(between, methods=methods):
            found[method] += sums
    pairs = list(combinations(held, 2))
    return {method: dict(zip(pairs, sums, strict=True)) for method, sums in found.items()}


def score_pairs(
    held: Mapping[str, Holdings], *, targets: Sequence[WeighedTarget], methods: Sequence[Method]
) -> dict[Method, list[PairAgreement]]:
    """By method, the agreement of every two parties of `held`, which has what each holds by slug of the target."""
    summed = sum_pairs(held, targets=targets, methods=methods)
    return {method: score_summed(sums, n_targets=len(targets), method=method) for method, sums in summed.items()}


def score_summed(summed: Mapping[Pair, Sums], *, n_targets: int, method: Method) -> list[PairAgreement]:
    return [
        PairAgreement(
            left=left,
            right=right,
            agreement=score_sums(
                compared=sums.compared,
                agreed=sums.agreed,
                weighed=sums.weighed,
                counts=(sums.n_compared, n_targets),
                method=method,
            ),
        )
        for (left, right), sums in summed.items()
    ]


def sums_between(between: Between, *, methods: Sequence[Method]) -> Iterator[tuple[Method, list[Sums]]]:
    """The sums of these pairs under each method."""
    n_compared = between.counted.sum(axis=1).tolist()
    wholes = {equal: whole_sums(between, equal=equal) for equal in {method in UNWEIGHTED for method in methods}}
    for method in methods:
        agreed = row_sums(np.where(between.counted, between.weight(method) * between.agreement(method), 0))
        compared, weighed = wholes[method in UNWEIGHTED]
        yield method, [Sums(*row) for row in zip(compared, agreed, weighed, n_compared, strict=True)]


def whole_sums(between: Between, *, equal: bool) -> tuple[list[float], list[float]]:
    """By pair, the weight compared and the weight of all."""
    weight = between.weight(Method.EQUAL_WEIGHTS if equal else Method.CITY_BLOCK)
    return row_sums(np.where(between.counted, weight, 0)), row_sums(np.where(between.weighed, weight, 0))
