"""How a cell looks over valid time."""

from datetime import date, timedelta

import pytest

from positions.comparison.cells_over_time import HeldThen, held_spells
from positions.vocabulary import Salience, Stance


@pytest.mark.parametrize("start", [date(2024, 1, 1), date(9999, 12, 31)])
def test_a_position_that_reaches_the_last_day_of_the_calendar_is_followed_to_it(start: date):
    held = HeldThen(1, Stance.SUPPORTS, Salience.HIGH, "Yes.", start, None, is_withdrawn=False)
    spells = list(held_spells(held, [start, date.max], stale_after_days=90))
    assert (spells[-1].on, spells[-1].is_stale) == (date.max, False)


def test_a_position_that_ends_on_the_day_on_which_it_would_turn_stale_never_does():
    start = date(2024, 1, 1)
    for days, stale in ((91, [False]), (92, [False, True])):
        held = HeldThen(1, Stance.SUPPORTS, Salience.HIGH, "Yes.", start, start + timedelta(days), is_withdrawn=False)
        assert [spell.is_stale for spell in held_spells(held, [], stale_after_days=90)] == stale
