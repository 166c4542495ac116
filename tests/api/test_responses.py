"""`negotiations/{slug}/proposals/{proposal}/responses/` and `…/side-by-side/`."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from positions import history, review
from positions.models import Position, Proposal, ProposalTerm, Revision
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import RIVER, ask, n_queries, refused
from tests.world import RiverTalks, hold, one_more_proposal, say

RESPONSES = f"{RIVER}proposals/league-draft/responses/"
SIDE_BY_SIDE = f"{RIVER}proposals/second-draft/side-by-side/"
YES, NO, MAYBE = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL


def term(proposal: Proposal, issue: Any, number: int, stance: Stance, **of: Any) -> ProposalTerm:
    return ProposalTerm.objects.create(
        proposal=proposal, issue=issue, number=number, stance=stance.value, text=f"Term {number}.", **of
    )


@pytest.fixture
def tabled(talks: RiverTalks) -> RiverTalks:
    """The draft gives Southland half the water within five years, and Northland its dam.

    Northland studies it and then rejects it: the water is its red line. Southland has not answered.
    """
    term(talks.league_draft, talks.water_share, 1, YES, quantity_value=5, quantity_unit="year")
    term(talks.league_draft, talks.dam, 2, YES)
    hold(talks, talks.northland, talks.water_share, NO, date(2024, 2, 10), salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.dam, YES, date(2024, 2, 10))
    hold(talks, talks.southland, talks.water_share, YES, date(2024, 2, 10), salience=Salience.HIGH)
    hold(talks, talks.northland, talks.league_draft, Stance.UNDECIDED, date(2024, 3, 4))
    said = say(talks, talks.northland, talks.league_draft, NO, date(2024, 3, 8), act=Act.REJECTION)
    review.accept_statement(said, by=talks.by)
    return talks


def response_of(answer: Any, party: str) -> Any:
    (found,) = [response for response in answer["responses"] if response["party"] == party]
    return found


def test_a_response_comes_with_its_latency_and_what_proves_it(client: Client, tabled: RiverTalks):
    answer = ask(client, RESPONSES, valid_on="2024-03-10")
    assert (answer["proposal"], answer["proposed_on"], answer["proposed_by"]) == (
        "league-draft",
        "2024-03-03",
        ["river-league"],
    )
    found = response_of(answer, "northland")
    assert (found["stance"], found["act"], found["said_on"], found["absence"]) == (
        "opposes",
        "rejection",
        "2024-03-08",
        None,
    )
    assert (found["latency_days"], found["first_latency_days"]) == (5, 1)
    assert [piece["said_on"] for piece in found["evidence"]] == ["2024-03-08"]


def test_every_earlier_answer_is_in_the_history(client: Client, tabled: RiverTalks):
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-10"), "northland")["history"]
    assert [(s["on"], s["latency_days"], s["cause"], s["position"]["stance"]) for s in found] == [
        ("2024-03-04", 1, "first_recorded", "undecided"),
        ("2024-03-08", 5, "party_moved", "opposes"),
    ]


def test_only_what_was_answered_by_the_day_asked_about(client: Client, tabled: RiverTalks):
    before, on_the_day = (
        response_of(ask(client, RESPONSES, valid_on=day), "northland") for day in ("2024-03-03", "2024-03-04")
    )
    assert (before["stance"], before["absence"], before["history"]) == (None, "never_stated", [])
    assert (on_the_day["stance"], on_the_day["latency_days"]) == ("undecided", 1)


def test_the_package_fits_by_the_partys_own_salience(client: Client, tabled: RiverTalks):
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-10"), "northland")
    assert [(t["issue"], t["relation"], t["agreement"], t["weight"]) for t in found["terms"]] == [
        ("water-share", "oppose", 0.0, 4.0),
        ("dam", "agree", 1.0, 2.0),
    ]
    assert found["fit"] == found["agreement"]["score"] == pytest.approx(2 / 6)
    assert found["blocking_terms"] == ["water-share"]


def test_a_party_that_has_not_answered_has_a_fit_with_its_coverage(client: Client, tabled: RiverTalks):
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-10"), "southland")
    assert (found["stance"], found["latency_days"], found["absence"]) == (None, None, "never_stated")
    assert (found["fit"], found["agreement"]["coverage"], found["agreement"]["low"]) == (1.0, 0.6, 0.6)
    assert [t["relation"] for t in found["terms"]] == ["agree", "unknown"]


def test_a_party_with_nothing_to_compare_has_no_fit_and_a_reason(client: Client, tabled: RiverTalks):
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-10"), "river-league")
    assert (found["fit"], found["agreement"]["reason"]) == (None, "nothing_in_common")


def test_an_answer_that_was_taken_back_is_withdrawn(client: Client, tabled: RiverTalks):
    standing = Position.objects.as_of().get(party=tabled.northland, target=tabled.league_draft)
    history.withdraw_position(standing, on=date(2024, 3, 20), by=tabled.by)
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-25"), "northland")
    assert (found["stance"], found["absence"], found["first_latency_days"]) == (None, "withdrawn", 1)
    assert (found["history"][-1]["cause"], found["history"][-1]["position"]) == ("withdrawn", None)


def test_an_issue_counts_once_however_many_terms_it_has(client: Client, tabled: RiverTalks):
    term(tabled.league_draft, tabled.water_share, 3, YES)
    term(tabled.league_draft, tabled.water_share, 4, Stance.UNSPECIFIED)
    found = response_of(ask(client, RESPONSES, valid_on="2024-03-10"), "northland")
    assert [(t["number"], t["weight"], t["is_weighed"]) for t in found["terms"]] == [
        (1, 2.0, True),
        (2, 2.0, True),
        (3, 2.0, True),
        (4, 2.0, False),
    ]
    assert (found["fit"], found["blocking_terms"]) == (pytest.approx(2 / 6), ["water-share"])


def test_with_both_times_given_the_answer_stays_the_same_byte_for_byte(client: Client, tabled: RiverTalks):
    known_at = Revision.objects.latest("committed_at").committed_at.isoformat()
    asked = {"valid_on": "2024-03-10", "known_at": known_at, "evidence": "all"}
    before = client.get(RESPONSES, asked).content
    hold(tabled, tabled.southland, tabled.league_draft, YES, date(2024, 3, 5))
    hold(tabled, tabled.northland, tabled.dam, NO, date(2024, 3, 1))
    review.accept_statement(say(tabled, tabled.northland, tabled.league_draft, NO, date(2024, 3, 9)), by=tabled.by)
    assert client.get(RESPONSES, asked).content == before


def test_parties_in_the_order_asked(client: Client, tabled: RiverTalks):
    answer = ask(client, RESPONSES, party=["southland", "northland"])
    assert [response["party"] for response in answer["responses"]] == ["southland", "northland"]


def test_an_unknown_proposal_is_not_found_and_the_nearest_named(client: Client, tabled: RiverTalks):
    for address in ("responses/", "side-by-side/"):
        problem = refused(client, f"{RIVER}proposals/leage-draft/{address}")
        assert (problem["status"], problem["type"]) == (404, "/docs/problems/unknown-proposal")
        assert problem["errors"][0]["nearest"] == ["league-draft"]


def test_the_number_of_queries_does_not_grow_with_the_responses(client: Client, tabled: RiverTalks):
    # negotiation, proposal, who tabled it, last revision, parties, terms, wider issues, terms of proposals,
    # positions, evidence
    assert n_queries(client, RESPONSES) == 10
    for number, party in enumerate((tabled.southland, tabled.league), start=3):
        term(tabled.league_draft, tabled.dam, number, NO)
        hold(tabled, party, tabled.dam, NO, date(2024, 3, 1))
        review.accept_statement(say(tabled, party, tabled.league_draft, NO, date(2024, 3, 9)), by=tabled.by)
    assert n_queries(client, RESPONSES) == 10
    assert n_queries(client, RESPONSES, evidence="none") == 9


@pytest.fixture
def second(tabled: RiverTalks) -> Proposal:
    """Replaces the first draft: seven years in place of five, the same dam, and a fee."""
    draft = one_more_proposal(
        tabled,
        "second-draft",
        title="The League's draft of April",
        proposed_on=date(2024, 4, 2),
        replaces=tabled.league_draft,
    )
    term(draft, tabled.water_share, 1, YES, quantity_value=84, quantity_unit="month")
    term(draft, tabled.dam, 2, YES)
    return draft


def test_two_proposals_by_term_with_their_numbers_in_one_unit(client: Client, second: Proposal):
    answer = ask(client, SIDE_BY_SIDE)
    assert (answer["left"]["slug"], answer["right"]["slug"]) == ("second-draft", "league-draft")
    assert [(i["issue"], i["difference"], i["relation"]) for i in answer["issues"]] == [
        ("water-share", "different", "agree"),
        ("dam", "same", "agree"),
    ]
    (numbers,) = answer["issues"][0]["numbers"]
    assert (numbers["unit"], numbers["left_value"], numbers["right_value"]) == ("month", 84, 60)


def test_a_term_that_one_of_them_lacks(client: Client, second: Proposal):
    second.terms.filter(number=2).delete()
    differences = [(i["issue"], i["difference"]) for i in ask(client, SIDE_BY_SIDE)["issues"]]
    assert differences == [("water-share", "different"), ("dam", "only_right")]


def test_what_replaced_what(client: Client, second: Proposal):
    for address in (SIDE_BY_SIDE, SIDE_BY_SIDE.replace("second", "league")):
        chain = ask(client, address)["chain"]
        assert [(p["slug"], p["replaces"]) for p in chain] == [
            ("league-draft", None),
            ("second-draft", "league-draft"),
        ]


@pytest.mark.parametrize("beside", ["second-draft", "leage-draft", ""])
def test_what_cannot_be_set_beside_it(client: Client, second: Proposal, beside: str):
    problem = refused(client, SIDE_BY_SIDE, **{"with": beside})
    assert (problem["status"], problem["type"]) == (400, "/docs/problems/nothing-beside")
    assert (problem["errors"][0]["parameter"], problem["errors"][0]["nearest"]) == ("with", ["league-draft"])


def test_a_proposal_alone_must_be_told_what_to_stand_beside(client: Client, tabled: RiverTalks):
    problem = refused(client, f"{RIVER}proposals/league-draft/side-by-side/")
    assert problem["type"] == "/docs/problems/nothing-beside"


def test_side_by_side_takes_three_queries_whatever_the_terms(client: Client, second: Proposal, tabled: RiverTalks):
    # negotiation, proposals, terms
    assert n_queries(client, SIDE_BY_SIDE) == 3
    for number in range(3, 12):
        term(second, tabled.dam, number, NO)
    assert n_queries(client, SIDE_BY_SIDE) == 3
