"""`negotiations/{slug}/comparison/blocking-issues/`: what stands between the parties."""

from datetime import date

import pytest
from django.test import Client

from positions.vocabulary import Salience, Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks, hold

BLOCKING = f"{COMPARISON}blocking-issues/"
FEBRUARY, MARCH = date(2024, 2, 10), date(2024, 3, 10)


@pytest.fixture
def blocked(talks: RiverTalks) -> RiverTalks:
    """Northland's red line on the water stands against two; Southland's on the dam stands against Northland."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, FEBRUARY, salience=Salience.RED_LINE)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.league, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.southland, talks.dam, Stance.OPPOSES, FEBRUARY, salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.league_draft, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.southland, talks.league_draft, Stance.SUPPORTS, FEBRUARY)
    return talks


def test_who_blocks_whom_on_what_and_what_would_be_gained(client: Client, blocked: RiverTalks):
    # Of Northland and Southland: draft 2 × 1, water 3 × 0, dam 3 × 0. Of Northland and the League: water alone.
    gain = 2 / 5 - 2 / 8
    assert ask(client, BLOCKING)["blocking"] == [
        {
            "target": "water-share",
            "n_pairs": 2,
            "total_gain": pytest.approx(gain),
            "pairs": [
                {"left": "northland", "right": "southland", "red_line": ["northland"], "gain": pytest.approx(gain)},
                {"left": "northland", "right": "river-league", "red_line": ["northland"], "gain": None},
            ],
        },
        {
            "target": "dam",
            "n_pairs": 1,
            "total_gain": pytest.approx(gain),
            "pairs": [
                {"left": "northland", "right": "southland", "red_line": ["southland"], "gain": pytest.approx(gain)}
            ],
        },
    ]


def test_a_gain_is_the_score_asked_for_without_the_target_minus_the_score(client: Client, blocked: RiverTalks):
    both = {"left": "northland", "right": "southland"}
    score = ask(client, f"{COMPARISON}pairwise/", **both)["agreement"]["score"]
    without = ask(client, f"{COMPARISON}pairwise/", **both, target=["water-share", "league-draft"])
    gain = ask(client, BLOCKING)["blocking"][1]["pairs"][0]["gain"]
    assert gain == pytest.approx(without["agreement"]["score"] - score, abs=1e-9)


def test_only_what_blocks_between_a_party_asked_for_and_any_other(client: Client, blocked: RiverTalks):
    table = [
        ("river-league", [("water-share", 1)]),
        ("southland", [("dam", 1), ("water-share", 1)]),
        (["river-league", "southland"], [("water-share", 2), ("dam", 1)]),
    ]
    for party, expected in table:
        found = ask(client, BLOCKING, party=party)["blocking"]
        assert [(issue["target"], issue["n_pairs"]) for issue in found] == expected


def test_nothing_blocks_before_a_red_line_was_drawn(client: Client, blocked: RiverTalks):
    assert ask(client, BLOCKING, valid_on="2024-02-09")["blocking"] == []
    assert ask(client, BLOCKING, known_at="2001-01-01T00:00:00Z")["blocking"] == []


def test_a_party_that_moves_no_longer_blocks(client: Client, blocked: RiverTalks):
    hold(blocked, blocked.southland, blocked.dam, Stance.CONDITIONAL, MARCH, condition="if the fish can pass")
    for day, blocking in (("2024-03-09", {"water-share", "dam"}), ("2024-03-10", {"water-share"})):
        assert {issue["target"] for issue in ask(client, BLOCKING, valid_on=day)["blocking"]} == blocking


@pytest.mark.parametrize(
    ("asked", "kind"),
    [({"party": "northlnd"}, "unknown-party"), ({"target": "damn"}, "unknown-target"), ({"valid_on": "x"}, "bad-date")],
)
def test_what_is_wrong_is_told(client: Client, blocked: RiverTalks, asked, kind: str):
    problem = refused(client, BLOCKING, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")


def test_the_number_of_queries_does_not_grow(client: Client, blocked: RiverTalks):
    # negotiation, last revision, targets, parties, positions, wider issues, terms; with parties asked for, those too
    assert n_queries(client, BLOCKING, target="dam") == 7
    hold(blocked, blocked.league, blocked.dam, Stance.SUPPORTS, MARCH, salience=Salience.RED_LINE)
    assert n_queries(client, BLOCKING) == 7
    assert n_queries(client, BLOCKING, party=["northland", "southland"]) == 8
