"""What comes back from addresses that other people name, and what is never connected to."""

import gzip
import socket
import time
import zlib
from contextlib import ExitStack

import pytest

from positions.outbound import Limits, OutboundFailed, OutboundRefused, connections, fetch, send
from tests.site import Page, Site, listening, serving_site

LOOPBACK = ["127.0.0.1"]
QUICK = Limits(total_seconds=0.5, body_bytes=200_000, expanded_bytes=1_000_000)


def sends_on(to: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": to})


def gzipped(body: bytes) -> Page:
    return Page(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def test_a_page_comes_back_with_its_last_address(site: Site, settings):
    settings.USER_AGENT = "Parley/0.1 (+https://example.org/about)"
    site.pages = {"/old": sends_on("/new", 301), "/new": Page("Hello")}
    answer = fetch(site.url("/old#part"))
    assert (answer.url, answer.status, answer.body) == (site.url("/new"), 200, b"Hello")
    assert (answer.content_type, answer.headers["CONTENT-length"]) == ("text/html", "5")
    assert {visit.headers["User-Agent"] for visit in site.visits} == {"Parley/0.1 (+https://example.org/about)"}


def test_compressed_bodies_are_unpacked_within_bounds(site: Site):
    site.pages = {"/": gzipped(b"Hello " * 1000), "/two": Page(gzip.compress(b"a") + gzip.compress(b"b"))}
    site.pages["/two"] = Page(site.pages["/two"].body, headers={"Content-Encoding": "gzip"})
    assert fetch(site.url("/")).body == b"Hello " * 1000
    assert fetch(site.url("/two")).body == b"ab"


def test_a_bomb_is_refused_before_it_goes_off(site: Site):
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    million = bytes(1_000_000)
    site.pages = {"/": Page(b"".join([*(packer.compress(million) for _ in range(100)), packer.flush()]))}
    site.pages["/"] = Page(site.pages["/"].body, headers={"Content-Encoding": "gzip"})
    with pytest.raises(OutboundRefused, match="larger than 1,000,000 bytes unpacked"):
        fetch(site.url(), limits=QUICK)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (Page(b"x" * 300_000), "larger than 200,000 bytes"),
        (Page(b"x", headers={"Content-Encoding": "br"}), "encoded as “br”"),
        (Page(b"x", headers={"Content-Encoding": "gzip, gzip"}), "encoded as “gzip, gzip”"),
        (Page(b"x", headers={"X-Long": "x" * 40_000}), "headers have 40,"),
        (Page(b"%PDF", type="application/pdf"), "“application/pdf”, not something to read"),
        (sends_on("/"), "more than 5 times"),
        (sends_on("file:///etc/passwd"), "must begin with http"),
        (sends_on("gopher://127.0.0.1:70/_x"), "must begin with http"),
        (sends_on("http://user:secret@example.org/"), "credentials"),
    ],
)
def test_what_breaks_a_rule_is_refused(site: Site, page, sentence):
    site.pages = {"/": page}
    with pytest.raises(OutboundRefused, match=sentence):
        fetch(site.url(), limits=QUICK, accepts=frozenset({"text/html"}))


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"cut short", mtime=0)[:-9]])
def test_a_body_that_is_not_whole_may_be_asked_for_again(site: Site, body):
    site.pages = {"/": Page(body, headers={"Content-Encoding": "gzip"})}
    with pytest.raises(OutboundFailed):
        fetch(site.url())


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http:///x", "javascript:alert(1)", ""),
        *(
            "http://user@example.org/",
            "http://example.org:99999/",
            "http://exa mple.org/",
            "http://a\nb/",
            "http://[::1",
        ),
        *(f"http://example.org/{'x' * 2000}", "http://example.org:0/"),
    ],
)
def test_an_address_that_is_none_is_refused_unasked(url):
    with pytest.raises(OutboundRefused):
        fetch(url, resolver=lambda host, port: pytest.fail("looked up"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"],
)
def test_no_way_to_write_this_machine_reaches_it(host):
    with listening() as listener, pytest.raises((OutboundRefused, OutboundFailed)):
        fetch(f"http://{host}:{listener.port}/", limits=QUICK)
    assert listener.n_connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:10.0.0.1]", "169.254.169.254", "localhost", "[fe80::1]"])
def test_a_redirect_to_a_private_address_is_not_followed(site: Site, host):
    with listening() as listener:
        site.pages = {"/": sends_on(f"http://{host}:{listener.port}/latest/meta-data/")}
        with pytest.raises(OutboundRefused, match="not on the public internet"):
            fetch(site.url())
    assert listener.n_connections == 0


def test_one_private_address_among_public_ones_refuses_the_name():
    with pytest.raises(OutboundRefused, match="not on the public internet"):
        fetch("http://mixed.example/", resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_a_name_that_changes_its_mind_is_asked_once_and_connected_to_as_checked(site: Site, monkeypatch):
    """The first look-up is public, every later one this machine: the connection goes to the first or nowhere."""
    asked, connected = [], []
    answers = iter([["8.8.8.8"], LOOPBACK, LOOPBACK])

    def note(address, *arguments, **options):
        connected.append(address)
        raise ConnectionRefusedError

    def resolver(host, port):
        asked.append(host)
        return next(answers)

    monkeypatch.setattr(socket, "create_connection", note)
    with pytest.raises(OutboundFailed):
        fetch("http://rebinding.example:8080/", resolver=resolver)
    assert (asked, connected) == (["rebinding.example"], [("8.8.8.8", 8080)])


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_a_network_address_that_hangs_is_given_up_for_the_next_of_its_name(site: Site, settings, monkeypatch):
    """The first one listens and takes nobody: whoever comes once its queue is full waits in vain."""
    port = site.server.server_port
    settings.OUTBOUND_HOSTS = frozenset({"two.example"})
    monkeypatch.setattr(connections, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.2", port), backlog=0) as full, ExitStack() as queue:
        for _ in range(3):
            one = queue.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        began = time.monotonic()
        answer = fetch(f"http://two.example:{port}/", resolver=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert (answer.status, time.monotonic() - began >= 0.2, len(site.visits)) == (404, True, 1)


def test_each_redirect_looks_its_name_up_anew(site: Site, settings):
    port = site.server.server_port
    settings.OUTBOUND_HOSTS = frozenset({"first.example"})
    site.pages = {"/": sends_on(f"http://second.example:{port}/")}
    with pytest.raises(OutboundRefused, match=r"second\.example is not on the public internet"):
        fetch(f"http://first.example:{port}/", resolver=lambda host, port: LOOPBACK)
    assert len(site.visits) == 1


def test_an_allowed_host_is_allowed_at_its_port_alone(site: Site, settings):
    settings.OUTBOUND_HOSTS = frozenset({site.host})
    with listening() as listener, pytest.raises(OutboundRefused):
        fetch(f"http://{listener.host}/")
    assert listener.n_connections == 0


def drip(connection: socket.socket, over) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not over.wait(0.05):
        connection.sendall(b"x")


def drip_headers(connection: socket.socket, over) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.05):
        connection.sendall(b"x")


@pytest.mark.parametrize("talk", [drip, drip_headers, lambda connection, over: over.wait(2)])
def test_a_server_that_never_ends_is_left(settings, talk):
    with listening(lambda connection, over: _until_gone(talk, connection, over)) as listener:
        settings.OUTBOUND_HOSTS = frozenset({listener.host})
        with pytest.raises(OutboundFailed, match=r"not complete within 0\.5 seconds"):
            fetch(f"http://{listener.host}/", limits=QUICK)
    assert listener.n_connections == 1


def _until_gone(talk, connection, over) -> None:
    try:
        talk(connection, over)
    except OSError:
        return


def test_a_look_up_that_hangs_is_left():
    with listening() as listener, pytest.raises(OutboundFailed, match="not complete within"):
        fetch("http://slow.example/", limits=QUICK, resolver=lambda host, port: listener.over.wait(1.5) or [])


def test_what_was_meant_for_one_host_does_not_go_to_another(site: Site, settings):
    with serving_site() as other:
        settings.OUTBOUND_HOSTS = frozenset({site.host, other.host})
        site.pages, other.pages = {"/": sends_on(other.url("/"))}, {"/": Page("there")}
        assert fetch(site.url(), headers={"If-None-Match": '"1"'}).body == b"there"
    assert [site.visits[0].headers["If-None-Match"], other.visits[0].headers["If-None-Match"]] == ['"1"', None]
    assert {name.lower() for name in other.visits[0].headers} & {"cookie", "authorization", "referer"} == set()


def test_a_body_is_sent_once_and_followed_nowhere(site: Site):
    site.pages = {"/hook": sends_on("/elsewhere", 307), "/ok": Page("x" * 10_000)}
    assert send(site.url("/hook"), b"{}", headers={"Content-Type": "application/json"}).status == 307
    assert len(send(site.url("/ok"), b"{}", headers={"X-Signature": "abc"}).body) == 4096
    assert [(v.method, v.path, v.body) for v in site.visits] == [("POST", "/hook", b"{}"), ("POST", "/ok", b"{}")]
    assert site.visits[1].headers["X-Signature"] == "abc"


def test_nothing_is_sent_to_a_private_address():
    with listening() as listener, pytest.raises(OutboundRefused):
        send(f"http://{listener.host}/", b"{}", headers={})
    assert listener.n_connections == 0


def test_a_host_that_is_not_there_may_be_asked_again(site: Site, settings):
    with listening() as listener:
        settings.OUTBOUND_HOSTS = frozenset({listener.host})
    with pytest.raises(OutboundFailed, match="takes no connection"):
        fetch(f"http://{listener.host}/", limits=QUICK)
