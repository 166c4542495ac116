"""A small server on this machine that speaks the protocol of OpenAI-compatible servers, as well or as badly as told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from positions.extraction.asking.settings import LlmSettings


@dataclass(kw_only=True)
class Reply:
    """One response. `body` is sent as it is where it is bytes, else as JSON."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None
    """Where given, the body comes in these pieces, as slowly as they do."""


def says(content: Any, *, end: str = "stop", usage: dict[str, int] | None = None, **message: Any) -> Reply:
    """The model's words, in the envelope of the protocol."""
    text = content if isinstance(content, str | list) or content is None else json.dumps(content, ensure_ascii=False)
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "tiny-model-0423",
        "system_fingerprint": "fp_1a2b",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": end}],
        "usage": {"prompt_tokens": 9000, "completion_tokens": 100} if usage is None else usage,
    }
    return Reply(body=answer)


def fails(status: int, message: str, *, headers: dict[str, str] | None = None, **more: str) -> Reply:
    """An error in the protocol's envelope."""
    return Reply(status=status, body={"error": {"message": message, **more}}, headers=headers or {})


def coded(quote: str, party: str, target: str, stance: str, **values: Any) -> dict[str, Any]:
    """A statement as a model writes it; what is not given is as plain as can be."""
    plain = {
        "quote": quote,
        "speaker": None,
        "party": party,
        "target": target,
        "reading": "It says so.",
        "stance": stance,
        "act": "declaration",
        "attribution": "reported",
        "salience": "unspecified",
        "condition": "",
        "terms": [],
        "said_on": None,
        "certainty": "sure",
    }
    return plain | values


def finds(*statements: dict[str, Any], **envelope: Any) -> Reply:
    """A first answer."""
    return says({"statements": list(statements)}, **envelope)


def reviews(*statements: dict[str, Any], wrong: tuple[int, ...] = (), **envelope: Any) -> Reply:
    """A second answer: which numbers were wrong, and what was missing."""
    verdicts = [{"number": number, "is_right": False, "why": "no stance"} for number in wrong]
    return says({"checklist": [], "verdicts": verdicts, "statements": list(statements)}, **envelope)


class ModelServer:
    """Answers each question with the next of its replies, the last one for ever; remembers what it was asked."""

    def __init__(self, *replies: Reply | Callable[[dict[str, Any]], Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def settings(self, **values: Any) -> LlmSettings:
        return LlmSettings(**{"base_url": self.base_url, "model": "tiny-model", "api_key": "sk-secret"} | values)

    def next_reply(self, path: str, question: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.asked.append(question | {"path": path})
            self.headers.append(headers)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(question) if callable(reply) else reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["content-length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                send(self, outer.next_reply(self.path, question, headers))

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
    handler.send_response_only(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    if reply.pieces is None:
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.end_headers()
    for piece in reply.pieces():
        try:
            handler.wfile.write(piece)
            handler.wfile.flush()
        except OSError:
            return


@contextmanager
def closed_port() -> Iterator[str]:
    """An address on this machine where nobody answers."""
    with ModelServer(Reply()) as server:
        address = server.base_url
    yield address
