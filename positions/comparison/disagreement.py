"""On which targets the parties disagree most: the mean over pairs, target by target."""

from collections.abc import Mapping, Sequence

import numpy as np

from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.sheets import Precedence, batches, lay_out
from positions.vocabulary import Method


def disagreement_by_target(held: Mapping[str, Holdings], *, targets: Sequence[str]) -> dict[str, float | None]:
    """By slug of the target, the mean of 1 − agreement over the pairs of parties that can be compared on it.

    From 0, all agree, to 1, every two are opposed; None where no two parties can be compared.
    """
    compared_on = [WeighedTarget(slug) for slug in targets]
    apart, compared = np.zeros(len(targets)), np.zeros(len(targets))
    for between in batches(lay_out(held, compared_on), Precedence.among(compared_on)):
        apart += np.where(between.compared, 1 - between.agreement(Method.CITY_BLOCK), 0).sum(axis=0)
        compared += between.compared.sum(axis=0)
    return {slug: float(total) / int(n) if n else None for slug, total, n in zip(targets, apart, compared, strict=True)}
