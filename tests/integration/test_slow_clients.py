"""Clients that send or take a byte now and then hold no thread for long, and never all of them."""

import socket
import time
from collections.abc import Iterator

import pytest

from config.web import GRACE_SECONDS
from tests.webserver import HOST, is_alive, running_web

HALF_A_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def port(db: None) -> Iterator[int]:
    with running_web() as port:
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection((HOST, port), timeout=60)


def test_forty_clients_that_never_finish_their_request_keep_nobody_from_an_answer(port: int):
    slow = [connect(port) for _ in range(40)]
    for client in slow:
        client.sendall(HALF_A_REQUEST)
    began = time.monotonic()
    assert all(is_alive(port) for _ in range(20))
    assert time.monotonic() - began < GRACE_SECONDS  # nobody waited until they were cut off
    assert {client.recv(1) for client in slow[4:]} == {b""}  # too many of one address at once: cut off
    for client in slow:
        client.close()
