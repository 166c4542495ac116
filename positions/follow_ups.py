"""What Celery runs besides reading articles: short tasks, in a queue of their own, so that no article holds them up."""

from celery.signals import worker_ready

from config.beat import note_beat
from config.celery import app


@app.task(name="positions.beat")
def beat() -> None:
    """A worker lives: broker, worker and clock have worked together."""
    note_beat()


@worker_ready.connect
def beat_at_start(**_: object) -> None:
    beat.delay()
