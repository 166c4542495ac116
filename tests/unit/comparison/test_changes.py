"""What differs between two comparisons, why, and by which steps."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.changes import LONGEST_PATH_STEPS, Change, Span, find_change, state_at, steps_between
from positions.comparison.versions import Version
from positions.vocabulary import Cause, Direction, EndReason, Reason, Salience, Stance, Standing, TargetKind
from tests.unit.comparison.records_of_positions import day, instant, moment, version

PLACE = ("northland", "water-share")
YES, NO, MAYBE, UNSURE = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL, Stance.UNDECIDED
UNSAID = Stance.UNSPECIFIED


def change(versions: Sequence[Version], start: tuple[int, int], end: tuple[int, int]) -> Change | None:
    span = Span(moment(*start), moment(*end))
    return find_change(PLACE, versions, span=span, kind=TargetKind.ISSUE, evidence={})


def causes(found: Change | None) -> list[tuple[str, object]]:
    assert found is not None
    return [(step.cause.value, step.on) for step in found.path]


MOVED = [
    version(NO, valid=(10, None), known=(0, 1)),
    version(NO, valid=(10, 20), known=(1, None)),
    version(YES, valid=(20, None), known=(1, None), reason=Reason.PARTY_MOVED),
]


def test_what_is_recorded_again_with_an_end_is_no_change():
    assert change(MOVED, (12, 0), (12, 1)) is None


def test_a_move_shows_between_two_days_and_between_two_instants():
    for start, end in [((12, 1), (25, 1)), ((25, 0), (25, 1)), ((12, 0), (25, 1))]:
        found = change(MOVED, start, end)
        assert found is not None
        assert (found.before.stance, found.after.stance) == (NO, YES)
        assert (found.cause, found.on, found.steps) == (Cause.PARTY_MOVED, day(20), 1)
        assert (found.direction, found.fields) == (Direction.REVERSAL, ["stance"])
        assert (found.party, found.target) == PLACE


def test_of_several_moves_the_last_is_the_cause():
    versions = [version(NO, valid=(0, 10)), version(YES, valid=(10, 20)), version(MAYBE, valid=(20, None))]
    found = change(versions, (3, 1), (25, 1))
    assert found is not None
    assert (found.after.stance, found.on, found.steps) == (MAYBE, day(20), 2)


def test_what_is_recorded_first_fills_an_empty_cell_and_corrects_one_that_was_held():
    first = change([version(NO, known=(2, None))], (0, 1), (0, 2))  # on the first day of its period
    instead = change([version(NO, known=(0, 2)), version(YES, known=(2, None))], (3, 1), (3, 2))
    assert first is not None
    assert instead is not None
    assert (first.cause, instead.cause) == (Cause.FIRST_RECORDED, Cause.CORRECTED)


def test_a_cell_that_fills_is_first_recorded_however_often_the_party_moved_since():
    found = change(MOVED, (0, 1), (25, 1))
    assert found is not None
    assert (found.before, found.before_standing, found.cause, found.on) == (
        None,
        Standing.NEVER_STATED,
        Cause.FIRST_RECORDED,
        day(10),
    )
    assert causes(found) == [("first_recorded", day(10)), ("party_moved", day(20))]


def test_what_was_learnt_of_an_earlier_day_is_learnt_later():
    versions = [
        version(YES, valid=(20, None)),
        version(NO, valid=(10, 20), known=(5, None), reason=Reason.LEARNT_LATER),
    ]
    for start, end in [((12, 4), (12, 5)), ((0, 4), (12, 5))]:
        found = change(versions, start, end)
        assert found is not None
        assert (found.cause, found.on) == (Cause.LEARNT_LATER, day(10))
    known_all_along = change(versions, (0, 5), (12, 5))
    assert known_all_along is not None
    assert known_all_along.cause == Cause.FIRST_RECORDED


def test_a_correction_is_the_databases_and_not_the_partys():
    versions = [version(NO, known=(0, 5)), version(MAYBE, known=(5, None), reason=Reason.CORRECTED)]
    found = change(versions, (3, 4), (8, 5))
    assert found is not None
    assert (found.cause, found.on, found.path[0].recorded_at) == (Cause.CORRECTED, day(0), instant(5))


def test_what_stood_before_and_stands_longer_than_was_thought_is_a_correction():
    versions = [
        version(NO, valid=(0, 5), known=(0, 5), reason=Reason.PARTY_MOVED),
        version(YES, valid=(5, None), known=(0, 5), reason=Reason.PARTY_MOVED),
        version(NO, valid=(0, None), known=(5, None), reason=Reason.PARTY_MOVED),
    ]
    found = change(versions, (7, 4), (7, 5))
    assert found is not None
    assert (found.after.stance, found.cause, found.on) == (NO, Cause.CORRECTED, day(0))


def test_a_position_that_should_never_have_been_recorded_is_corrected_away():
    found = change([version(NO, known=(0, 5))], (3, 4), (3, 5))
    assert found is not None
    assert (found.after, found.after_standing, found.cause) == (None, Standing.NEVER_STATED, Cause.CORRECTED)
    assert found.on == day(0)


def test_a_withdrawal_shows_between_two_days_and_between_two_instants():
    versions = [
        version(NO, valid=(0, None), known=(0, 5)),
        version(NO, valid=(0, 7), known=(5, None), end_reason=EndReason.WITHDRAWN),
    ]
    for start, end in [((3, 5), (9, 5)), ((9, 4), (9, 5)), ((3, 4), (9, 5))]:
        found = change(versions, start, end)
        assert found is not None
        assert (found.after, found.after_standing) == (None, Standing.WITHDRAWN)
        assert (found.cause, found.on, found.direction) == (Cause.WITHDRAWN, day(7), Direction.NEITHER)


def test_a_withdrawal_says_when_it_was_recorded_whichever_way_leads_to_it():
    versions = [
        version(NO, valid=(0, None), known=(0, 5)),
        version(NO, valid=(0, 7), known=(5, None), end_reason=EndReason.WITHDRAWN),
    ]
    for start, end in [((3, 5), (9, 5)), ((9, 4), (9, 5)), ((3, 4), (9, 8))]:
        found = change(versions, start, end)
        assert found is not None
        assert [(step.cause, step.recorded_at) for step in found.path] == [(Cause.WITHDRAWN, instant(5))]


def test_a_gap_that_a_correction_left_has_no_instant_of_its_own():
    versions = [
        version(NO, valid=(0, 7), known=(5, None), end_reason=EndReason.PARTY_MOVED),
        version(YES, valid=(7, None), known=(5, 6), reason=Reason.PARTY_MOVED),
        version(YES, valid=(9, None), known=(6, None), reason=Reason.CORRECTED),
    ]
    found = change(versions, (3, 6), (8, 6))
    assert found is not None
    assert [(step.standing, step.recorded_at) for step in found.path] == [(Standing.NEVER_STATED, None)]


def test_what_was_held_and_withdrawn_in_between_is_a_change_of_the_kind_of_empty():
    versions = [version(NO, valid=(2, 7), end_reason=EndReason.WITHDRAWN)]
    found = change(versions, (0, 0), (9, 0))
    assert found is not None
    assert (found.before, found.after, found.before_standing, found.after_standing) == (
        None,
        None,
        Standing.NEVER_STATED,
        Standing.WITHDRAWN,
    )
    assert causes(found) == [("first_recorded", day(2)), ("withdrawn", day(7))]


def test_going_away_and_coming_back_is_no_change():
    versions = [version(NO, valid=(0, 5)), version(YES, valid=(5, 9)), version(NO, valid=(9, None))]
    assert change(versions, (1, 0), (12, 0)) is None


def test_a_longer_way_is_counted_whole_and_its_last_steps_are_listed():
    versions = [version(NO if n % 2 else YES, valid=(n, n + 1)) for n in range(40)]
    found = change(versions, (0, 0), (39, 0))
    assert found is not None
    assert (found.steps, len(found.path), found.path[-1].on) == (39, LONGEST_PATH_STEPS, day(39))


@pytest.mark.parametrize(
    ("before", "after", "kind", "expected"),
    [
        (version(MAYBE), version(YES), TargetKind.ISSUE, Direction.HARDENING),
        (version(NO), version(UNSURE), TargetKind.ISSUE, Direction.SOFTENING),
        (version(NO), version(MAYBE), TargetKind.ISSUE, Direction.REVERSAL),
        (version(NO), version(MAYBE), TargetKind.PROPOSAL, Direction.SOFTENING),
        (version(YES), version(MAYBE), TargetKind.PROPOSAL, Direction.HARDENING),
        (version(NO, salience=Salience.HIGH), version(NO, salience=Salience.RED_LINE), TargetKind.ISSUE, "hardening"),
        (version(NO, salience=Salience.HIGH), version(NO), TargetKind.ISSUE, Direction.NEITHER),
        (version(NO, scale=(40, 40)), version(NO, scale=(30, 50)), TargetKind.ISSUE, Direction.SOFTENING),
        (
            version(NO, salience=Salience.HIGH, scale=(30, 50)),
            version(NO, salience=Salience.HIGH, scale=(40, 40)),
            TargetKind.ISSUE,
            Direction.HARDENING,
        ),
        (version(NO), version(NO, condition="if the dam stays"), TargetKind.ISSUE, Direction.NEITHER),
        (version(UNSAID, scale=(90, 90)), version(YES), TargetKind.ISSUE, Direction.NEITHER),
        (version(NO), version(UNSAID, scale=(0, 0)), TargetKind.ISSUE, Direction.NEITHER),
        (version(UNSAID, scale=(90, 90)), version(MAYBE), TargetKind.PROPOSAL, Direction.NEITHER),
        (version(UNSAID, scale=(10, 10)), version(UNSAID, scale=(90, 90)), TargetKind.ISSUE, Direction.NEITHER),
        (version(UNSAID, scale=(10, 30)), version(UNSAID, scale=(10, 10)), TargetKind.ISSUE, Direction.HARDENING),
    ],
)
def test_a_party_hardens_or_softens(before: Version, after: Version, kind: TargetKind, expected: str):
    versions = [
        *(version(v.position.stance, valid=span, **said(v)) for v, span in [(before, (0, 5)), (after, (5, None))])
    ]
    found = find_change(PLACE, versions, span=Span(moment(0, 0), moment(9, 0)), kind=kind, evidence={})
    assert found is not None
    assert found.direction == expected


def said(of: Version) -> dict[str, object]:
    scale = of.position.scale
    return {
        "salience": of.position.salience,
        "scale": scale and (scale.low, scale.high),
        "condition": of.position.condition,
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """What a database said of one cell: a new list of periods at each instant; what stays the same keeps its row."""
    found: list[Version] = []
    standing: dict[object, int] = {}
    for known in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, 12), min_size=1, max_size=6)))
        stances = [draw(st.sampled_from([YES, NO, MAYBE, None])) for _ in cuts]
        ends = [draw(st.sampled_from([EndReason.PARTY_MOVED, EndReason.WITHDRAWN])) for _ in cuts]
        periods = {
            (stance, start, end, why if end is not None else EndReason.OPEN)
            for stance, start, end, why in zip(stances, cuts, [*cuts[1:], None], ends, strict=True)
            if stance
        }
        since = {period: standing.get(period, known) for period in periods}
        found += [row(period, (begun, known)) for period, begun in standing.items() if period not in periods]
        standing = dict(since)
    return found + [row(period, (begun, None)) for period, begun in standing.items()]


def row(period: tuple[Stance, int, int | None, EndReason], known: tuple[int, int | None]) -> Version:
    stance, start, end, why = period
    reason = Reason.CORRECTED if known[0] else Reason.FIRST_RECORDED
    return version(stance, valid=(start, end), known=known, reason=reason, end_reason=why)


moments = st.tuples(st.integers(0, 13), st.integers(0, 13), st.integers(0, 4), st.integers(0, 4)).map(
    lambda drawn: Span(moment(min(drawn[:2]), min(drawn[2:])), moment(max(drawn[:2]), max(drawn[2:])))
)


@given(histories(), moments)
def test_a_change_applied_to_the_first_comparison_gives_the_second(versions: list[Version], span: Span):
    before = state_at(versions, valid_on=span.start.valid_on, known_at=span.start.known_at)
    after = state_at(versions, valid_on=span.end.valid_on, known_at=span.end.known_at)
    found = find_change(PLACE, versions, span=span, kind=TargetKind.ISSUE, evidence={})
    assert found == find_change(PLACE, versions[::-1], span=span, kind=TargetKind.ISSUE, evidence={})
    if found is None:
        assert before.equals(after)
    else:
        assert (found.before, found.before_standing) == (before.position, before.standing)
        assert (found.after, found.after_standing) == (after.position, after.standing)
        assert found.fields == [] or found.before.stance != found.after.stance


@given(histories(), moments)
def test_the_steps_lead_from_the_first_comparison_to_the_second(versions: list[Version], span: Span):
    after = state_at(versions, valid_on=span.end.valid_on, known_at=span.end.known_at)
    steps = list(steps_between(versions, span=span))
    for one, next_one in pairwise(steps):
        same_stance = one.position and next_one.position and one.position.stance == next_one.position.stance
        assert not same_stance
    if steps:
        last = steps[-1]
        assert last.standing == after.standing
        assert (last.position and last.position.stance) == (after.position and after.position.stance)
    else:
        assert find_change(PLACE, versions, span=span, kind=TargetKind.ISSUE, evidence={}) is None


@given(histories(), st.integers(0, 13), st.integers(0, 4))
def test_nothing_differs_between_a_comparison_and_itself(versions: list[Version], valid: int, known: int):
    assert change(versions, (valid, known), (valid, known)) is None
