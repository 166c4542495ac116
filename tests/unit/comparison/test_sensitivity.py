"""Whether the ranking of pairs survives another method."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from positions.comparison.sensitivity import kendall_tau, n_reversed, sensitivity_of
from positions.vocabulary import Method

AB, AC, BC = ("a", "b"), ("a", "c"), ("b", "c")


def ranked(other: dict[tuple[str, str], float], asked: dict[tuple[str, str], float] | None = None):
    """What is said of another method beside the one asked for."""
    scores = {Method.CITY_BLOCK: {AB: 0.9, AC: 0.5, BC: 0.1} if asked is None else asked, Method.BINARY: other}
    return sensitivity_of(scores, method=Method.CITY_BLOCK).methods[1]


def test_the_same_order_survives_whatever_the_scores():
    found = ranked({AB: 0.3, AC: 0.2, BC: 0.1})
    assert (found.tau, found.same_order, found.n_pairs) == (1, True, 3)
    assert [(one.rank, one.left, one.right) for one in found.ranking] == [(1, "a", "b"), (2, "a", "c"), (3, "b", "c")]


def test_two_that_change_places_do_not():
    found = ranked({AB: 0.5, AC: 0.9, BC: 0.1})
    assert (found.tau, found.same_order) == (pytest.approx(1 / 3), False)


def test_a_tie_that_opens_or_closes_changes_no_places():
    found = ranked({AB: 0.5, AC: 0.5, BC: 0.1})
    assert (found.same_order, [one.rank for one in found.ranking]) == (True, [1, 1, 3])
    assert found.tau < 1


def test_what_differs_in_the_last_digits_is_a_tie():
    assert [one.rank for one in ranked({AB: 0.1 + 0.2, AC: 0.3, BC: 0.1}).ranking] == [1, 1, 3]


def test_where_a_ranking_tells_nothing_apart_there_is_no_tau():
    assert ranked({AB: 0.5, AC: 0.5, BC: 0.5}).tau is None
    assert ranked({AB: 0.5}).tau is None
    assert ranked({}).tau is None


def test_only_pairs_with_a_score_under_both_are_held_against_each_other():
    found = ranked({AB: 0.9, BC: 0.1}, asked={AB: 0.9, AC: 0.5})
    assert (found.n_pairs, len(found.ranking)) == (1, 2)


def test_the_ranking_survives_when_it_does_under_every_method():
    table = [([0.9, 0.5, None], True), ([0.1, 0.5, None], False)]
    for scores, survives in table:
        asked = {AB: 0.9, AC: 0.5}
        other = {pair: score for pair, score in zip((AB, AC, BC), scores, strict=True) if score is not None}
        found = sensitivity_of({Method.CITY_BLOCK: asked, Method.BINARY: other}, method=Method.CITY_BLOCK)
        assert found.survives is survives
        assert [one.method for one in found.methods] == [Method.CITY_BLOCK, Method.BINARY]


few = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@given(st.lists(st.tuples(few, few), max_size=12))
def test_tau_is_that_of_scipy_and_places_change_where_some_pair_does(both: list[tuple[float, float]]):
    n_changed = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(both, 2))
    assert n_reversed(both) == n_changed
    tau = kendall_tau(both, reversed_pairs=n_changed)
    if tau is None:
        return
    expected = kendalltau([a for a, _ in both], [b for _, b in both]).statistic
    assert math.isfinite(expected)
    assert tau == pytest.approx(expected, abs=1e-9)
