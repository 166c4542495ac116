"""On which targets the parties disagree most: the mean over pairs, target by target."""

from collections.abc import Mapping, Sequence

import numpy as np

from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.sheets import agreements, lay_out
from positions.vocabulary import Method

# Pairs worked on at once: keeps memory at some tens of megabytes whatever the size.
PAIRS_AT_ONCE = 2_000


def disagreement_by_target(held: Mapping[str, Holdings], *, targets: Sequence[str]) -> dict[str, float | None]:
    """By slug of the target, the mean of 1 − agreement over the pairs of parties that can be compared on it.

    From 0, all agree, to 1, every two are opposed; None where no two parties can be compared.
    """
    sheet = lay_out(held, [WeighedTarget(slug) for slug in targets])
    lefts, rights = np.triu_indices(len(held), 1)
    apart, compared = np.zeros(len(targets)), np.zeros(len(targets))
    for start in range(0, len(lefts), PAIRS_AT_ONCE):
        left, right = (sheet.rows(index[start : start + PAIRS_AT_ONCE]) for index in (lefts, rights))
        both_scaled = left.scaled & right.scaled
        both = left.decided & right.decided & (both_scaled | (left.numbered & right.numbered))
        apart += np.where(both, 1 - agreements(left, right, both_scaled, method=Method.CITY_BLOCK), 0).sum(axis=0)
        compared += both.sum(axis=0)
    return {slug: float(total) / int(n) if n else None for slug, total, n in zip(targets, apart, compared, strict=True)}
