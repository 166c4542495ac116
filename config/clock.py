"""Beat's clock, kept in memory: no file that a full disk keeps it from writing, or that two of one home share."""

import logging
from datetime import UTC, datetime
from typing import Any

from celery.beat import ScheduleEntry, Scheduler, SchedulingError
from kombu.exceptions import OperationalError

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
logger = logging.getLogger("parley.beat")


class Clock(Scheduler):
    """All that recurs is due when it starts, as it does not know when it was last done."""

    is_broker_away = False

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = LONG_AGO

    def is_due(self, entry: ScheduleEntry) -> tuple[bool, float]:
        """As Celery's; but where the machine's clock was set back, nothing waits until it has caught up."""
        if entry.last_run_at and entry.last_run_at > entry.default_now():
            entry.last_run_at = LONG_AGO
        return super().is_due(entry)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """As Celery's, which writes two traces for each entry while the broker is away; here it is one line in all."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as problem:
            if isinstance(problem.__context__, OperationalError):
                self._note_broker(away=True, why=str(problem.__context__))
            else:
                logger.exception("nothing was asked for")
        else:
            self._note_broker(away=False)

    def _note_broker(self, *, away: bool, why: str = "") -> None:
        """Logs what changed."""
        if away and not self.is_broker_away:
            logger.error("the broker is away, so nothing recurs until it answers: %s", why)
        elif self.is_broker_away and not away:
            logger.warning("the broker answers again")
        self.is_broker_away = away
