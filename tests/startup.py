"""The tests' start-up: real servers in a home of their own, so that a running demo is never disturbed.

Loaded by pytest before the settings are (`-p tests.startup`). Where tests run side by side (`-n 2`), each process has a
home of its own: a worker of one must not take the messages of another.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from config import embedded, startup  # import no settings
from config.embedded.postgresql import Postgresql

os.environ.setdefault("PARLEY_HOME", str(Path(__file__).resolve().parent.parent / ".parley" / "tests"))
if PROCESS := os.environ.get("PYTEST_XDIST_WORKER", ""):
    os.environ["PARLEY_HOME"] += f"-{PROCESS}"  # inherited from the process that hands out the tests
os.environ.setdefault("PARLEY_SECRET_KEY", "only for tests")

# Ends with the process; the servers stop a moment after.
_attached = ExitStack()


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.getoption("numprocesses", None) and not PROCESS:
        return  # it only hands out the tests
    _attached.enter_context(startup.servers())
    if not os.environ.get("DATABASE_URL", "").strip():
        forgo_safety_from_power_cuts()


def forgo_safety_from_power_cuts() -> None:
    """The rows of tests need not outlive the machine: emptying all tables, after each test that commits, waits for no
    disk then. A server that is killed loses nothing by it.
    """
    with Postgresql(embedded.Home.from_environment()).connect() as superuser:
        superuser.execute("ALTER SYSTEM SET fsync = off")
        superuser.execute("SELECT pg_reload_conf()")


def pytest_sessionfinish() -> None:
    _attached.close()
