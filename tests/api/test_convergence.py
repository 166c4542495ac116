"""`negotiations/{slug}/comparison/convergence/`: the score at every change."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from positions import history
from positions.models import Issue, Position, Revision
from positions.vocabulary import Act, Role, Salience, Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks, hold

CONVERGENCE = f"{COMPARISON}convergence/"
PAIRWISE = f"{COMPARISON}pairwise/"
PAIR = {"left": "northland", "right": "southland"}
YES, NO, MAYBE = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL


@pytest.fixture
def moving(talks: RiverTalks) -> RiverTalks:
    """Southland wants half the water; Northland moves from no to yes in three steps. The League opens the dam."""
    hold(talks, talks.southland, talks.water_share, YES, date(2024, 2, 5), salience=Salience.HIGH)
    hold(talks, talks.northland, talks.water_share, NO, date(2024, 2, 10), salience=Salience.RED_LINE)
    hold(talks, talks.league, talks.dam, YES, date(2024, 2, 20))
    hold(talks, talks.northland, talks.water_share, MAYBE, date(2024, 3, 1), condition="if paid for")
    hold(talks, talks.southland, talks.dam, NO, date(2024, 3, 10))
    hold(talks, talks.northland, talks.water_share, YES, date(2024, 3, 20))
    return talks


def test_a_point_at_every_change_with_the_targets_that_moved_it(client: Client, moving: RiverTalks):
    answer = ask(client, CONVERGENCE, to="2024-04-01", **PAIR)
    assert [(p["on"], p["score"], p["changed"]) for p in answer["points"]] == [
        ("2024-02-05", None, ["water-share"]),
        ("2024-02-10", 0.0, ["water-share"]),
        ("2024-02-20", 0.0, ["dam"]),
        ("2024-03-01", 0.75, ["water-share"]),
        ("2024-03-10", 0.75, ["dam"]),
        ("2024-03-20", 1.0, ["water-share"]),
    ]
    assert answer["points"][0]["reason"] == "nothing_in_common"
    assert answer["change"] == 1.0


@pytest.mark.parametrize("asked", [{}, {"target": ["dam", "water-share"]}, {"kind": "issue"}, {"method": "binary"}])
def test_every_point_is_the_score_of_the_pair_on_that_day(client: Client, moving: RiverTalks, asked: Any):
    hold(moving, moving.northland, moving.league_draft, MAYBE, date(2024, 3, 25))
    for point in ask(client, CONVERGENCE, to="2024-04-01", **PAIR, **asked)["points"]:
        agreement = ask(client, PAIRWISE, valid_on=point["on"], **PAIR, **asked)["agreement"]
        names = ("score", "low", "high", "coverage", "reason")
        assert [point[name] for name in names] == [agreement[name] for name in names]


def test_the_last_point_still_stands_on_the_last_day(client: Client, moving: RiverTalks):
    last = ask(client, CONVERGENCE, to="2024-03-15", **PAIR)["points"][-1]
    agreement = ask(client, PAIRWISE, valid_on="2024-03-15", **PAIR)["agreement"]
    assert (last["on"], last["score"], last["low"]) == ("2024-03-10", agreement["score"], agreement["low"])


def test_with_a_first_day_the_first_point_says_how_the_parties_stood_then(client: Client, moving: RiverTalks):
    for first, changed in [("2024-02-15", []), ("2024-02-20", ["dam"])]:
        point = ask(client, CONVERGENCE, **{"from": first}, to="2024-04-01", **PAIR)["points"][0]
        assert (point["on"], point["score"], point["changed"]) == (first, 0.0, changed)
    before = ask(client, CONVERGENCE, **{"from": "2001-01-01"}, to="2001-01-01", **PAIR)["points"]
    assert [(p["on"], p["score"], p["coverage"]) for p in before] == [("2001-01-01", None, 0.0)]


def test_a_new_wording_alone_makes_no_point(client: Client, moving: RiverTalks):
    before = ask(client, CONVERGENCE, to="2024-05-01", **PAIR)["points"]
    reworded = history.Content(stance=NO, act=Act.DECLARATION, condition="whatever is paid")
    dam = Position.objects.as_of().get(party=moving.southland, target=moving.dam)
    history.supersede_position(dam, content=reworded, valid_from=date(2024, 4, 1), by=moving.by)
    assert ask(client, CONVERGENCE, to="2024-05-01", **PAIR)["points"] == before


def test_each_topic_has_a_line_of_its_own(client: Client, moving: RiverTalks):
    Issue.objects.filter(slug="dam").update(topic="building")
    topics = {t["topic"]: t for t in ask(client, CONVERGENCE, to="2024-04-01", **PAIR)["topics"]}
    assert list(topics) == ["water", "building"]
    assert [p["on"] for p in topics["building"]["points"]] == ["2024-02-20", "2024-03-10"]
    assert [p["score"] for p in topics["water"]["points"]] == [None, 0.0, 0.75, 1.0]
    assert (topics["water"]["change"], topics["building"]["change"]) == (1.0, None)
    before_the_dam = ask(client, CONVERGENCE, to="2024-02-19", **PAIR)
    assert [t["topic"] for t in before_the_dam["topics"]] == ["water"]


def test_without_sides_all_pairs_of_principals_and_their_mean(client: Client, moving: RiverTalks):
    pairs = ask(client, CONVERGENCE, to="2024-04-01")["pairs"]
    assert [(p["left"], p["right"]) for p in pairs] == [("northland", "southland")]
    moving.negotiation.participations.filter(party=moving.league).update(role=Role.PRINCIPAL.value)
    answer = ask(client, CONVERGENCE, to="2024-04-01")
    assert (answer["left"], answer["right"]) == (None, None)
    assert [(p["left"], p["right"]) for p in answer["pairs"]] == [
        ("northland", "southland"),
        ("northland", "river-league"),
        ("southland", "river-league"),
    ]
    assert answer["pairs"][0]["points"] == ask(client, CONVERGENCE, to="2024-04-01", **PAIR)["points"]
    # Northland and Southland: 0.75; Southland and the League: 0 on the dam; Northland and the League: nothing shared.
    on = {p["on"]: p["score"] for p in answer["points"]}
    assert (on["2024-03-01"], on["2024-03-10"]) == (0.75, 0.375)


def test_with_both_days_and_the_instant_given_the_answer_stays_the_same(client: Client, moving: RiverTalks):
    known_at = Revision.objects.latest("committed_at").committed_at.isoformat()
    asked = {"from": "2024-02-01", "to": "2024-04-01", "known_at": known_at, **PAIR}
    before = client.get(CONVERGENCE, asked).content
    hold(moving, moving.northland, moving.dam, NO, date(2024, 2, 12))
    hold(moving, moving.northland, moving.league_draft, NO, date(2024, 2, 12))
    assert client.get(CONVERGENCE, asked).content == before


@pytest.mark.parametrize(
    ("asked", "parameter", "kind"),
    [
        ({"from": "2024-03-11", "to": "2024-03-10", **PAIR}, "from", "period-runs-backward"),
        ({"from": "2999-01-01"}, "from", "period-runs-backward"),
        ({"left": "northland"}, "right", "invalid-parameters"),
        ({"left": "northland", "right": "northland"}, "right", "repeated-value"),
        ({"left": "northlnd", "right": "southland"}, "left", "unknown-party"),
        ({"target": "damm"}, "target", "unknown-target"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "known_at", "known-at-in-the-future"),
    ],
)
def test_what_cannot_be_asked(client: Client, moving: RiverTalks, asked: Any, parameter: str, kind: str):
    problem = refused(client, CONVERGENCE, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")
    assert problem["errors"][0]["parameter"] == parameter


def test_more_history_than_one_answer_goes_through_is_refused(client: Client, moving: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.queries.comparing.convergences.MOST_SPELLS", 4)
    assert refused(client, CONVERGENCE, **PAIR)["type"] == "/docs/problems/too-many-values"
    monkeypatch.setattr("positions.queries.comparing.convergences.MOST_SPELLS", 5)
    assert ask(client, CONVERGENCE, **PAIR)["points"]


def test_the_number_of_queries_does_not_grow_with_the_history(client: Client, moving: RiverTalks):
    # negotiation, last revision, parties, targets, issues, terms, positions, when targets were held on
    assert n_queries(client, CONVERGENCE, **PAIR) == 8
    for day in range(1, 20):
        for target in (moving.dam, moving.league_draft):
            hold(moving, moving.northland, target, NO if day % 2 else YES, date(2024, 4, day))
    assert n_queries(client, CONVERGENCE, **PAIR) == 8
    assert n_queries(client, CONVERGENCE) == 8
    assert n_queries(client, CONVERGENCE, target="dam", **PAIR) == 7
