"""Bringing one server into service, whatever was left behind. Only the supervisor calls this."""

import os
import subprocess

from config.embedded import locks
from config.embedded.account import Account
from config.embedded.binaries import Binaries
from config.embedded.errors import ServicesCouldNotStart
from config.embedded.processes import stop_server
from config.embedded.server import Server, last_words, spawn
from config.embedded.sockets import listens, opened

START_SECONDS = 120.0
"""The longest a start may take; after a crash PostgreSQL first replays its log."""
ADOPT_SECONDS = 10.0
"""How long a server that is already there is given to answer before it is replaced."""


def ensure_running(server: Server, binaries: Binaries, account: Account) -> None:
    """Adopt the server that answers, else end what is left of it and start it.

    Raises: ServicesCouldNotStart, with the server's own last words.
    """
    server.folder.mkdir(mode=0o700, exist_ok=True)
    if locks.is_held(server.in_use_lock):
        locks.wait_until(lambda: server.answers() or not _may_answer_yet(server), ADOPT_SECONDS)
        if locks.is_held(server.in_use_lock) and server.answers():
            server.settle()
            return
    stop_server(server)
    _start(server, binaries, account)
    server.settle()


def _may_answer_yet(server: Server) -> bool:
    """Whether it lives and listens: PostgreSQL replaying its log does, but takes no query."""
    return locks.is_held(server.in_use_lock) and listens(server.sockets[0])


def _start(server: Server, binaries: Binaries, account: Account) -> None:
    lock = locks.acquire(server.in_use_lock, locks.EXCLUSIVE, seconds=5)
    if lock is None:
        raise ServicesCouldNotStart(f"{server.title} of {server.home.path} is being started by somebody else.")
    since = server.log.stat().st_size if server.log.exists() else 0
    try:
        for leftover in server.sockets:
            leftover.unlink(missing_ok=True)
        server.prepare(binaries, account, lock)
        with opened(server.sockets[0].parent) as sockets:
            child = spawn(server, binaries, account, lock=lock, sockets=sockets)
    finally:
        os.close(lock)
    _wait_for_answer(server, child, since)


def _wait_for_answer(server: Server, child: "subprocess.Popen[bytes]", since: int) -> None:
    locks.wait_until(lambda: server.answers() or child.poll() is not None, START_SECONDS)
    if child.poll() is not None or not server.answers():
        why = last_words(server.log, since=since)
        raise ServicesCouldNotStart(f"{server.title} did not start: {why} (more in {server.log})")
