"""PostgreSQL: making its data folder, running it, and the database `parley` in it.

Who may connect: the sockets' folder is ours alone, and by peer authentication only the user who owns the home is let
in, as `parley` (owner of the database, may create test databases) or as the superuser `postgres`.
"""

import os
import shutil
import signal
import subprocess
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import psycopg
from psycopg import pq

from config.embedded.account import Account, own_name
from config.embedded.addresses import DATABASE, sockets_folder
from config.embedded.binaries import POSTGRESQL_MAJOR, Binaries
from config.embedded.errors import ServicesCouldNotStart
from config.embedded.server import Server, here, last_words, surroundings

_SUPERUSER = "postgres"
_PORT = 5432  # part of the socket's name; nothing listens on the network
_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
# The C.UTF-8 of PostgreSQL itself: the same order and the same upper case on every machine, whatever its libraries.
_INITDB = (
    f"--username={_SUPERUSER}", "--auth=peer", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8", "--no-instructions",
)  # fmt: skip
_CLIENTS = "local all all peer map=parley\n"


def forget_other_servers() -> None:
    """Take what a person's shell says of another PostgreSQL (PGPORT, PGHOSTADDR, PGSERVICE, …) from this process.

    libpq fills in with it whatever an address leaves open. Then a server that runs would be looked for elsewhere, found
    not to answer, and be replaced under those who use it.
    """
    for option in pq.Conninfo.get_defaults():
        if option.envvar:
            os.environ.pop(option.envvar.decode(), None)


class Postgresql(Server):
    """The database server of one home."""

    title: ClassVar[str] = "PostgreSQL"
    programs: ClassVar[frozenset[str]] = frozenset({"postgres", "initdb"})
    farewell: ClassVar[tuple[tuple[signal.Signals, float], ...]] = (
        (signal.SIGINT, 30.0),
        (signal.SIGQUIT, 5.0),
        (signal.SIGKILL, 5.0),
    )

    @property
    def folder(self) -> Path:
        """Its folder in the home."""
        return self.home.path / "postgresql"

    @property
    def sockets(self) -> tuple[Path, ...]:
        """The socket and its lock file."""
        name = f".s.PGSQL.{_PORT}"
        return (sockets_folder(self.home) / name, sockets_folder(self.home) / f"{name}.lock")

    def answers(self) -> bool:
        """Whether it runs a query; a superuser's connection is kept free even when all others are taken."""
        try:
            with self.connect() as connection:
                connection.execute("select 1")
        except psycopg.Error:
            return False
        return True

    def facts(self) -> tuple[str, datetime] | None:
        """Its version and the instant it was started, or None when it does not answer."""
        try:
            with self.connect() as connection:
                query = "select current_setting('server_version'), pg_postmaster_start_time()"
                return connection.execute(query).fetchone()
        except psycopg.Error:
            return None

    def connect(self) -> "psycopg.Connection[tuple[str, datetime]]":
        """A superuser's connection, each statement its own transaction."""
        return psycopg.connect(
            host=str(sockets_folder(self.home)), port=_PORT, user=_SUPERUSER, dbname="postgres", connect_timeout=3,
            autocommit=True,
        )  # fmt: skip

    def prepare(self, binaries: Binaries, account: Account, lock: int) -> None:
        """A data folder of the right version, made now if need be, free of a dead server's traces."""
        if not self.data.exists():
            self._initialise(binaries, account, lock)
        self._check_version()
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # we hold the lock: whatever it names is not ours
        for name, content in (("pg_hba.conf", _CLIENTS), ("pg_ident.conf", self._users())):
            (self.data / name).unlink(missing_ok=True)
            (self.data / name).write_text(content)
            account.own(self.data / name)

    def command(self, binaries: Binaries, sockets: str) -> list[str]:
        """The server with our settings, which win over its files."""
        settings = {**_SETTINGS, "unix_socket_directories": sockets}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries.postgres), "-D", here(self.data), *options]

    def settle(self) -> None:
        """The role and its database."""
        try:
            self._make_database()
        except psycopg.Error as problem:
            raise ServicesCouldNotStart(f"PostgreSQL could not make the database {DATABASE}: {problem}") from problem

    def _make_database(self) -> None:
        with self.connect() as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [DATABASE]).fetchone():
                connection.execute(f"create role {DATABASE} login createdb")
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE} owner {DATABASE}")

    def _initialise(self, binaries: Binaries, account: Account, lock: int) -> None:
        """Make the data folder under another name, then rename: it is whole or absent."""
        draft = self.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        account.make_folder(draft)
        with self.log.open("ab") as log:
            made = subprocess.run(  # noqa: S603 - our own program
                [str(binaries.initdb), "-D", here(draft), *_INITDB], check=False, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, pass_fds=[lock], start_new_session=True, **surroundings(draft, account),
            )  # fmt: skip
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise ServicesCouldNotStart(
                f"PostgreSQL could not make its data folder {self.data}: {last_words(self.log)} (more in {self.log})"
            )
        draft.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(POSTGRESQL_MAJOR):
            raise ServicesCouldNotStart(
                f"The database in {self.data} was made by PostgreSQL {found}, and this Parley runs PostgreSQL "
                f"{POSTGRESQL_MAJOR}; nothing was changed. Write it out with the Parley that made it (pg_dump) and "
                f"read it in here, or move {self.folder} away to begin with an empty database."
            )

    def _users(self) -> str:
        name = own_name().replace('"', '""')
        return f'parley "{name}" {DATABASE}\nparley "{name}" {_SUPERUSER}\n'
