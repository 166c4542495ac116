"""The web server's worker: gunicorn's threads, with an end to what a slow client may hold.

A thread that waits for bytes serves nobody. gunicorn waits without end once a request has begun, so a handful of
clients that send a byte now and then would take all threads. Here whoever sends or takes less than a few kB a second is
cut off, and no network address keeps all threads waiting. A proxy that buffers does this better, and is still advised
where strangers can reach the server.

Weighed: waitress, which holds slow clients in a loop of its own, but has one process; gevent, which patches the driver.
"""

import errno
import select
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

# How long a client may take before it is held to the rate below.
GRACE_SECONDS = 10.0
# The slowest that is waited for; a telephone line of 1998 was as fast. Unit: bytes a second.
SLOWEST_BYTES_A_SECOND = 4_000


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_bodies_in_chunks(application: Application) -> Application:
    """Django reads as many bytes as Content-Length says: none of a body in chunks, whose end gunicorn knows.

    How many bytes are too many is for whoever reads them to say.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" in environ:  # which gunicorn refuses beside a length
            environ["CONTENT_LENGTH"] = str(sys.maxsize)
            environ["wsgi.input"] = Chunks(environ["wsgi.input"])
        return application(environ, start_response)

    return answer


class Chunks:
    """A body in chunks, of which one that is none breaks off, as where the client has gone, but for its number."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def read(self, size: int) -> bytes:
        """Raises: OSError."""
        try:
            part: bytes = self._inner.read(size)
        except ParseException as broken:
            raise OSError(errno.EBADMSG, str(broken)) from None
        return part


class Waiting:
    """How many threads of this process wait for each network address."""

    def __init__(self, *, n_threads: int) -> None:
        # Half may wait for what one address sends; a thread stays free whatever it takes slowly.
        self.most = {select.POLLIN: max(1, n_threads // 2), select.POLLOUT: max(1, n_threads - 1)}
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begin(self, address: str, event: int) -> bool:
        """Whether one more may."""
        with self._lock:
            if self._counts[address] >= self.most[event]:
                return False
            self._counts[address] += 1
            return True

    def end(self, address: str) -> None:
        with self._lock:
            self._counts[address] -= 1


class PatientSocket:
    """A client's socket that gives up on who is too slow. Everything else is the socket's own."""

    def __init__(self, inner: socket.socket, *, address: str, waiting: Waiting) -> None:
        self._inner = inner
        self._address = address
        self._waiting = waiting
        self.start_request()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def start_request(self) -> None:
        """From now on the client sends another one."""
        self._since, self._n_bytes = time.monotonic(), 0

    def recv(self, size: int) -> bytes:
        """Raises: ConnectionResetError where the client sends too slowly, or is one of too many that do."""
        self._inner.settimeout(0)
        while True:
            try:
                body = self._inner.recv(size)
            except BlockingIOError:
                self._wait(select.POLLIN, since=self._since, n_bytes=self._n_bytes)
            else:
                self._n_bytes += len(body)
                return body

    def sendall(self, body: bytes) -> None:
        """Raises: ConnectionResetError where the client takes it too slowly."""
        self._inner.settimeout(0)
        rest, since, n_buffered = memoryview(body), None, 0
        while rest:
            try:
                rest = rest[self._inner.send(rest) :]
            except BlockingIOError:
                n_sent = len(body) - len(rest)
                if since is None:  # what lies in buffers by then was not taken by anybody
                    since, n_buffered = time.monotonic(), n_sent
                self._wait(select.POLLOUT, since=since, n_bytes=n_sent - n_buffered)

    def _wait(self, event: int, *, since: float, n_bytes: int) -> None:
        """Until the client goes on, as long as it has been fast enough."""
        left = GRACE_SECONDS + n_bytes / SLOWEST_BYTES_A_SECOND - (time.monotonic() - since)
        if left <= 0 or not self._waiting.begin(self._address, event):
            raise too_slow()
        try:
            poll = select.poll()
            poll.register(self._inner, event)
            if not poll.poll(left * 1000):
                raise too_slow()
        finally:
            self._waiting.end(self._address)


def too_slow() -> ConnectionResetError:
    """What gunicorn takes for a client that has gone."""
    return ConnectionResetError(errno.ECONNRESET, "the client is too slow")


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, over sockets with patience and no more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = Waiting(n_threads=self.cfg.threads)

    def enqueue_req(self, conn: Any) -> None:
        """A connection begins, or goes on with its next request."""
        if not isinstance(conn.sock, PatientSocket):
            address = str(conn.client[0]) if isinstance(conn.client, tuple) else ""
            conn.sock = PatientSocket(conn.sock, address=address, waiting=self.waiting)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """One that has sent nothing yet goes back to the loop at once, and holds no thread."""
        conn.sock.start_request()
        conn.wait_for_data = lambda _seconds: type(conn).wait_for_data(conn, 0)
        return super().handle(conn)
