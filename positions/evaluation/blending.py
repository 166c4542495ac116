"""Stage evaluation: how much the trees and the entailment model count beside each other, learnt from coded pairs.

In: what both say of pairs that neither has seen, and how these were coded. Out: the blends of `weights.json`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from positions.extraction.blend import log_odds

# Keeps the shares finite where a few pairs could be told apart without a fault.
PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class CodedPair:
    """What trees and model say of a pair, and what people coded: said or not, yes or no, how much it counts."""

    relevance: float
    opposition: float
    read_said: float
    read_against: float
    is_said: bool
    is_against: bool
    weight: float


def fit_blends(pairs: Iterable[CodedPair]) -> dict[str, list[float]]:
    """The two blends: of whether something is said, and of whether it is a no."""
    known = list(pairs)
    leaning = [pair for pair in known if pair.is_said]
    return {
        "said": fit([(p.relevance, p.read_said, p.is_said, p.weight) for p in known]),
        "against": fit([(p.opposition, p.read_against, p.is_against, p.weight) for p in leaning]),
    }


def fit(rows: Sequence[tuple[float, float, bool, float]]) -> list[float]:
    """Logistic regression of what was coded, by weight, on the trees' log-odds and the model's."""
    if not rows:
        return [1.0, 0.0, 0.0]
    trees, read, coded, weight = np.array(rows, float).T
    table = np.stack([log_odds(trees), read, np.ones(len(rows))], axis=1)
    signs = 2 * coded - 1

    def loss(shares: NDArray[np.float64]) -> float:
        return float((weight * np.logaddexp(0, -signs * (table @ shares))).sum() + PENALTY * (shares**2).sum())

    found = minimize(loss, np.array([1.0, 0.0, 0.0]), method="BFGS").x
    return [round(float(share), 4) for share in found]
