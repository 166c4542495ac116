"""The web server, workers and beat on this machine, for `serve` and `demo`."""

import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from config import embedded
from config.metrics import shared_counts
from config.processes import (
    CannotListen,
    ProcessEnded,
    Processes,
    beat_command,
    choose_port,
    fetcher_command,
    raise_on_terminate,
    web_command,
    worker_command,
)

LAST_PORT = 65535
POLL_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is being served, and the processes that do it."""

    address: str
    processes: Processes

    def lines(self) -> list[tuple[str, str]]:
        """What is where: (name, address)."""
        return [
            ("Pages", f"{self.address}/"),
            ("API", f"{self.address}/api/v1/"),
            ("Docs", f"{self.address}/api/v1/docs/"),
            ("Admin", f"{self.address}/admin/"),
        ]

    def wait(self) -> None:
        """Until Ctrl-C or SIGTERM.

        Raises: CommandError where a process can't be kept running, or the embedded servers were stopped.
        """
        while True:
            try:
                self.processes.check()
            except ProcessEnded as problem:
                raise CommandError(str(problem)) from problem
            if not settings.OWN_SERVERS and not embedded.is_looked_after(settings.HOME):
                look_after_again(settings.HOME)
            time.sleep(POLL_SECONDS)


def look_after_again(home: embedded.Home) -> None:
    """Where their supervisor was killed, alone or with one of them, another takes over and starts what is missing.

    Raises: CommandError.
    """
    if embedded.status(home).is_stopped:
        raise CommandError(f"the servers of {home.path} were stopped; the next start starts them too")
    try:
        embedded.start(home).detach()
    except embedded.ServicesCouldNotStart as problem:
        raise CommandError(str(problem)) from problem


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "--port", type=port, metavar="N", help="port to listen at (default: 8000, or the next free one)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="network address to listen on (default: 127.0.0.1)"
    )


def port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) <= LAST_PORT:
        raise ArgumentTypeError(f"{written!r} is no port; it must be a number from 1 to {LAST_PORT}")
    return int(written)


@contextmanager
def serving(*, port: int | None, host: str, logs: Path | None = None) -> Iterator[Site]:
    """Runs all four until the block ends. Raises: CommandError where the web server can't listen."""
    raise_on_terminate()
    try:
        chosen = choose_port(port, host=host)
    except CannotListen as problem:
        raise CommandError(str(problem)) from problem
    with shared_counts(), Processes(folder=settings.BASE_DIR, logs=logs) as processes:
        processes.start("worker", worker_command())
        processes.start("fetcher", fetcher_command())
        processes.start("beat", beat_command())
        processes.start("web", web_command(host, chosen))
        shown = f"[{host}]" if ":" in host else host
        yield Site(address=f"http://{shown}:{chosen}", processes=processes)
