"""`negotiations/{slug}/comparison/agreement/`: how far every two parties agree."""

from datetime import date

import pytest
from django.test import Client

from positions import history
from positions.models import Position
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks, hold

AGREEMENT = f"{COMPARISON}agreement/"
FEBRUARY, MARCH = date(2024, 2, 10), date(2024, 3, 10)


@pytest.fixture
def camps(talks: RiverTalks) -> RiverTalks:
    """Southland and the League want the water shared, Northland does not; Northland would build the dam."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, FEBRUARY, salience=Salience.RED_LINE)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.league, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.southland, talks.dam, Stance.CONDITIONAL, FEBRUARY)
    return talks


def scores(answer) -> dict[tuple[str, str], float | None]:
    return {(pair["left"], pair["right"]): pair["agreement"]["score"] for pair in answer["pairs"]}


def test_every_pair_has_its_score_or_the_reason_why_not(client: Client, camps: RiverTalks):
    assert scores(ask(client, AGREEMENT)) == {
        ("northland", "southland"): pytest.approx(0.3),
        ("northland", "river-league"): 0,
        ("southland", "river-league"): 1,
    }
    before = ask(client, AGREEMENT, valid_on="2024-01-01", target="dam")
    assert {pair["agreement"]["reason"] for pair in before["pairs"]} == {"nothing_in_common"}


def test_a_pair_scores_as_it_does_alone(client: Client, camps: RiverTalks):
    for method in ("city-block", "equal-weights", "binary"):
        for pair in ask(client, AGREEMENT, method=method)["pairs"]:
            alone = ask(client, f"{COMPARISON}pairwise/", left=pair["left"], right=pair["right"], method=method)
            assert pair["agreement"] == alone["agreement"]


def test_parties_that_stand_together_are_a_group_with_its_cohesion(client: Client, camps: RiverTalks):
    answer = ask(client, AGREEMENT)
    assert answer["groups"] == [
        {"parties": ["river-league", "southland"], "cohesion": 1.0, "n_pairs": 1},
        {"parties": ["northland"], "cohesion": None, "n_pairs": 0},
    ]
    assert (answer["least_agreement"], answer["left_out"]) == (0.6, [])


def test_a_party_without_any_score_is_left_out_of_the_groups_and_listed(client: Client, camps: RiverTalks):
    answer = ask(client, AGREEMENT, target="dam")
    assert answer["left_out"] == ["river-league"]
    assert "river-league" not in {party for group in answer["groups"] for party in group["parties"]}


def test_whether_the_ranking_hangs_on_the_method_is_told(client: Client, camps: RiverTalks):
    sensitivity = ask(client, AGREEMENT)["sensitivity"]
    assert sensitivity["survives"] is True
    assert [(one["method"], one["tau"], one["n_pairs"]) for one in sensitivity["methods"]] == [
        ("city-block", 1, 3),
        ("equal-weights", 1, 3),
        ("binary", 1, 3),
    ]
    assert [one["rank"] for one in sensitivity["methods"][0]["ranking"]] == [1, 2, 3]


def test_a_ranking_that_turns_with_the_method_does_not_survive(client: Client, talks: RiverTalks):
    """Northland agrees with Southland on two small things, with the League on the one that matters."""
    yes, no = Stance.SUPPORTS, Stance.OPPOSES
    for party, dam, rest in ((talks.northland, yes, yes), (talks.southland, no, yes), (talks.league, yes, no)):
        hold(talks, party, talks.dam, dam, FEBRUARY, salience=Salience.RED_LINE)
        for small in (talks.water_share, talks.league_draft):
            hold(talks, party, small, rest, FEBRUARY, salience=Salience.LOW)
    sensitivity = ask(client, AGREEMENT)["sensitivity"]
    assert sensitivity["survives"] is False
    assert [(one["method"], one["same_order"], one["tau"]) for one in sensitivity["methods"]] == [
        ("city-block", True, 1),
        ("equal-weights", False, pytest.approx(1 / 3)),
        ("binary", True, 1),
    ]


def test_only_the_parties_and_targets_asked_for(client: Client, camps: RiverTalks):
    answer = ask(client, AGREEMENT, party=["river-league", "northland"], target="water-share")
    assert scores(answer) == {("river-league", "northland"): 0}
    assert ask(client, AGREEMENT, party="northland")["pairs"] == []


def test_one_kind_of_target_alone(client: Client, camps: RiverTalks):
    assert {pair["agreement"]["n_targets"] for pair in ask(client, AGREEMENT, kind="proposal")["pairs"]} == {0}


def test_before_anything_was_known_nobody_had_a_score(client: Client, camps: RiverTalks):
    answer = ask(client, AGREEMENT, known_at="2001-01-01T00:00:00Z")
    assert (answer["pairs"], answer["groups"], answer["left_out"]) == ([], [], [])


def test_with_both_times_the_answer_stays_the_same_byte_for_byte(client: Client, camps: RiverTalks):
    question = {"valid_on": "2024-03-10"}
    question["known_at"] = ask(client, AGREEMENT, **question)["known_at"]
    before = client.get(AGREEMENT, question).content
    wrong = Position.objects.known().get(party=camps.northland, target=camps.dam)
    history.correct_position(wrong, content=history.Content(stance=Stance.OPPOSES, act=Act.REJECTION), by=camps.by)
    hold(camps, camps.league, camps.dam, Stance.OPPOSES, FEBRUARY)
    assert client.get(AGREEMENT, question).content == before


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"party": "northlnd"}, "unknown-party"),
        ({"party": ["northland", "northland"]}, "repeated-value"),
        ({"target": "damn"}, "unknown-target"),
        ({"method": "euclid"}, "unknown-choice"),
        ({"left": "northland"}, "unknown-parameter"),
    ],
)
def test_what_is_wrong_is_told(client: Client, camps: RiverTalks, asked, kind: str):
    problem = refused(client, AGREEMENT, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")


def test_the_number_of_queries_does_not_grow(client: Client, camps: RiverTalks):
    # negotiation, last revision, targets, parties, positions, wider issues, terms
    assert n_queries(client, AGREEMENT, party=["northland", "southland"], target="dam") == 7
    hold(camps, camps.league, camps.dam, Stance.OPPOSES, MARCH)
    hold(camps, camps.league, camps.league_draft, Stance.SUPPORTS, MARCH)
    assert n_queries(client, AGREEMENT) == 7


def test_more_comparisons_than_one_answer_makes_are_refused(client: Client, camps: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.queries.sizes.MOST_COMPARISONS", 5)
    for address in (AGREEMENT, f"{COMPARISON}blocking-issues/"):
        problem = refused(client, address)
        assert (problem["status"], problem["type"]) == (400, "/docs/problems/too-many-values")
        assert "3 parties make 3 pairs, on 2 targets 6 comparisons" in problem["detail"]
        assert ask(client, address, target="dam")
    monkeypatch.setattr("positions.queries.sizes.MOST_COMPARISONS", 6)
    assert ask(client, AGREEMENT)
