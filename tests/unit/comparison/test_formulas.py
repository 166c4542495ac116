"""The scores beside the formulas as docs/comparison.md states them, written out a second time and as plainly as can be.

Nothing here is shared with what it checks but the words of the vocabulary.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.agreement import agreement_on, relation_of
from positions.comparison.blocking import blocking_targets
from positions.comparison.holdings import Holding, Holdings
from positions.comparison.scores import score_pair
from positions.vocabulary import Method
from tests.unit.comparison.what_is_held import PLAIN, holding, holdings

NUMBER = {"supports": 1, "conditional": 0.5, "opposes": -1}
WORTH = {"low": 1, "medium": 2, "unspecified": 2, "high": 3, "red_line": 4}
sides = st.one_of(st.none(), holding)


def gap(a: Holding, b: Holding) -> float:
    if a.scale.high < b.scale.low:
        return b.scale.low - a.scale.high
    return a.scale.low - b.scale.high if b.scale.high < a.scale.low else 0


def agreement(a: Holding | None, b: Holding | None) -> float | None:
    if a is None or b is None or "undecided" in (a.stance.value, b.stance.value):
        return None
    if a.scale and b.scale:
        return 1 - gap(a, b) / 100
    if a.stance.value not in NUMBER or b.stance.value not in NUMBER:
        return None
    return 1 - abs(NUMBER[a.stance.value] - NUMBER[b.stance.value]) / 2


def relation(a: Holding | None, b: Holding | None) -> str:
    if "undecided" in [side.stance.value for side in (a, b) if side]:
        return "undecided"
    agreed = agreement(a, b)
    if agreed is None:
        return "unknown"
    if agreed == 1:
        return "agree"
    far = a.scale and b.scale and gap(a, b) >= 50
    return "oppose" if far or {a.stance.value, b.stance.value} == {"supports", "opposes"} else "partial"


def weight(a: Holding | None, b: Holding | None) -> float:
    def care(side: Holding | None) -> float:
        if side is None:
            return 2
        return WORTH[side.salience.value] if side.salience_value is None else 4 * side.salience_value

    return (care(a) + care(b)) / 2


@given(sides, sides)
def test_agreement_and_relation_of_two_positions(a: Holding | None, b: Holding | None):
    assert agreement_on(a, b) == (None if agreement(a, b) is None else pytest.approx(agreement(a, b), abs=1e-12))
    assert relation_of(a, b).value == relation(a, b)


@given(holdings, holdings, st.sampled_from([Method.CITY_BLOCK, Method.EQUAL_WEIGHTS]))
def test_the_score_its_bounds_and_its_coverage(left: Holdings, right: Holdings, method: Method):
    found = score_pair(left, right, targets=PLAIN, method=method)
    rows = [
        (1 if method is Method.EQUAL_WEIGHTS else weight(a, b), agreement(a, b))
        for a, b in ((left.get(target.slug), right.get(target.slug)) for target in PLAIN)
    ]
    whole = sum(w for w, _ in rows)
    compared = sum(w for w, agreed in rows if agreed is not None)
    if compared == 0:
        some = any(agreed is not None for _, agreed in rows)
        assert (found.score, found.low, found.high) == (None, None, None)
        assert found.reason == ("no_weight" if some else "nothing_in_common")
        return
    total = sum(w * agreed for w, agreed in rows if agreed is not None)
    numbers = [total / compared, total / whole, (total + whole - compared) / whole, compared / whole]
    assert [found.score, found.low, found.high, found.coverage] == pytest.approx(numbers, abs=1e-9)


@given(holdings, holdings)
def test_what_blocks_is_opposed_with_a_red_line(left: Holdings, right: Holdings):
    def red(side: Holding) -> bool:
        return side.salience.value == "red_line" or side.salience_value == 1

    both = {slug: (left[slug], right[slug]) for slug in left if slug in right}
    expected = {slug for slug, (a, b) in both.items() if relation(a, b) == "oppose" and (red(a) or red(b))}
    assert {block.target for block in blocking_targets(("a", left), ("b", right), targets=PLAIN)} == expected
