"""Two positions on one target: how far they agree, how they relate, and where they could meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.agreement import agreement_on, gap_points, relation_of, zone_between
from positions.comparison.holdings import Holding
from positions.comparison.records import Scale
from positions.vocabulary import Method, Relation, Stance
from tests.unit.comparison.what_is_held import holding, on, says

YES, IF, MAYBE, NO, UNSAID = (
    says(stance)
    for stance in (Stance.SUPPORTS, Stance.CONDITIONAL, Stance.UNDECIDED, Stance.OPPOSES, Stance.UNSPECIFIED)
)


@pytest.mark.parametrize(
    ("left", "right", "agreement", "binary", "relation"),
    [
        (YES, YES, 1, 1, "agree"),
        (YES, IF, 0.75, 1, "partial"),
        (YES, NO, 0, 0, "oppose"),
        (IF, IF, 1, 1, "agree"),
        (IF, NO, 0.25, 0, "partial"),
        (NO, NO, 1, 1, "agree"),
        (YES, MAYBE, None, None, "undecided"),
        (MAYBE, MAYBE, None, None, "undecided"),
        (MAYBE, None, None, None, "undecided"),
        (YES, None, None, None, "unknown"),
        (None, None, None, None, "unknown"),
        (YES, UNSAID, None, None, "unknown"),
    ],
)
def test_stances(
    left: Holding | None, right: Holding | None, agreement: float | None, binary: float | None, relation: str
):
    for first, second in ((left, right), (right, left)):
        assert agreement_on(first, second) == agreement
        assert agreement_on(first, second, method=Method.EQUAL_WEIGHTS) == agreement
        assert agreement_on(first, second, method=Method.BINARY) == binary
        assert relation_of(first, second) == relation


@pytest.mark.parametrize(
    ("left", "right", "agreement", "binary", "relation", "zone"),
    [
        (on(40), on(60), 0.8, 0, "partial", None),
        (on(0), on(100), 0, 0, "oppose", None),
        (on(10), on(60), 0.5, 0, "oppose", None),
        (on(10), on(59.5), 0.505, 0, "partial", None),
        (on(20, 40), on(30, 70), 1, 1, "agree", Scale(30, 40)),
        (on(20, 40), on(40, 70), 1, 1, "agree", Scale(40, 40)),
        (on(20, 60), on(70, 90), 0.9, 1, "partial", None),
        (on(50), on(60), 0.9, 0, "partial", None),
        (on(50), on(50), 1, 1, "agree", Scale(50, 50)),
        # The scale decides the agreement; stated opposites are opposites still, unless they meet.
        (on(40, stance=Stance.OPPOSES), on(60, stance=Stance.SUPPORTS), 0.8, 0, "oppose", None),
        (on(40, stance=Stance.OPPOSES), on(40, stance=Stance.SUPPORTS), 1, 1, "agree", Scale(40, 40)),
        (on(40, stance=Stance.UNDECIDED), on(40, stance=Stance.SUPPORTS), None, None, "undecided", None),
        # One side has no place on the scale: the stances, where both have one.
        (on(40, stance=Stance.OPPOSES), YES, 0, 0, "oppose", None),
        (on(40), YES, None, None, "unknown", None),
    ],
)
def test_scales(
    left: Holding, right: Holding, agreement: float | None, binary: float | None, relation: str, zone: Scale | None
):
    for first, second in ((left, right), (right, left)):
        assert agreement_on(first, second) == (None if agreement is None else pytest.approx(agreement, abs=1e-12))
        assert agreement_on(first, second, method=Method.BINARY) == binary
        assert relation_of(first, second) == relation
        assert zone_between(first, second) == zone


def test_the_gap_is_the_distance_between_the_nearest_ends():
    assert gap_points(Scale(10, 20), Scale(35, 90)) == gap_points(Scale(35, 90), Scale(10, 20)) == 15


@given(holding, holding, st.sampled_from(Method))
def test_agreement_is_symmetric_between_zero_and_one_and_relation_too(left: Holding, right: Holding, method: Method):
    agreement = agreement_on(left, right, method=method)
    assert agreement == agreement_on(right, left, method=method)
    assert agreement is None or 0 <= agreement <= 1
    assert relation_of(left, right) == relation_of(right, left)
    assert zone_between(left, right) == zone_between(right, left)


@given(holding, st.sampled_from(Method))
def test_a_position_agrees_with_itself_wherever_it_can_be_compared(one: Holding, method: Method):
    assert agreement_on(one, one, method=method) in {1, None}
    assert relation_of(one, one) in {Relation.AGREE, Relation.UNDECIDED, Relation.UNKNOWN}


@given(holding, holding)
def test_what_cannot_be_compared_is_undecided_or_unknown_and_nothing_else_is(left: Holding, right: Holding):
    incomparable = relation_of(left, right) in {Relation.UNDECIDED, Relation.UNKNOWN}
    assert (agreement_on(left, right) is None) is incomparable
