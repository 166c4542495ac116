"""`negotiations/{slug}/comparison/pairwise/`: two parties side by side."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import history, review
from positions.models import Issue, Position, ProposalTerm
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks, hold, river_talks, say

PAIRWISE = f"{COMPARISON}pairwise/"
FEBRUARY, MARCH = date(2024, 2, 10), date(2024, 3, 10)
BOTH = {"left": "northland", "right": "southland"}


@pytest.fixture
def opposed(talks: RiverTalks) -> RiverTalks:
    """Both want the dam; Northland will never give up its water, which Southland wants; only Southland on the draft."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, FEBRUARY, salience=Salience.RED_LINE)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.southland, talks.dam, Stance.CONDITIONAL, FEBRUARY, condition="if it gets half of the power")
    hold(talks, talks.southland, talks.league_draft, Stance.SUPPORTS, MARCH)
    return talks


def test_the_score_with_its_bounds_and_what_it_stands_on(client: Client, opposed: RiverTalks):
    # water 3 × 0, dam 2 × 0.75, draft 2 unknown
    assert ask(client, PAIRWISE, **BOTH)["agreement"] == {
        "score": pytest.approx(1.5 / 5),
        "low": pytest.approx(1.5 / 7),
        "high": pytest.approx(3.5 / 7),
        "coverage": pytest.approx(5 / 7),
        "n_compared": 2,
        "n_targets": 3,
        "method": "city-block",
        "reason": None,
    }


def test_each_target_says_what_both_hold_and_what_it_adds(client: Client, opposed: RiverTalks):
    water, dam, draft = ask(client, PAIRWISE, **BOTH)["targets"]
    assert (water["relation"], water["weight"], water["contribution"]) == ("oppose", 3, 0)
    assert (dam["left"]["stance"], dam["right"]["condition"]) == ("supports", "if it gets half of the power")
    assert (dam["relation"], dam["agreement"], dam["contribution"]) == ("partial", 0.75, pytest.approx(0.3))
    assert (draft["left"], draft["relation"], draft["agreement"], draft["contribution"]) == (
        None,
        "unknown",
        None,
        None,
    )


def test_what_blocks_is_named_with_its_gain(client: Client, opposed: RiverTalks):
    assert ask(client, PAIRWISE, **BOTH)["blocking"] == [
        {"target": "water-share", "red_line": ["northland"], "gain": pytest.approx(0.75 - 0.3)}
    ]


def test_swapped_sides_have_the_same_score(client: Client, opposed: RiverTalks):
    there, back = (
        ask(client, PAIRWISE, left=left, right=right, valid_on=MARCH)
        for left, right in (("northland", "southland"), ("southland", "northland"))
    )
    assert there["agreement"] == back["agreement"]
    assert [t["left"] for t in there["targets"]] == [t["right"] for t in back["targets"]]


def test_nothing_in_common_is_null_with_its_reason(client: Client, opposed: RiverTalks):
    agreement = ask(client, PAIRWISE, left="northland", right="river-league")["agreement"]
    assert (agreement["score"], agreement["low"], agreement["high"]) == (None, None, None)
    assert (agreement["coverage"], agreement["reason"]) == (0, "nothing_in_common")


def test_undecided_is_shown_and_not_compared(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.UNDECIDED, FEBRUARY)
    (dam,) = ask(client, PAIRWISE, **BOTH)["targets"]
    assert (dam["left"]["stance"], dam["right"], dam["relation"]) == ("undecided", None, "undecided")


def test_a_side_without_a_position_says_whether_it_took_one_back(client: Client, opposed: RiverTalks):
    held = Position.objects.as_of().get(party=opposed.northland, target=opposed.dam)
    history.withdraw_position(held, on=MARCH, by=opposed.by)
    for left, right in (("left", "right"), ("right", "left")):
        _, dam, draft = ask(client, PAIRWISE, **{left: "northland", right: "southland"})["targets"]
        assert (dam[left], dam[f"{left}_standing"], dam[f"{right}_standing"]) == (None, "withdrawn", "held")
        assert (draft[left], draft[f"{left}_standing"]) == (None, "never_stated")


def test_intervals_that_meet_are_a_zone_of_possible_agreement(client: Client, talks: RiverTalks):
    for party, ends in ((talks.northland, (20, 45)), (talks.southland, (40, 70))):
        interval = (Decimal(ends[0]), Decimal(ends[1]))
        content = history.Content(stance=Stance.UNSPECIFIED, act=Act.DECLARATION, scale=interval)
        history.record_position(
            party=party, target=talks.water_share, content=content, valid_from=FEBRUARY, by=talks.by
        )
    (water,) = ask(client, PAIRWISE, **BOTH)["targets"]
    assert (water["relation"], water["agreement"], water["zone"]) == ("agree", 1, {"low": 40, "high": 45})


def test_a_term_of_a_compared_proposal_is_shown_and_not_weighed_again(client: Client, opposed: RiverTalks):
    ProposalTerm.objects.create(proposal=opposed.league_draft, issue=opposed.water_share, number=1)
    before = {t["target"]: t["is_weighed"] for t in ask(client, PAIRWISE, **BOTH)["targets"]}
    hold(opposed, opposed.northland, opposed.league_draft, Stance.SUPPORTS, MARCH)
    after = {t["target"]: t["is_weighed"] for t in ask(client, PAIRWISE, **BOTH)["targets"]}
    assert before == {"water-share": True, "dam": True, "league-draft": True}
    assert after == {"water-share": False, "dam": True, "league-draft": True}
    issues = ask(client, PAIRWISE, **BOTH, kind="issue")["targets"]
    assert {t["target"]: t["is_weighed"] for t in issues} == {"water-share": True, "dam": True}


def test_a_wider_issue_is_not_weighed_beside_its_parts(client: Client, opposed: RiverTalks):
    Issue.objects.filter(pk=opposed.dam.pk).update(parent=opposed.water_share)
    weighed = {t["target"]: t["is_weighed"] for t in ask(client, PAIRWISE, **BOTH)["targets"]}
    assert weighed == {"water-share": False, "dam": True, "league-draft": True}
    alone = ask(client, PAIRWISE, **BOTH, target="water-share")["targets"]
    assert [t["is_weighed"] for t in alone] == [True]


def test_methods(client: Client, opposed: RiverTalks):
    for method, score in (("city-block", 0.3), ("equal-weights", 0.375), ("binary", 0.4)):
        agreement = ask(client, PAIRWISE, **BOTH, method=method)["agreement"]
        assert (agreement["score"], agreement["method"]) == (pytest.approx(score), method)


def test_evidence_comes_as_much_as_asked_for(client: Client, talks: RiverTalks):
    review.accept_statement(say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY), by=talks.by)
    for depth, n in ({}, 1), ({"evidence": "none"}, 0), ({"evidence": "all"}, 1):
        (dam,) = ask(client, PAIRWISE, **BOTH, **depth)["targets"]
        assert len(dam["left"]["evidence"]) == n


def test_targets_are_those_that_any_party_of_the_talks_takes_a_stance_on(client: Client, opposed: RiverTalks):
    hold(opposed, opposed.league, opposed.league_draft, Stance.SUPPORTS, FEBRUARY)
    on_the_eve = ask(client, PAIRWISE, **BOTH, valid_on="2024-03-09")
    assert [t["target"] for t in on_the_eve["targets"]] == ["water-share", "dam", "league-draft"]
    asked = ask(client, PAIRWISE, **BOTH, target=["dam", "water-share"])
    assert [t["target"] for t in asked["targets"]] == ["dam", "water-share"]


def test_with_both_times_the_answer_stays_the_same_byte_for_byte(client: Client, opposed: RiverTalks):
    question = {**BOTH, "valid_on": "2024-03-10"}
    question["known_at"] = ask(client, PAIRWISE, **question)["known_at"]
    before = client.get(PAIRWISE, question).content
    wrong = Position.objects.known().get(party=opposed.northland, target=opposed.dam)
    history.correct_position(wrong, content=history.Content(stance=Stance.OPPOSES, act=Act.REJECTION), by=opposed.by)
    hold(opposed, opposed.northland, opposed.league_draft, Stance.OPPOSES, FEBRUARY)
    assert client.get(PAIRWISE, question).content == before
    assert client.get(PAIRWISE, BOTH | {"valid_on": "2024-03-10"}).content != before


def test_other_talks_do_not_show(client: Client, opposed: RiverTalks, curator: User):
    other = river_talks(by=curator, slug="lake-talks")
    hold(other, other.northland, other.league_draft, Stance.OPPOSES, FEBRUARY)
    draft = ask(client, PAIRWISE, **BOTH)["targets"][-1]
    assert (draft["target"], draft["left"]) == ("league-draft", None)


@pytest.mark.parametrize(
    ("asked", "kind", "wrong"),
    [
        ({"left": "northland", "right": "northland"}, "repeated-value", [("right", "northland")]),
        ({"left": "northlnd", "right": "southland"}, "unknown-party", [("left", "northlnd")]),
        ({"left": "", "right": "sothland"}, "unknown-party", [("left", ""), ("right", "sothland")]),
        ({"left": "northland"}, "missing-parameter", [("right", "")]),
        ({}, "missing-parameter", [("left", ""), ("right", "")]),
        ({**BOTH, "target": "damn"}, "unknown-target", [("target", "damn")]),
        ({**BOTH, "method": "euclid"}, "unknown-choice", [("method", "euclid")]),
        ({**BOTH, "left": ["northland", "southland"]}, "repeated-parameter", [("left", "southland")]),
        ({**BOTH, "party": "northland"}, "unknown-parameter", [("party", "northland")]),
    ],
)
def test_what_is_wrong_is_told(client: Client, opposed: RiverTalks, asked, kind: str, wrong: list[tuple[str, str]]):
    problem = refused(client, PAIRWISE, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")
    assert [(error["parameter"], error["value"]) for error in problem["errors"]] == wrong


def test_an_unknown_side_is_told_with_the_nearest(client: Client, opposed: RiverTalks):
    (error,) = refused(client, PAIRWISE, left="northland", right="southlnd")["errors"]
    assert error["nearest"][0] == "southland"


def test_the_number_of_queries_does_not_grow(client: Client, opposed: RiverTalks):
    # negotiation, last revision, targets, parties, positions, last reaffirmed, evidence, withdrawn, wider issues, terms
    assert n_queries(client, PAIRWISE, **BOTH) == 10
    for target in (opposed.water_share, opposed.dam, opposed.league_draft):
        for party in (opposed.northland, opposed.southland, opposed.league):
            review.accept_statement(say(opposed, party, target, Stance.OPPOSES, date(2024, 4, 1)), by=opposed.by)
    ProposalTerm.objects.create(proposal=opposed.league_draft, issue=opposed.water_share, number=1)
    assert n_queries(client, PAIRWISE, **BOTH) == 10
    assert n_queries(client, PAIRWISE, **BOTH, evidence="none") == 9
