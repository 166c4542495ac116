"""Two parties side by side: their agreement score, and target by target what it is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from positions.comparison.agreement import relation_of, zone_between
from positions.comparison.holdings import WeighedTarget
from positions.comparison.quantities import TermComparison, compare_terms
from positions.comparison.records import Position, Record, Scale
from positions.comparison.scores import Agreement, Weighing, score_weighings, weigh_targets
from positions.vocabulary import Method, Relation, Standing

# Slugs of the targets on which the left party took its position back, and of those on which the right one did.
Withdrawn = tuple[Collection[str], Collection[str]]


@dataclass(frozen=True)
class Conditions(Record):
    """Conditions of two positions side by side, as stated; whether they fit is for the reader to judge."""

    left: str
    """What the left party's stance hangs on; empty where it has no position or no condition."""
    right: str
    """What the right party's stance hangs on; empty where it has no position or no condition."""


@dataclass(frozen=True)
class PairTarget(Record):
    """One target between two parties."""

    target: str
    """The target's slug."""
    left: Position | None
    """What the left party holds; null where no position is known."""
    right: Position | None
    """What the right party holds; null where no position is known."""
    left_standing: Standing
    """Whether the left party holds a position, never stated one, or took it back."""
    right_standing: Standing
    """Whether the right party holds a position, never stated one, or took it back."""
    relation: Relation
    """How the two relate, whatever the method."""
    agreement: float | None
    """From 0 to 1 by the method asked for; null where the two can't be compared."""
    weight: float
    """How much the target counts between the two."""
    contribution: float | None
    """Its part of the score: all of them sum to it. Null where it has none."""
    is_weighed: bool
    """Whether it counts; else a proposal, a narrower or a wider issue that is here too stands for it."""
    terms: list[TermComparison]
    """Every number in the left party's terms with every number in the right's, in one unit where the kinds fit."""
    conditions: Conditions
    """What each side's stance hangs on, side by side."""
    zone: Scale | None
    """Zone of possible agreement: what both intervals on the scale have in common; null where they do not meet."""


@dataclass(frozen=True)
class Pairwise:
    """The score of two parties, and the targets that it is made of."""

    agreement: Agreement
    targets: list[PairTarget]


def compare_pair(
    left: Mapping[str, Position],
    right: Mapping[str, Position],
    *,
    targets: Sequence[WeighedTarget],
    method: Method = Method.CITY_BLOCK,
    withdrawn: Withdrawn = ((), ()),
) -> Pairwise:
    """What two parties hold, by slug of the target, side by side on `targets`.

    Positions on other targets are not looked at. Swapping the two swaps the sides and changes nothing else; the order
    of `targets` is the order of the parts and changes no number. For the score alone, and for hypothetical positions:
    `scores.score_pair`, which takes the smaller `Holding` too.
    `withdrawn` tells why a side holds nothing and changes no number.
    Shape: `targets` of the answer one for one those given. Contributions sum to the score.
    """
    weighings = weigh_targets(left, right, targets=targets, method=method)
    # Over the same targets as the score itself, so that what is shown sums to what is said.
    whole = fsum(w.weight for w in weighings if w.is_weighed and w.agreement is not None)
    return Pairwise(
        agreement=score_weighings(weighings, method=method),
        targets=[
            pair_target(
                w,
                left.get(w.target),
                right.get(w.target),
                whole=whole,
                withdrawn=(w.target in withdrawn[0], w.target in withdrawn[1]),
            )
            for w in weighings
        ],
    )


def pair_target(
    weighing: Weighing,
    left: Position | None,
    right: Position | None,
    *,
    whole: float,
    withdrawn: tuple[bool, bool],
) -> PairTarget:
    return PairTarget(
        target=weighing.target,
        left=left,
        right=right,
        left_standing=standing_of(left, is_withdrawn=withdrawn[0]),
        right_standing=standing_of(right, is_withdrawn=withdrawn[1]),
        relation=relation_of(left, right),
        agreement=weighing.agreement,
        weight=weighing.weight,
        contribution=contribution_of(weighing, whole=whole),
        is_weighed=weighing.is_weighed,
        terms=compare_terms(left.terms if left else (), right.terms if right else ()),
        conditions=Conditions(left=left.condition if left else "", right=right.condition if right else ""),
        zone=zone_between(left, right),
    )


def standing_of(position: Position | None, *, is_withdrawn: bool) -> Standing:
    if position is not None:
        return Standing.HELD
    return Standing.WITHDRAWN if is_withdrawn else Standing.NEVER_STATED


def contribution_of(weighing: Weighing, *, whole: float) -> float | None:
    """What the target adds to the score; `whole`: the weight of all that were compared."""
    if weighing.agreement is None or not weighing.is_weighed or whole <= 0:
        return None
    return weighing.weight * weighing.agreement / whole
