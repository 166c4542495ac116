"""What was merged, asked for as known before: under its own name, whatever was renamed around it since."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from positions.catalog import rename_entry, rename_talks
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
from tests.world import RiverTalks, hold

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
