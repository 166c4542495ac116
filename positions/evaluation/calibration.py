"""Stage evaluation: confidence that means something: of suggestions at 0.8, eight in ten were right.

In: what the models gave and whether it was right. Out: `Calibration`, and tables of its reliability.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from positions.extraction.judging.forest import Calibration

# Unit: suggestions. A point of the line stands for at least so many; fewer would follow chance.
MIN_PER_POINT = 25
# A confidence never says "surely" or "never": nobody has seen enough for that.
FLOOR, CEILING = 0.01, 0.97

# Into how many confidences are sorted to be compared with what people held right.
N_BINS = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """A suggestion's probability, and whether it was right."""

    given: float
    is_right: bool


def calibrate(judgements: Sequence[Judgement], *, version: str) -> Calibration:
    """A rising line through the shares of right suggestions, group by group of their probabilities.

    Raises: ValueError without any judgement.
    """
    if not judgements:
        raise ValueError("There is nothing to calibrate on.")
    ordered = sorted(judgements, key=lambda j: j.given)
    groups = [g for g in np.array_split(np.arange(len(ordered)), max(1, len(ordered) // MIN_PER_POINT)) if len(g)]
    given = np.array([np.mean([ordered[i].given for i in group]) for group in groups])
    right = np.array([np.mean([ordered[i].is_right for i in group]) for group in groups])
    rising = np.clip(isotonic_regression(right, weights=[len(g) for g in groups]).x, FLOOR, CEILING)
    return line(version, given, rising)


def line(version: str, given: NDArray[np.float64], right: NDArray[np.float64]) -> Calibration:
    """The points with those at both ends added, steps made slopes: a surer suggestion gets a higher confidence."""
    points: dict[float, float] = {0.0: 0.0}
    for level in np.unique(right):
        at = given[right == level]
        points[round(float(at.mean()), 5)] = round(float(level), 4)
    last = max(points.values())
    points[1.0] = round(min(CEILING, last + (1 - last) / 10), 4)
    ordered = sorted(points.items())
    return Calibration(version, tuple(g for g, _ in ordered), tuple(r for _, r in ordered))


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions of about one confidence: how many, their mean confidence, the share that was right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def reliability(judgements: Sequence[Judgement]) -> list[Bin]:
    """By confidence, in bins of equal width; empty ones are left out."""
    bins = []
    for number in range(N_BINS):
        low, high = number / N_BINS, (number + 1) / N_BINS
        inside = [j for j in judgements if low <= j.given < high or (number == N_BINS - 1 and j.given == 1)]
        if inside:
            mean = sum(j.given for j in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), mean, sum(j.is_right for j in inside) / len(inside)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence and share right, weighed by how many there are."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def recalibrate(old: Calibration, judgements: Sequence[Judgement], *, version: str) -> Calibration:
    """A calibration from judgements of confidences that an earlier one gave."""
    return calibrate([Judgement(old.probability(j.given), j.is_right) for j in judgements], version=version)
