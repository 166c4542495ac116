"""Every pair of parties scored at once: the formulas of `scores` over arrays, to the same last digit.

A pair alone is read in `scores`, which says what each step means; a test holds the two together. Arrays here are
pairs × targets; sums are `math.fsum`, so that neither the order of targets nor the size of a batch shows in a score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positions.comparison.agreement import SCALE_POINTS, STANCE_NUMBERS, sides_of
from positions.comparison.holdings import Holdings, Stated, WeighedTarget
from positions.comparison.records import Record
from positions.comparison.scores import Agreement, score_sums
from positions.comparison.weights import SALIENCE_OF_NO_POSITION, salience_of
from positions.vocabulary import Method, Stance

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
# Cells (pairs times targets) worked on at once: keeps memory at some tens of megabytes whatever the size.
CELLS_AT_ONCE = 200_000


@dataclass(frozen=True)
class PairAgreement(Record):
    """How far two parties agree."""

    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    agreement: Agreement
    """The score of the two, or why there is none."""


@dataclass(frozen=True)
class Sheet:
    """What parties hold, as arrays: parties (later: sides of pairs) × targets."""

    decided: Marks
    numbered: Marks
    stance: Floats
    scaled: Marks
    low: Floats
    high: Floats
    sides: NDArray[np.int8]
    salience: Floats

    def rows(self, index: NDArray[np.intp]) -> "Sheet":
        return Sheet(*(getattr(self, field.name)[index] for field in fields(self)))


def score_pairs(
    held: Mapping[str, Holdings], *, targets: Sequence[WeighedTarget], methods: Sequence[Method]
) -> dict[Method, list[PairAgreement]]:
    """By method, the agreement of every two parties of `held`, which has what each holds by slug of the target.

    Shape: pairs in the order of `held`: the first with all others, the second with those after it, and so on.
    """
    pairs = list(combinations(held, 2))
    found: dict[Method, list[PairAgreement]] = {method: [] for method in methods}
    scores = batches(lay_out(held, targets), Precedence.among(targets), methods=methods)
    for (left, right), by_method in zip(pairs, scores, strict=True):
        for method, agreement in by_method.items():
            found[method].append(PairAgreement(left=left, right=right, agreement=agreement))
    return found


def lay_out(held: Mapping[str, Holdings], targets: Sequence[WeighedTarget]) -> Sheet:
    cells = [[cell(holdings.get(target.slug)) for target in targets] for holdings in held.values()]
    table = np.array(cells, dtype=np.float64).reshape(len(held), len(targets), 8)
    columns = np.moveaxis(table, 2, 0)
    decided, numbered, scaled = (columns[i].astype(bool) for i in (0, 1, 3))
    sides = columns[6].astype(np.int8)
    return Sheet(decided, numbered, columns[2], scaled, columns[4], columns[5], sides, columns[7])


# Nothing held: neither decided nor numbered nor on the scale.
EMPTY_CELL = (0, 0, 0.0, 0, 0.0, 0.0, 0, SALIENCE_OF_NO_POSITION)


def cell(side: Stated | None) -> tuple[float, ...]:
    """The fields of a `Sheet` for one party and target; `sides` as bits."""
    if side is None:
        return EMPTY_CELL
    number = STANCE_NUMBERS.get(side.stance)
    scale = side.scale
    return (
        side.stance != Stance.UNDECIDED,
        number is not None,
        number or 0.0,
        scale is not None,
        scale.low if scale else 0.0,
        scale.high if scale else 0.0,
        sum(1 << (1 + one) for one in sides_of(scale)) if scale else 0,
        salience_of(side),
    )


# By the place of a target, the places of others.
Places = Mapping[int, list[int]]


@dataclass(frozen=True)
class Precedence:
    """Which targets give way to which, by their places; `weights.targets_weighed` says the rules."""

    terms: Places
    wider: Places

    @classmethod
    def among(cls, targets: Sequence[WeighedTarget]) -> "Precedence":
        place = {target.slug: number for number, target in enumerate(targets)}

        def places(slugs: Sequence[str]) -> list[int]:
            return [place[slug] for slug in slugs if slug in place]

        return cls(
            terms={place[target.slug]: places(target.terms) for target in targets if target.terms},
            wider={place[target.slug]: places(target.ancestors) for target in targets if target.ancestors},
        )

    def weighed(self, compared: Marks) -> Marks:
        """Which targets are weighed, by pair."""
        represented = spread(compared, self.terms)
        standing = compared & ~represented & ~spread(compared, self.wider)
        narrowest = ~spread(np.ones_like(compared), self.wider)
        stood_for = np.zeros_like(compared)
        for place, others in self.wider.items():
            stood_for[:, place] = standing[:, others].any(axis=1)
        marks: Marks = standing | (narrowest & ~stood_for & ~compared & ~represented)
        return marks


def spread(marks: Marks, places: Places) -> Marks:
    """Marks every target that a marked one leads to."""
    reached = np.zeros_like(marks)
    for place, others in places.items():
        reached[:, others] |= marks[:, [place]]
    return reached


def batches(sheet: Sheet, precedence: Precedence, *, methods: Sequence[Method]) -> Iterator[dict[Method, Agreement]]:
    """The scores of all pairs in their order, some at a time."""
    n_parties, n_targets = sheet.stance.shape
    lefts, rights = np.triu_indices(n_parties, 1)
    step = max(1, CELLS_AT_ONCE // max(1, n_targets))
    for start in range(0, len(lefts), step):
        left, right = (sheet.rows(index[start : start + step]) for index in (lefts, rights))
        yield from scores_between(left, right, precedence, methods=methods)


def scores_between(
    left: Sheet, right: Sheet, precedence: Precedence, *, methods: Sequence[Method]
) -> Iterator[dict[Method, Agreement]]:
    """The scores of these pairs, a row of `left` with the same row of `right`."""
    both_scaled = left.scaled & right.scaled
    measured = both_scaled | (left.numbered & right.numbered)
    compared = left.decided & right.decided & measured
    weighed = precedence.weighed(compared)
    counted = compared & weighed
    counts = [(n, weighed.shape[1]) for n in counted.sum(axis=1).tolist()]
    one, mean = np.ones_like(left.stance), (left.salience + right.salience) / 2
    wholes = {
        equal: whole_sums(one if equal else mean, counted, weighed) for equal in {m in UNWEIGHTED for m in methods}
    }
    columns = []
    for method in methods:
        weight = one if method in UNWEIGHTED else mean
        agreed = row_sums(np.where(counted, weight * agreements(left, right, both_scaled, method=method), 0))
        columns.append(
            [
                score_sums(compared=c, agreed=a, weighed=w, counts=n, method=method)
                for (c, w), a, n in zip(wholes[method in UNWEIGHTED], agreed, counts, strict=True)
            ]
        )
    for row in zip(*columns, strict=True):
        yield dict(zip(methods, row, strict=True))


# The methods under which every target counts the same; the others share their weights.
UNWEIGHTED = {Method.EQUAL_WEIGHTS}


def whole_sums(weight: Floats, counted: Marks, weighed: Marks) -> list[tuple[float, float]]:
    """By pair, the weight compared and the weight of all."""
    return list(zip(row_sums(np.where(counted, weight, 0)), row_sums(np.where(weighed, weight, 0)), strict=True))


def agreements(left: Sheet, right: Sheet, both_scaled: Marks, *, method: Method) -> Floats:
    """As `agreement.agreement_on`; without meaning where two can't be compared."""
    if method == Method.BINARY:
        on_scale: NDArray[Any] = (left.sides & right.sides) != 0
        by_stance: NDArray[Any] = left.stance * right.stance > 0
    else:
        gap = np.maximum(0, np.maximum(left.low, right.low) - np.minimum(left.high, right.high))
        on_scale = 1 - gap / SCALE_POINTS
        by_stance = 1 - np.abs(left.stance - right.stance) / 2
    return np.where(both_scaled, on_scale, by_stance).astype(np.float64)


def row_sums(table: Floats) -> list[float]:
    """As `math.fsum` of each row. Eighths, which words alone give, add up exactly in any order, so faster."""
    if np.array_equal(table * 8, np.floor(table * 8)):
        sums: list[float] = table.sum(axis=1).tolist()
        return sums
    return [fsum(row) for row in table.tolist()]
