"""The numbers of the staff's first page: what waits by age, and which decisions still count."""

from datetime import timedelta

import pytest

from positions import review
from positions.models import Decision, PendingStatement
from positions.queries.curating.first_page import (
    N_DAYS_SHOWN,
    RECENT_DAYS,
    decisions_by_day,
    piles,
    precision_by_target,
)
from tests.suggestions import suggest

DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("age", "counted"),
    [
        (DAY, (1, 0, 0)),
        (DAY + A_MOMENT, (0, 1, 0)),
        (7 * DAY, (0, 1, 0)),
        (7 * DAY + A_MOMENT, (0, 0, 1)),
    ],
)
def test_what_waits_is_counted_once_by_how_long_it_does(talks, age, counted):
    suggest(talks, ["The quota stays."])
    since = PendingStatement.objects.get().waiting_since
    (pile,) = piles(now=since + age)
    assert (pile.n_of_today, pile.n_of_the_week, pile.n_older) == counted
    assert (pile.n_waiting, pile.oldest_at) == (1, since)


def test_what_was_decided_counts_to_the_end_of_its_days_and_what_was_undone_does_not(talks):
    said = suggest(talks, ["The quota stays.", "No dam.", "It is ours.", "Not half.", "Not a drop.", "Never."])
    for statement in said:
        review.reject_statement(statement, by=talks.by)
    review.undo_decision(said[-1], by=talks.by)
    decided_at = Decision.objects.order_by("decided_at").first().decided_at
    shown, recent = (decided_at + days * DAY for days in (N_DAYS_SHOWN, RECENT_DAYS))
    assert [day.n_decided for day in decisions_by_day(now=shown)] == [6]
    assert sum(day.n_decided for day in decisions_by_day(now=shown + A_MOMENT)) < 6
    assert [one.n_decided for one in precision_by_target(now=recent)] == [5]
    assert precision_by_target(now=recent + A_MOMENT) == []
