"""Work that others' markup could make endless, in a process of its own that the kernel ends after a while.

A regular expression or a parser at its worst holds the lock that all threads of a process share: one page of 120 kB
stopped everything that the fetcher does. Such processes are kept for the next piece of work, so that an ordinary page
takes as long as it did.

Weighed: `signal` (its handlers run in the main thread alone, and after the expression), a process a page (half a second
of imports each), multiprocessing (its children import the program that started them).
"""

import atexit
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path
from queue import LifoQueue
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
# Unit: seconds of processor time. The largest pages that are read (100,000 tags, mostly text) take about 5.
SECONDS = 15.0
# So many at a time; each has 80 MB. Threads spend their time waiting for sites, not reading.
MOST_PROCESSES = 4

Answer = TypeVar("Answer")


class NotDone(Exception):
    """The reading was given up; the message says so, as the rest of a sentence about what was to be read."""


class _Process:
    """One that works, or waits for work."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        command = [sys.executable, "-m", "positions.markup", str(theirs.fileno())]
        self.process = subprocess.Popen(  # noqa: S603 - our own
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for whoever asked
        )
        theirs.close()

    def ask(self, work: Callable[..., object], given: tuple[object, ...]) -> Any:
        """(what the work gave, what it raised). Raises: NotDone."""
        try:
            self.pipe.send((SECONDS, work, given))
            return self.pipe.recv()
        except (EOFError, OSError):
            status = self.process.wait()
        if status == -signal.SIGPROF:
            raise NotDone(f"could not be read within {SECONDS:g} seconds")
        raise NotDone(f"could not be read: the process that read it ended ({status})")

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.pipe.close()


_free: LifoQueue[_Process | None] = LifoQueue()
for _ in range(MOST_PROCESSES):
    _free.put(None)


def run(work: Callable[..., Answer], *given: object) -> Answer:
    """`work(*given)`, which must be what a process without Django can import. Raises: NotDone, and what `work` does."""
    process = _free.get()
    try:
        if process is None or process.is_over():
            process = _Process()
        answer, problem = process.ask(work, given)
    except BaseException:
        if process is not None:
            process.end()
        process = None
        raise
    finally:
        _free.put(process)
    if problem is not None:
        raise problem
    done: Answer = answer
    return done


@atexit.register
def _end_all() -> None:
    while not _free.empty():
        if (process := _free.get_nowait()) is not None:
            process.end()
