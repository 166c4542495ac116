"""Looking at the services and stopping them, for `manage.py services`. Starts nothing and makes nothing."""

import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from config.embedded import locks
from config.embedded.addresses import sockets_folder
from config.embedded.errors import ServicesCouldNotStop
from config.embedded.home import Home
from config.embedded.postgresql import Postgresql, forget_other_servers
from config.embedded.processes import processes_of, stop_server
from config.embedded.running import START_SECONDS
from config.embedded.sockets import remove_sockets_folder
from config.embedded.supervision import end_supervisor, find_supervisor, has_open
from config.embedded.valkey import Valkey

_STOP_SECONDS = 60.0


@dataclass(frozen=True)
class User:
    """A process that uses the services."""

    pid: int
    command: str


@dataclass(frozen=True)
class Status:
    """What is known of the services of one home. A version is None when that server does not answer."""

    home: Path
    sockets: Path
    logs: Path
    started_at: datetime | None
    postgresql_version: str | None
    valkey_version: str | None
    supervisor_pid: int | None
    users: list[User]

    @property
    def is_running(self) -> bool:
        """Whether both servers answer."""
        return self.postgresql_version is not None and self.valkey_version is not None

    @property
    def is_stopped(self) -> bool:
        """Whether neither answers."""
        return self.postgresql_version is None and self.valkey_version is None

    @property
    def sentence(self) -> str:
        """Whether they run, for a person."""
        if self.is_running:
            return f"The services have been running since {self.started_at:%Y-%m-%d %H:%M:%S %Z}."
        if self.is_stopped:
            return "The services do not run."
        return "The services run only in part; the next command that needs them repairs that."

    @property
    def details(self) -> list[tuple[str, str]]:
        """The rest, labelled."""
        return [
            ("PostgreSQL", self.postgresql_version or "does not answer"),
            ("Valkey", self.valkey_version or "does not answer"),
            ("home", str(self.home)),
            ("sockets", str(self.sockets)),
            ("logs", str(self.logs)),
            ("supervisor", str(self.supervisor_pid or "none")),
        ]


def status(home: Home) -> Status:
    """Ask both servers, and see who uses them."""
    forget_other_servers()
    facts = Postgresql(home).facts()
    supervisor = find_supervisor(home)
    return Status(
        home=home.path,
        sockets=sockets_folder(home),
        logs=home.logs,
        started_at=facts[1].astimezone(UTC) if facts else None,
        postgresql_version=facts[0] if facts else None,
        valkey_version=Valkey(home).version(),
        supervisor_pid=supervisor.pid if supervisor else None,
        users=list_users(home),
    )


def list_users(home: Home) -> list[User]:
    """Every process that holds the services, but the supervisor and this one."""
    supervisor = find_supervisor(home)
    aside = {os.getpid(), supervisor.pid if supervisor else None}
    processes = [process for process in psutil.process_iter() if process.pid not in aside]
    return [User(process.pid, _command(process)) for process in processes if _uses(process, home)]


def stop(home: Home) -> bool:
    """Stop both servers, whoever uses them. Returns whether there was anything to stop.

    Raises: ServicesCouldNotStop when something survives, or somebody else is changing what runs.
    """
    if not home.change_lock.exists():
        return False
    try:
        change = locks.acquire(home.change_lock, locks.EXCLUSIVE, START_SECONDS)
    except OSError as problem:
        raise ServicesCouldNotStop(home.cannot_write(problem)) from problem
    if change is None:
        raise ServicesCouldNotStop(f"Another process has been starting the services of {home.path} for too long.")
    try:
        return _stop_all(home)
    finally:
        os.close(change)


def _stop_all(home: Home) -> bool:
    servers = (Valkey(home), Postgresql(home))
    found = bool(find_supervisor(home)) or any(processes_of(server) for server in servers)
    end_supervisor(home, signal.SIGTERM, _STOP_SECONDS)
    end_supervisor(home)
    for server in servers:
        stop_server(server)
    remove_sockets_folder(home)
    return found


def _uses(process: psutil.Process, home: Home) -> bool:
    try:
        return has_open(process, home.users_lock)
    except (psutil.Error, OSError):
        return False


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return "(gone)"
