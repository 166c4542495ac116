"""`negotiations/{slug}/changes.atom`: the last public changes in words, for feed readers."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from positions import history, review
from positions.api.endpoints import atom
from positions.catalog import merge_entry, plan_merge
from positions.models import Negotiation
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import RIVER, refused
from tests.world import RiverTalks, hold, river_talks, say

FEED = f"{RIVER}changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, **headers: str) -> ET.Element:
    response = client.get(FEED, headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(response.content)


def titles(feed: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def newest_summary(feed: ET.Element) -> ET.Element:
    return next(feed.iter(f"{ATOM}summary"))


def test_an_entry_says_who_holds_what_newest_first(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10))
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 1), salience=Salience.RED_LINE)
    assert titles(read(client)) == [
        "Northland on The upper dam: opposes, a red line, from 2024-03-01",
        "Northland on The upper dam: supports, from 2024-02-10",
        "The parties, issues or proposals changed",
    ]


def test_of_many_changes_the_last_are_in_it_and_staff_read_those_of_a_draft_too(
    grace: Client, talks: RiverTalks, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(atom, "N_ENTRIES", 2)
    for day, stance in enumerate((Stance.UNDECIDED, Stance.SUPPORTS, Stance.OPPOSES), start=1):
        hold(talks, talks.northland, talks.dam, stance, date(2024, 3, day))
    lake = river_talks(by=talks.by, slug="lake-talks")
    for day in range(1, 7):
        hold(lake, lake.northland, lake.dam, (Stance.SUPPORTS, Stance.OPPOSES)[day % 2], date(2024, 3, day))
    Negotiation.objects.filter(slug="river-talks").update(is_published=False)
    assert titles(read(grace)) == [
        "Northland on The upper dam: opposes, from 2024-03-03",
        "Northland on The upper dam: supports, from 2024-03-02",
    ]


def test_withdrawals_corrections_evidence_and_links_are_told_apart(client: Client, talks: RiverTalks):
    said = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 1))
    review.accept_statement(said, by=talks.by)
    again = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 2))
    review.accept_statement(again, by=talks.by)
    review.undo_decision(again, by=talks.by)
    review.undo_decision(said, by=talks.by)
    held = hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    history.withdraw_position(held, on=date(2024, 3, 9), by=talks.by)
    end = (talks.northland, talks.water_share), (talks.southland, talks.dam)
    link = history.Link(party=end[0][0], target=end[0][1], awaits_party=end[1][0], awaits_target=end[1][1])
    history.remove_link(history.set_link(link, by=talks.by).link, by=talks.by)
    told = titles(read(client))[:-1]
    assert told[:2] == [
        "A conditional link no longer holds",
        "Northland on Share of the water: waits for Southland on The upper dam",
    ]
    assert told[2] == "Southland on The upper dam: supports until 2024-03-09, withdrawn"
    assert "More evidence for what is recorded" in told
    assert any(title.startswith("Correction: Northland on The upper dam") for title in told)


def test_ids_stay_and_the_feed_names_itself_and_its_page(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10))
    one, other = read(client), read(client)
    ids = [[entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] for feed in (one, other)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    links = {link.get("rel"): link.get("href") for link in one.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/negotiations/river-talks/", "self": f"http://testserver{FEED}"}


@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "application/rss+xml", "application/json", "*/*"])
def test_it_is_sent_however_it_is_asked_for(client: Client, talks: RiverTalks, accept: str):
    assert len(titles(read(client, accept=accept))) == 1


@pytest.mark.parametrize("address", [FEED, f"{RIVER}download.zip"])
def test_another_format_is_refused_where_there_is_but_one(client: Client, talks: RiverTalks, address: str):
    problem = refused(client, address, format="json")
    assert (problem["type"], problem["errors"][0]["parameter"]) == ("/docs/problems/unknown-choice", "format")
    assert ET.fromstring(client.get(FEED, {"format": "atom"}).content) is not None


def test_what_xml_has_no_way_to_say_is_replaced(client: Client, talks: RiverTalks):
    content = history.Content(stance=Stance.OPPOSES, act=Act.DEMAND, condition="\x0bonly & <b>if</b>")
    history.record_position(
        party=talks.northland, target=talks.dam, content=content, valid_from=date(2024, 2, 1), by=talks.by
    )
    assert "Condition: \ufffdonly" in str(newest_summary(read(client)).text)


def test_what_is_written_in_an_entry_is_no_markup(client: Client, talks: RiverTalks):
    hold(
        talks, talks.northland, talks.dam, Stance.CONDITIONAL, date(2024, 2, 1), condition="only & <b>if</b>\nit rains"
    )
    summary = newest_summary(read(client))
    assert summary.get("type") == "html"
    assert str(summary.text).split("<br>")[1:3] == ["Condition: only &amp; &lt;b&gt;if&lt;/b&gt;", "it rains"]


def test_an_entry_about_a_merge_says_what_came_over(client: Client, talks: RiverTalks):
    hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    seen = plan_merge(talks.negotiation, "parties", "southland", into="northland").seen
    merge_entry(talks.negotiation, "parties", "southland", into="northland", seen=seen, by=talks.by)
    feed = read(client)
    assert titles(feed)[0] == "The parties, issues or proposals changed"
    assert str(newest_summary(feed).text).split("<br>") == [
        "Northland on The upper dam: supports, from 2024-02-01",
        "Southland on The upper dam: no longer recorded",
        "Revision 3.",
    ]


def test_talks_without_a_change_have_an_empty_feed(client: Client, db: None):
    Negotiation.objects.create(slug="river-talks", title="Nothing yet")
    assert titles(read(client)) == []
    assert read(client).findtext(f"{ATOM}updated") is not None


def test_drafts_and_unknown_talks_have_none(client: Client, talks: RiverTalks):
    Negotiation.objects.update(is_published=False)
    response = client.get(FEED)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
