"""What Celery runs besides reading articles: short tasks, in a queue of their own, so that no article holds them up.

The tables say what is to be done; a lost message is found again by the sweeper, and each task may run twice.
"""

import logging
from collections.abc import Iterable

from celery.signals import worker_ready
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.beat import note_beat
from config.celery import app
from positions import downloads, webhooks
from positions.models import Revision

logger = logging.getLogger(__name__)

# Later attempts are left to the sweeper: until then the message waits in a worker, which may end. Units: seconds.
LONGEST_COUNTDOWN_SECONDS = 600


@app.task(name="positions.beat")
def beat() -> None:
    """A worker lives: broker, worker and clock have worked together."""
    note_beat()


@app.task(name="positions.announce_changes")
def announce_changes(negotiation_id: int) -> int:
    """Finds what is worth telling of the talks' new public changes, and has it told."""
    made = webhooks.announce_changes(negotiation_id)
    wake_deliveries(made)
    return len(made)


@app.task(name="positions.deliver_event")
def deliver_event(delivery_id: int) -> bool:
    """One attempt; the next comes later each time."""
    outcome = webhooks.deliver_event(delivery_id)
    wake_deliveries(outcome.wake)
    if outcome.again_seconds is not None and outcome.again_seconds <= LONGEST_COUNTDOWN_SECONDS:
        wake(deliver_event, delivery_id, countdown=outcome.again_seconds)
    return outcome.is_delivered


@app.task(name="positions.make_download")
def make_download(negotiation_id: int) -> bool:
    """Packs everything public of the talks; harmless when done twice."""
    return downloads.make_download(negotiation_id) is not None


@app.task(name="positions.sweep_follow_ups")
def sweep_follow_ups() -> int:
    """Wakes workers for what waits, whatever happened to its message."""
    unannounced = webhooks.list_unannounced()
    for negotiation_id in unannounced:
        wake(announce_changes, negotiation_id)
    due = webhooks.list_due(now=timezone.now())
    wake_deliveries(due)
    behind = downloads.list_behind()
    for negotiation_id in behind:
        wake(make_download, negotiation_id)
    return len(unannounced) + len(due) + len(behind)


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    beat.delay()
    sweep_follow_ups.delay()


@receiver(post_save, sender=Revision)
def follow_revision(instance: Revision, **_: object) -> None:
    """Once a public change is committed, a worker looks at it; once for all the changes of one transaction."""
    talks = instance.negotiation_id
    waiting = {getattr(part, "talks", None) for entry in connection.run_on_commit for part in entry}
    if talks not in waiting:
        transaction.on_commit(WakeForTalks(talks))


class WakeForTalks:
    """A callback that says whom it is for."""

    def __init__(self, talks: int) -> None:
        self.talks = talks

    def __call__(self) -> None:
        wake(announce_changes, self.talks)
        wake(make_download, self.talks)


def wake_deliveries(deliveries: Iterable[int]) -> None:
    for delivery_id in deliveries:
        wake(deliver_event, delivery_id)


def wake(task: object, argument: int, *, countdown: float | None = None) -> None:
    """A broker that is down delays the work and loses nothing."""
    try:
        task.apply_async(args=(argument,), countdown=countdown, retry=False)  # type: ignore[attr-defined]
    except OperationalError as error:
        logger.warning("the broker does not answer (%s); the sweeper will find %s", error, argument)
