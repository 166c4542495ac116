"""Clients that send or take a byte now and then hold no thread for long, and never all of them."""

import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from config.processes import web_command
from config.web import GRACE_SECONDS
from tests.worker import ROOT, environment, until

HOST = "127.0.0.1"
HALF_A_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def port(db: None) -> Iterator[int]:
    """A server as `manage.py serve` runs it, with one process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = web_command(HOST, port, n_processes=1, n_threads=4)
    server = subprocess.Popen(command, cwd=ROOT, env=environment(), start_new_session=True)
    try:
        until(lambda: answers(port), what="the server answers")
        yield port
    finally:
        server.terminate()
        server.wait()


def connect(port: int) -> socket.socket:
    return socket.create_connection((HOST, port), timeout=60)


def answers(port: int) -> bool:
    """Whether somebody else is served."""
    try:
        with connect(port) as client:
            client.sendall(HALF_A_REQUEST + b"Connection: close\r\n\r\n")
            return client.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def test_forty_clients_that_never_finish_their_request_keep_nobody_from_an_answer(port: int):
    slow = [connect(port) for _ in range(40)]
    for client in slow:
        client.sendall(HALF_A_REQUEST)
    began = time.monotonic()
    assert all(answers(port) for _ in range(20))
    assert time.monotonic() - began < GRACE_SECONDS  # nobody waited until they were cut off
    assert {client.recv(1) for client in slow[4:]} == {b""}  # too many of one address at once: cut off
    for client in slow:
        client.close()
