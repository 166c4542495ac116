"""Does it hang on the method? The ranking of pairs under each, and how far it agrees with the one asked for."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt

from positions.comparison.all_pairs import Pair, Sums
from positions.comparison.records import Record
from positions.vocabulary import Method

# Scores that are equal to this many decimals share a rank: what differs after them is rounding.
DECIMALS_OF_A_RANK = 9


@dataclass(frozen=True)
class RankedPair(Record):
    """Two parties, by how far they agree."""

    rank: int
    """1 for the pair that agrees most; equal scores share a rank, and the next is as many further on."""
    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    score: float
    """Their score."""


@dataclass(frozen=True)
class MethodRanking(Record):
    """The pairs as one method ranks them, beside the method asked for."""

    method: Method
    """The method."""
    n_pairs: int
    """How many pairs have a score under both."""
    tau: float | None
    """Kendall's tau-b of the two rankings, -1 to 1; null where one of them ties all pairs."""
    same_order: bool
    """No two pairs change places; ties may open or close."""
    ranking: list[RankedPair]
    """Pairs that have a score, from the most agreed."""


@dataclass(frozen=True)
class Sensitivity(Record):
    """Whether the ranking of pairs survives a change of method."""

    survives: bool
    """No two pairs change places under any method."""
    methods: list[MethodRanking]
    """Each method, the one asked for too."""


PairScores = Mapping[Pair, float]


def scores_of(summed: Mapping[Method, Mapping[Pair, Sums]]) -> dict[Method, PairScores]:
    """By method, the pairs that have a score."""
    return {
        method: {pair: score for pair, sums in pairs.items() if (score := sums.score) is not None}
        for method, pairs in summed.items()
    }


def sensitivity_of(scores: Mapping[Method, PairScores], *, method: Method) -> Sensitivity:
    """The rankings of the same pairs under each method of `scores`, held against that of `method`."""
    levels = {each: {pair: to_rank(score) for pair, score in of.items()} for each, of in scores.items()}
    rankings = [compare_rankings(each, scores[each], levels[each], asked=levels[method]) for each in scores]
    return Sensitivity(survives=all(ranking.same_order for ranking in rankings), methods=rankings)


def compare_rankings(method: Method, scores: PairScores, levels: PairScores, *, asked: PairScores) -> MethodRanking:
    """`levels`, `asked`: scores `to_rank` under this method and the one asked for."""
    both = [(asked[pair], level) for pair, level in levels.items() if pair in asked]
    reversed_pairs = n_reversed(both) if asked is not levels else 0
    return MethodRanking(
        method=method,
        n_pairs=len(both),
        tau=kendall_tau(both, reversed_pairs=reversed_pairs),
        same_order=reversed_pairs == 0,
        ranking=rank(scores, levels),
    )


def to_rank(score: float) -> float:
    return round(score, DECIMALS_OF_A_RANK)


def rank(scores: PairScores, levels: PairScores) -> list[RankedPair]:
    ordered = sorted((-level, pair) for pair, level in levels.items())
    ranking: list[RankedPair] = []
    place, last = 0, None
    for number, (level, pair) in enumerate(ordered, start=1):
        place = place if level == last else number
        last = level
        ranking.append(RankedPair(rank=place, left=pair[0], right=pair[1], score=scores[pair]))
    return ranking


def kendall_tau(both: Sequence[tuple[float, float]], *, reversed_pairs: int) -> float | None:
    """Kendall's tau-b of two rankings; None where one of them tells nothing apart. Source: Kendall 1945.

    Written out, because scipy.stats takes half a second to import and every command would wait for it; a test holds
    the two together. `reversed_pairs`: as `n_reversed` counts them.
    """
    n, ties = comb(len(both), 2), [n_ties(x for x, _ in both), n_ties(y for _, y in both)]
    if n in ties:
        return None
    told_apart = n - sum(ties) + n_ties(both)
    return (told_apart - 2 * reversed_pairs) / sqrt((n - ties[0]) * (n - ties[1]))


def n_ties(values: Iterable[object]) -> int:
    return sum(comb(times, 2) for times in Counter(values).values() if times > 1)


def n_reversed(both: Sequence[tuple[float, float]]) -> int:
    """How many two of them are in one order by the first number and in the opposite one by the second."""
    seen: list[float] = []
    count = 0
    for _, second in sorted(both):
        count += len(seen) - bisect_right(seen, second)
        insort(seen, second)
    return count
