"""Valkey, which wakes workers. The database is the truth: what Valkey loses is found again by a sweeper.

So it saves now and then and when it stops, and a save that fails (a full disk) does not stop the work.
"""

import re
import signal
import socket
from pathlib import Path
from typing import ClassVar

from config.embedded.account import Account
from config.embedded.addresses import valkey_socket
from config.embedded.binaries import Binaries
from config.embedded.server import Server

_TIMEOUT_SECONDS = 3.0
_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "no",
    "dir": "./",
    "save": "300 1",
    "stop-writes-on-bgsave-error": "no",
    "appendonly": "no",
    "maxmemory": "256mb",
    "maxmemory-policy": "noeviction",
    "loglevel": "notice",
    "always-show-logo": "no",
}


class Valkey(Server):
    """The broker of one home."""

    title: ClassVar[str] = "Valkey"
    programs: ClassVar[frozenset[str]] = frozenset({"valkey-server"})
    farewell: ClassVar[tuple[tuple[signal.Signals, float], ...]] = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))

    @property
    def folder(self) -> Path:
        """Its folder in the home."""
        return self.home.path / "valkey"

    @property
    def sockets(self) -> tuple[Path, ...]:
        """One socket."""
        return (valkey_socket(self.home),)

    def answers(self) -> bool:
        """Whether it says PONG."""
        return self.ask("PING") == "+PONG"

    def version(self) -> str | None:
        """Its version, or None when it does not answer."""
        found = re.search(r"^valkey_version:(\S+)", self.ask("INFO server"), re.MULTILINE)
        return found[1] if found else None

    def ask(self, command: str) -> str:
        """The answer to one short command; empty when there is none."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(_TIMEOUT_SECONDS)
                connection.connect(str(valkey_socket(self.home)))
                connection.sendall(f"{command}\r\nQUIT\r\n".encode())
                with connection.makefile("rb") as stream:
                    return stream.read().decode(errors="replace").removesuffix("+OK\r\n").strip()
        except OSError:
            return ""

    def prepare(self, binaries: Binaries, account: Account, lock: int) -> None:  # noqa: ARG002 - the same for both
        """Its data folder."""
        account.make_folder(self.data)

    def command(self, binaries: Binaries, sockets: str) -> list[str]:
        """Valkey with one socket and no port."""
        socket_path = f"{sockets}/{valkey_socket(self.home).name}"
        options = [part for name, value in _SETTINGS.items() for part in (f"--{name}", value)]
        return [str(binaries.valkey), "--unixsocket", socket_path, *options]
