"""The score of a pair: its parts sum to it, its bounds hold it, and nothing is ever NaN."""

import math
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.holdings import Holding, Holdings, WeighedTarget
from positions.comparison.pairwise import Pairwise, compare_pair
from positions.comparison.records import Position
from positions.comparison.scores import score_pair, score_sums
from positions.vocabulary import Act, Method, NoScore, Salience, Stance
from tests.unit.comparison.what_is_held import FAMILY, PLAIN, holdings, on, says, targets

methods = st.sampled_from(Method)
WATER, DAM, FISH = (WeighedTarget(slug) for slug in ("water", "dam", "fish"))
YES, NO = says(Stance.SUPPORTS), says(Stance.OPPOSES)


def positions(held: Holdings) -> dict[str, Position]:
    """The same as whole positions."""
    return {
        slug: Position(
            id=UUID(int=1),
            stance=one.stance,
            act=Act.DECLARATION,
            salience=one.salience,
            salience_value=one.salience_value,
            scale=one.scale,
            terms=[],
            condition="",
            summary="",
            valid_from=date(2024, 2, 1),
            valid_to=None,
            recorded_at=datetime(2024, 2, 1, tzinfo=UTC),
            last_reaffirmed_on=date(2024, 2, 1),
            is_stale=False,
            n_sources=1,
            evidence=[],
        )
        for slug, one in held.items()
    }


def side_by_side(left: Holdings, right: Holdings, asked, method: Method = Method.CITY_BLOCK) -> Pairwise:
    return compare_pair(positions(left), positions(right), targets=asked, method=method)


def test_weights_times_agreements_over_weights_with_bounds_and_coverage():
    left = {"water": says(Stance.OPPOSES, Salience.RED_LINE), "dam": YES, "fish": YES}
    right = {"water": YES, "dam": says(Stance.CONDITIONAL, Salience.HIGH)}
    # water 3 × 0, dam 2.5 × 0.75, fish 2 unknown
    score = score_pair(left, right, targets=[WATER, DAM, FISH])
    assert score.score == pytest.approx(1.875 / 5.5)
    assert score.low == pytest.approx(1.875 / 7.5)
    assert score.high == pytest.approx(3.875 / 7.5)
    assert score.coverage == pytest.approx(5.5 / 7.5)
    assert (score.n_compared, score.n_targets, score.reason) == (2, 3, None)


def test_each_method_computes_its_own():
    left = {"water": says(Stance.OPPOSES, Salience.RED_LINE), "dam": YES}
    right = {"water": YES, "dam": says(Stance.CONDITIONAL, Salience.HIGH)}
    scores = {method: score_pair(left, right, targets=[WATER, DAM], method=method).score for method in Method}
    assert scores == {
        Method.CITY_BLOCK: pytest.approx(1.875 / 5.5),
        Method.EQUAL_WEIGHTS: pytest.approx(0.75 / 2),
        Method.BINARY: pytest.approx(2.5 / 5.5),
    }


def test_no_target_in_common_is_no_score_and_says_so():
    score = score_pair({"water": YES}, {"dam": NO}, targets=[WATER, DAM])
    assert (score.score, score.low, score.high, score.coverage) == (None, None, None, 0)
    assert (score.n_compared, score.n_targets, score.reason) == (0, 2, NoScore.NOTHING_IN_COMMON)


def test_no_weight_on_what_can_be_compared_is_no_score_and_says_so():
    careless = says(Stance.SUPPORTS, number=0)
    score = score_pair({"water": careless}, {"water": careless}, targets=[WATER, DAM])
    assert (score.score, score.coverage, score.reason) == (None, 0, NoScore.NO_WEIGHT)


def test_what_has_no_weight_is_compared_and_adds_nothing():
    careless = says(Stance.SUPPORTS, number=0)
    (target,) = side_by_side({"water": careless}, {"water": careless}, [WATER]).targets
    assert (target.agreement, target.weight, target.contribution) == (1, 0, None)


def test_no_target_at_all_is_no_score():
    assert score_pair({}, {}, targets=[]).reason == NoScore.NOTHING_IN_COMMON


def test_what_gives_way_is_shown_and_adds_nothing():
    asked = [WeighedTarget("draft", terms=("water",)), WATER]
    found = side_by_side({"draft": YES, "water": NO}, {"draft": YES, "water": YES}, asked)
    assert [(t.is_weighed, t.agreement, t.contribution) for t in found.targets] == [(True, 1, 1), (False, 0, None)]
    assert (found.agreement.score, found.agreement.n_compared, found.agreement.n_targets) == (1, 1, 2)


def test_a_zone_of_possible_agreement_is_shown():
    (target,) = side_by_side({"water": on(20, 60)}, {"water": on(50, 80)}, [WATER]).targets
    assert (target.zone.low, target.zone.high, target.agreement) == (50, 60, 1)


@given(holdings, holdings, targets, methods)
def test_the_score_is_symmetric(left: Holdings, right: Holdings, asked, method: Method):
    assert score_pair(left, right, targets=asked, method=method) == score_pair(
        right, left, targets=asked, method=method
    )


@given(holdings, targets, methods)
def test_whoever_can_be_compared_with_itself_agrees_with_itself(held: Holdings, asked, method: Method):
    assert score_pair(held, held, targets=asked, method=method).score in {1, None}


@given(holdings, holdings, st.permutations(FAMILY), methods)
def test_the_order_of_targets_changes_no_number(left: Holdings, right: Holdings, asked, method: Method):
    in_order = side_by_side(left, right, FAMILY, method)
    shuffled = side_by_side(left, right, asked, method)
    assert shuffled.agreement == in_order.agreement
    assert sorted(shuffled.targets, key=lambda t: t.target) == sorted(in_order.targets, key=lambda t: t.target)


@given(holdings, holdings, targets, methods)
def test_contributions_sum_to_the_score(left: Holdings, right: Holdings, asked, method: Method):
    found = side_by_side(left, right, asked, method)
    parts = [target.contribution for target in found.targets if target.contribution is not None]
    assert bool(parts) is (found.agreement.score is not None)
    assert sum(parts) == pytest.approx(found.agreement.score or 0, abs=1e-9)
    assert found.agreement == score_pair(left, right, targets=asked, method=method)


@given(holdings, holdings, targets, methods)
def test_the_score_lies_within_its_bounds_and_no_number_is_nan(left: Holdings, right: Holdings, asked, method: Method):
    found = side_by_side(left, right, asked, method)
    score = found.agreement
    if score.score is not None:
        assert 0 <= score.low <= score.score <= score.high <= 1
        assert 0 <= score.coverage <= 1
    numbers = [score.score, score.low, score.high, score.coverage]
    numbers += [number for t in found.targets for number in (t.agreement, t.weight, t.contribution)]
    assert all(number is None or math.isfinite(number) for number in numbers)


@given(st.lists(st.floats(1e-6, 200), min_size=3, max_size=3).map(sorted))
def test_rounding_puts_no_bound_outside_zero_and_one(sums: list[float]):
    agreed, compared, weighed = sums
    score = score_sums(compared=compared, agreed=agreed, weighed=weighed, counts=(1, 2), method=Method.CITY_BLOCK)
    assert 0 <= score.low <= score.score <= score.high <= 1


@given(holdings, holdings, st.sampled_from([slug.slug for slug in PLAIN]), methods)
def test_knowing_more_keeps_the_score_within_the_bounds_before(
    left: Holdings, right: Holdings, slug: str, method: Method
):
    """The bounds are what can still come of it; salience that turns out otherwise is not in them."""
    known_left, known_right = {**left, slug: YES}, {**right, slug: NO}
    less_left, less_right = ({k: v for k, v in held.items() if k != slug} for held in (left, right))
    before = score_pair(less_left, less_right, targets=PLAIN, method=method)
    after = score_pair(known_left, known_right, targets=PLAIN, method=method)
    if before.score is not None and after.score is not None:
        assert before.low - 1e-9 <= after.score <= before.high + 1e-9


def test_what_makes_others_give_way_may_take_the_score_beyond_its_bounds():
    # As docs/comparison.md says of low and high: the draft stands for the border as soon as both have answered it.
    asked = [WeighedTarget("border"), WeighedTarget("draft", terms=("border",))]
    left, right = ({"border": says(Stance.SUPPORTS)} for _ in range(2))
    before = score_pair(left, right, targets=asked)
    assert (before.score, before.low, before.high) == (1, 0.5, 1)
    answered = {**left, "draft": says(Stance.SUPPORTS)}, {**right, "draft": says(Stance.OPPOSES)}
    assert score_pair(*answered, targets=asked).score == 0


def test_a_holding_and_a_position_score_the_same():
    held: dict[str, Holding] = {"water": YES}
    assert score_pair(positions(held), held, targets=[WATER]) == score_pair(held, held, targets=[WATER])
