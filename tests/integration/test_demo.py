"""The demo does the product's job once, in a home of its own; twice doubles nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from config import embedded
from tests.worker import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path):
    """A fresh PARLEY_HOME whose servers are gone at the end."""
    home = embedded.Home(tmp_path / "a home")
    yield home
    embedded.stop(home)


def start(home: embedded.Home, *arguments: str) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "PARLEY_SECRET_KEY"}}
    return subprocess.Popen(
        # Tests that were started in the background ignore Ctrl-C, and so would their children but for env.
        ["env", "--default-signal=INT", sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**env, "PARLEY_HOME": str(home.path), "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def counts(output: str) -> list[str]:
    """The lines that say how much there is: cells with a stance, and suggestions with how sure they are."""
    return [line for line in output.splitlines() if re.search(r"supports|opposes|undecided \(|\d+%", line)]


def test_the_demo_prints_the_comparison_and_what_waits_and_twice_is_the_same(home):
    first, second = (start(home, "demo", "--once").communicate(timeout=240) for _ in range(2))
    output, errors = first
    assert "Traceback" not in errors
    for word in ("Russia", "Ukraine", "United States", "opposes (demand)", "undecided", "acceptance", "RED LINE"):
        assert word in output
    assert "predicted" in output
    assert counts(output) == counts(second[0]) != []


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
    api = address.split()[-1]
    until(lambda: answers(api + "negotiations/"), what="the API")
    refused = httpx.get(f"{api}negotiations/?ordering=" + "x" * 10_000)
    assert (refused.status_code, refused.headers["content-type"]) == (414, "application/problem+json")
    assert refused.json()["status"] == 414
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 4
    process.send_signal(end)
    process.communicate(timeout=60)
    until(lambda: not psutil.wait_procs(family, timeout=0)[1], what="the children's end")
    until(lambda: not embedded.status(home).is_running, what="the servers' end")


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False
