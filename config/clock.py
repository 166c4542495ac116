"""Beat's clock, kept in memory: no file that a full disk keeps it from writing, or that two of one home share."""

from datetime import UTC, datetime

from celery.beat import Scheduler

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Scheduler):
    """All that recurs is due when it starts, as it does not know when it was last done."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = LONG_AGO
