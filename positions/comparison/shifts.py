"""Whether a party hardened or softened from one position to the next. The rule: docs/comparison.md."""

from positions.comparison.agreement import STANCE_NUMBERS
from positions.comparison.holdings import Stated
from positions.comparison.weights import salience_of
from positions.vocabulary import Direction, Salience, Stance, TargetKind


def direction_of(before: Stated, after: Stated, *, kind: TargetKind) -> Direction:
    """On an issue: from one side to the other is a reversal; else the firmer stance is the harder one.

    On a proposal: away from acceptance is harder, towards it softer. With the stance unchanged, more salience is
    harder, and so is a narrower interval on the scale, where both sides say so much; else neither. Where one of the
    two has a place on the scale alone, its stance is not known, and the two stances say nothing of a direction.
    """
    old, new = numbers_of(before, after)
    if kind is TargetKind.PROPOSAL:
        return ordered(new, old) or care(before, after) or Direction.NEITHER
    if old * new < 0:
        return Direction.REVERSAL
    return ordered(abs(old), abs(new)) or care(before, after) or room(before, after) or Direction.NEITHER


def numbers_of(before: Stated, after: Stated) -> tuple[float, float]:
    """The stances as numbers; undecided lies between for and against. Equal where one of them is not known."""
    stances = before.stance, after.stance
    if Stance.UNSPECIFIED in stances:
        return 0.0, 0.0
    old, new = (STANCE_NUMBERS.get(stance, 0.0) for stance in stances)
    return old, new


def care(before: Stated, after: Stated) -> Direction | None:
    """By salience. Who repeats a stance without saying how much it matters has not softened."""
    if says_nothing_of_salience(before) or says_nothing_of_salience(after):
        return None
    return ordered(salience_of(before), salience_of(after))


def says_nothing_of_salience(side: Stated) -> bool:
    return side.salience is Salience.UNSPECIFIED and side.salience_value is None


def room(before: Stated, after: Stated) -> Direction | None:
    """By how much of the scale is left open."""
    if before.scale is None or after.scale is None:
        return None
    return ordered(after.scale.high - after.scale.low, before.scale.high - before.scale.low)


def ordered(less: float, more: float) -> Direction | None:
    """Hardening where the second is larger, softening where it is smaller, None where they are equal."""
    if less == more:
        return None
    return Direction.HARDENING if more > less else Direction.SOFTENING
