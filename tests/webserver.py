"""The web server as `manage.py serve` runs it, on the test database, as a process of its own."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from config.processes import web_command
from tests.worker import ROOT, environment, until

HOST = "127.0.0.1"


@contextmanager
def running_web(**env: str) -> Iterator[int]:
    """The port of a server with one process of four threads."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = web_command(HOST, port, n_processes=1, n_threads=4)
    server = subprocess.Popen(command, cwd=ROOT, env=environment() | env, start_new_session=True)
    try:
        until(lambda: is_alive(port), what="the server answers")
        yield port
    finally:
        server.terminate()
        server.wait()


def is_alive(port: int) -> bool:
    """Whether it answers a probe, which asks nothing else."""
    try:
        with socket.create_connection((HOST, port), timeout=60) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return client.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
