"""The score over time: a point at every change, each the score of that day, and none between."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.convergence import (
    HeldOverTime,
    Period,
    ScoredPoint,
    Spell,
    UnscoredPoint,
    change_over,
    mean_points,
    pair_points,
)
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.records import Scale
from positions.comparison.scores import score_pair
from positions.vocabulary import NoScore, Salience, Stance
from tests.unit.comparison.records_of_positions import day

LAST = 14
PAIR = ("northland", "southland")
TARGETS = [
    WeighedTarget("water-share"),
    WeighedTarget("quota", ancestors=("water-share",)),
    WeighedTarget("dam"),
    WeighedTarget("draft", terms=("dam",)),
]

holdings = st.builds(
    Holding,
    stance=st.sampled_from([Stance.SUPPORTS, Stance.CONDITIONAL, Stance.UNDECIDED, Stance.OPPOSES]),
    salience=st.sampled_from([Salience.LOW, Salience.HIGH, Salience.RED_LINE]),
    scale=st.none() | st.integers(0, 100).map(lambda low: Scale(low, low)),
)


@st.composite
def spells(draw: st.DrawFn) -> list[Spell]:
    cuts = sorted(draw(st.sets(st.integers(0, LAST), min_size=2, max_size=6)))
    periods = [*pairwise(cuts), (cuts[-1], None)]
    held = [(start, end, draw(st.none() | holdings)) for start, end in periods]
    return [Spell(day(start), None if end is None else day(end), what) for start, end, what in held if what]


@st.composite
def histories(draw: st.DrawFn) -> HeldOverTime:
    held = {(party, target.slug): draw(spells()) for party in PAIR for target in TARGETS}
    opened = {target.slug: [Spell(day(draw(st.integers(0, LAST))), None, None)] for target in TARGETS}
    return HeldOverTime(held=held, opened=draw(st.sampled_from([None, opened])))


def score_on(number: int, over_time: HeldOverTime):
    def held_then(party: str) -> dict[str, Holding]:
        return {
            target: spell.holding
            for (holder, target), of in over_time.held.items()
            for spell in of
            if holder == party and spell.start <= day(number) and (spell.end is None or day(number) < spell.end)
        }

    opened = over_time.opened
    targets = [t for t in TARGETS if opened is None or any(day(number) >= s.start for s in opened[t.slug])]
    return score_pair(held_then(PAIR[0]), held_then(PAIR[1]), targets=targets)


def numbers(of) -> tuple[object, ...]:
    return of.score, of.low, of.high, of.coverage, of.reason


@given(histories(), st.integers(0, LAST), st.none() | st.integers(0, LAST))
def test_on_every_day_the_last_point_is_the_score_of_that_day(over_time: HeldOverTime, last: int, first: int | None):
    if first is not None and first > last:
        return
    period = Period(None if first is None else day(first), day(last))
    points = pair_points(PAIR, over_time=over_time, targets=TARGETS, period=period)
    assert [point.on for point in points] == sorted({point.on for point in points})
    for number in range(first or 0, last + 1):
        begun = [point for point in points if point.on <= day(number)]
        if begun:
            assert numbers(begun[-1]) == numbers(score_on(number, over_time))
        else:
            assert first is None
            assert score_on(number, over_time).n_compared == 0


@given(histories())
def test_every_point_names_the_targets_that_changed(over_time: HeldOverTime):
    points = pair_points(PAIR, over_time=over_time, targets=TARGETS, period=Period(None, day(LAST)))
    assert all(point.changed for point in points)


def test_the_same_said_again_makes_no_point():
    said = Holding(Stance.SUPPORTS)
    held = {("northland", "dam"): [Spell(day(1), day(5), said), Spell(day(5), None, said)]}
    over_time = HeldOverTime(held=held, opened={"dam": [Spell(day(1), None, None)]})
    points = pair_points(PAIR, over_time=over_time, targets=TARGETS, period=Period(None, day(LAST)))
    assert [point.on for point in points] == [day(1)]


@given(histories())
def test_the_two_sides_may_be_swapped(over_time: HeldOverTime):
    period = Period(None, day(LAST))
    left, right = (pair_points(p, over_time=over_time, targets=TARGETS, period=period) for p in (PAIR, PAIR[::-1]))
    assert left == right


def test_the_mean_is_over_those_that_have_a_score():
    nothing = UnscoredPoint(day(0), None, None, None, 0.0, NoScore.NOTHING_IN_COMMON, ["dam"])
    half = ScoredPoint(day(1), 0.5, 0.25, 0.75, 0.5, None, ["dam"])
    whole = ScoredPoint(day(3), 1.0, 1.0, 1.0, 1.0, None, ["water-share"])
    found = mean_points([[nothing, whole], [half]])
    assert [(p.on, p.score, p.coverage, p.changed) for p in found] == [
        (day(0), None, 0.0, ["dam"]),
        (day(1), 0.5, 0.25, ["dam"]),
        (day(3), 0.75, 0.75, ["water-share"]),
    ]
    assert change_over(found) == 0.25
    assert change_over([half, whole, half]) == 0


def test_a_mean_of_none_says_no_weight_only_where_nothing_else_was_wrong():
    def nothing(reason: NoScore) -> UnscoredPoint:
        return UnscoredPoint(day(0), None, None, None, 0.0, reason, [])

    weightless, apart = nothing(NoScore.NO_WEIGHT), nothing(NoScore.NOTHING_IN_COMMON)
    assert [point.reason for point in mean_points([[weightless], [weightless]])] == [NoScore.NO_WEIGHT]
    assert [point.reason for point in mean_points([[weightless], [apart]])] == [NoScore.NOTHING_IN_COMMON]


@pytest.mark.parametrize("points", [[], [ScoredPoint(day(1), 0.5, 0.25, 0.75, 0.5, None, ["dam"])]])
def test_one_score_is_no_change(points: list[ScoredPoint]):
    assert change_over(points) is None
