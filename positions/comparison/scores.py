"""The agreement score of two parties: one number, its bounds, and how much stands on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from positions.comparison.agreement import agreement_on
from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.records import Record
from positions.comparison.weights import targets_weighed, weight_between
from positions.vocabulary import Method, NoScore


@dataclass(frozen=True)
class Scored(Record):
    """How far two parties agree."""

    score: float
    """From 0, opposed in everything compared, to 1, agreed in everything compared."""
    low: float
    """The score if they opposed each other in every weighed target that could not be compared."""
    high: float
    """The score if they agreed in every weighed target that could not be compared."""
    coverage: float
    """Share of the weight that could be compared, 0 to 1."""
    n_compared: int
    """On how many targets the score stands."""
    n_targets: int
    """How many targets were looked at, weighed or not."""
    method: Method
    """How it was computed."""
    reason: None
    """Null: there is a score."""


@dataclass(frozen=True)
class Unscored(Record):
    """Two parties that have no agreement score, and why. That says nothing on whether they agree."""

    score: None
    """Null: there is none."""
    low: None
    """Null: there is none."""
    high: None
    """Null: there is none."""
    coverage: float
    """Share of the weight that could be compared: 0."""
    n_compared: int
    """How many targets could be compared: some, where none of them has any weight."""
    n_targets: int
    """How many targets were looked at, weighed or not."""
    method: Method
    """How it was computed."""
    reason: NoScore
    """Why there is no score."""


Agreement = Scored | Unscored


class Weighing(NamedTuple):
    """One target between two parties. `agreement` is None where they can't be compared on it."""

    target: str
    agreement: float | None
    weight: float
    is_weighed: bool


def weigh_targets(
    left: Holdings, right: Holdings, *, targets: Sequence[WeighedTarget], method: Method = Method.CITY_BLOCK
) -> list[Weighing]:
    """Each target in the order given, with what it says and how much it counts."""
    agreements = {t.slug: agreement_on(left.get(t.slug), right.get(t.slug), method=method) for t in targets}
    compared = {slug for slug, agreement in agreements.items() if agreement is not None}
    weighed = targets_weighed(targets, compared=compared)
    return [
        Weighing(
            target=target.slug,
            agreement=agreements[target.slug],
            weight=weight_between(left.get(target.slug), right.get(target.slug), method=method),
            is_weighed=target.slug in weighed,
        )
        for target in targets
    ]


def score_weighings(weighings: Collection[Weighing], *, method: Method) -> Agreement:
    """The score that these targets add up to."""
    weighed = [(weight, agreement) for _, agreement, weight, is_weighed in weighings if is_weighed]
    compared = [(weight, agreement) for weight, agreement in weighed if agreement is not None]
    return score_sums(
        compared=fsum([weight for weight, _ in compared]),
        agreed=fsum([weight * agreement for weight, agreement in compared]),
        weighed=fsum([weight for weight, _ in weighed]),
        counts=(len(compared), len(weighings)),
        method=method,
    )


def score_sums(*, compared: float, agreed: float, weighed: float, counts: tuple[int, int], method: Method) -> Agreement:
    """The score from its sums: weight compared, weight times agreement, weight of all; `counts`: compared, targets."""
    n_compared, n_targets = counts
    if compared <= 0:
        return Unscored(
            score=None,
            low=None,
            high=None,
            coverage=0.0,
            n_compared=n_compared,
            n_targets=n_targets,
            method=method,
            reason=NoScore.NO_WEIGHT if n_compared else NoScore.NOTHING_IN_COMMON,
        )
    score = agreed / compared
    return Scored(
        score=score,
        # What rounding does in the last digit must not put a score outside its bounds, nor a bound above 1.
        low=min(agreed / weighed, score),
        high=max(1 - (compared - agreed) / weighed, score),
        coverage=compared / weighed,
        n_compared=n_compared,
        n_targets=n_targets,
        method=method,
        reason=None,
    )


def score_pair(
    left: Holdings, right: Holdings, *, targets: Sequence[WeighedTarget], method: Method = Method.CITY_BLOCK
) -> Agreement:
    """The agreement of two parties, without its parts. For many pairs at once: `all_pairs.score_pairs`."""
    return score_weighings(weigh_targets(left, right, targets=targets, method=method), method=method)
