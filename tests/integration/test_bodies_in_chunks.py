"""Bodies that are sent in chunks, without a length, as programs do that write them while they send."""

import socket

import httpx
import pytest

from tests.api.asking import RIVER
from tests.webserver import HOST, is_alive, running_web
from tests.world import RiverTalks

pytestmark = pytest.mark.django_db(transaction=True)
WHAT_IF = f"{RIVER}comparison/what-if/"
IN_CHUNKS = "Host: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: "


def refusal_of(port: int, rest: str, *, address: str = WHAT_IF) -> str:
    with socket.create_connection((HOST, port), timeout=60) as client:
        client.sendall(f"POST {address} HTTP/1.1\r\n{IN_CHUNKS}{rest}".encode())
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(4096), b"")).decode()


def test_they_are_read_and_bounded_like_others_and_what_is_no_chunk_is_told(talks: RiverTalks):
    body = b'{"positions": [{"party": "northland", "target": "dam", "stance": "opposes"}]}'
    with running_web() as port, httpx.Client(base_url=f"http://{HOST}:{port}") as client:
        for content, status in (([body[:9], body[9:]], 200), ([b"x" * 9_000] * 8, 413)):
            headers = {"content-type": "application/json"}
            assert client.post(WHAT_IF, content=iter(content), headers=headers).status_code == status
        broken = [refusal_of(port, f"chunked\r\n\r\n{chunk}") for chunk in ("9\r\n{", "zz\r\n{}", "2\r\n{}no end")]
        unknown = refusal_of(port, "salami\r\n\r\n")
    assert unknown.startswith("HTTP/1.1 501 Not Implemented")
    assert [one.split()[1] for one in broken] == ["408", "400", "400"]
    assert "The body's chunks can't be read." in broken[1]
    assert all("application/problem+json" in one for one in (unknown, *broken))


def test_a_form_of_the_admin_is_not_read_in_chunks_whatever_they_are(talks: RiverTalks):
    with running_web() as port:
        for chunks in ("3\r\na=1\r\n0\r\n\r\n", "zz\r\n"):
            answer = refusal_of(port, f"chunked\r\n\r\n{chunks}", address="/admin/login/")
            assert answer.startswith("HTTP/1.1 411 ")
            assert "with its length" in answer
        assert is_alive(port)
