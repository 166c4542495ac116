"""A web site on this machine, made of whatever a test needs: pages by path, and servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Page:
    """What is at a path."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Visit:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Site:
    """Pages by path; a page may be a function of the visit. Every visit is kept."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[Visit], Page]] = {}
        self.visits: list[Visit] = []
        self.server = _Server(("127.0.0.1", 0), _Handler, site=self)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def answer(self, visit: Visit) -> Page:
        self.visits.append(visit)
        page = self.pages.get(visit.path, Page("not here", status=404))
        return page(visit) if callable(page) else page


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *arguments: Any, site: Site) -> None:
        self.site = site
        super().__init__(*arguments)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        n_bytes = int(self.headers.get("Content-Length", 0))
        site: Site = self.server.site
        visit = Visit(self.command, self.path, self.headers, self.rfile.read(n_bytes))
        page = site.answer(visit)
        body = page.body.encode() if isinstance(page.body, str) else page.body
        self.send_response(page.status)
        for name, value in {"Content-Type": page.type, "Content-Length": str(len(body)), **page.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Says nothing."""


@contextmanager
def serving_site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


class Listener:
    """Something that listens and counts who connects; it says what `talk` says and nothing by default."""

    def __init__(self, talk: Callable[[socket.socket, threading.Event], None] | None = None) -> None:
        self.n_connections = 0
        self.over = threading.Event()
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.port = self._socket.getsockname()[1]
        self.thread = threading.Thread(target=self._listen, daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def _listen(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.n_connections += 1
            with connection:
                if self._talk is not None:
                    self._talk(connection, self.over)

    def stop(self) -> None:
        self.over.set()
        self.thread.join()
        self._socket.close()


@contextmanager
def listening(talk: Callable[[socket.socket, threading.Event], None] | None = None) -> Iterator[Listener]:
    listener = Listener(talk)
    listener.thread.start()
    try:
        yield listener
    finally:
        listener.stop()
