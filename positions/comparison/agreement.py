"""How far two positions on one target agree, and how they relate. Formulas and sources: docs/comparison.md."""

from positions.comparison.holdings import Stated
from positions.comparison.records import Scale
from positions.vocabulary import Method, Relation, Stance

# Stances as numbers, on the way from against (-1) to for (1). Source: design of the score, docs/comparison.md.
STANCE_NUMBERS = {Stance.SUPPORTS: 1.0, Stance.CONDITIONAL: 0.5, Stance.OPPOSES: -1.0}
# The ends of a scale, and how far apart on it two positions oppose each other; in points of the scale.
SCALE_POINTS = 100
OPPOSING_GAP_POINTS = 50
MIDDLE_POINT = 50
OPPOSITES = frozenset({Stance.SUPPORTS, Stance.OPPOSES})


def agreement_on(left: Stated | None, right: Stated | None, *, method: Method = Method.CITY_BLOCK) -> float | None:
    """From 0 to 1, or None where the two can't be compared: a side is unknown or undecided, or has no common measure.

    Where both have intervals on the scale, the scale decides; else the stances do.
    """
    if left is None or right is None or is_undecided(left) or is_undecided(right):
        return None
    if left.scale is not None and right.scale is not None:
        if method == Method.BINARY:
            return float(not sides_of(left.scale).isdisjoint(sides_of(right.scale)))
        return 1 - gap_points(left.scale, right.scale) / SCALE_POINTS
    first, second = STANCE_NUMBERS.get(left.stance), STANCE_NUMBERS.get(right.stance)
    if first is None or second is None:
        return None
    return float(first * second > 0) if method == Method.BINARY else 1 - abs(first - second) / 2


def is_undecided(side: Stated) -> bool:
    return side.stance == Stance.UNDECIDED


def gap_points(left: Scale, right: Scale) -> float:
    """Distance between two intervals; 0 where they meet. Units: points of the scale."""
    return max(0, max(left.low, right.low) - min(left.high, right.high))


def sides_of(scale: Scale) -> frozenset[int]:
    """On which sides of the middle an interval lies: -1 below, 0 on it, 1 above; one that spans it lies on all."""
    lowest = (scale.low > MIDDLE_POINT) - (scale.low < MIDDLE_POINT)
    highest = (scale.high > MIDDLE_POINT) - (scale.high < MIDDLE_POINT)
    return frozenset(range(lowest, highest + 1))


def zone_between(left: Stated | None, right: Stated | None) -> Scale | None:
    """The zone of possible agreement: what both intervals have in common; None where they do not meet."""
    if agreement_on(left, right) is None or left is None or right is None or not (left.scale and right.scale):
        return None
    low, high = max(left.scale.low, right.scale.low), min(left.scale.high, right.scale.high)
    return Scale(low=low, high=high) if low <= high else None


def relation_of(left: Stated | None, right: Stated | None) -> Relation:
    """How the two relate, whatever the method. Stated opposites oppose each other unless their intervals meet."""
    if (left is not None and is_undecided(left)) or (right is not None and is_undecided(right)):
        return Relation.UNDECIDED
    agreement = agreement_on(left, right)
    if agreement is None or left is None or right is None:
        return Relation.UNKNOWN
    if agreement == 1:
        return Relation.AGREE
    apart = left.scale and right.scale and gap_points(left.scale, right.scale) >= OPPOSING_GAP_POINTS
    return Relation.OPPOSE if apart or {left.stance, right.stance} == OPPOSITES else Relation.PARTIAL
