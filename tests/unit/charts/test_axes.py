"""Days from left to right: ticks are few enough to be read, and say where in time they stand."""

import re
from datetime import date, timedelta

import pytest

from positions.charts.axes import MOST_TICKS, Days, axis
from positions.charts.look import LIGHT


@pytest.mark.parametrize("n_days", [0, 1, 9, 69, 70, 200, 800, 4_000, 40_000, 700_000])
def test_there_are_a_few_ticks_within_the_period(n_days):
    first = date(2024, 3, 14)
    days = Days(first, first + timedelta(days=n_days), 500)
    ticks = days.ticks()
    assert 1 <= len(ticks) <= MOST_TICKS + 1
    assert all(days.first <= tick <= days.last for tick in ticks)
    assert ticks == sorted(set(ticks))


def words_below(first: date, last: date) -> list[str]:
    return re.findall("<text[^>]*>([^<]*)", "".join(axis(Days(first, last, 500), 100, LIGHT)))


def test_a_year_stands_below_the_first_month_and_below_each_in_which_it_begins():
    assert words_below(date(2024, 9, 20), date(2025, 5, 1)) == [
        *("Oct", "2024", "Nov", "Dec", "Jan", "2025", "Feb", "Mar", "Apr", "May"),
    ]


def test_of_a_few_weeks_the_days_are_named():
    assert words_below(date(2024, 12, 30), date(2025, 1, 2)) == ["30 Dec", "2024", "31 Dec", "1 Jan", "2025", "2 Jan"]


def test_of_one_day_that_begins_a_month_the_day_is_named():
    assert words_below(date(2024, 1, 1), date(2024, 1, 1)) == ["1 Jan", "2024"]


def test_a_period_that_begins_with_a_month_has_a_tick_there():
    assert Days(date(2024, 1, 1), date(2024, 12, 31), 500).ticks()[0] == date(2024, 1, 1)


def test_a_day_stands_where_its_share_of_the_period_ends():
    days = Days(date(2024, 1, 1), date(2024, 1, 11), 500)
    assert [days.x(date(2024, 1, day)) for day in (1, 2, 11)] == [0, 50, 500]


def test_a_period_of_one_day_has_no_width():
    assert Days(date(2024, 1, 1), date(2024, 1, 1), 500).x(date(2024, 1, 1)) == 0


def test_months_apart_stand_at_round_places_of_the_year():
    assert words_below(date(2024, 2, 10), date(2026, 3, 1)) == [
        *("Apr", "2024", "Jul", "Oct", "Jan", "2025", "Apr", "Jul", "Oct", "Jan", "2026"),
    ]
