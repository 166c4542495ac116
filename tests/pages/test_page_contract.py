"""What every page promises: nothing foreign, nothing inline, no cookies, constant queries, texts to translate."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from positions.pages import state
from positions.vocabulary import Stance
from tests.reading import open_page, text_of
from tests.world import RiverTalks, hold

pytestmark = pytest.mark.usefixtures("river")
TALKS = "/negotiations/river-talks/"
PAGES = [
    "/",
    f"{TALKS}?valid_on=2024-03-06&from_valid_on=2024-01-01&cell=northland~water-share",
    f"{TALKS}pair/?left=northland&right=southland",
    f"{TALKS}pictures/",
    f"{TALKS}parties/northland/",
    f"{TALKS}proposals/league-draft/",
]
# Revision, parties, targets and places of the talks; then those of the page's own answers.
N_QUERIES = [1, 30, 25, 45, 30, 30]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Client, address: str):
    answer = client.get(address)
    html = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on[a-z]+=\"|javascript:", html)
    assert re.findall(r'(?:src|srcset|href)="(?://|https?://(?!testserver|example\.org))[^"]*', html) == []
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.cookies == {}


@pytest.mark.parametrize("address", PAGES)
def test_queries_are_as_many_whatever_the_size(client: Client, river: RiverTalks, address: str):
    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = n_queries()
    day = river.negotiation.started_on
    for party in (river.northland, river.southland, river.league):
        hold(river, party, river.dam, Stance.UNDECIDED, day)
        hold(river, party, river.league_draft, Stance.CONDITIONAL, day, condition="later")
    assert n_queries() == before <= N_QUERIES[PAGES.index(address)]


@pytest.mark.parametrize("address", PAGES)
def test_every_text_of_ours_is_ready_for_translation(client: Client, address: str, monkeypatch):
    for name in ("gettext", "pgettext", "ngettext"):
        plain = getattr(translation._trans, name)
        monkeypatch.setattr(translation._trans, name, lambda *given, plain=plain: f"⟦{plain(*given)}⟧")
    page = open_page(client, address)
    for given in page.xpath(
        "//bdi | //*[@dir='auto'] | //time | //svg | //blockquote | //code | //option | //figcaption"
    ):
        given.drop_tree()
    untold = re.sub(r"⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", text_of(page.body))
    words = set(re.findall(r"[A-Za-z]{4,}", untold))
    assert words <= {"Parley", "JSON", "December", "January", "November", "River", "Silver", "Talks"}, words


def test_the_foot_of_a_page_is_true_of_positions_without_quotes(client: Client):
    page = open_page(client, f"{TALKS}?valid_on=2024-03-06&cell=southland~water-share")
    assert "No quote is linked to this position." in text_of(page)
    (foot,) = page.find_class("bottom")
    assert text_of(foot).startswith(
        "Positions are shown with the quotes from published sources that they stand on, where there are any."
    )


def test_no_link_is_longer_than_what_the_web_server_takes(client: Client, monkeypatch: pytest.MonkeyPatch):
    address = f"{TALKS}?valid_on=2024-03-06&from_valid_on=2024-01-01"
    of_api = "//a[starts-with(@href, '/api/v1/negotiations/river-talks/comparison/')]"
    assert len(open_page(client, address).xpath(of_api)) == 4
    monkeypatch.setattr(state, "LONGEST_ADDRESS_CHARACTERS", 100)
    page = open_page(client, address)
    assert page.xpath(of_api) == []
    assert "JSON and CSV: too much for one address; choose fewer" in text_of(page)


def test_an_unchanged_page_is_not_sent_again(client: Client):
    first = client.get(f"{TALKS}?valid_on=2024-03-06")
    again = client.get(f"{TALKS}?valid_on=2024-03-06", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_is_sent_compressed_and_the_api_with_its_tag(client: Client):
    accepts = {"Accept-Encoding": "gzip"}
    assert client.get(TALKS, headers=accepts)["Content-Encoding"] == "gzip"
    style = client.get("/static/pages/pages.css", headers=accepts)
    assert style["Content-Encoding"] == "gzip"
    assert len(style.getvalue()) < 10_000
    style.close()


def test_previews_have_a_title_a_text_and_a_picture(client: Client):
    page = open_page(client, f"{TALKS}?valid_on=2024-03-06")
    said = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
    assert said["og:title"] == "Talks on the Silver River"
    assert "known_at=" in said["og:url"]
    picture = said["og:image"].removeprefix("http://testserver")
    assert client.get(picture)["Content-Type"] == "image/png"
