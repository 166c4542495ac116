"""What stands between two parties: opposed targets on which one of them has drawn a red line, and what each costs."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

import numpy as np

from positions.comparison.agreement import relation_of
from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.records import Record
from positions.comparison.scores import Weighing, score_weighings, weigh_targets
from positions.comparison.sheets import Between, Marks, Precedence, batches, lay_out
from positions.comparison.weights import draws_red_line
from positions.vocabulary import Method, Relation


@dataclass(frozen=True)
class BlockingTarget(Record):
    """A target that blocks between two parties."""

    target: str
    """The target's slug."""
    red_line: list[str]
    """Slugs of those of the two that have drawn a red line on it."""
    gain: float | None
    """The score without this target minus the score; null where nothing else could be compared."""


@dataclass(frozen=True)
class BlockingPair(Record):
    """Two parties between whom a target blocks."""

    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    red_line: list[str]
    """Slugs of those of the two that have drawn a red line on it."""
    gain: float | None
    """Their score without this target minus their score; null where nothing else could be compared."""


@dataclass(frozen=True)
class BlockingIssue(Record):
    """A target that blocks, and between whom."""

    target: str
    """The target's slug."""
    n_pairs: int
    """Between how many pairs of parties it blocks."""
    total_gain: float
    """Sum of the gains of its pairs; a pair that has nothing else to compare adds nothing."""
    pairs: list[BlockingPair]
    """Between whom, largest gain first."""


# A party's slug, and what it holds.
Side = tuple[str, Holdings]


def blocking_targets(
    left: Side, right: Side, *, targets: Sequence[WeighedTarget], method: Method = Method.CITY_BLOCK
) -> list[BlockingTarget]:
    """What blocks between two parties, largest gain first: relation `oppose`, and a red line on at least one side."""
    red_lines = {
        target.slug: drawn
        for target in targets
        if (drawn := [party for party, held in (left, right) if draws_red_line(held.get(target.slug))])
        and relation_of(left[1].get(target.slug), right[1].get(target.slug)) == Relation.OPPOSE
    }
    if not red_lines:
        return []
    weighings = weigh_targets(left[1], right[1], targets=targets, method=method)
    score = score_weighings(weighings, method=method).score
    found = [
        BlockingTarget(target=slug, red_line=parties, gain=gain_over(score, weighings, without=slug))
        for slug, parties in red_lines.items()
    ]
    return sorted(found, key=lambda blocking: (-(blocking.gain or 0), blocking.gain is None, blocking.target))


def gain_over(score: float | None, weighings: Sequence[Weighing], *, without: str) -> float | None:
    """How much higher the score is with a target left out of the sums; all else is weighed as before.

    0 for a target that is shown and not weighed; None where without it there is no score.
    """
    rest = [weighing for weighing in weighings if weighing.target != without]
    left = score_weighings(rest, method=Method.CITY_BLOCK).score  # the method is in the weighings
    return None if score is None or left is None else left - score


def blocking_issues(
    held: Mapping[str, Holdings],
    *,
    targets: Sequence[WeighedTarget],
    parties: Collection[str] = (),
    method: Method = Method.CITY_BLOCK,
) -> list[BlockingIssue]:
    """What blocks between any two parties of `held`, ranked by the sum of gains, then by the number of pairs.

    With `parties`: only between pairs of which at least one is among them. As `blocking_targets` of every pair, over
    arrays; a test holds the two together.
    """
    found: defaultdict[str, list[BlockingPair]] = defaultdict(list)
    pairs, slugs = list(combinations(held, 2)), [target.slug for target in targets]
    start = 0
    for between in batches(lay_out(held, targets), Precedence.among(targets)):
        asked = np.array(
            [not parties or not set(pair).isdisjoint(parties) for pair in pairs[start:][: between.n_pairs]]
        )
        for row, column, gain in gains(between, asked, method=method):
            left, right = pairs[start + row]
            drawn = [
                party for party, side in ((left, between.left), (right, between.right)) if side.red_line[row, column]
            ]
            found[slugs[column]].append(BlockingPair(left=left, right=right, red_line=drawn, gain=gain))
        start += between.n_pairs
    issues = [blocking_issue(target, pairs) for target, pairs in found.items()]
    return sorted(issues, key=lambda issue: (-issue.total_gain, -issue.n_pairs, issue.target))


def gains(between: Between, asked: Marks, *, method: Method) -> Iterator[tuple[int, int, float | None]]:
    """Where something blocks between the pairs `asked`: numbers of pair and target, and the gain as in `gain_over`."""
    blocked = between.opposed & (between.left.red_line | between.right.red_line) & asked[:, None]
    weight = np.where(between.counted, between.weight(method), 0)
    agreed = np.where(between.counted, weight * between.agreement(method), 0)
    for row in np.flatnonzero(blocked.any(axis=1)).tolist():
        weights, parts = weight[row].tolist(), agreed[row].tolist()
        score = quotient(parts, weights)
        for column in np.flatnonzero(blocked[row]).tolist():
            rest = quotient(without(parts, column), without(weights, column))
            yield row, column, None if score is None or rest is None else rest - score


def quotient(parts: Sequence[float], weights: Sequence[float]) -> float | None:
    whole = fsum(weights)
    return fsum(parts) / whole if whole > 0 else None


def without(values: list[float], place: int) -> list[float]:
    return values[:place] + values[place + 1 :]


def blocking_issue(target: str, pairs: Sequence[BlockingPair]) -> BlockingIssue:
    return BlockingIssue(
        target=target,
        n_pairs=len(pairs),
        total_gain=fsum(pair.gain or 0 for pair in pairs),
        pairs=sorted(pairs, key=lambda pair: (-(pair.gain or 0), pair.gain is None, pair.left, pair.right)),
    )
