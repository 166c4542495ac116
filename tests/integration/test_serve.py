"""`manage.py serve` answers, says what stands in its way, and leaves nothing behind however it ends."""

import signal
import socket

import httpx
import psutil
import pytest

from config import embedded
from tests.homes import start
from tests.worker import until


def test_an_explicit_port_that_is_taken_is_an_error(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(home, "demo", "--once", "--port", str(port))
        _, errors = process.communicate(timeout=120)
    assert process.returncode != 0
    assert f"port {port} on 127.0.0.1 is taken" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_serve_answers_and_leaves_no_process_behind(home, end):
    process = start(home, "serve")
    address = ""
    while "/api/v1/" not in address:
        address = process.stdout.readline()
        assert address, process.stderr.read()
    api = address.split()[-1]
    until(lambda: answers(api + "negotiations/"), what="the API")
    refused = httpx.get(f"{api}negotiations/?ordering=" + "x" * 10_000)
    assert (refused.status_code, refused.headers["content-type"]) == (414, "application/problem+json")
    assert refused.json()["status"] == 414
    assert "ask in parts, with the same valid_on and known_at" in refused.json()["detail"]
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 4
    # Whoever writes to a mapped file of a full disk is ended by SIGBUS.
    mapped = {file.path for process in family for file in process.memory_maps()}
    assert [path for path in mapped if path.startswith(str(home.path))] == []
    assert [path for path in mapped if path.endswith(".db")] != []
    process.send_signal(end)
    process.communicate(timeout=60)
    until(lambda: not psutil.wait_procs(family, timeout=0)[1], what="the children's end")
    until(lambda: not embedded.status(home).is_running, what="the servers' end")


def test_serve_ends_when_its_servers_are_stopped_under_it(home):
    process = start(home, "serve")
    line = ""
    while "Ctrl-C" not in line:
        line = process.stdout.readline()
        assert line, process.stderr.read()
    embedded.stop(home)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "were stopped; the next start starts them too" in errors


@pytest.mark.parametrize("with_it", [[], ["valkey-server"]], ids=["alone", "with Valkey"])
def test_serve_has_its_servers_looked_after_again_when_their_supervisor_is_killed(home, with_it):
    process = start(home, "serve")
    line = ""
    while "Ctrl-C" not in line:
        line = process.stdout.readline()
        assert line, process.stderr.read()
    killed = embedded.status(home).supervisor_pid
    servers = [child for child in psutil.Process(killed).children() if child.name() in with_it]
    assert len(servers) == len(with_it)
    for ended in (psutil.Process(killed), *servers):
        ended.kill()
    until(lambda: embedded.status(home).supervisor_pid not in {None, killed}, what="another supervisor")
    until(lambda: embedded.status(home).is_running, what="both servers")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    until(lambda: not embedded.status(home).is_running, what="the servers' end")


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False
