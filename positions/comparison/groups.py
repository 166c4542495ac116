"""Which parties stand together: groups by hierarchical clustering of their agreement, and how well each coheres."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import combinations
from math import fsum
from typing import Any

import numpy as np

from positions.comparison.all_pairs import PairAgreement
from positions.comparison.records import Record

# Parties are one group down to this average agreement, 0 to 1. Source: They Vote For You, whose band "moderately for"
# begins at 60%; below, from 40%, is its "mixture of for and against". docs/comparison.md.
LEAST_AGREEMENT_IN_A_GROUP = 0.6
# Keeps 1 - 0.6 on the right side of the cut.
ROUNDING = 1e-9
# Of average linkage on 1 − score, up to what distance two groups are one.
CUT = 1 - LEAST_AGREEMENT_IN_A_GROUP + ROUNDING
# How far apart two parties count that have no score: so near the cut that whatever is known of two groups decides
# whether they are one, and so far beyond it that not knowing alone never joins them.
NOT_KNOWN = CUT + ROUNDING / 10_000


@dataclass(frozen=True)
class Group(Record):
    """Parties that stand together."""

    parties: list[str]
    """Their slugs, in alphabetical order; one alone is a group of its own."""
    cohesion: float | None
    """The mean score of its pairs that have one; null where none has."""
    n_pairs: int
    """How many of its pairs have a score."""


@dataclass(frozen=True)
class Grouping:
    """The groups, largest first, and the parties that have no score with anybody and so belong to none."""

    groups: list[Group]
    left_out: list[str]


Pair = frozenset[str]


def group_parties(pairs: Sequence[PairAgreement], *, parties: Sequence[str]) -> Grouping:
    """Groups by average linkage on 1 − score, cut where two groups would agree by less than 0.6 on average.

    Two parties without a score of their own count as if they lay on the cut, so that not knowing neither joins nor
    parts them. The order of parties and pairs changes nothing; of equal distances, the alphabet of slugs decides.
    """
    scores = {frozenset((p.left, p.right)): p.agreement.score for p in pairs if p.agreement.score is not None}
    grouped = sorted(frozenset().union(*scores))
    members: defaultdict[int, list[str]] = defaultdict(list)
    if grouped:
        tree = clustering().linkage(distances(grouped, scores), method="average")
        for party, label in zip(grouped, clustering().fcluster(tree, t=CUT, criterion="distance"), strict=True):
            members[int(label)].append(party)
    groups = [cohesive(group, scores) for group in members.values()]
    return Grouping(
        groups=sorted(groups, key=lambda group: (-len(group.parties), group.parties)),
        left_out=[party for party in parties if party not in set(grouped)],
    )


@cache
def clustering() -> Any:
    """Loaded when the first groups are asked for: it takes half a second, for which every command would wait."""
    return import_module("scipy.cluster.hierarchy")


def distances(parties: Sequence[str], scores: Mapping[Pair, float]) -> "np.typing.NDArray[np.float64]":
    """1 − score of every two parties, the first with all others, and so on."""
    pairs = map(frozenset, combinations(parties, 2))
    return np.array([1 - scores[pair] if pair in scores else NOT_KNOWN for pair in pairs])


def cohesive(parties: list[str], scores: Mapping[Pair, float]) -> Group:
    within = [scores[pair] for pair in map(frozenset, combinations(parties, 2)) if pair in scores]
    return Group(parties=parties, cohesion=fsum(within) / len(within) if within else None, n_pairs=len(within))
