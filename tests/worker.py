"""A real Celery worker on the test database, as a process that tests may kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from config import embedded

ROOT = Path(__file__).resolve().parent.parent
# The worst that a busy machine with two cores has shown is a fifth of this.
PATIENCE_SECONDS = 120


def until(condition: Callable[[], object], *, what: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as the condition holds; fails the test when it does not within the patience."""
    deadline = time.monotonic() + patience_seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {patience_seconds:g} s: {what}"
        time.sleep(0.05)


def environment() -> dict[str, str]:
    """What a process needs to work on the test database and the tests' broker."""
    name = connection.settings_dict["NAME"]
    base = embedded.database_url(settings.HOME) if not settings.OWN_SERVERS else os.environ["DATABASE_URL"]
    return {
        **os.environ,
        "DATABASE_URL": base.rsplit("/", 1)[0] + f"/{name}",
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "PARLEY_SECRET_KEY": "only for tests",
    }


@contextmanager
def running_worker(*, log: Path | None = None, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with one process, gone at the end of the block however that ends. `log`: where its words go."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency", "1"]
    words = log.open("wb") if log else subprocess.DEVNULL
    worker = subprocess.Popen(
        [*command, "--loglevel", "ERROR", "--without-gossip", "--without-mingle"],
        cwd=ROOT,
        env=environment() | env,
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=words,
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        kill(worker)
        if log:
            words.close()


def kill(worker: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and its children."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
