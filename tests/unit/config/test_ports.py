"""Where the web server is to listen: what is taken, what there is not, and what is no port at all."""

import socket
from argparse import ArgumentTypeError

import pytest

from config.processes import CannotListen, choose_port
from positions.management.serving import port


def test_a_taken_port_is_said_to_be_taken_and_passed_over_where_none_was_asked_for():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(CannotListen, match=f"port {taken} on 127.0.0.1 is taken"):
            choose_port(taken, host="127.0.0.1")
        assert choose_port(None, host="127.0.0.1", first=taken) != taken


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("203.0.113.5", "Cannot assign requested address"),
        ("bad host", "Name or service not known"),
        pytest.param("ä" * 70, "it is no name of a host", id="too long"),
    ],
)
@pytest.mark.parametrize("asked", [8104, None])
def test_a_host_that_is_none_of_this_machine_is_not_said_to_be_taken(host, reason, asked):
    with pytest.raises(CannotListen, match=f"nothing can listen on {host}, port 8.*: {reason}"):
        choose_port(asked, host=host)


@pytest.mark.parametrize("written", ["0", "-5", "65536", "99999", "http", "", "8000.0"])
def test_what_is_no_port_is_refused(written):
    with pytest.raises(ArgumentTypeError, match="it must be a number from 1 to 65535"):
        port(written)
    assert port("65535") == 65535
