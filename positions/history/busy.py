"""Who must wait for somebody else who writes: a command as long as it takes, a web request as its connection says."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from psycopg.errors import LockNotAvailable


class TalksBusy(Exception):
    """Somebody else has been writing for longer than is waited for here."""

    def __init__(self) -> None:
        super().__init__("Somebody else is writing to these talks just now. Try again in a moment.")


@contextmanager
def waiting_for_others() -> Iterator[None]:
    """Around whatever takes a lock that others hold until they have written. Raises: TalksBusy."""
    try:
        yield
    except OperationalError as problem:
        if isinstance(problem.__cause__, LockNotAvailable):
            raise TalksBusy from problem
        raise
