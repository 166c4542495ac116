"""What an address can ask for that there is not, and talks that look odd: a page that says so, and loses nothing."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.models import Issue, Negotiation, Participation
from tests.browser import Visit
from tests.reading import cells_of, open_page, text_of
from tests.river import talk_about_the_river
from tests.world import RiverTalks, river_talks

TALKS = "/negotiations/river-talks/"


def test_talks_without_positions_say_so(client: Client, talks: RiverTalks):
    for page in ("", "pair/", "pair/?left=northland&right=southland", "pictures/", "parties/northland/", "embed/"):
        open_page(client, f"{TALKS}{page}")
    assert "No position is recorded in these talks yet." in text_of(open_page(client, TALKS))
    assert "No score" in text_of(open_page(client, f"{TALKS}pair/?left=northland&right=southland"))


def test_one_party_alone_is_a_table_of_one_column(client: Client, river: RiverTalks):
    page = open_page(client, f"{TALKS}?party=northland")
    assert {party for party, _ in cells_of(page)} == {"northland"}
    assert "100 %" not in text_of(page)


def test_an_unknown_party_is_told_of_with_the_nearest_and_the_rest_is_shown(client: Client, river: RiverTalks):
    page = open_page(client, f"{TALKS}?party=nortland&party=southland&valid_on=2024-03-06", status=400)
    assert "There is no party “nortland” in these talks." in text_of(page)
    assert {party for party, _ in cells_of(page)} == {"southland"}
    (way, *_) = page.xpath("//a[@class='way']/@href")
    assert "northland" in way
    open_page(client, TALKS + way)


@pytest.mark.parametrize(
    "asked",
    [
        "valid_on=yesterday",
        "valid_on=2024-02-30",
        "known_at=2024-03-06",
        "known_at=2024-03-06T10:00:00",
        "order=best",
        "kind=war",
        "cell=northland",
        "cell=nobody~dam",
        "topic=weather",
        "target=peace",
        "party_page=0",
        "party=%00",
        "valid_on=2024-03-06&from_valid_on=2025-01-01",
        "from_known_at=2199-01-01T00:00:00Z",
        "known_at=2199-01-01T00:00:00Z",
    ],
)
def test_what_there_is_not_is_told_of_and_left_out(client: Client, river: RiverTalks, asked: str):
    page = open_page(client, f"{TALKS}?{asked}", status=400)
    assert len(page.xpath("//*[@class='notice wrong']")) == 1
    assert cells_of(page)


def test_a_day_before_the_talks_says_so_and_leads_to_the_first(client: Client, river: RiverTalks):
    page = open_page(client, f"{TALKS}?valid_on=1900-01-01")
    assert "On this day no position is known yet." in text_of(page)
    assert {cell.says for cell in cells_of(page).values()} == {"never_stated"}
    (way,) = page.xpath("//a[@class='way']/@href")
    assert "valid_on=2024-01-10" in way


def test_the_far_ends_of_the_calendar_are_days_too(client: Client, river: RiverTalks):
    for day in ("0001-01-01", "9999-12-31"):
        open_page(client, f"{TALKS}?valid_on={day}")
    assert "This day lies ahead" in text_of(open_page(client, f"{TALKS}?valid_on=9999-12-31"))


def test_unknown_talks_parties_and_proposals_are_not_found(client: Client, river: RiverTalks):
    assert "river-talks" in text_of(open_page(client, "/negotiations/lake-talks/", status=404))
    for address in (f"{TALKS}parties/nobody/", f"{TALKS}proposals/none/"):
        assert "There is nothing at this address" in text_of(open_page(client, address, status=404))


def test_drafts_are_for_staff_alone(client: Client, river: RiverTalks):
    Negotiation.objects.update(is_published=False)
    for page in ("", "embed/", "cells/", "pair/", "pictures/", "cell/?cell=northland~dam", "parties/northland/"):
        open_page(client, TALKS + page, status=404)
    assert "Silver River" not in text_of(open_page(client, "/"))
    client.force_login(river.by)
    assert "draft" in text_of(open_page(client, TALKS))
    assert "draft: only staff see it" in text_of(open_page(client, "/"))
    Negotiation.objects.update(is_published=True)
    assert "draft: only staff see it" not in text_of(open_page(client, "/"))


def test_without_public_reads_every_page_asks_who_is_there(client: Client, river: RiverTalks, settings):
    settings.PUBLIC_READS = False
    for page in ("/", TALKS, f"{TALKS}embed/", f"{TALKS}cells/", f"{TALKS}pictures/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")
    client.force_login(river.by)
    open_page(client, TALKS)


def test_long_and_right_to_left_names_stay_within_the_window(visit: Visit, river: RiverTalks):
    long = "The United and Indivisible Confederation of " + "Upper-and-Lower" * 10
    Participation.objects.filter(party=river.northland).update(name=long[:200])
    Participation.objects.filter(party=river.southland).update(name="جمهورية الجنوب")
    Issue.objects.filter(pk=river.dam.pk).update(title="x" * 200, proposition="بناء السد " * 15)
    for address in (TALKS, f"{TALKS}pair/?left=northland&right=southland", f"{TALKS}parties/northland/"):
        page = visit.open(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        visit.assert_accessible()
    visit.assert_clean()


def test_markup_in_names_is_text(client: Client, river: RiverTalks):
    Participation.objects.filter(party=river.northland).update(name="<script>alert(1)</script>")
    Negotiation.objects.update(title='"><img src=x>', description="<b>no</b>")
    for page in (TALKS, f"{TALKS}embed/", f"{TALKS}pair/?left=northland&right=southland", "/"):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>no" not in html


def test_other_talks_do_not_show_here(client: Client, river: RiverTalks):
    other = river_talks(by=river.by, slug="lake-talks")
    talk_about_the_river(other)
    assert len(cells_of(open_page(client, TALKS))) == 9


def test_what_went_wrong_here_is_said_on_a_page_with_a_way_on(client: Client, river: RiverTalks, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    client.raise_request_exception = False
    monkeypatch.setattr("positions.admin.sheets.arriving.SheetForm", fail)
    client.force_login(User.objects.create_superuser("grace"))
    page = open_page(client, "/admin/positions/position/import/", status=500)
    assert "Something went wrong here" in text_of(page)
    assert page.xpath("//main//a/@href") == ["/"]
    assert page.get("lang") == "en"
