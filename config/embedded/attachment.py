"""Using the services: start them or attach to them, and count as a user until the process ends.

Each attachment holds a shared lock of its own, so attaching twice does no harm and needs no memory of it. Nothing is
registered to run at exit: the kernel frees the lock, however the process ends. A forked child shares its parent's
lock and keeps the services up while it lives; it may detach its own copy without touching the parent's.
"""

import os
import select
import subprocess
import sys
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from config.embedded import locks
from config.embedded.errors import ServicesCouldNotStart
from config.embedded.home import CHECKOUT, Home
from config.embedded.postgresql import Postgresql, forget_other_servers
from config.embedded.running import START_SECONDS
from config.embedded.supervision import is_supervised
from config.embedded.supervisor import READY
from config.embedded.valkey import Valkey


@dataclass
class Attachment:
    """One use of the services. Ends with `detach`, with the `with` block, or with the process."""

    home: Home
    _lock: int | None = field(repr=False)

    def detach(self) -> None:
        """No longer count as a user; the last one's leaving stops the services a moment later."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.detach()


def start(home: Home) -> Attachment:
    """Start the services or attach to them; returns when both answer. From then on this process and those that it
    starts know of no other PostgreSQL from their environment.

    Raises: ServicesCouldNotStart with a sentence for the person at the keyboard.
    """
    forget_other_servers()
    home.prepare()
    try:
        lock = locks.acquire(home.users_lock, locks.SHARED, START_SECONDS)
        if lock is None:
            raise ServicesCouldNotStart(f"The services of {home.path} are still being stopped.")
        try:
            _ensure_served(home)
        except BaseException:
            os.close(lock)
            raise
    except OSError as problem:
        raise ServicesCouldNotStart(home.cannot_write(problem)) from problem
    return Attachment(home, lock)


def _ensure_served(home: Home) -> None:
    change = locks.acquire(home.change_lock, locks.EXCLUSIVE, START_SECONDS)
    if change is None:
        raise ServicesCouldNotStart(f"Another process has been starting the services of {home.path} for too long.")
    try:
        if is_supervised(home) and Postgresql(home).answers() and Valkey(home).answers():
            return
        _start_supervisor(home, change)
    finally:
        os.close(change)


def _start_supervisor(home: Home, change: int) -> None:
    """Run a supervisor with nothing of ours but the change lock and a pipe, and wait for what it says.

    It ends the one before it, once it runs.
    """
    reading, writing = os.pipe()
    log = os.open(home.logs / "supervisor.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "config.embedded", str(home.path), str(writing), str(change)]
    try:
        subprocess.run(  # noqa: S603 - our own program; it forks, so this returns at once
            command, cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": path}, check=False,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(writing, change), start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        answer = _read_answer(reading)
    finally:
        os.close(log)
        os.close(reading)
    if answer != READY:
        raise ServicesCouldNotStart(answer or f"The services ended unexpectedly, see {home.logs / 'supervisor.log'}.")


def _read_answer(reading: int) -> str:
    ready, _, _ = select.select([reading], [], [], 2 * START_SECONDS)
    return os.read(reading, 65536).decode() if ready else "The services did not start in time."
