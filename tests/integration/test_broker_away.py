"""A worker whose broker dies goes on as soon as there is one again, whatever it was doing."""

import logging
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from kombu import Connection, Consumer, Queue
from kombu.common import ignore_errors
from kombu.message import Message
from redis import Redis
from redis.exceptions import RedisError

from config.celery import app
from config.embedded.account import Account
from config.embedded.binaries import find_binaries
from tests.worker import until


class Broker:
    """A Valkey of the test's own, to be killed."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "v.sock"
        program = find_binaries(Account(uid=0, gid=0, drops=False)).valkey
        self.process = subprocess.Popen(
            [str(program), "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(folder)],
            stdout=subprocess.DEVNULL,
        )
        until(self.answers, what="the broker answers")

    def answers(self) -> bool:
        with suppress(RedisError), Redis(unix_socket_path=str(self.socket)) as client:
            return bool(client.ping())
        return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    yield broker
    broker.kill()


def test_a_worker_with_a_message_in_hand_outlives_its_broker(
    broker: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the steps of Celery's consumer, which ends with the worker on any error that is none of the connection."""
    connection: Connection = app.connection_for_read(f"redis+socket://{broker.socket}?virtual_host=0")
    in_hand: list[Message] = []
    Consumer(connection, queues=[Queue("extract")], on_message=in_hand.append).consume()
    app.control.mailbox.Node("worker", channel=connection.channel()).listen()
    connection.Producer(serializer="json").publish({}, routing_key="extract")
    with suppress(TimeoutError):
        while True:
            connection.drain_events(timeout=0.2)  # in the end it waits for the next message
    (message,) = in_hand
    broker.kill()
    with suppress(Exception):
        connection.collect(socket_timeout=0.1)
    ignore_errors(connection, connection.close)
    message.ack_log_error(logging.getLogger(__name__), connection.connection_errors)  # as it does when the task ends
    assert "EMERGENCY" not in capsys.readouterr().err  # nor does it write what it had in hand into a file
