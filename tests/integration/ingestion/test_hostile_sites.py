"""What each of many sites gets, as a table in the docs (`make hostile` writes it), and what was connected to."""

import os
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from positions import outbound
from positions.ingestion import asking, fetch_article, poll_feed, submit_address
from positions.markup import apart
from positions.models import Feed
from positions.vocabulary import Origin
from tests import hostile
from tests.hostile import Case
from tests.internet import Internet
from tests.site import Listener, Page, Site, listening, serving_site
from tests.world import RiverTalks

pytestmark = pytest.mark.django_db(transaction=True)
DOC = Path(__file__).resolve().parents[3] / "docs" / "hostile-sites.md"
# The table in the docs is made with the limits that Parley has; the tests don't wait that long.
IS_WRITTEN = os.environ.get("HOSTILE_SITES") == "write"
SECONDS = re.compile(r"within [\d.]+ seconds")
HEAD = """# What each site gets

Made by `make hostile`, and compared by the tests: sites on a made-up internet, each asked as any site is. A listener on
a private address of the machine sees every connection that it gets; the last column counts these and every other
connection that went elsewhere than to the site's own public address.

| what the site does | state | what is said | other connections |
|---|---|---|---|
"""


@pytest.fixture
def internet(monkeypatch) -> Internet:
    internet = Internet()
    monkeypatch.setattr(socket, "getaddrinfo", internet.look_up)
    monkeypatch.setattr(socket, "create_connection", internet.connect)
    if not IS_WRITTEN:
        monkeypatch.setattr(asking, "LIMITS", replace(asking.LIMITS, total_seconds=5.0))
        monkeypatch.setattr(apart, "SECONDS", 1.0)
    return internet


@pytest.fixture
def rows(internet: Internet, talks: RiverTalks) -> Iterator[list[str]]:
    """One line of the table for each site."""
    with serving_site() as site, listening() as private:
        groups = (hostile.articles(), hostile.no_articles(), hostile.feeds(), hostile.inward(private.port))
        cases = [case for group in (*groups, hostile.bombs(), hostile.slow()) for case in group]
        yield [row(case, number, internet, site, private, talks) for number, case in enumerate(cases)]


def row(case: Case, number: int, internet: Internet, site: Site, private: Listener, talks: RiverTalks) -> str:
    """Asks one site on a name of its own."""
    host = f"site-{number}.example"
    site.pages = {"/": case.page or Page(), f"/{number}": case.page or Page()}
    before, n_private = len(internet.connected), private.n_connections
    with listening(case.talk) as talker:
        port = talker.port if case.talk else site.server.server_port
        own = internet.name(host, port=port, then=[case.then] if case.then else None, beside=case.beside)
        state, said = ASK[case.kind](f"http://{host}/{number}", talks)
    others = [address for address in internet.connected[before:] if address != own]
    return f"| {case.does} | {state} | {said} | {len(others) + private.n_connections - n_private} |"


def ask_for_article(url: str, talks: RiverTalks) -> tuple[str, str]:
    article = submit_address(url, negotiations=[talks.negotiation], origin=Origin.PERSON).article
    fetch_article(article.pk)
    article.refresh_from_db()
    first = f"the text of {article.duplicate_of.url}" if article.duplicate_of else article.reason
    return article.article_state, first or f"{len(article.text.split())} words of {article.published_on}"


def ask_for_feed(url: str, talks: RiverTalks) -> tuple[str, str]:
    feed = Feed.objects.create(url=url)
    results = []
    for _ in range(2):
        Feed.objects.update(next_poll_at=timezone.now())
        poll_feed(feed.pk)
        feed.refresh_from_db()
        results.append(feed.last_result)
    return feed.feed_state, " Then: ".join(dict.fromkeys(results))


def send_to_webhook(url: str, talks: RiverTalks) -> tuple[str, str]:
    socket.getaddrinfo(url.split("/")[2], 80)  # it was public when the webhook was made
    with pytest.raises(outbound.OutboundRefused) as refused:
        outbound.send(url, b"{}", headers={})
    return "refused", str(refused.value)


ASK = {"article": ask_for_article, "feed": ask_for_feed, "webhook": send_to_webhook}


def test_every_site_gets_what_the_docs_say_and_nothing_inside_is_connected_to(rows: list[str], internet: Internet):
    table = HEAD + "\n".join(rows) + "\n"
    if IS_WRITTEN:
        DOC.write_text(table)
    assert {line.rsplit("|", 2)[1].strip() for line in rows} == {"0"}
    assert {number for number in internet.connected if not number.startswith("8.8.4.")} == set()
    assert SECONDS.sub("in time", table) == SECONDS.sub("in time", DOC.read_text())
