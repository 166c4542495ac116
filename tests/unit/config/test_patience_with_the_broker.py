"""How long a request waits for a broker that is down or silent. What it would have woken, the sweeper finds."""

import socket
import time
from collections.abc import Iterator

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from config import patience


@pytest.fixture
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Of one that takes connections and says nothing, or of nobody."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if request.param == "silent":
            silent.listen()
        yield int(silent.getsockname()[1])


@pytest.mark.parametrize("port", ["silent", "down"], indirect=True)
def test_a_message_is_given_up_soon(port: int):
    began = time.monotonic()
    options = {**patience.BROKER, "socket_timeout": 0.2}
    broker = Connection(f"redis://127.0.0.1:{port}/0", transport_options=options)
    with broker, pytest.raises(OperationalError):
        broker.Producer().publish({}, routing_key="extract", retry=False)
    assert time.monotonic() - began < patience.LONGEST_WAIT_SECONDS
