"""`negotiations/{slug}/comparison/what-if/`: what would follow if parties held something else."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions.api.asking.throttles import WhatIfThrottle
from positions.models import Negotiation, Position, ProposalTerm, Revision
from positions.vocabulary import Salience, Stance
from tests.api.asking import COMPARISON, RIVER, ask
from tests.api.posting import post, posted, refused_post
from tests.world import RiverTalks, hold, one_more_issue, one_more_party

WHAT_IF = f"{COMPARISON}what-if/"
GIVES_WAY = {"party": "northland", "target": "water-share", "stance": "conditional", "condition": "if it rains"}


@pytest.fixture
def opposed(talks: RiverTalks) -> RiverTalks:
    """Northland draws a red line on the water, which Southland wants; both want the dam."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10), salience=Salience.RED_LINE)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, date(2024, 2, 11))
    for party in (talks.northland, talks.southland):
        hold(talks, party, talks.dam, Stance.SUPPORTS, date(2024, 2, 12))
    ProposalTerm.objects.create(proposal=talks.league_draft, issue=talks.water_share, number=1, stance="supports")
    return talks


def suppose(client: Client, *positions: Any, **parameters: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return posted(client, f"{WHAT_IF}?{query}", {"positions": list(positions)})


def wrong(client: Client, *positions: Any) -> Any:
    problem = refused_post(client, WHAT_IF, {"positions": list(positions)})
    assert problem["status"] == 400
    return problem


def test_what_would_follow_is_told_before_and_after(client: Client, opposed: RiverTalks):
    found = suppose(client, GIVES_WAY)
    pair, _ = found["pairs"]
    assert (pair["left"], pair["right"]) == ("northland", "southland")
    # red line (4) and unspecified (2) on the water, two unspecified on the dam: weights 3 and 2
    assert pair["before"]["score"] == pytest.approx(2 / 5)
    assert pair["after"]["score"] == pytest.approx((3 * 0.75 + 2) / 5)
    assert pair["change"] == pytest.approx(9 / 20)
    assert [blocking["target"] for blocking in found["blocking_before"]] == ["water-share"]
    assert found["blocking_after"] == []
    assert [(f["proposal"], f["party"], f["before"]["score"], f["after"]["score"]) for f in found["fits"]] == [
        ("league-draft", "northland", 0, 0.75)
    ]


def test_a_salience_that_is_left_out_stays_as_it_is_and_one_that_is_given_counts(client: Client, opposed: RiverTalks):
    (as_it_is,) = suppose(client, GIVES_WAY)["assumed"]
    assert as_it_is["before"] == {"stance": "opposes", "salience": "red_line", "salience_value": None, "scale": None}
    assert as_it_is["after"] == {**as_it_is["before"], "stance": "conditional"}
    (given,) = suppose(client, {**GIVES_WAY, "salience": "low"})["assumed"]
    assert given["after"]["salience"] == "low"


def test_a_position_may_be_taken_back(client: Client, opposed: RiverTalks):
    found = suppose(client, {"party": "northland", "target": "water-share", "stance": None})
    assert found["assumed"][0]["after"] is None
    assert (found["pairs"][0]["before"]["coverage"], found["pairs"][0]["after"]["score"]) == (1, 1)
    assert found["fits"][0]["after"]["reason"] == "nothing_in_common"


def test_a_place_on_the_scale_will_do(client: Client, opposed: RiverTalks):
    places = [
        {"party": party, "target": "water-share", "scale": {"low": low, "high": low + 10}}
        for party, low in (("northland", 30), ("southland", 60))
    ]
    found = suppose(client, *places)
    assert [cell["after"]["stance"] for cell in found["assumed"]] == ["unspecified", "unspecified"]
    assert found["pairs"][0]["after"]["score"] == pytest.approx((3 * 0.8 + 2) / 5)


def test_before_is_what_the_comparison_says_at_that_moment(client: Client, opposed: RiverTalks):
    moment = {"valid_on": "2024-02-11", "method": "equal-weights"}
    found = suppose(client, GIVES_WAY, **moment)
    told = ask(client, f"{COMPARISON}agreement/", **moment)
    assert {name: found[name] for name in told if name in found and name != "pairs"} == {
        name: told[name] for name in told if name in found and name != "pairs"
    }
    expected = {(pair["left"], pair["right"]): pair["agreement"] for pair in told["pairs"]}
    assert all(pair["before"] == expected[pair["left"], pair["right"]] for pair in found["pairs"])


def test_after_is_what_the_comparison_would_say(client: Client, opposed: RiverTalks):
    found = suppose(
        client, {**GIVES_WAY, "salience": "high"}, {"party": "river-league", "target": "dam", "stance": "opposes"}
    )
    given = {"condition": "if it rains", "salience": Salience.HIGH}
    hold(opposed, opposed.northland, opposed.water_share, Stance.CONDITIONAL, date(2024, 3, 1), **given)
    hold(opposed, opposed.league, opposed.dam, Stance.OPPOSES, date(2024, 3, 1))
    told = ask(client, f"{COMPARISON}agreement/")
    expected = {(pair["left"], pair["right"]): pair["agreement"] for pair in told["pairs"]}
    assert {(pair["left"], pair["right"]): pair["after"] for pair in found["pairs"]} == expected
    assert found["blocking_after"] == ask(client, f"{COMPARISON}blocking-issues/")["blocking"]


def test_the_fit_before_is_that_of_the_responses(client: Client, opposed: RiverTalks):
    for number, (issue, stance) in enumerate([(opposed.dam, "supports"), (opposed.water_share, "conditional")], 2):
        ProposalTerm.objects.create(proposal=opposed.league_draft, issue=issue, number=number, stance=stance)
    (fit,) = suppose(client, GIVES_WAY)["fits"]
    responses = ask(client, f"{RIVER}proposals/league-draft/responses/")["responses"]
    (told,) = [response for response in responses if response["party"] == "northland"]
    assert fit["before"]["score"] == pytest.approx(told["fit"])
    assert fit["before"]["n_compared"] == 3


def test_only_the_targets_asked_for_are_scored(client: Client, opposed: RiverTalks):
    found = suppose(client, GIVES_WAY, target="dam")
    assert (found["pairs"][0]["before"]["n_targets"], found["pairs"][0]["change"]) == (1, 0)
    assert found["fits"][0]["change"] == 0.75


def test_nothing_is_stored(client: Client, opposed: RiverTalks):
    before = Position.objects.count(), Revision.objects.count()
    suppose(client, GIVES_WAY)
    assert (Position.objects.count(), Revision.objects.count()) == before


@pytest.mark.parametrize(
    ("changed", "kind", "parameter", "nearest"),
    [
        ({"stance": "oposes"}, "unknown-choice", "positions[0].stance", "opposes"),
        ({"stance": True}, "unknown-choice", "positions[0].stance", None),
        ({"salience": "redline"}, "unknown-choice", "positions[0].salience", "red_line"),
        ({"party": "northlnd"}, "unknown-party", "positions[0].party", "northland"),
        ({"target": "water"}, "unknown-target", "positions[0].target", "water-share"),
        ({"target": "a\0"}, "unknown-target", "positions[0].target", None),
        ({"stanse": "opposes"}, "unknown-field", "positions[0].stanse", "stance"),
        ({"scale": {"low": 40}}, "missing-field", "positions[0].scale.high", None),
        ({"scale": {"low": 40, "high": 101}}, "bad-value", "positions[0].scale.high", None),
        ({"scale": {"low": "40", "high": 50}}, "bad-value", "positions[0].scale.low", None),
        ({"scale": {"low": 40, "high": 50, "mid": 45}}, "unknown-field", "positions[0].scale.mid", None),
        ({"scale": {"low": 60, "high": 50}}, "bad-value", "positions[0].scale.high", "60.0"),
        ({"stance": "unspecified"}, "missing-field", "positions[0].stance", None),
        ({"stance": None}, "unknown-field", "positions[0].condition", None),
        ({"condition": "x" * 2001}, "bad-value", "positions[0].condition", None),
    ],
)
def test_what_is_wrong_with_a_position_is_told_with_its_place(
    client: Client, opposed: RiverTalks, changed: Any, kind: str, parameter: str, nearest: str | None
):
    problem = wrong(client, {**GIVES_WAY, **changed})
    (error,) = problem["errors"]
    assert (problem["type"], error["parameter"]) == (f"/docs/problems/{kind}", parameter)
    assert nearest is None or error["nearest"][0] == nearest


def test_a_position_that_says_nothing_is_refused(client: Client, opposed: RiverTalks):
    problem = wrong(client, {"party": "northland", "target": "dam"})
    assert (problem["type"], problem["errors"][0]["parameter"]) == (
        "/docs/problems/missing-field",
        "positions[0].stance",
    )


def test_the_same_cell_twice_is_refused(client: Client, opposed: RiverTalks):
    problem = wrong(client, GIVES_WAY, {**GIVES_WAY, "stance": "supports"})
    assert (problem["type"], problem["errors"][0]["parameter"]) == ("/docs/problems/repeated-cell", "positions[1]")


def test_more_than_a_hundred_positions_are_refused_and_so_are_none(client: Client, opposed: RiverTalks):
    assert wrong(client, *[GIVES_WAY] * 101)["type"] == "/docs/problems/too-many-values"
    assert wrong(client)["type"] == "/docs/problems/bad-value"


def test_a_body_that_is_too_large_is_refused(client: Client, opposed: RiverTalks):
    large = {**GIVES_WAY, "condition": "x" * 70_000}
    assert refused_post(client, WHAT_IF, {"positions": [large]})["type"] == "/docs/problems/too-large"


@pytest.mark.parametrize(
    "body", [[GIVES_WAY], {"positions": GIVES_WAY}, {"positions": [3]}, {"positions": [None]}, "x", None]
)
def test_a_body_of_another_shape_is_refused(client: Client, opposed: RiverTalks, body: Any):
    assert refused_post(client, WHAT_IF, body)["status"] == 400


def test_parameters_are_read_as_everywhere(client: Client, opposed: RiverTalks):
    body = {"positions": [GIVES_WAY]}
    for query, kind in (
        ("valid_on=yesterday", "bad-date"),
        ("colour=blue", "unknown-parameter"),
        ("target=damm", "unknown-target"),
        ("known_at=2999-01-01T00:00:00Z", "known-at-in-the-future"),
    ):
        assert refused_post(client, f"{WHAT_IF}?{query}", body)["type"] == f"/docs/problems/{kind}"


def test_a_draft_is_for_staff(client: Client, opposed: RiverTalks):
    Negotiation.objects.update(is_published=False)
    assert refused_post(client, WHAT_IF, {"positions": [GIVES_WAY]})["status"] == 404


def test_who_asks_too_often_is_told_how_long_to_wait(client: Client, opposed: RiverTalks, monkeypatch):
    monkeypatch.setattr(WhatIfThrottle, "rate", "2/min")
    for _ in range(2):
        suppose(client, GIVES_WAY)
    response = post(client, WHAT_IF, {"positions": [GIVES_WAY]}, **{"x-forwarded-for": "192.0.2.1"})
    assert (response.status_code, 0 < int(response["Retry-After"]) <= 60) == (429, True)
    assert response.json()["type"] == "/docs/problems/too-many-requests"


def test_without_redis_the_question_is_answered_all_the_same(client: Client, opposed: RiverTalks, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}}
    suppose(client, GIVES_WAY)


def test_the_number_of_queries_does_not_grow(client: Client, opposed: RiverTalks):
    def count(*positions: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            suppose(client, *positions)
        return len(queries)

    # negotiation; the last revision, targets, parties, positions, issues, terms as parts, terms as positions
    assert count(GIVES_WAY) == 8
    for number in range(4):
        party, issue = one_more_party(opposed, f"p{number}"), one_more_issue(opposed, f"i{number}")
        ProposalTerm.objects.create(proposal=opposed.league_draft, issue=issue, number=number + 2, stance="opposes")
        hold(opposed, party, issue, Stance.SUPPORTS, date(2024, 2, 1))
    more = [{"party": f"p{n}", "target": f"i{n}", "stance": "opposes"} for n in range(4)]
    assert count(GIVES_WAY, *more) == 8


def test_more_comparisons_than_one_answer_makes_are_refused(client: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.queries.sizes.MOST_COMPARISONS", 5)
    problem = wrong(client, {"party": "northland", "target": "dam", "stance": "supports"})
    assert problem["type"] == "/docs/problems/too-many-values"
    assert "3 parties make 2 pairs, on 3 targets 6 comparisons" in problem["detail"]
