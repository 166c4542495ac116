"""A folder in memory for as long as a process lives: for files that several processes map, and that need not last.

Whoever writes to a mapped file of a full disk is ended by SIGBUS, so such files don't lie in PARLEY_HOME. What a
killed process left is removed by the next one. Weighed: the folder of the sockets, which goes with the embedded
servers, and which nobody makes for servers of the user's own.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.embedded import locks
from config.embedded.sockets import is_guarded

MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has a name that can't be guessed, and is closed to others
PREFIX = "parley-"
LOCK = "lock"
# For how long another process may look whether we live. Unit: seconds.
LOOK_SECONDS = 5.0


@contextmanager
def memory_folder() -> Iterator[Path]:
    """An empty folder of this process alone, gone at the end of the block. On disk where the system has no memory."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    remove_what_is_left(place)
    folder, lock = _make_folder(place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_what_is_left(place: Path) -> None:
    """Folders of ours whose makers are gone."""
    for folder in place.glob(f"{PREFIX}*"):
        if is_guarded(folder) and (folder / LOCK).exists():
            with suppress(OSError):
                _remove_unless_used(folder)


def _remove_unless_used(folder: Path) -> None:
    lock = locks.acquire(folder / LOCK, locks.EXCLUSIVE)
    if lock is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _make_folder(place: Path) -> tuple[Path, int]:
    """A new folder and its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        with suppress(FileNotFoundError):  # another process took it for one that is left
            lock = locks.acquire(folder / LOCK, locks.EXCLUSIVE, LOOK_SECONDS)
            if lock is not None:
                return folder, lock
