"""Stage extraction: one probability from two: what the trees give, and what the entailment model reads.

In: a probability and log-odds. Out: a probability. Only extraction calls it; `evaluation.blending` learns the shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# Log-odds of the trees are not taken for surer than this.
LEAST_DOUBT = 1e-4


@dataclass(frozen=True, slots=True)
class Blend:
    """Shares of the trees' log-odds and of the model's, and what is added to their sum."""

    trees: float
    model: float
    constant: float

    @classmethod
    def from_json(cls, stored: Sequence[float]) -> "Blend":
        return cls(*map(float, stored))

    def probabilities(self, trees: Sequence[float], read: NDArray[np.floating[Any]]) -> Numbers:
        """Of probabilities (0-1) and log-odds, row by row."""
        found: Numbers = 1 / (
            1 + np.exp(-(self.trees * log_odds(np.array(trees, float)) + self.model * read + self.constant))
        )
        return found


def log_odds(probabilities: Numbers) -> Numbers:
    kept = np.clip(probabilities, LEAST_DOUBT, 1 - LEAST_DOUBT)
    found: Numbers = np.log(kept / (1 - kept))
    return found
