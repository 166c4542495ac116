"""Beat's clock: what recurs goes on when the machine's own clock is set back."""

from datetime import UTC, datetime, timedelta

from celery import Celery
from django.conf import settings

from config.clock import Clock


def test_what_recurs_does_not_wait_for_a_clock_that_was_set_back():
    app = Celery("parley", set_as_current=False)
    app.conf.update(beat_schedule=settings.CELERY_BEAT_SCHEDULE)
    clock = Clock(app)
    for entry in clock.schedule.values():
        entry.last_run_at = datetime.now(UTC) + timedelta(hours=1)
        assert clock.is_due(entry).is_due
        clock.reserve(entry)
        assert not clock.is_due(clock.schedule[entry.name]).is_due
