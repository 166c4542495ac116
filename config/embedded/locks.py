"""Locks that the kernel frees when their holder is gone, however it went.

flock belongs to the open file, not to the process: a forked child shares it, so nothing here ever unlocks
explicitly (that would unlock the parent too). Closing is enough; the lock goes with the last copy. Python opens
files close-on-exec, so a program that a holder runs does not inherit a lock unless it is handed over on purpose.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX
PAUSE_SECONDS = 0.02
"""How often a condition is looked at while we wait for it."""


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


def acquire(path: Path, kind: int, seconds: float = 0) -> int | None:
    """Take the lock and return its file descriptor, or None when it was not free in time.

    The file may be deleted together with its folder while we wait: a lock on a deleted file guards nothing,
    so the path is opened again for each attempt.
    """
    deadline = time.monotonic() + seconds
    while (descriptor := _attempt(path, kind)) is None and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether any process holds the lock; makes no file."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, EXCLUSIVE | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def still_names(path: Path, descriptor: int) -> bool:
    """Whether the path still leads to the file we hold open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _attempt(path: Path, kind: int) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if still_names(path, descriptor):
        return descriptor
    os.close(descriptor)
    return None
