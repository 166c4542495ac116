"""The tests' start-up: real servers in a home of their own, so that a running demo is never disturbed.

Loaded by pytest before the settings are (`-p tests.startup`). Where tests run side by side (`-n 2`), each process has a
home of its own: a worker of one must not take the messages of another.
"""

import os
from contextlib import ExitStack
from pathlib import Path

from config import startup  # imports no settings

os.environ.setdefault("PARLEY_HOME", str(Path(__file__).resolve().parent.parent / ".parley" / "tests"))
if PROCESS := os.environ.get("PYTEST_XDIST_WORKER", ""):
    os.environ["PARLEY_HOME"] += f"-{PROCESS}"  # inherited from the process that hands out the tests
os.environ.setdefault("PARLEY_SECRET_KEY", "only for tests")

# Ends with the process; the servers stop a moment after.
_attached = ExitStack()


def pytest_sessionstart() -> None:
    _attached.enter_context(startup.servers())


def pytest_sessionfinish() -> None:
    _attached.close()
