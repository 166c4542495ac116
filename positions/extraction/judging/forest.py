"""Stage extraction: learnt decision trees, as plain data: what they weigh, without the library that grew them.

In: named numbers. Out: probabilities. Extraction and `evaluation` call it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
Places = NDArray[np.intp]
# A row takes 25 KB while it goes through 600 trees; a text of 60,000 words has 7,000 rows.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, eq=False, kw_only=True)
class Forest:
    """Trees whose leaves' values add up to log-odds. All trees' nodes stand in one list; a leaf is its own child.

    Shape: `children` a row a node, where to go up to its threshold and where to go above; `roots` a row a class, a
    column a tree. `share`: what the sum is multiplied with (1 / number of forests).
    """

    names: tuple[str, ...]
    column: Places
    threshold: NDArray[np.float64]
    children: Places
    value: NDArray[np.float64]
    roots: Places
    depth: int
    share: float

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Forest":
        """The forest of a weights file."""
        nodes = stored["nodes"]
        return cls(
            names=tuple(stored["names"]),
            column=np.array(nodes["column"], np.intp),
            threshold=np.array(nodes["threshold"], np.float64),
            children=np.stack([np.array(nodes["low"], np.intp), np.array(nodes["high"], np.intp)], axis=1),
            value=np.array(nodes["value"], np.float64),
            roots=np.array(stored["roots"], np.intp),
            depth=int(stored["depth"]),
            share=float(stored["share"]),
        )

    def log_odds(self, table: Rows) -> NDArray[np.float64]:
        """Of a table as `rows_of` makes it with this forest's names: a row a row, a column a class."""
        sums = [
            [self.add_up(table[first : first + ROWS_AT_ONCE], roots) for first in range(0, len(table), ROWS_AT_ONCE)]
            for roots in self.roots
        ]
        return np.stack([np.concatenate(parts) for parts in sums], axis=1) * self.share

    def add_up(self, table: Rows, roots: Places) -> NDArray[np.float64]:
        """The sum of the leaves that each row comes to. `take` is twice as fast as brackets."""
        starts = np.arange(len(table))[:, None] * table.shape[1]
        at = np.tile(roots, (len(table), 1))
        for _ in range(self.depth):
            is_high = table.take(starts + self.column.take(at)) > self.threshold.take(at)
            at = self.children.take(2 * at + is_high)
        total: NDArray[np.float64] = self.value.take(at).sum(axis=1)
        return total

    def probabilities(self, table: Rows) -> NDArray[np.float64]:
        """Of two classes the probability of the second; of more, a column each."""
        odds = self.log_odds(table)
        if odds.shape[1] == 1:
            return 1 / (1 + np.exp(-odds[:, 0]))
        raised = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
        return shares


def rows_of(numbers: Sequence[Mapping[str, float]], names: Sequence[str]) -> Rows:
    """A row a mapping, a column a name; what is not named is 0."""
    table = np.zeros((len(numbers), len(names)), np.float32)
    places = {name: place for place, name in enumerate(names)}
    for row, named in enumerate(numbers):
        for name, number in named.items():
            if name in places:
                table[row, places[name]] = number
    return table


@dataclass(frozen=True, slots=True)
class Calibration:
    """What share of suggestions was right, by the probability that the models gave: points of a rising line.

    Units: probabilities, 0-1. `version` says from what it was learnt.
    """

    version: str
    given: tuple[float, ...]
    right: tuple[float, ...]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Calibration":
        return cls(str(stored["version"]), tuple(map(float, stored["given"])), tuple(map(float, stored["right"])))

    def confidence(self, probability: float) -> float:
        """How often a suggestion of this probability is right."""
        if math.isnan(probability):
            return 0.0
        return float(np.interp(probability, self.given, self.right))

    def probability(self, confidence: float) -> float:
        """The probability that was given this confidence."""
        return float(np.interp(confidence, self.right, self.given))
