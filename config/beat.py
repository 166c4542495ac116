"""When a worker last did what beat asked for: kept in the cache, read by whoever asks whether the workers live."""

import time

from django.core.cache import cache

KEY = "workers-beat"


def note_beat() -> None:
    cache.set(KEY, time.time(), timeout=None)


def seconds_since_beat() -> float | None:
    """None where no worker has beaten yet. Where the machine's clock was set back since, so much is told."""
    beaten_at = cache.get(KEY)
    return None if beaten_at is None else abs(time.time() - float(beaten_at))
