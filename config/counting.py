"""Counts of who did what how often, in windows of time: in Redis, in the cache's own database."""

from functools import cache

from django.conf import settings
from redis import Redis

# Redis is near; where it does not answer soon, nobody waits for it.
PATIENCE_SECONDS = 0.5


def count(key: str, seconds: int) -> tuple[int, int]:
    """One more in the window, which begins with the first. Shape: how many so far, seconds left. One round trip."""
    pipeline = store().pipeline()
    pipeline.set(key, 0, ex=seconds, nx=True)
    pipeline.incr(key)
    pipeline.ttl(key)
    _, n_so_far, left = pipeline.execute()
    return int(n_so_far), max(1, int(left))


@cache
def store() -> Redis:
    """One pool of connections for the process."""
    return Redis.from_url(
        settings.CACHES["default"]["LOCATION"],
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )
