"""Every cell of the page says what the API says at the same two times."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from positions.models import Revision
from positions.vocabulary import Stance
from tests.reading import cells_of, cells_of_api, open_page
from tests.world import RiverTalks, hold, one_more_issue

ALL = "party=northland&party=southland&party=river-league&target=water-share&target=dam&target=league-draft"


@pytest.mark.parametrize("day", ["2023-12-31", "2024-01-10", "2024-03-04", "2024-03-20", "2024-04-02", "2026-01-01"])
def test_cells_are_those_of_the_api(client: Client, river: RiverTalks, day: str):
    page = open_page(client, f"/negotiations/river-talks/?valid_on={day}&silent=1")
    assert cells_of(page) == cells_of_api(client, f"/api/v1/negotiations/river-talks/comparison/?valid_on={day}&{ALL}")


def test_cells_are_those_of_the_api_at_every_revision(client: Client, river: RiverTalks):
    for revision in Revision.objects.filter(negotiation=river.negotiation):
        times = f"valid_on=2024-04-30&known_at={revision.committed_at.isoformat().replace('+00:00', 'Z')}"
        page = open_page(client, f"/negotiations/river-talks/?{times}&silent=1&order=title")
        shown = cells_of(page)
        api = cells_of_api(client, f"/api/v1/negotiations/river-talks/comparison/?{times}&{ALL}")
        assert shown == api or (shown == {} and {cell.says for cell in api.values()} <= {"never_stated"})


def test_a_target_that_was_recorded_later_is_not_in_the_table_as_known_before(client: Client, river: RiverTalks):
    before = Revision.objects.filter(negotiation=river.negotiation).latest("number").committed_at
    weir = one_more_issue(river, "weir", recorded_at=timezone.now())
    hold(river, river.northland, weir, Stance.SUPPORTS, date(2024, 4, 1))
    times = f"known_at={before.isoformat().replace('+00:00', 'Z')}"
    now = cells_of(open_page(client, "/negotiations/river-talks/?silent=1"))
    then = cells_of(open_page(client, f"/negotiations/river-talks/?silent=1&{times}"))
    api = client.get(f"/api/v1/negotiations/river-talks/comparison/?{times}").json()
    assert now.keys() - then.keys() == {(party, "weir") for party, _target in now}
    assert {target for _party, target in then} == {target["slug"] for target in api["targets"]}


def test_the_changes_of_some_parties_are_those_of_the_api_behind_their_link(client: Client, river: RiverTalks):
    page = open_page(client, "/negotiations/river-talks/?valid_on=2024-03-06&from_valid_on=2024-01-01&party=northland")
    (address,) = page.xpath("//section[@id='changes']//a[.='JSON']/@href")
    places = [f"{one['party']}~{one['target']}" for one in client.get(address).json()["changes"]]
    shown = page.xpath("//ol[@class='changelist']/li/p[@class='what']/a/@href")
    assert len(shown) == len(places) == 2
    assert all(link.endswith(f"cell={place}") for link, place in zip(shown, places, strict=True))


def test_a_table_of_nothing_has_no_link_to_one_of_everything(client: Client, river: RiverTalks):
    page = open_page(client, "/negotiations/river-talks/?valid_on=2024-03-06&topic=water&kind=proposal")
    assert cells_of(page) == {}
    assert page.xpath("//a[contains(@href, '/comparison/?')]") == []


@pytest.mark.parametrize("day", ["2025-W10-5", "20250314xx", "2025-3-14"])
def test_a_day_that_the_api_does_not_read_is_left_out_of_a_page_and_told(client: Client, river: RiverTalks, day: str):
    assert client.get(f"/api/v1/negotiations/river-talks/comparison/?valid_on={day}").status_code == 400
    assert f"“{day}” is no day" in client.get(f"/negotiations/river-talks/?valid_on={day}").content.decode()


def test_the_slider_says_of_every_day_what_the_api_says(client: Client, river: RiverTalks):
    spelled = client.get("/negotiations/river-talks/cells/?silent=1").json()
    for days in range(0, 500, 7):
        day = date(2023, 12, 28) + timedelta(days=days)
        api = cells_of_api(client, f"/api/v1/negotiations/river-talks/comparison/?valid_on={day}&{ALL}")
        for (party, target), cell in api.items():
            turns = spelled["cells"].get(f"{party}~{target}", [])
            before = [look for on, look in zip(turns[::2], turns[1::2], strict=True) if on <= day.toordinal()]
            letters = spelled["looks"][before[-1] if before else 0][0].split()
            assert ("r" in letters, "f" in letters) == (cell.is_red_line, cell.is_stale), (day, party, target)
            assert spelled["looks"][before[-1] if before else 0][2] == cell.says.replace("_", " ")


def test_two_parties_side_by_side_show_what_was_taken_back_as_withdrawn(client: Client, river: RiverTalks):
    page = open_page(client, "/negotiations/river-talks/pair/?left=river-league&right=southland&valid_on=2024-04-02")
    rows = {row.findtext("th/span"): [cell.text for cell in row.iterfind("td/a/b")] for row in page.iterfind(".//tr")}
    assert rows["The upper dam"] == ["withdrawn", "opposes"]
    assert rows["Share of the water"] == ["never stated", "supports"]
