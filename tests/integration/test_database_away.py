"""While PostgreSQL is down: everybody is told to come back, in the form that they asked in."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.api.asking import COMPARISON
from tests.site import listening
from tests.webserver import HOST, running_web

ADDRESSES = ["/api/v1/negotiations/", "/api/v1/positions/", COMPARISON, "/api/v1/statements/decisions/"]


@pytest.fixture(scope="module")
def site() -> Iterator[httpx.Client]:
    """A server whose database closes every connection before a word."""
    with listening() as nobody:
        away = f"postgresql://parley@{nobody.host}/parley"
        with running_web(DATABASE_URL=away) as port, httpx.Client(base_url=f"http://{HOST}:{port}") as client:
            yield client


@pytest.mark.parametrize("headers", [{}, {"if-none-match": '"any"'}, {"authorization": "Bearer parley_0123456789"}])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_program_is_told_so_as_a_problem(site: httpx.Client, address: str, headers: dict[str, str]):
    ask = site.post if address.endswith("decisions/") else site.get
    response = ask(address, headers={"authorization": "Bearer parley_0123456789", **headers})
    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
    assert response.json()["type"] == "/docs/problems/unavailable"
    assert response.headers["retry-after"] == "10"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/negotiations/river-talks/", "/admin/desk/"])
def test_a_person_is_told_so_on_a_page(site: httpx.Client, address: str):
    response = site.get(address, headers={"cookie": "sessionid=ofsomebody"})
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert "The database does not answer just now" in response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("address", ["/", "/negotiations/river-talks/", "/api/v1/positions/"])
def test_the_log_has_one_line_for_each(capfd: pytest.CaptureFixture[str], address: str):
    with listening() as nobody, running_web(DATABASE_URL=f"postgresql://parley@{nobody.host}/parley") as port:
        capfd.readouterr()
        assert httpx.get(f"http://{HOST}:{port}{address}").status_code == 503
    (line,) = [line for line in capfd.readouterr().err.splitlines() if "parley.requests" not in line]
    assert "WARNING positions.api.edge.not_now" in line
    assert ": unavailable: " in line


def test_the_process_is_alive_and_not_ready(site: httpx.Client):
    assert site.get("/healthz").status_code == 200
    assert site.get("/readyz").json()["checks"]["database"] == "failing"


def test_a_database_that_takes_connections_and_says_nothing_counts_as_down():
    with socket.create_server((HOST, 0)) as silent:
        address = f"postgresql://parley@{HOST}:{silent.getsockname()[1]}/parley"
        with running_web(DATABASE_URL=address) as port:
            response = httpx.get(f"http://{HOST}:{port}/api/v1/negotiations/", timeout=60)
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
