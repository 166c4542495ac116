"""What has to be there before a command runs: servers that answer, and a database with the current tables.

Called by `manage.py` and by the tests' start-up, never by importing settings. A database of the user's own is looked
at and never migrated unasked.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from config import embedded, tables

# Commands that work without a database, or ask for one themselves. All others, known or not, get one.
NEEDS_NO_DATABASE = frozenset(
    {
        "--help",
        "--version",
        "-h",
        "check",
        "check_catalog",
        "collectstatic",
        "compare_runs",
        "evaluate",
        "extract",
        "findstatic",
        "help",
        "makemigrations",
        "services",
        "spectacular",
        "startapp",
        "suggest_cues",
        "test",
        "train_extractor",
        "version",
    }
)
# Commands that look after the tables themselves.
MIGRATES_ITSELF = frozenset({"migrate", "showmigrations", "sqlmigrate", "pgtrigger", "dbshell"})
# Any constant of our own: the advisory lock under which a fresh database is migrated once.
MIGRATION_LOCK = 0x7061726C


class NotReady(Exception):
    """Something that the command needs is missing; the message says what to do, in a sentence."""


@contextmanager
def make_ready(command: str = "help", *options: str) -> Iterator[None]:
    """Servers and tables for as long as a command runs. Raises: NotReady."""
    is_without = command in NEEDS_NO_DATABASE or not {"-h", "--help"}.isdisjoint(options)
    with nullcontext() if is_without else database(command):
        try:
            yield
        except OperationalError as problem:  # its disk is full, say, or it was stopped
            if "--traceback" in options:
                raise
            raise NotReady(f"the database could not go on: {in_one_line(problem)}") from problem


@contextmanager
def database(command: str = "") -> Iterator[None]:
    """Servers, and their tables as this command needs them: current, but for those that look after them.

    Asked for by a command too that needs them for some of its arguments alone. Raises: NotReady.
    """
    with servers():
        if command not in MIGRATES_ITSELF:
            bring_up_to_date()
        elif command == "migrate":
            refuse_other_tables()
        yield


@contextmanager
def servers() -> Iterator[None]:
    """The user's own servers, or the embedded ones, started or attached to. Raises: NotReady."""
    if os.environ.get("DATABASE_URL", "").strip():
        yield
        return
    try:
        home = embedded.Home.from_environment()
        embedded.secret_key(home)
        attachment = embedded.start(home)
    except embedded.ServicesCouldNotStart as problem:
        raise NotReady(str(problem)) from problem
    with attachment:
        yield


def bring_up_to_date() -> None:
    """Migrates the embedded database; says what to run where the database is the user's own.

    Raises: NotReady where that database is not at the current migrations, and as `told` does.
    """
    with told():
        if tables.are_current():
            return
        if settings.OWN_SERVERS:
            raise NotReady("the database at DATABASE_URL is not at the current migrations; run: manage.py migrate")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            if not tables.are_current():  # another process may have done it while this one waited
                call_command("migrate", verbosity=0, interactive=False)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def refuse_other_tables() -> None:
    """Before `migrate`, which would find nothing to do, or fail. Raises: as `told` does."""
    with told():
        tables.refuse_where_none_may_be_made()


@contextmanager
def told() -> Iterator[None]:
    """Raises: NotReady where the database does not answer, or nothing leads from its tables to those of this code."""
    django.setup()
    try:
        yield
    except tables.NotTheseTables as problem:
        raise NotReady(str(problem)) from problem
    except OperationalError as problem:
        where = " at DATABASE_URL" if settings.OWN_SERVERS else ""
        raise NotReady(f"the database{where} does not answer: {in_one_line(problem)}") from problem


def in_one_line(problem: Exception) -> str:
    """PostgreSQL's words take several."""
    return " ".join(str(problem).split())
