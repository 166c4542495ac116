"""Whether a supervisor lives, and ending it from outside."""

import signal
from pathlib import Path

import psutil

from config.embedded.home import Home
from config.embedded.locks import is_held, wait_until


def is_supervised(home: Home) -> bool:
    """Whether a supervisor of this home lives."""
    return is_held(home.supervisor_lock)


def is_looked_after(home: Home) -> bool:
    """Whether a supervisor of this home lives, or somebody is putting one in its place."""
    return is_supervised(home) or is_held(home.change_lock)


def find_supervisor(home: Home) -> psutil.Process | None:
    """The supervisor's process: the number in its file, but only if that process has the file open."""
    try:
        process = psutil.Process(int(home.supervisor_lock.read_text()))
        is_it = has_open(process, home.supervisor_lock)
    except (OSError, ValueError, psutil.Error):
        return None
    return process if is_it else None


def end_supervisor(home: Home, farewell: signal.Signals = signal.SIGKILL, seconds: float = 5) -> None:
    """End the supervisor; by SIGKILL it leaves the servers to its successor, by SIGTERM it stops them."""
    process = find_supervisor(home) if is_supervised(home) else None
    if process is None:
        return
    try:
        process.send_signal(farewell)
    except psutil.NoSuchProcess:
        return
    wait_until(lambda: not is_supervised(home), seconds)


def has_open(process: psutil.Process, path: Path) -> bool:
    """Whether the process has the file open."""
    return any(Path(file.path) == path for file in process.open_files())
