"""What two runs found differently. In: the statements of both. Out: what one alone has, and what both have otherwise.

Plain values: runs from the database and lines that `extract` wrote are compared alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RunStatement:
    """A statement as one run has it. Units: `start`/`end` in code points, `confidence` 0-1 or None."""

    article: str
    party: str
    target: str
    stance: str
    act: str
    attribution: str
    speaker: str
    salience: str
    condition: str
    terms: tuple[str, ...]
    quote: str
    start: int
    end: int
    confidence: float | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.article, self.party, self.target, self.stance

    @property
    def place(self) -> tuple[str, int, int]:
        return self.article, self.start, self.end


@dataclass(frozen=True, kw_only=True)
class Change:
    """One statement that both runs have, with the values that differ: {field: (left, right)}."""

    left: RunStatement
    right: RunStatement
    values: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class RunDifferences:
    """Two runs side by side, each list in the order of the text."""

    n_same: int
    changed: list[Change]
    only_left: list[RunStatement]
    only_right: list[RunStatement]

    @property
    def are_equal(self) -> bool:
        return not (self.changed or self.only_left or self.only_right)


def differences(left: Iterable[RunStatement], right: Iterable[RunStatement]) -> RunDifferences:
    """Pairs statements of one party, target and stance: those at the same place first, then those that overlap."""
    lefts, rights = sorted(left, key=_order), sorted(right, key=_order)
    pairs = []
    for belongs in (_is_at_the_same_place, _overlaps):
        for one in list(lefts):
            other = next((r for r in rights if r.key == one.key and belongs(one, r)), None)
            if other is not None:
                pairs.append((one, other))
                lefts.remove(one)
                rights.remove(other)
    changes = [Change(left=one, right=other, values=_values(one, other)) for one, other in pairs]
    changed = sorted((change for change in changes if change.values), key=lambda change: _order(change.left))
    return RunDifferences(n_same=len(pairs) - len(changed), changed=changed, only_left=lefts, only_right=rights)


def _order(statement: RunStatement) -> tuple[Any, ...]:
    return *statement.place, *statement.key


def _is_at_the_same_place(left: RunStatement, right: RunStatement) -> bool:
    return left.place == right.place


def _overlaps(left: RunStatement, right: RunStatement) -> bool:
    return left.start < right.end and right.start < left.end


def _values(left: RunStatement, right: RunStatement) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (value, getattr(right, name)) for name, value in vars(left).items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
