"""Work that one process at a time does, held by an advisory lock of its database session.

The database frees the lock when the worker is killed: no lease, no clock. Knows no table. Called by the write stages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection


class Alone(IntEnum):
    """What is done by one at a time: the first half of the lock's key, so that no two kinds meet on one number."""

    RUN = 0x5041
    FEED = 0x5046
    HOST = 0x5048


@contextmanager
def alone_at(work: Alone, key: int) -> Iterator[bool]:
    """Whether nobody else is at it; if so nobody comes to it until the end of the block. Does not wait."""
    parts = [work.value, key % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", parts)
        (locked,) = cursor.fetchone() or (False,)
    if not locked:
        yield False
        return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", parts)
