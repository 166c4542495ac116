"""What was merged, asked for as known before: under its own name, whatever was renamed around it since."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from positions.catalog import EntryInvalid, find_entry, rename_entry, rename_talks, save_entry
from positions.models import Participation, Party
from positions.vocabulary import Stance
from tests.integration.test_merging import (
    MERGES,
    TALKS,
    another_issue,
    another_party,
    another_proposal,
    instant,
    merge,
)
from tests.world import RiverTalks, hold, river_talks

QUESTIONS = [
    "comparison/?party=north-land&target=big-dam&target=dam&valid_on=2024-03-20&known_at=",
    "comparison/pairwise/?left=north-land&right=southland&valid_on=2024-03-20&known_at=",
    "comparison/changes/?party=north-land&from_valid_on=2024-03-01&to_valid_on=2024-03-20&to_known_at=",
    "proposals/draft-of-march/responses/?party=north-land&valid_on=2024-03-20&known_at=",
]


@pytest.fixture
def twins(talks: RiverTalks) -> RiverTalks:
    """A party, an issue and a proposal twice each; the two of each pair do not say the same."""
    north, big, draft = another_party(talks), another_issue(talks), another_proposal(talks)
    for target in (big, draft, talks.dam):
        hold(talks, north, target, Stance.UNDECIDED, date(2024, 3, 2))
        hold(talks, talks.southland, target, Stance.SUPPORTS, date(2024, 3, 3))
        hold(talks, talks.northland, target, Stance.OPPOSES, date(2024, 3, 4))
    return talks


def cells(client: Client, asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(client, asked)["cells"]
    return found


def answered(client: Client, asked: str) -> dict[str, Any]:
    answer = client.get(TALKS + asked)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_former_address_of_the_talks_answers_as_it_did(client: Client, twins: RiverTalks, question: str):
    asked = question + instant()
    before = answered(client, asked)
    for section, gone, kept in MERGES:
        merge(twins, section, gone, kept)
    rename_talks(twins.negotiation, "silver-river", by=twins.by)
    assert answered(client, asked) == before | {"negotiation": "silver-river"}


def test_another_former_name_beside_it_makes_no_difference(client: Client, twins: RiverTalks):
    asked = f"comparison/?party=north-land&party=southland&target=big-dam&valid_on=2024-03-20&known_at={instant()}"
    before = cells(client, asked)
    for section, gone, kept in MERGES:
        merge(twins, section, gone, kept)
    rename_entry(twins.negotiation, "parties", "southland", "south", by=twins.by)
    after = cells(client, asked)
    assert [cell["party"] for cell in after] == ["north-land", "south"]
    assert [cell["position"] for cell in after] == [cell["position"] for cell in before]


def test_a_name_given_up_before_the_merge_leads_to_what_had_it(client: Client, twins: RiverTalks):
    address = "comparison/?party=north-land&target=big-dam"
    asked = f"{address}&valid_on=2024-03-20&known_at={instant()}"
    (before,) = cells(client, asked)
    rename_entry(twins.negotiation, "parties", "north-land", "uplands", by=twins.by)
    rename_entry(twins.negotiation, "issues", "big-dam", "great-dam", by=twins.by)
    merge(twins, "parties", "uplands", "northland")
    merge(twins, "issues", "great-dam", "dam")
    assert cells(client, asked) == [before | {"party": "uplands", "target": "great-dam"}]
    assert client.get(TALKS + address).headers["Content-Location"].endswith("?party=northland&target=dam")


CHAINS = [
    ("parties", ["north-land", "far-north", "northland"], "comparison/?party="),
    ("issues", ["big-dam", "third-dam", "dam"], "comparison/?target="),
    ("proposals", ["draft-of-march", "third-draft", "league-draft"], "proposals/{}/responses/?party=southland"),
]


@pytest.mark.parametrize(("section", "chain", "address"), CHAINS)
def test_between_two_merges_the_first_name_leads_to_what_stood_then(
    client: Client, twins: RiverTalks, section: str, chain: list[str], address: str
):
    another_party(twins, "far-north")
    another_issue(twins, "third-dam")
    another_proposal(twins, "third-draft")
    first, second, third = chain
    merge(twins, section, first, second)
    asked = f"{address if '{}' in address else address + '{}'}&valid_on=2024-03-20&known_at={instant()}".format
    before = client.get(TALKS + asked(first))
    merge(twins, section, second, third)
    after = client.get(TALKS + asked(first))
    assert (after.status_code, after.content) == (200, before.content)
    assert second in after.headers["Content-Location"]
    now = client.get(TALKS + asked(first).partition("&known_at")[0])
    assert (now.status_code, third in now.headers["Content-Location"]) == (200, True)


def test_what_was_merged_before_leads_on_and_what_was_merged_later_does_not(client: Client, twins: RiverTalks):
    merge(twins, "parties", "north-land", "northland")
    address = "comparison/?party=north-land&target=big-dam&target=dam&valid_on=2024-03-20"
    asked = f"{address}&known_at={instant()}"
    before = answered(client, asked)
    merge(twins, "issues", "big-dam", "dam")
    assert answered(client, asked) == before
    assert (
        client.get(TALKS + address)
        .headers["Content-Location"]
        .endswith("?party=northland&target=dam&valid_on=2024-03-20")
    )


def test_a_party_merged_here_and_renamed_elsewhere_is_led_on_by_its_new_name(client: Client, twins: RiverTalks):
    lake = river_talks(by=twins.by, slug="lake-talks")
    north = Party.objects.get(slug="north-land")
    Participation.objects.filter(negotiation=lake.negotiation, party=lake.northland).update(party=north)
    merge(twins, "parties", "north-land", "northland")
    rename_entry(lake.negotiation, "parties", "north-land", "uplands", by=twins.by)
    for name in ("north-land", "uplands"):
        answer = client.get(f"{TALKS}comparison/?party={name}")
        assert (answer.status_code, answer.headers.get("Content-Location")) == (
            200,
            f"{TALKS}comparison/?party=northland",
        )
    entry = find_entry(twins.negotiation, "parties", "northland") | {"name": "Upland", "aliases": []}
    with pytest.raises(EntryInvalid, match="was the name of “northland”"):
        save_entry(twins.negotiation, "parties", entry | {"slug": "uplands"}, seen=None, by=twins.by)
    rename_entry(lake.negotiation, "parties", "uplands", "north-land", by=twins.by)
    assert client.get("/api/v1/negotiations/lake-talks/comparison/?party=uplands").status_code == 200
