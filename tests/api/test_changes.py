"""`negotiations/{slug}/comparison/changes/`: what differs between two comparisons."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from positions import history, review
from positions.models import Position, Revision
from positions.vocabulary import Act, Stance
from tests.api.asking import COMPARISON, ask, cell_of, n_queries, refused
from tests.world import RiverTalks, hold, say

CHANGES = f"{COMPARISON}changes/"
FEBRUARY, MARCH, APRIL = date(2024, 2, 10), date(2024, 3, 10), date(2024, 4, 10)
DAY = timedelta(days=1)


def known_at() -> str:
    return Revision.objects.latest("committed_at").committed_at.isoformat()


@pytest.fixture
def moved(talks: RiverTalks) -> RiverTalks:
    """Northland opposed an equal share in February and accepts it since March; Southland wants it all along."""
    for stance, said_on in [(Stance.OPPOSES, FEBRUARY), (Stance.SUPPORTS, MARCH)]:
        review.accept_statement(say(talks, talks.northland, talks.water_share, stance, said_on), by=talks.by)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    return talks


def test_who_moved_between_two_days_with_the_article_that_brought_it(client: Client, moved: RiverTalks):
    (change,) = ask(client, CHANGES, from_valid_on=FEBRUARY, to_valid_on=MARCH)["changes"]
    assert (change["party"], change["target"]) == ("northland", "water-share")
    assert (change["before"]["stance"], change["after"]["stance"]) == ("opposes", "supports")
    assert (change["cause"], change["on"], change["steps"], change["direction"]) == (
        "party_moved",
        "2024-03-10",
        1,
        "reversal",
    )
    assert [(e["said_on"], e["article"]["outlet"]) for e in change["evidence"]] == [("2024-03-10", "Northport Courier")]


def test_nothing_differs_between_a_comparison_and_itself(client: Client, moved: RiverTalks):
    for times in [{"valid_on": FEBRUARY}, {"known_at": known_at()}, {"valid_on": APRIL, "known_at": known_at()}]:
        asked = {f"{end}_{name}": value for end in ("from", "to") for name, value in times.items()}
        assert ask(client, CHANGES, **asked)["changes"] == []


def test_what_was_recorded_since_an_instant(client: Client, moved: RiverTalks):
    before = known_at()
    hold(moved, moved.southland, moved.dam, Stance.OPPOSES, FEBRUARY)
    (change,) = ask(client, CHANGES, from_known_at=before)["changes"]
    assert (change["party"], change["target"], change["before"]) == ("southland", "dam", None)
    assert (change["cause"], change["on"], change["before_standing"]) == (
        "first_recorded",
        "2024-02-10",
        "never_stated",
    )


def test_what_was_recorded_ahead_of_its_day_is_new_once_the_day_has_come(client: Client, moved: RiverTalks):
    hold(moved, moved.southland, moved.dam, Stance.OPPOSES, date(2024, 3, 20))
    last = ask(client, CHANGES, to_valid_on=MARCH)
    assert "dam" not in {change["target"] for change in last["changes"]}
    since = {"from_known_at": last["to_known_at"], "from_valid_on": last["to_valid_on"]}
    (change,) = ask(client, CHANGES, to_valid_on=APRIL, **since)["changes"]
    assert (change["party"], change["target"], change["on"]) == ("southland", "dam", "2024-03-20")


def test_a_correction_and_a_withdrawal_have_causes_of_their_own(client: Client, moved: RiverTalks):
    before = known_at()
    southland, northland = (Position.objects.as_of().get(party=p) for p in (moved.southland, moved.northland))
    right = history.Content(stance=Stance.CONDITIONAL, act=Act.DECLARATION, condition="if the dam stays closed")
    history.correct_position(southland, content=right, by=moved.by)
    history.withdraw_position(northland, on=APRIL, by=moved.by)
    found = ask(client, CHANGES, from_known_at=before)["changes"]
    assert [(c["party"], c["cause"], c["on"]) for c in found] == [
        ("northland", "withdrawn", "2024-04-10"),
        ("southland", "corrected", "2024-02-10"),
    ]
    assert found[0]["after_standing"] == "withdrawn"
    assert found[1]["fields"] == ["stance", "condition", "summary"]


def test_what_was_held_and_taken_back_between_the_two_days_is_a_change_from_the_day_of_its_end_on(client, moved):
    history.withdraw_position(Position.objects.as_of().get(party=moved.northland), on=APRIL, by=moved.by)
    standing = [
        [
            c["after_standing"]
            for c in ask(client, CHANGES, party="northland", from_valid_on="2024-02-09", to_valid_on=day)["changes"]
        ]
        for day in (APRIL - DAY, APRIL)
    ]
    assert standing == [["held"], ["withdrawn"]]


def test_with_neither_first_time_all_that_is_held_is_a_change(client: Client, moved: RiverTalks):
    found = ask(client, CHANGES)
    assert (found["from_revision"], found["from_valid_on"]) == (0, found["to_valid_on"])
    assert [(c["party"], c["before"], c["cause"]) for c in found["changes"]] == [
        ("northland", None, "first_recorded"),
        ("southland", None, "first_recorded"),
    ]


def test_applied_to_the_first_comparison_they_give_the_second(client: Client, moved: RiverTalks):
    hold(moved, moved.league, moved.dam, Stance.CONDITIONAL, MARCH, condition="if both agree")
    asked = {"party": ["northland", "southland", "river-league"], "target": ["water-share", "dam"]}
    first, second = (ask(client, COMPARISON, valid_on=day, **asked) for day in (FEBRUARY, APRIL))
    for change in ask(client, CHANGES, from_valid_on=FEBRUARY, to_valid_on=APRIL, **asked)["changes"]:
        cell_of(first, change["party"], change["target"])["position"] = change["after"]
    assert [content(cell) for cell in first["cells"]] == [content(cell) for cell in second["cells"]]


def content(cell: Any) -> Any:
    names = ("stance", "act", "salience", "salience_value", "scale", "terms", "condition", "summary")
    return cell["position"] and [cell["position"][name] for name in names]


def test_filters_and_order(client: Client, moved: RiverTalks):
    hold(moved, moved.southland, moved.dam, Stance.OPPOSES, FEBRUARY)
    found = ask(client, CHANGES, party=["southland", "northland"], target=["dam", "water-share"])["changes"]
    assert [(c["party"], c["target"]) for c in found] == [
        ("southland", "dam"),
        ("southland", "water-share"),
        ("northland", "water-share"),
    ]
    assert [c["party"] for c in ask(client, CHANGES, target="dam")["changes"]] == ["southland"]


@pytest.mark.parametrize(
    ("asked", "parameter", "kind"),
    [
        ({"from_valid_on": "2024-03-11", "to_valid_on": "2024-03-10"}, "from_valid_on", "period-runs-backward"),
        ({"from_valid_on": "2999-01-01"}, "from_valid_on", "period-runs-backward"),
        (
            {"from_known_at": "2024-03-11T00:00:00Z", "to_known_at": "2024-03-10T00:00:00Z"},
            "from_known_at",
            "period-runs-backward",
        ),
        ({"to_known_at": "2999-01-01T00:00:00Z"}, "to_known_at", "known-at-in-the-future"),
        ({"from_known_at": "2999-01-01T00:00:00Z"}, "from_known_at", "known-at-in-the-future"),
        ({"party": "northlnd"}, "party", "unknown-party"),
        ({"target": "damm"}, "target", "unknown-target"),
    ],
)
def test_what_cannot_be_asked(client: Client, moved: RiverTalks, asked: Any, parameter: str, kind: str):
    problem = refused(client, CHANGES, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")
    assert problem["errors"][0]["parameter"] == parameter
    assert "+00:00" not in str(problem)  # an instant is written as answers write it


def test_with_all_times_given_the_answer_stays_the_same_byte_for_byte(client: Client, moved: RiverTalks):
    asked = {
        "from_valid_on": FEBRUARY,
        "to_valid_on": APRIL,
        "from_known_at": Revision.objects.earliest("number").committed_at.isoformat(),
        "to_known_at": known_at(),
        "evidence": "all",
    }
    before = client.get(CHANGES, asked).content
    history.correct_position(Position.objects.as_of().get(party=moved.southland), valid_from=MARCH, by=moved.by)
    review.accept_statement(say(moved, moved.northland, moved.water_share, Stance.OPPOSES, APRIL), by=moved.by)
    hold(moved, moved.league, moved.dam, Stance.OPPOSES, FEBRUARY)
    assert client.get(CHANGES, asked).content == before


def test_the_number_of_queries_does_not_grow_with_the_changes(client: Client, moved: RiverTalks):
    # negotiation, two revisions, parties, targets, where rows in force differ, withdrawn, versions, evidence
    assert n_queries(client, CHANGES) == 9
    for party in (moved.northland, moved.southland, moved.league):
        for target in (moved.dam, moved.league_draft):
            review.accept_statement(say(moved, party, target, Stance.OPPOSES, FEBRUARY), by=moved.by)
    assert len(ask(client, CHANGES)["changes"]) == 8
    assert n_queries(client, CHANGES) == 9


def test_more_cells_than_one_answer_lists_are_refused(client: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.queries.comparing.changes.MOST_CHANGED_CELLS", 1)
    for target in (talks.dam, talks.water_share):
        hold(talks, talks.northland, target, Stance.OPPOSES, date(2024, 2, 10))
    problem = refused(client, CHANGES)
    assert (problem["status"], problem["type"]) == (400, "/docs/problems/too-many-values")
    assert problem["detail"].startswith("More than 1 cells may differ between these two comparisons")
    assert len(ask(client, CHANGES, target="dam")["changes"]) == 1


def test_what_was_taken_back_on_the_way_counts_among_the_cells_too(client: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.queries.comparing.changes.MOST_CHANGED_CELLS", 1)
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(Position.objects.get(), on=MARCH, by=talks.by)
    assert len(ask(client, CHANGES)["changes"]) == 1
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, FEBRUARY)
    assert refused(client, CHANGES)["type"] == "/docs/problems/too-many-values"
