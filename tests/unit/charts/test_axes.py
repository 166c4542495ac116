"""Days from left to right: ticks are few enough to be read, and say where in time they stand."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from positions.charts.axes import FEW_DAYS, MOST_TICKS, Days, axis
from positions.charts.labels import width_of
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


def test_every_day_is_as_wide_as_its_share_of_the_period_and_the_last_is_a_day_too():
    days = Days(date(2024, 1, 1), date(2024, 1, 10), 500)
    assert [days.x(date(2024, 1, day)) for day in (1, 2, 10)] == [0, 50, 450]
    assert days.x_of_end(date(2024, 1, 10)) == 450
    assert [days.x_of_end(end) for end in (None, date(2024, 1, 11), date(2025, 1, 1))] == [500, 500, 500]


def test_a_period_of_one_day_is_that_day():
    day = Days(date(2024, 1, 1), date(2024, 1, 1), 500)
    assert (day.x(date(2024, 1, 1)), day.x_of_end(None)) == (0, 500)


@pytest.mark.parametrize("width", [520, 760])
@pytest.mark.parametrize("n_days", range(FEW_DAYS))
def test_days_never_run_into_each_other(n_days: int, width: int):
    first = date(2024, 3, 20)
    days = Days(first, first + timedelta(days=n_days), width)
    places = [days.x(tick) for tick in days.ticks()]
    assert all(after - before > width_of("20 May") for before, after in pairwise(places))


def test_the_first_of_all_days_has_an_axis_too():
    assert Days(date.min, date(9, 1, 1), 500).ticks()[0] == date.min


def test_months_apart_stand_at_round_places_of_the_year():
    assert words_below(date(2024, 2, 10), date(2026, 3, 1)) == [
        *("Apr", "2024", "Jul", "Oct", "Jan", "2025", "Apr", "Jul", "Oct", "Jan", "2026"),
    ]
