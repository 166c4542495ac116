"""Who serves the reference work, each as equally many processes with a port of their own, and what they use.

A port each: otherwise the kernel may give one process all connections, and two servers with equally many processes
would not be equal.
"""

import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import executable

import psutil
from django.db import connection

from config.processes import Processes, choose_port, web_command
from tests.benchmarks import sqlite

HOST = "127.0.0.1"
FIRST_PORT = 8900
START_SECONDS = 60.0
SETTINGS = {
    "parley": "config.settings",
    "plain": "tests.benchmarks.settings_plain",
    "bare": "tests.benchmarks.settings_bare",
}


@dataclass(frozen=True)
class Server:
    """One way of serving: ports, and the processes behind them."""

    name: str
    ports: Sequence[int]
    processes: Sequence[psutil.Process]


def start_all(running: Processes, *, folder: Path, n_processes: int, rivals: bool) -> dict[str, Server]:
    """Parley, and beside it its rivals. Ready to answer when this returns."""
    commands = {"parley": django_command} | (
        {"plain": django_command, "bare": django_command, "datasette": datasette_command} if rivals else {}
    )
    if rivals:
        sqlite.copy_to_sqlite(folder / "reference.db")
        sqlite.write_metadata(folder / "metadata.json", "reference")
    found = {}
    port = FIRST_PORT
    for name, command in commands.items():
        ports = []
        for number in range(n_processes):
            port = choose_port(None, host=HOST, first=port + 1)
            running.start(f"{name}-{number}", command(name, port, folder))
            ports.append(port)
        pids = [running._running[f"{name}-{number}"].pid for number in range(n_processes)]
        found[name] = Server(name, ports, [psutil.Process(pid) for pid in pids])
    for server in found.values():
        wait_for(server.ports, running)
    return found


def django_command(name: str, port: int, folder: Path) -> list[str]:
    """As `manage.py serve` starts it, with one process a port."""
    environment = (f"DJANGO_SETTINGS_MODULE={SETTINGS[name]}", "PARLEY_RATE_PUBLIC=0")  # as fast as it can
    return [*web_command(HOST, port, n_processes=1), *(text for pair in environment for text in ("--env", pair))]


def datasette_command(name: str, port: int, folder: Path) -> list[str]:
    """The file opened as one that never changes, which is the fastest that Datasette has."""
    settings = {"max_returned_rows": 100_000, "sql_time_limit_ms": 20_000}
    given = [text for key, value in settings.items() for text in ("--setting", key, str(value))]
    files = ["-i", str(folder / "reference.db"), "-m", str(folder / "metadata.json")]
    return [executable, "-m", "datasette", "serve", *files, "-h", HOST, "-p", str(port), *given]


def wait_for(ports: Iterable[int], running: Processes) -> None:
    """Until something listens on each. Raises: ProcessEnded, TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    for port in ports:
        while not listens(port):
            running.check()
            if time.monotonic() > deadline:
                raise TimeoutError(f"nothing answers on port {port}")
            time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def database_server() -> psutil.Process:
    """The postmaster, whose children answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return psutil.Process(pid).parent()


def cpu_seconds(roots: Iterable[psutil.Process]) -> float:
    """Processor time of these processes and all below them, ended ones too, from /proc."""
    total = 0.0
    for root in roots:
        for process in [root, *root.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue  # ended between listing and asking; its parent counts it now
            total += times.user + times.system + times.children_user + times.children_system
    return total
