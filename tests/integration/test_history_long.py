"""A place with a long history: what is recorded at its end looks at its end alone."""

from datetime import date, timedelta

from positions.history.rows import read_timeline
from positions.models import Position
from positions.vocabulary import EndReason, Reason, Stance
from tests.world import RiverTalks, hold

FIRST = date(2024, 2, 1)


def test_what_is_recorded_in_the_order_in_which_it_was_held_is_placed_by_the_last_two_periods(talks: RiverTalks):
    days = [FIRST + timedelta(days=2 * number) for number in range(8)]
    for number, day in enumerate(days):
        hold(talks, talks.northland, talks.dam, [Stance.SUPPORTS, Stance.OPPOSES][number % 2], day)
        assert len(read_timeline(talks.northland, talks.dam, around=day)) == min(2, number + 1)
    standing = Position.objects.known().order_by("valid_from")
    assert [row.valid_from for row in standing] == days
    assert {row.end_reason for row in standing[:7]} == {EndReason.PARTY_MOVED.value}
    assert [row.reason for row in standing] == [Reason.FIRST_RECORDED.value, *[Reason.PARTY_MOVED.value] * 7]
    hold(talks, talks.northland, talks.dam, Stance.UNDECIDED, FIRST + timedelta(days=5))
    assert [p.content.stance for p in read_timeline(talks.northland, talks.dam)][2:4] == ["supports", "undecided"]
