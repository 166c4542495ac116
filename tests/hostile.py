"""Sites that do what sites do, and worse: each a name on the made-up internet, a page or a way to talk."""

import gzip
import json
import socket
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.layouts import LAYOUTS, NO_ARTICLES
from tests.site import Page, Visit

Talk = Callable[[socket.socket, threading.Event], None]
GZIPPED = {"Content-Encoding": "gzip"}
TAGGED = {"ETag": '"7"'}
RSS_TYPE, ATOM_TYPE, JSON_TYPE = "application/rss+xml", "application/atom+xml", "application/feed+json"
ITEM = "<item><title>Dam</title><link>http://{host}/dam</link><guid>1</guid></item>"
CHANNEL = "<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
# A string that is not closed: the library looks for its end once from each of the marks in it.
ENDLESS_TO_READ = '<html><script type="application/ld+json">{"a":"' + r"\"" * 60_000 + "</script></html>"
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


@dataclass(frozen=True, kw_only=True)
class Case:
    """One site. `page` is at its address; `talk` is a server that needs none; `kind` is how it is asked."""

    does: str
    page: Page | Callable[[Visit], Page] | None = None
    talk: Talk | None = None
    kind: str = "article"
    then: str = ""
    """What its name stands for from the second look-up on."""
    beside: str = ""
    """A second number of its name."""


def moved_to(to: str) -> Page:
    return Page(status=302, headers={"Location": to})


@cache
def gzip_bomb() -> bytes:
    """Some 10 MB that would be 10 GB: a block of zeros, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"", mtime=0)[:10] + block * 1_000


def feed(host: str, *, declares: str = "", title: str = "Post") -> str:
    doctype = f"<!DOCTYPE rss [{declares}]>" if declares else ""
    return f"<?xml version='1.0'?>{doctype}{CHANNEL.format(title=title, items=ITEM.format(host=host))}"


def atom(host: str) -> str:
    entry = f"<entry><title>Dam</title><id>1</id><link href='http://{host}/dam'/></entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>{entry}</feed>"


def json_feed(host: str) -> str:
    items = [{"id": "1", "url": f"http://{host}/dam"}]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": items})


def if_changed(page: Page) -> Callable[[Visit], Page]:
    """A site that knows its tags."""
    return lambda visit: Page(status=304) if visit.headers["If-None-Match"] == TAGGED["ETag"] else page


def byte_by_byte(beginning: bytes) -> Talk:
    def talk(connection: socket.socket, over: threading.Event) -> None:
        asked = connection.recv(4096)
        if b"robots.txt" in asked:
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        connection.sendall(beginning)
        while not over.wait(1.0):
            try:
                connection.sendall(b"x")
            except OSError:
                return

    return talk


def articles() -> list[Case]:
    """Each layout with a text of its own."""
    pages = {name: make().replace("on Tuesday", f"on the day of “{name}”") for name, make in LAYOUTS.items()}
    return [Case(does=f"an article, layout “{name}”", page=Page(html)) for name, html in pages.items()]


def no_articles() -> list[Case]:
    return [
        Case(does=f"answers 200 with no article: {name}", page=Page(html)) for name, (html, _) in NO_ARTICLES.items()
    ]


def feeds() -> list[Case]:
    forms = {"RSS": (feed, RSS_TYPE), "Atom": (atom, ATOM_TYPE), "JSON Feed": (json_feed, JSON_TYPE)}
    found = []
    for number, (form, (write, kind)) in enumerate(forms.items()):
        plain = Page(write(f"plain-{number}.example"), type=kind)
        tagged = Page(write(f"tagged-{number}.example"), headers=TAGGED, type=kind)
        found.append(Case(does=f"{form} without a tag, asked twice", page=plain, kind="feed"))
        found.append(Case(does=f"{form} with a tag, asked twice", page=if_changed(tagged), kind="feed"))
    return found


def bombs() -> list[Case]:
    deep = "<html><body>" + "<div>" * 750_000
    stolen = feed("x.example", declares="<!ENTITY l9 SYSTEM 'file:///etc/passwd'>", title="&l9;")
    laughs = feed("x.example", declares=f"<!ENTITY l0 'ha'>{LAUGHS}", title="&l9;")
    return [
        Case(does="a gzip bomb: 10 MB that would be 10 GB", page=Page(gzip_bomb(), headers=GZIPPED)),
        Case(does="the same as a feed", page=Page(gzip_bomb(), headers=GZIPPED, type=RSS_TYPE), kind="feed"),
        Case(does="gzip in gzip", page=Page(b"x", headers={"Content-Encoding": "gzip, gzip"})),
        Case(does="an XML bomb: entities of entities", page=Page(laughs, type=RSS_TYPE), kind="feed"),
        Case(does="XML that names /etc/passwd", page=Page(stolen, type=RSS_TYPE), kind="feed"),
        Case(does="JSON nested 100,000 deep", page=Page('{"a":' * 100_000, type=JSON_TYPE), kind="feed"),
        Case(does="750,000 open tags", page=Page(deep)),
        Case(does="120 KB that take the reader minutes", page=Page(ENDLESS_TO_READ)),
        Case(does="5 MB of page", page=Page("<p>x</p>" * 625_000)),
        Case(does="headers of 40 KB", page=Page("x", headers={"X-Long": "x" * 40_000})),
        Case(does="a PDF", page=Page(b"%PDF", type="application/pdf")),
    ]


def slow() -> list[Case]:
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return [
        Case(does="one byte a second of its body", talk=byte_by_byte(html)),
        Case(does="one byte a second of its headers", talk=byte_by_byte(b"HTTP/1.1 200 OK\r\nX-Long: ")),
    ]


def inward(port: int) -> list[Case]:
    """Ways into this machine and its network; the listener is at the port."""
    hosts = ("127.0.0.1", "[::ffff:10.0.0.1]", "169.254.169.254", "[::1]", "2130706433", "0x7f.1", "localhost")
    sent = [Case(does=f"sends on to `{host}`", page=moved_to(f"http://{host}:{port}/")) for host in hosts]
    return [
        *sent,
        Case(does="sends on to `file:///etc/passwd`", page=moved_to("file:///etc/passwd")),
        Case(does="sends on to an address with a password", page=moved_to("http://u:p@site.example/")),
        Case(does="sends on to itself for ever", page=lambda visit: moved_to(visit.path)),
        Case(does="feed that sends on to `127.0.0.1`", page=moved_to(f"http://127.0.0.1:{port}/"), kind="feed"),
        Case(does="rebinding: public when robots.txt is asked, then `127.0.0.1`", page=Page("x"), then="127.0.0.1"),
        Case(does="a name with `10.0.0.1` beside its public address", page=Page("x"), beside="10.0.0.1"),
        Case(does="a webhook's name that is `127.0.0.1` by now", kind="webhook", then="127.0.0.1"),
    ]
