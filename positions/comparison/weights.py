"""How much a target counts between two parties, and which targets are not weighed because others stand for them."""

from collections.abc import Collection, Sequence

from positions.comparison.holdings import Stated, WeighedTarget
from positions.vocabulary import Method, Salience

# How much each word counts. Source: salience weights as in the DEU data and voting-advice research, docs/comparison.md.
SALIENCES = {
    Salience.LOW: 1.0,
    Salience.MEDIUM: 2.0,
    Salience.UNSPECIFIED: 2.0,
    Salience.HIGH: 3.0,
    Salience.RED_LINE: 4.0,
}
# What a salience number of 1 counts: as much as a red line.
FULL_SALIENCE = 4.0
# A side whose position is not known counts as if it had said nothing on salience.
SALIENCE_OF_NO_POSITION = 2.0


def salience_of(side: Stated | None) -> float:
    """From 0 to 4; a number, where a data set gives one, goes before the word."""
    if side is None:
        return SALIENCE_OF_NO_POSITION
    return SALIENCES[side.salience] if side.salience_value is None else FULL_SALIENCE * side.salience_value


def weight_between(left: Stated | None, right: Stated | None, *, method: Method = Method.CITY_BLOCK) -> float:
    """The mean of the two saliences; 1 under equal weights."""
    return 1.0 if method == Method.EQUAL_WEIGHTS else (salience_of(left) + salience_of(right)) / 2


def draws_red_line(side: Stated | None) -> bool:
    return side is not None and (side.salience == Salience.RED_LINE or side.salience_value == 1)


def targets_weighed(targets: Sequence[WeighedTarget], *, compared: Collection[str]) -> frozenset[str]:
    """Slugs of the targets that are weighed for a pair that can be compared on `compared`.

    What stands for another is weighed in its place. An issue that is a term of a compared proposal gives way to the
    proposal. Of an issue and its wider issues, the narrowest that can be compared are weighed and wider ones give way;
    a wider one that alone can be compared is weighed in place of its parts; where none can be compared, the narrowest
    wait to be known.
    """
    slugs = frozenset([target.slug for target in targets])
    if not any(target.ancestors or target.terms for target in targets):
        return slugs  # none stands for another
    compared = frozenset(compared)
    terms = {issue for target in targets if target.slug in compared for issue in target.terms}
    wider_than_known = {wider for target in targets if target.slug in compared for wider in target.ancestors}
    wider_than_any = {wider for target in targets for wider in target.ancestors}
    standing = (compared & slugs) - wider_than_known - terms
    waiting = {
        target.slug for target in targets if target.slug not in wider_than_any and standing.isdisjoint(target.ancestors)
    }
    return frozenset(standing | (waiting - compared - terms))
