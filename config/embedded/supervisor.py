"""The supervisor: one small process per home that starts both servers and stops them when nobody uses them any more.

It is started by the first user (`attachment`), in a session of its own, so that no terminal's Ctrl-C reaches it, and
it waits for the exclusive side of the users' lock, which the kernel grants when the last user is gone, even by
`kill -9`. It keeps nothing that matters: when it is killed, the next start makes a new one, which adopts the servers
that answer and restarts those that don't. A server that dies while there are users is started again. A start that
fails leaves the servers that it found as they are, under users who may need nothing else.

Run as `python -m config.embedded HOME READY CHANGE` with two descriptors: a pipe that gets "ready" or the
sentence why not, and the change lock, held until then even if the process that started us is killed meanwhile.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import psutil

from config.embedded import locks
from config.embedded.account import servers_account
from config.embedded.binaries import find_binaries
from config.embedded.errors import ServicesCouldNotStart, ServicesCouldNotStop
from config.embedded.home import Home
from config.embedded.logs import keep_bounded
from config.embedded.postgresql import Postgresql
from config.embedded.processes import end_all, heads_of, stop_server
from config.embedded.running import ensure_running
from config.embedded.server import Server
from config.embedded.sockets import make_sockets_folder, remove_sockets_folder
from config.embedded.supervision import end_supervisor
from config.embedded.valkey import Valkey

READY = "ready"
LINGER_SECONDS = 1.5
"""How long the servers outlive the last user, so that commands in a row don't stop and start them each time."""
TICK_SECONDS = 0.25
"""How often the supervisor looks at users, servers and logs."""


class Supervisor:
    """The servers of one home, from the first user to the last."""

    def __init__(self, home: Home, own_lock: int) -> None:
        self.home = home
        self.own_lock = own_lock
        self.servers: tuple[Server, ...] = (Postgresql(home), Valkey(home))
        self.found: dict[Server, list[psutil.Process]] = {server: heads_of(server) for server in self.servers}
        self.processes = dict(self.found)

    def find_problem_starting(self) -> str | None:
        """Start, and put what goes wrong into a sentence."""
        try:
            # Written over what is there, for which a full disk has room.
            os.ftruncate(self.own_lock, os.pwrite(self.own_lock, str(os.getpid()).encode(), 0))
            self.start()
        except (ServicesCouldNotStart, ServicesCouldNotStop) as problem:
            return str(problem)
        except OSError as problem:
            return self.home.cannot_write(problem)
        return None

    def start(self) -> None:
        """Bring up whatever does not answer.

        Raises: ServicesCouldNotStart.
        """
        account = servers_account()
        binaries = find_binaries(account)
        make_sockets_folder(self.home, account)
        for server in self.servers:
            ensure_running(server, binaries, account)
            self.processes[server] = heads_of(server)

    def give_up_starting(self) -> None:
        """Stop what we started. What ran before us others use: that is all we look after from now on."""
        for server in reversed(self.servers):
            if heads_of(server) != self.found[server]:
                self._stop(server)
        self.servers = tuple(server for server in self.servers if heads_of(server))

    def watch(self) -> None:
        """Return when the servers are to be stopped: nobody uses them, or the home is gone."""
        idle_since: float | None = None
        while self._home_is_there():
            users_gone = not locks.is_held(self.home.users_lock)
            idle_since = (idle_since or time.monotonic()) if users_gone else None
            if idle_since and time.monotonic() - idle_since >= LINGER_SECONDS and self._close_to_users():
                return
            self._look_after_servers()
            time.sleep(TICK_SECONDS)

    def stop(self) -> None:
        """Stop both servers and remove what is not to last."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for server in reversed(self.servers):
            self._stop(server)
        locks.wait_until(_has_no_children, seconds=1)
        if self._home_is_there():  # else the sockets may be a successor's by now
            remove_sockets_folder(self.home)

    def _stop(self, server: Server) -> None:
        try:
            if self._home_is_there():
                stop_server(server)
            else:
                end_all(self.processes.get(server, []), server)
        except ServicesCouldNotStop as problem:
            _note(str(problem))

    def _home_is_there(self) -> bool:
        """Whether our home is where it was: not deleted, not moved."""
        return locks.still_names(self.home.supervisor_lock, self.own_lock)

    def _close_to_users(self) -> bool:
        """Take the users' lock for good: who comes now waits until we are gone, then starts anew."""
        return locks.acquire(self.home.users_lock, locks.EXCLUSIVE) is not None

    def _look_after_servers(self) -> None:
        keep_bounded(self.home.logs)
        if all(locks.is_held(server.in_use_lock) for server in self.servers):
            return
        _note("a server is gone, starting it again")
        self.start()


def supervise(home: Home, ready: int, change: int) -> None:
    """Start, report, watch, stop."""
    end_supervisor(home)
    own_lock = locks.acquire(home.supervisor_lock, locks.EXCLUSIVE, seconds=10)
    if own_lock is None:
        _report(ready, f"The services of {home.path} are run from another container or machine.")
        return
    supervisor = Supervisor(home, own_lock)
    signal.signal(signal.SIGTERM, _leave)
    try:
        problem = supervisor.find_problem_starting()
        if problem:
            supervisor.give_up_starting()
        if not supervisor.servers:
            supervisor.stop()
        _report(ready, problem or READY)
        os.close(change)
        if supervisor.servers:
            supervisor.watch()
    except (ServicesCouldNotStart, OSError) as problem:
        _note(f"the services end: {problem}")
    finally:
        supervisor.stop()


def main() -> None:
    """Leave the process that started us, so that it need not wait for us, then work."""
    home, ready, change = Home(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    if os.fork():
        os._exit(0)
    for descriptor in (ready, change):
        os.set_inheritable(descriptor, False)  # noqa: FBT003 - its only form
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    os.umask(0o077)
    supervise(home, ready, change)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """On SIGTERM: leave from wherever we are, by way of stopping the servers."""
    raise SystemExit


def _has_no_children() -> bool:
    """Reap the servers that ended, so that nobody sees them as defunct when we are gone."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
        return False
    return True


def _report(ready: int, sentence: str) -> None:
    """To whoever started us, if it still listens."""
    with contextlib.suppress(OSError):
        os.write(ready, sentence.encode())
        os.close(ready)


def _note(text: str) -> None:
    """Into the supervisor's log, if the disk has room."""
    with contextlib.suppress(OSError):
        os.write(sys.stderr.fileno(), f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n".encode())
