"""How long a thread waits for a client that sends or takes little."""

import socket
import time
from collections.abc import Iterator

import pytest

from config import web
from config.web import PatientSocket, Waiting

HERE, THERE = "192.0.2.1", "192.0.2.2"
Pair = tuple[PatientSocket, socket.socket]


@pytest.fixture
def waiting() -> Waiting:
    return Waiting(n_threads=4)


@pytest.fixture
def pair(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Ours, which waits for a tenth of a second, and the client's."""
    monkeypatch.setattr(web, "GRACE_SECONDS", 0.1)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield PatientSocket(ours, address=HERE, waiting=waiting), theirs


def test_what_is_there_is_read_at_once_and_the_end_is_nothing(pair: Pair):
    ours, theirs = pair
    theirs.sendall(b"GET /")
    assert ours.recv(100) == b"GET /"
    theirs.shutdown(socket.SHUT_WR)
    assert ours.recv(100) == b""


def test_who_sends_nothing_more_is_given_up(pair: Pair):
    ours, theirs = pair
    theirs.sendall(b"GET /")
    ours.recv(100)
    with pytest.raises(ConnectionResetError):
        ours.recv(100)


def test_who_has_sent_much_has_more_time(pair: Pair, monkeypatch: pytest.MonkeyPatch):
    ours, theirs = pair
    monkeypatch.setattr(web, "SLOWEST_BYTES_A_SECOND", 1_000)
    began = time.monotonic()
    ours.start_request()
    theirs.sendall(b"x" * 300)
    ours.recv(1_000)
    with pytest.raises(ConnectionResetError):
        ours.recv(100)
    assert time.monotonic() - began >= 0.4


def test_the_next_request_has_all_its_time(pair: Pair):
    ours, theirs = pair
    with pytest.raises(ConnectionResetError):
        ours.recv(100)
    ours.start_request()
    theirs.sendall(b"GET /")
    assert ours.recv(100) == b"GET /"


def test_who_takes_nothing_is_given_up(pair: Pair):
    ours, _ = pair
    with pytest.raises(ConnectionResetError):
        ours.sendall(b"x" * 10_000_000)


def test_of_one_address_half_of_the_threads_wait_at_most(waiting: Waiting, pair: Pair):
    ours, _ = pair
    assert [waiting.begin(HERE, web.select.POLLIN) for _ in range(3)] == [True, True, False]
    assert waiting.begin(THERE, web.select.POLLIN)
    with pytest.raises(ConnectionResetError):
        ours.recv(100)  # at once: it is one of too many
    waiting.end(HERE)
    assert waiting.begin(HERE, web.select.POLLIN)
