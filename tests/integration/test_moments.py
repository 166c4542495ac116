"""What is answered for the two times that were asked for."""

from datetime import UTC, date, datetime, timedelta
from datetime import timezone as dt_timezone

import pytest
from django.utils import timezone

from positions.models import Revision
from positions.queries.moments import KnownAtInTheFuture, resolve_moment
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def instants(talks: RiverTalks) -> list[datetime]:
    """When the catalog was loaded, and when each of two positions was recorded."""
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10))
    hold(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 12))
    return list(Revision.objects.order_by("number").values_list("committed_at", flat=True))


def known_at(talks: RiverTalks, asked: datetime | None) -> tuple[datetime, int]:
    moment = resolve_moment(talks.negotiation, valid_on=None, known_at=asked, now=timezone.now())
    return moment.known_at, moment.revision


def test_an_instant_becomes_that_of_the_last_revision_committed_by_then(talks: RiverTalks, instants: list[datetime]):
    _, second, third = instants
    table = [
        (second, second, 2),
        (second + MICROSECOND, second, 2),
        (third - MICROSECOND, second, 2),
        (third, third, 3),
        (None, third, 3),
    ]
    for asked, instant, revision in table:
        assert known_at(talks, asked) == (instant, revision)


def test_before_the_first_revision_nothing_was_known(talks: RiverTalks, instants: list[datetime]):
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert known_at(talks, long_ago) == (long_ago, 0)


def test_before_the_first_revision_no_instant_is_named_that_a_later_commit_could_fall_before(talks: RiverTalks):
    first = Revision.objects.get().committed_at
    created = talks.negotiation.created_at
    assert created < first
    assert known_at(talks, first - MICROSECOND) == (created, 0)


def test_without_a_day_it_is_today_in_utc(talks: RiverTalks):
    past_midnight_in_the_east = datetime(2024, 3, 6, 1, tzinfo=dt_timezone(timedelta(hours=5)))
    moment = resolve_moment(talks.negotiation, valid_on=None, known_at=None, now=past_midnight_in_the_east)
    assert moment.valid_on == date(2024, 3, 5)


def test_an_instant_sixty_seconds_ahead_is_now_and_a_later_one_is_refused(talks: RiverTalks):
    now = timezone.now()
    ahead = now + timedelta(seconds=60)
    assert resolve_moment(talks.negotiation, valid_on=None, known_at=ahead, now=now).revision == 1
    with pytest.raises(KnownAtInTheFuture):
        resolve_moment(talks.negotiation, valid_on=None, known_at=ahead + MICROSECOND, now=now)
