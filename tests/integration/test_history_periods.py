"""Worked tables of the two times: who held what on which day, as this database said at which instant."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from positions import history
from positions.models import Position, Revision
from positions.vocabulary import EndReason, Reason, Salience, Stance
from tests.world import RiverTalks, hold

DAY = timedelta(days=1)


def held(talks: RiverTalks, valid_on: date, known_at=None) -> str | None:
    rows = Position.objects.filter(party=talks.northland, target=talks.water_share)
    found = list(rows.as_of(valid_on=valid_on, known_at=known_at))
    assert len(found) <= 1
    return found[0].stance if found else None


def last_instant(talks: RiverTalks):
    return Revision.objects.filter(negotiation=talks.negotiation).latest("number").committed_at


@pytest.fixture
def moved(talks: RiverTalks) -> RiverTalks:
    """Northland opposes from 10 February and supports from 5 March."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    hold(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 5))
    return talks


@pytest.mark.parametrize(
    ("valid_on", "expected"),
    [
        (date(2024, 2, 9), None),  # the day before it began
        (date(2024, 2, 10), "opposes"),  # its first day
        (date(2024, 3, 4), "opposes"),  # its last day
        (date(2024, 3, 5), "supports"),  # the changeover day belongs to the new position alone
        (date(2030, 1, 1), "supports"),  # open: still holds
    ],
)
def test_a_move_ends_one_period_and_begins_another(moved, valid_on, expected):
    assert held(moved, valid_on) == expected


def test_a_move_records_the_old_position_again_with_its_end(moved):
    rows = list(Position.objects.order_by("recorded_at", "valid_from"))
    assert [(r.stance, r.valid_from, r.valid_to, r.reason, r.end_reason, r.superseded_at is None) for r in rows] == [
        ("opposes", date(2024, 2, 10), None, "first_recorded", "open", False),
        ("opposes", date(2024, 2, 10), date(2024, 3, 5), "first_recorded", "party_moved", True),
        ("supports", date(2024, 3, 5), None, "party_moved", "open", True),
    ]


def test_a_second_move_on_one_day_supersedes_the_first(moved):
    before = last_instant(moved)
    hold(moved, moved.northland, moved.water_share, Stance.UNDECIDED, date(2024, 3, 5))
    assert held(moved, date(2024, 3, 4)) == "opposes"
    assert held(moved, date(2024, 3, 5)) == "undecided"
    assert held(moved, date(2024, 3, 5), before) == "supports"


def test_a_second_move_on_one_day_back_to_the_old_position_carries_it_on(moved):
    hold(moved, moved.northland, moved.water_share, Stance.OPPOSES, date(2024, 3, 5))
    (row,) = Position.objects.known()
    assert (row.stance, row.valid_from, row.valid_to) == ("opposes", date(2024, 2, 10), None)


def test_what_is_learnt_later_falls_into_its_place(moved):
    before = last_instant(moved)
    hold(moved, moved.northland, moved.water_share, Stance.CONDITIONAL, date(2024, 2, 20))
    assert [held(moved, day) for day in (date(2024, 2, 19), date(2024, 2, 20), date(2024, 3, 5))] == [
        "opposes",
        "conditional",
        "supports",
    ]
    assert held(moved, date(2024, 2, 20), before) == "opposes"
    assert Position.objects.known().get(stance="conditional").reason == Reason.LEARNT_LATER


def test_what_is_learnt_of_a_time_before_all_ends_where_the_first_position_begins(moved):
    hold(moved, moved.northland, moved.water_share, Stance.UNDECIDED, date(2024, 1, 1))
    row = Position.objects.known().get(stance="undecided")
    assert (row.valid_to, row.reason, row.end_reason) == (date(2024, 2, 10), "learnt_later", "party_moved")


def test_an_older_statement_of_the_same_position_makes_its_period_grow_back(talks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 1))
    (row,) = Position.objects.known()
    assert (row.valid_from, row.valid_to) == (date(2024, 2, 1), None)


def test_the_same_position_again_records_nothing_without_evidence(talks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    before = last_instant(talks)
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 12))
    assert Position.objects.count() == 1
    assert last_instant(talks) == before


def test_a_red_line_drawn_later_is_a_position_of_its_own(talks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10), salience=Salience.LOW)
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 3, 1), salience=Salience.RED_LINE)
    rows = Position.objects.known().order_by("valid_from").values_list("salience", "valid_from", "valid_to", "reason")
    assert list(rows) == [
        ("low", date(2024, 2, 10), date(2024, 3, 1), "first_recorded"),
        ("red_line", date(2024, 3, 1), None, "party_moved"),
    ]


def test_an_older_position_of_another_weight_does_not_make_a_later_one_grow_back(talks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 3, 1), salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10), salience=Salience.LOW)
    rows = Position.objects.known().order_by("valid_from").values_list("salience", "valid_from", "valid_to")
    assert list(rows) == [("low", date(2024, 2, 10), date(2024, 3, 1)), ("red_line", date(2024, 3, 1), None)]


def test_a_party_moves_if_only_in_the_weight_that_it_gives(talks):
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    harder = replace(history.content_of(position), salience=Salience.RED_LINE)
    foreseen = history.foresee_supersession(position, content=harder, valid_from=date(2024, 3, 1))
    assert foreseen.sentence == (
        "Ends Northland: opposes since 10 February 2024; begins opposes, a red line on 1 March 2024."
    )
    history.supersede_position(position, content=harder, valid_from=date(2024, 3, 1), by=talks.by)
    assert Position.objects.as_of(valid_on=date(2024, 3, 1)).get().salience == "red_line"
    assert Position.objects.as_of(valid_on=date(2024, 2, 29)).get().salience == "unspecified"


def test_another_condition_is_another_position(talks):
    hold(talks, talks.northland, talks.water_share, Stance.CONDITIONAL, date(2024, 2, 10), condition="a dam")
    hold(talks, talks.northland, talks.water_share, Stance.CONDITIONAL, date(2024, 2, 12), condition="two dams")
    assert Position.objects.known().count() == 2


def test_a_withdrawal_leaves_nothing_from_its_day_on(talks):
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    before = last_instant(talks)
    history.withdraw_position(position, on=date(2024, 3, 1), by=talks.by)
    assert held(talks, date(2024, 2, 29)) == "opposes"
    assert held(talks, date(2024, 3, 1)) is None
    assert held(talks, date(2024, 3, 1), before) == "opposes"
    assert Position.objects.known().get().end_reason == EndReason.WITHDRAWN


def test_a_position_stated_again_after_its_withdrawal_is_a_move(talks):
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    history.withdraw_position(position, on=date(2024, 3, 1), by=talks.by)
    again = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 4, 1))
    assert (again.reason, again.valid_from) == ("party_moved", date(2024, 4, 1))
    assert held(talks, date(2024, 3, 15)) is None


def test_growing_back_does_not_reach_over_a_withdrawal(talks):
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    history.withdraw_position(position, on=date(2024, 3, 1), by=talks.by)
    hold(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 4, 1))
    hold(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 2, 20))
    assert [held(talks, day) for day in (date(2024, 2, 19), date(2024, 2, 20), date(2024, 3, 1), date(2024, 4, 1))] == [
        "opposes",
        "supports",
        None,
        "supports",
    ]


def test_a_correction_keeps_the_old_answer(talks):
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    before = last_instant(talks)
    content = history.Content(stance=Stance.UNDECIDED, act=history.content_of(position).act)
    history.correct_position(position, content=content, by=talks.by)
    assert held(talks, date(2024, 2, 10), before) == "opposes"
    assert held(talks, date(2024, 2, 10), last_instant(talks) - timedelta(microseconds=1)) == "opposes"
    assert held(talks, date(2024, 2, 10), last_instant(talks)) == "undecided"
    assert Position.objects.known().get().reason == Reason.CORRECTED


def test_a_corrected_period_may_not_reach_into_another(moved):
    first = Position.objects.known().get(stance="opposes")
    with pytest.raises(history.PeriodsOverlap):
        history.correct_position(first, valid_to=date(2024, 3, 6), by=moved.by)


def test_a_correction_of_a_superseded_row_is_refused(moved):
    stale = Position.objects.filter(superseded_at__isnull=False).get()
    with pytest.raises(history.PositionNotStanding):
        history.correct_position(stale, valid_from=date(2024, 2, 1), by=moved.by)


def test_a_withdrawal_outside_the_period_is_refused(moved):
    first = Position.objects.known().get(stance="opposes")
    for day in (first.valid_from, first.valid_to, first.valid_from - DAY):
        with pytest.raises(history.PeriodNotForward):
            history.withdraw_position(first, on=day, by=moved.by)


def test_superseding_a_position_on_a_day_it_does_not_hold_is_refused(moved):
    first = Position.objects.known().get(stance="opposes")
    with pytest.raises(history.PositionNotStanding):
        history.supersede_position(first, content=history.content_of(first), valid_from=date(2024, 3, 5), by=moved.by)


def test_revisions_rise_by_one_and_their_instants_with_them(moved):
    revisions = list(Revision.objects.filter(negotiation=moved.negotiation))
    assert [r.number for r in revisions] == [1, 2, 3]
    assert sorted(r.committed_at for r in revisions) == [r.committed_at for r in revisions]
    assert len({r.committed_at for r in revisions}) == 3
