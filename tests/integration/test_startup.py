"""What a command does before it runs: servers up, tables current; a database of the user's own is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.worker import environment

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def own_database(db):
    """An empty database, as a user's own would be before anything was set up in it."""
    name = "own_" + str(os.getpid())
    parameters = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    parameters = {k: v for k, v in parameters.items() if k in {"host", "port", "user", "password", "dbname"}}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield environment() | {"DATABASE_URL": environment()["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"}
        # Without force, which may not end the server's own cleaning; that ends by itself when a database is to go.
        server.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    "command",
    [("load_catalog", "x.yaml"), ("suggest_cues", "--negotiation", "x"), ("compare_runs", "x", "README.md")],
    ids=lambda command: command[0],
)
def test_a_database_of_the_users_own_is_never_migrated_unasked(own_database, command):
    told = manage(*command, **own_database)
    assert told.returncode == 1
    assert "manage.py migrate" in told.stderr
    assert "Traceback" not in told.stderr
    with psycopg.connect(own_database["DATABASE_URL"]) as server:
        assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_catalog_is_tried_on_articles_without_a_database(own_database):
    """The database is not at the migrations, which is told of every command that asks it anything."""
    case = ROOT / "positions/cases/ukraine-peace-talks"
    told = manage("check_catalog", str(case / "catalog.yaml"), "--articles", str(case / "articles"), **own_database)
    assert (told.returncode, told.stderr) == (0, "")
    assert "What each cue matches" in told.stdout


def test_a_database_of_the_users_own_is_migrated_when_asked(own_database):
    assert manage("migrate", "--verbosity", "0", **own_database).returncode == 0
    assert "x.yaml" in manage("load_catalog", "x.yaml", **own_database).stderr


def test_a_database_left_between_two_versions_is_told_in_a_sentence(own_database):
    with psycopg.connect(own_database["DATABASE_URL"]) as server:
        server.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)")
        server.execute("INSERT INTO django_migrations (app, name) VALUES ('positions', '0001_initial')")
    for command in ("migrate", "serve"):
        told = manage(command, **own_database)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr.startswith("parley: the database has 1 of the 29 migrations")
        assert "Traceback" not in told.stderr


def test_a_database_of_a_newer_copy_is_told_in_a_sentence_and_not_written_to(own_database):
    assert manage("migrate", "--verbosity", "0", **own_database).returncode == 0
    with psycopg.connect(own_database["DATABASE_URL"]) as server:
        server.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES"
            " ('positions', '9999_of_next_year', now()), ('sold', '0001_initial', now())"
        )
    for command in ("migrate", "load_catalog"):
        told = manage(command, **own_database)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr.startswith("parley: the database is newer than this copy of Parley")
        assert "9999_of_next_year" in told.stderr


def test_a_database_whose_migrations_may_not_be_read_is_told_in_a_sentence(own_database):
    with psycopg.connect(own_database["DATABASE_URL"]) as server:
        server.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)")
        server.execute("REVOKE ALL ON django_migrations FROM current_user")
    for command in ("migrate", "serve"):
        told = manage(command, **own_database)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr.startswith("parley: the database does not say which migrations it has: permission denied")
        assert "Traceback" not in told.stderr


def test_a_user_who_may_not_make_tables_is_told_in_a_sentence(own_database):
    with psycopg.connect(own_database["DATABASE_URL"]) as server:  # of the owner, as PostgreSQL has it of all others
        server.execute("ALTER DATABASE " + server.info.dbname + " SET search_path = pg_catalog")
    told = manage("migrate", **own_database)
    assert (told.returncode, told.stdout) == (1, "")
    assert "may not make tables" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_database_that_does_not_have_all_letters_is_told_in_a_sentence(own_database):
    name = own_database["DATABASE_URL"].rsplit("/", 1)[1]
    with psycopg.connect(own_database["DATABASE_URL"].removesuffix(name) + "postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}")
        server.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    told = manage("migrate", **own_database)
    assert (told.returncode, told.stdout) == (1, "")
    assert "the database is in the encoding SQL_ASCII" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"REDIS_URL": ""}, "both DATABASE_URL and REDIS_URL"),
        ({"PARLEY_SECRET_KEY": ""}, "PARLEY_SECRET_KEY is not set"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "at DATABASE_URL does not answer"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "mysql://here/there"}, "PostgreSQL"),
        ({"DATABASE_URL": "postgresql://parley:a/b@127.0.0.1/none"}, "DATABASE_URL can't be read"),
        ({"DATABASE_URL": "postgresql://parley@127.0.0.1:port/none"}, "DATABASE_URL can't be read"),
        ({"REDIS_URL": "127.0.0.1"}, "REDIS_URL can't be read"),
        ({"REDIS_URL": "amqp://127.0.0.1/0"}, "REDIS_URL can't be read"),
        ({"REDIS_URL": "redis://127.0.0.1:port/0"}, "REDIS_URL can't be read"),
        ({"REDIS_URL": "redis://127.0.0.1/first"}, "REDIS_URL can't be read"),
        ({"PARLEY_DEBUG": "perhaps"}, "PARLEY_DEBUG"),
        ({"PARLEY_LOG_LEVEL": "loud"}, "PARLEY_LOG_LEVEL"),
        ({"PARLEY_STALE_AFTER_DAYS": "soon"}, "PARLEY_STALE_AFTER_DAYS"),
    ],
    ids=str,
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(db, wrong, said):
    told = manage("load_catalog", "x.yaml", **environment() | wrong)
    assert told.returncode == 1
    (sentence,) = told.stderr.splitlines()
    assert said in sentence


def test_what_stands_between_commas_may_have_spaces_around_it():
    asked = "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)"
    lists = {"PARLEY_HOSTS": "a.example, b.example", "PARLEY_ORIGINS": "https://a.example , https://b.example,"}
    told = manage("shell", "-v", "0", "-c", asked, **environment() | lists)
    assert told.stdout.strip() == "['a.example', 'b.example'] ['https://a.example', 'https://b.example']", told.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("extract", "--catalog", "none.yaml", "none.txt"), 1),
        (("suggest_cues", "--catalog", "none.yaml", "--articles", "none", "--gold", "none"), 1),
        (("compare_runs", "README.md", "LICENSE"), 1),
        (("load_catalog", "--help"), 0),
    ],
    ids=lambda part: str(part[0]) if isinstance(part, tuple) else "",
)
def test_what_needs_no_database_starts_no_server(tmp_path, command, status):
    told = manage(*command, PARLEY_HOME=str(tmp_path / "home"), DATABASE_URL="", REDIS_URL="", PARLEY_SECRET_KEY="")
    assert (told.returncode, "Traceback" in told.stderr) == (status, False), told.stderr
    assert not (tmp_path / "home").exists()
    assert settings.HOME.path != tmp_path / "home"


def test_in_a_home_that_leads_nowhere_nothing_runs(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    told = manage("services", "status", PARLEY_HOME=str(tmp_path / "loop/home"), DATABASE_URL="", REDIS_URL="")
    assert (told.returncode, told.stderr) == (3, "")


@pytest.mark.parametrize("command", [("services", "status"), ("load_catalog", "x.yaml"), ("serve",)], ids=" ".join)
def test_a_home_of_nobody_is_said_in_a_sentence_and_not_made_here(command):
    told = manage(*command, PARLEY_HOME="~no-such-user/home", DATABASE_URL="", REDIS_URL="", PARLEY_SECRET_KEY="")
    assert not (ROOT / "~no-such-user").exists()
    assert (told.returncode, told.stderr) == (
        1, "parley: PARLEY_HOME is ~no-such-user/home, and there is no such user: write its whole path.\n"
    )  # fmt: skip


@pytest.mark.parametrize("below", ["", "a/home"])
@pytest.mark.parametrize("command", [("load_catalog", "x.yaml"), ("serve",), ("demo", "--once")], ids=" ".join)
def test_a_home_that_is_no_folder_is_said_in_a_sentence(tmp_path, below, command):
    (tmp_path / "file").touch()
    home = tmp_path / "file" / below
    told = manage(*command, PARLEY_HOME=str(home), DATABASE_URL="", REDIS_URL="", PARLEY_SECRET_KEY="")
    assert told.returncode == 1
    assert f"Parley cannot write in {home} (" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_home_that_is_no_folder_runs_no_services(tmp_path):
    (tmp_path / "file").touch()
    for action, status in (("status", 3), ("stop", 0)):
        told = manage("services", action, PARLEY_HOME=str(tmp_path / "file" / "home"), DATABASE_URL="", REDIS_URL="")
        assert (told.returncode, "Traceback" in told.stderr) == (status, False), told.stderr


def test_a_reader_that_stops_reading_gets_no_stack_trace():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        command = [sys.executable, "manage.py", "help"]
        done = subprocess.run(command, cwd=ROOT, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_full_disk_under_the_output_is_said_in_a_sentence():
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "manage.py", "help"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.stderr, done.returncode) == ("parley: there is no room left where this writes; make some.\n", 1)


def test_closed_streams_stop_no_command():
    command = ["sh", "-c", '"$0" manage.py version <&- >&-', sys.executable]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


def test_what_goes_to_a_closed_standard_error_is_not_put_into_the_output():
    write = "import sys, django.core.management as m; m.execute_from_command_line = lambda _: print(1, file=sys.stderr)"
    run = f"{write}; import runpy; sys.argv = ['manage.py', 'help']; runpy.run_path('manage.py', run_name='__main__')"
    command = ["sh", "-c", '"$0" -c "$1" 2>&-', sys.executable, run]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.stdout, done.returncode) == (b"", 0)


def test_ctrl_c_while_modules_are_read_leaves_no_stack_trace(tmp_path):
    (tmp_path / "django.py").write_text("raise KeyboardInterrupt")
    told = manage("help", PYTHONPATH=str(tmp_path))
    assert (told.stderr, told.returncode) == ("", 130)


FAILING = "from django.db import connection as c; c.cursor().execute('SET statement_timeout = 1; SELECT pg_sleep(9)')"


def test_a_database_that_fails_under_a_command_is_told_in_a_sentence(db):
    told = manage("shell", "-v", "0", "-c", FAILING, **environment())
    assert told.returncode == 1
    (sentence,) = told.stderr.splitlines()
    assert sentence.startswith("parley: the database could not go on: canceling statement")


def test_whoever_asks_for_the_trace_of_a_failing_database_gets_it(db):
    told = manage("shell", "-v", "0", "--traceback", "-c", FAILING, **environment())
    assert "Traceback" in told.stderr
    assert "OperationalError: canceling statement" in told.stderr


def test_a_name_longer_than_any_file_has_is_no_file(db):
    told = manage("compare_runs", "x" * 300, "README.md", **environment())
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.endswith("”, and no such file.\n")
    assert "Traceback" not in told.stderr
