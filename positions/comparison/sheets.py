"""What parties hold, as arrays: the formulas of `scores` over many pairs at once.

A pair alone is read in `scores` and `blocking`, which say what each step means; tests hold the two together. Arrays
here are pairs × targets; sums are `math.fsum`, so that neither the order of targets nor the size of a batch shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positions.comparison.agreement import OPPOSING_GAP_POINTS, SCALE_POINTS, STANCE_NUMBERS, sides_of
from positions.comparison.holdings import Holdings, Stated, WeighedTarget
from positions.comparison.weights import SALIENCE_OF_NO_POSITION, draws_red_line, salience_of
from positions.vocabulary import Method, Stance

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
# Cells (pairs times targets) worked on at once: keeps memory at some tens of megabytes whatever the size.
CELLS_AT_ONCE = 200_000


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
    red_line: Marks

    def rows(self, index: NDArray[np.intp]) -> "Sheet":
        return Sheet(*(getattr(self, field.name)[index] for field in fields(self)))


def lay_out(held: Mapping[str, Holdings], targets: Sequence[WeighedTarget]) -> Sheet:
    cells = [[cell(holdings.get(target.slug)) for target in targets] for holdings in held.values()]
    table = np.array(cells, dtype=np.float64).reshape(len(held), len(targets), N_FIELDS)
    columns = np.moveaxis(table, 2, 0)
    decided, numbered, scaled = (columns[i].astype(bool) for i in (0, 1, 3))
    sides = columns[6].astype(np.int8)
    red_line = columns[8].astype(bool)
    return Sheet(decided, numbered, columns[2], scaled, columns[4], columns[5], sides, columns[7], red_line)


# Nothing held: neither decided nor numbered nor on the scale.
EMPTY_CELL = (0, 0, 0.0, 0, 0.0, 0.0, 0, SALIENCE_OF_NO_POSITION, 0)
N_FIELDS = len(EMPTY_CELL)


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
        draws_red_line(side),
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


# The methods under which every target counts the same; the others share their weights.
UNWEIGHTED = {Method.EQUAL_WEIGHTS}


@dataclass(frozen=True)
class Between:
    """Some pairs, a row of `left` with the same row of `right`."""

    left: Sheet
    right: Sheet
    precedence: Precedence

    @property
    def n_pairs(self) -> int:
        return len(self.left.stance)

    @cached_property
    def both_scaled(self) -> Marks:
        return self.left.scaled & self.right.scaled

    @cached_property
    def both_numbered(self) -> Marks:
        return self.left.numbered & self.right.numbered

    @cached_property
    def compared(self) -> Marks:
        return self.left.decided & self.right.decided & (self.both_scaled | self.both_numbered)

    @cached_property
    def weighed(self) -> Marks:
        return self.precedence.weighed(self.compared)

    @cached_property
    def counted(self) -> Marks:
        return self.compared & self.weighed

    @cached_property
    def gap(self) -> Floats:
        """As `agreement.gap_points`; without meaning where a side has no interval."""
        left, right = self.left, self.right
        apart: Floats = np.maximum(0, np.maximum(left.low, right.low) - np.minimum(left.high, right.high))
        return apart

    @cached_property
    def opposed(self) -> Marks:
        """As `agreement.relation_of`."""
        opposites = self.both_numbered & (self.left.stance * self.right.stance == -1)
        marks: Marks = self.compared & np.where(
            self.both_scaled, (self.gap >= OPPOSING_GAP_POINTS) | (opposites & (self.gap > 0)), opposites
        )
        return marks

    def weight(self, method: Method) -> Floats:
        if method in UNWEIGHTED:
            return np.ones_like(self.left.stance)
        return (self.left.salience + self.right.salience) / 2

    def agreement(self, method: Method) -> Floats:
        """As `agreement.agreement_on`; without meaning where two can't be compared."""
        left, right = self.left, self.right
        if method == Method.BINARY:
            on_scale: NDArray[Any] = (left.sides & right.sides) != 0
            by_stance: NDArray[Any] = left.stance * right.stance > 0
        else:
            on_scale = 1 - self.gap / SCALE_POINTS
            by_stance = 1 - np.abs(left.stance - right.stance) / 2
        return np.where(self.both_scaled, on_scale, by_stance).astype(np.float64)


def batches(sheet: Sheet, precedence: Precedence) -> Iterator[Between]:
    """All pairs in their order, some at a time."""
    n_parties, n_targets = sheet.stance.shape
    lefts, rights = np.triu_indices(n_parties, 1)
    step = max(1, CELLS_AT_ONCE // max(1, n_targets))
    for start in range(0, len(lefts), step):
        left, right = (sheet.rows(index[start : start + step]) for index in (lefts, rights))
        yield Between(left, right, precedence)


def row_sums(table: Floats) -> list[float]:
    """As `math.fsum` of each row. Eighths, which words alone give, add up exactly in any order, so faster."""
    if np.array_equal(table * 8, np.floor(table * 8)):
        sums: list[float] = table.sum(axis=1).tolist()
        return sums
    return [fsum(row) for row in table.tolist()]
