"""The processes of one machine: web server, worker, fetcher and beat, run as children and stopped together.

Weighed: honcho and circus. What is needed is to start a few commands, to start again one that is killed, and to leave
none behind when this process is killed, which the first does not do and the second needs a daemon for.
"""

import ctypes
import errno
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

PR_SET_PDEATHSIG = 1  # prctl(2): the signal a child gets when its parent dies
# After a polite request each process has this long, in seconds, before it is killed.
GRACE_SECONDS = 15.0
# One that ends sooner than this after its start would only do so again. Unit: seconds.
SOON_SECONDS = 10.0
logger = logging.getLogger("parley.processes")


class CannotListen(Exception):
    """The web server can't listen where it was asked to; the message says why."""


class ProcessEnded(Exception):
    """A process ended as soon as it was started; the message says which, how, and where its last words are."""


def choose_port(asked: int | None, *, host: str, first: int = 8000) -> int:
    """The port asked for, else the first free one from `first` on. Raises: CannotListen."""
    if asked is not None:
        if not _is_free(host, asked):
            raise CannotListen(f"port {asked} on {host} is taken; choose another with --port")
        return asked
    for port in range(first, first + 100):
        if _is_free(host, port):
            return port
    raise CannotListen(f"no port from {first} to {first + 99} on {host} is free; name one with --port")


def _is_free(host: str, port: int) -> bool:
    """False where something else listens there. Raises: CannotListen where nothing could."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, TypeError) as problem:
            if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
                return False
            reason = getattr(problem, "strerror", None) or "it is no name of a host"
            raise CannotListen(f"nothing can listen on {host}, port {port}: {reason}") from problem
    return True


def web_command(host: str, port: int, *, n_processes: int = 2, n_threads: int = 4) -> list[str]:
    """gunicorn with a few threads a process, so that a slow client does not hold a process."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", address, "--no-control-socket"),
        *("--worker-class", "config.web.PatientWorker"),
        *("--workers", str(n_processes), "--threads", str(n_threads), "--graceful-timeout", "10"),
        *("--log-level", "warning"),
        *("--limit-request-line", "8190"),  # the longest that it takes: some four hundred targets by name
    ]


def worker_command(*, n_processes: int = 1) -> list[str]:
    """A Celery worker that extracts; each of its processes holds a language model of its own."""
    return [*celery_worker("extract", "extract,extract-feeds"), "--concurrency", str(n_processes)]


def fetcher_command(*, n_threads: int = 8) -> list[str]:
    """A Celery worker for what waits for others: threads, since each spends its time waiting for a site."""
    queues = "beat,celery,changes,downloads,fetch,fetch-feeds"
    return [*celery_worker("fetch", queues), "--pool", "threads", "--concurrency", str(n_threads)]


def celery_worker(name: str, queues: str) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--hostname", f"{name}@%h"),
        *("--queues", queues, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
    ]


def beat_command() -> list[str]:
    """Celery's clock, which wakes the sweeper."""
    return [sys.executable, "-m", "celery", "--quiet", "-A", "config", "beat", "--loglevel", "WARNING"]


@dataclass(frozen=True)
class Child:
    """A process that runs, and how it was started, at an instant of the monotonic clock."""

    command: list[str]
    process: subprocess.Popen[bytes]
    started_at: float


class Processes:
    """Children that start together and stop together: at the end of the `with` block, or when this process dies."""

    def __init__(self, *, folder: Path, logs: Path | None = None) -> None:
        """`folder`: where they run. `logs`: a folder for their output; without it they write where this one does."""
        self.folder = folder
        self.logs = logs
        self._running: dict[str, Child] = {}

    def start(self, name: str, command: list[str]) -> None:
        log = self._log(name)
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches this process alone, which stops the others in order
            preexec_fn=_die_with_parent(),  # noqa: PLW1509 - no threads run here
        )
        self._running[name] = Child(command, process, started_at=time.monotonic())
        if log is not None:
            log.close()

    def check(self) -> None:
        """Starts again what has ended. Raises: ProcessEnded where that was soon after its start."""
        for name, child in list(self._running.items()):
            status = child.process.poll()
            if status is None:
                continue
            where = f"; see {self.logs / name}.log" if self.logs else ""
            ended = f"the {name} process ended with status {status}{where}"
            if time.monotonic() - child.started_at < SOON_SECONDS:
                raise ProcessEnded(ended)
            logger.error("%s; it is started again", ended)
            self.start(name, child.command)

    def stop(self) -> None:
        """Asks each to end, and kills what has not after the grace."""
        processes = [child.process for child in self._running.values()]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _log(self, name: str) -> IO[bytes] | None:
        if self.logs is None:
            return None
        self.logs.mkdir(parents=True, exist_ok=True)
        return (self.logs / f"{name}.log").open("ab" if name in self._running else "wb")


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, a hook that makes a child get SIGTERM when this process dies, even of `kill -9`."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def raise_on_terminate() -> None:
    """SIGTERM ends this process as Ctrl-C does, so that what it started is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
