"""`negotiations/{slug}/comparison/conditional-links/`: what waits for what, and where each waits for the other."""

import pytest
from django.test import Client

from positions import history
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks

LINKS = f"{COMPARISON}conditional-links/"


@pytest.fixture
def deadlocked(talks: RiverTalks) -> RiverTalks:
    """Northland shares the water only after Southland has agreed to the dam, and Southland the other way round."""
    ends = [(talks.northland, talks.water_share), (talks.southland, talks.dam)]
    for (party, target), (awaits_party, awaits_target) in zip(ends, reversed(ends), strict=True):
        link = history.Link(party=party, target=target, awaits_party=awaits_party, awaits_target=awaits_target)
        history.set_link(link, by=talks.by)
    return talks


def test_without_links_the_answer_is_empty(client: Client, talks: RiverTalks):
    answer = ask(client, LINKS)
    assert (answer["nodes"], answer["links"], answer["cycles"]) == ([], [], [])


def test_two_that_wait_for_each_other_are_a_deadlock(client: Client, deadlocked: RiverTalks):
    answer = ask(client, LINKS)
    ends = [{"party": "northland", "target": "water-share"}, {"party": "southland", "target": "dam"}]
    assert answer["cycles"] == [{"members": ends, "shortest": ends}]
    assert [(link["party"], link["awaits_party"]) for link in answer["links"]] == [
        ("northland", "southland"),
        ("southland", "northland"),
    ]


def test_the_answer_of_then_stays_the_same_byte_for_byte_after_a_link_is_removed(
    client: Client, deadlocked: RiverTalks
):
    then = {"known_at": ask(client, LINKS)["known_at"]}
    before = client.get(LINKS, then).content
    for row in deadlocked.negotiation.conditional_links.known():
        history.remove_link(row, by=deadlocked.by)
    assert ask(client, LINKS)["links"] == []
    assert client.get(LINKS, then).content == before


def test_a_wrong_parameter_is_refused(client: Client, talks: RiverTalks):
    assert refused(client, LINKS, known_at="yesterday")["type"] == "/docs/problems/bad-instant"
    assert refused(client, LINKS, valid_on="2024-03-01")["type"] == "/docs/problems/unknown-parameter"
    assert refused(client, LINKS.replace("river", "rivr"))["status"] == 404


def test_the_number_of_queries_does_not_grow_with_the_links(client: Client, deadlocked: RiverTalks):
    # negotiation, last revision, links
    assert n_queries(client, LINKS) == 3
    for party in (deadlocked.league, deadlocked.southland):
        for target in (deadlocked.dam, deadlocked.water_share):
            link = history.Link(
                party=party, target=target, awaits_party=deadlocked.league, awaits_target=deadlocked.league_draft
            )
            history.set_link(link, by=deadlocked.by)
    assert n_queries(client, LINKS) == 3
