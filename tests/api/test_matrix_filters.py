"""`negotiations/{slug}/comparison/`: filters that choose rows and columns, and roll-up into wholes."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from positions import history
from positions.catalog import merge_entry, plan_merge
from positions.models import Issue, Membership, Position, Target
from positions.vocabulary import Salience, Stance
from tests.api.asking import COMPARISON, ask, cell_of, n_queries, refused
from tests.world import RiverTalks, hold, one_more_issue

FEBRUARY, MARCH, APRIL = date(2024, 2, 10), date(2024, 3, 10), date(2024, 4, 10)


@pytest.fixture
def spoken(talks: RiverTalks) -> RiverTalks:
    """Water and the dam are parts of the use of the river; Northland belongs to the League from March on."""
    use = one_more_issue(talks, "use", title="Use of the river", topic="rule")
    Issue.objects.filter(pk__in=[talks.water_share.pk, talks.dam.pk]).update(parent=use)
    Membership.objects.create(member=talks.northland, bloc=talks.league, from_on=MARCH)
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, FEBRUARY, salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY, salience=Salience.HIGH)
    hold(talks, talks.southland, talks.league_draft, Stance.UNDECIDED, FEBRUARY)
    return talks


def axes(answer) -> tuple[list[str], list[str]]:
    return [party["slug"] for party in answer["parties"]], [target["slug"] for target in answer["targets"]]


@pytest.mark.parametrize(
    ("filters", "parties", "targets"),
    [
        ({"role": "mediator"}, ["river-league"], ["water-share", "dam", "league-draft", "use"]),
        ({"role": ["principal"], "party": "southland"}, ["southland"], ["water-share", "dam", "league-draft", "use"]),
        ({"topic": "water", "party": "northland"}, ["northland"], ["water-share", "dam"]),
        ({"topic": "rule", "target": ["dam", "use"], "party": "northland"}, ["northland"], ["use"]),
        ({"stance": "opposes"}, ["northland"], ["water-share"]),
        ({"stance": ["opposes", "undecided"]}, ["northland", "southland"], ["water-share", "league-draft"]),
        ({"salience": "high"}, ["southland"], ["water-share"]),
        ({"stance": "supports", "salience": "red_line"}, [], []),
    ],
    ids=str,
)
def test_filters_choose_rows_and_columns(client: Client, spoken: RiverTalks, filters, parties, targets):
    answer = ask(client, COMPARISON, valid_on=MARCH, **filters)
    assert axes(answer) == (parties, targets)
    assert len(answer["cells"]) == len(parties) * len(targets)


def test_cells_that_stay_are_whole_so_that_none_looks_like_an_absence(client: Client, spoken: RiverTalks):
    unfiltered = ask(client, COMPARISON, valid_on=MARCH)
    answer = ask(client, COMPARISON, valid_on=MARCH, stance=["opposes", "undecided"])
    for cell in answer["cells"]:
        assert cell == cell_of(unfiltered, cell["party"], cell["target"])


@pytest.mark.parametrize(
    ("wrong", "kind", "nearest"),
    [
        ({"topic": "watr"}, "unknown-topic", "water"),
        ({"stance": ["supports", "opose"]}, "unknown-choice", "opposes"),
        ({"salience": ["red_lin", "high"]}, "unknown-choice", "red_line"),
        ({"role": "principle"}, "unknown-choice", "principal"),
        ({"rollup": "parents"}, "unknown-choice", "parent"),
        ({"stance": ["supports", "supports"]}, "repeated-value", None),
    ],
    ids=str,
)
def test_a_wrong_filter_is_refused_with_the_nearest_values(client: Client, spoken: RiverTalks, wrong, kind, nearest):
    problem = refused(client, COMPARISON, **wrong)
    assert problem["type"] == f"/docs/problems/{kind}"
    assert nearest is None or problem["errors"][0]["nearest"][0] == nearest


def test_issues_without_a_topic_have_no_topic_without_a_name(client: Client, talks: RiverTalks):
    one_more_issue(talks, "weather", topic="")
    assert refused(client, COMPARISON, topic="")["type"] == "/docs/problems/unknown-topic"


def test_a_topic_of_issues_that_are_listed_no_more_is_known_as_long_as_they_were(client: Client, talks: RiverTalks):
    one_more_issue(talks, "walls", topic="building")
    seen = plan_merge(talks.negotiation, "issues", "walls", into="dam").seen
    before = timezone.now().isoformat()
    merge_entry(talks.negotiation, "issues", "walls", into="dam", seen=seen, by=talks.by)
    assert axes(ask(client, COMPARISON, topic="building", known_at=before))[1] == ["walls"]
    assert refused(client, COMPARISON, topic="building")["type"] == "/docs/problems/unknown-topic"


def test_parts_go_into_their_wider_issue_which_says_where_they_differ(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, valid_on=MARCH, rollup="parent")
    assert axes(answer)[1] == ["use", "league-draft"]
    assert answer["rolled_up"] == [{"rule": "parent", "into": "use", "of": ["water-share", "dam"]}]
    northland = cell_of(answer, "northland", "use")
    assert (northland["absence"], northland["position"], northland["n_places"], northland["differ"]) == (
        None,
        None,
        3,
        True,
    )
    assert [(p["target"], p["position"]["stance"]) for p in northland["parts"]] == [
        ("water-share", "opposes"),
        ("dam", "supports"),
    ]
    assert cell_of(answer, "river-league", "use")["absence"] == "never_stated"


def test_parts_of_parts_go_into_the_widest_issue_and_a_ring_keeps_nobody_waiting(client: Client, spoken: RiverTalks):
    Issue.objects.filter(pk=spoken.dam.pk).update(parent=spoken.water_share)
    rolled_up = ask(client, COMPARISON, valid_on=MARCH, rollup="parent")["rolled_up"]
    assert [(r["into"], r["of"]) for r in rolled_up] == [("use", ["water-share", "dam"])]
    Issue.objects.filter(pk=spoken.water_share.pk).update(parent=spoken.dam)
    assert ask(client, COMPARISON, valid_on=MARCH, rollup="parent")["targets"]


def test_members_go_into_their_bloc_from_the_day_on_which_they_belong_to_it(client: Client, spoken: RiverTalks):
    hold(spoken, spoken.league, spoken.water_share, Stance.CONDITIONAL, FEBRUARY)
    before = ask(client, COMPARISON, valid_on=date(2024, 3, 9), rollup="bloc", target="water-share")
    assert (axes(before)[0], before["rolled_up"]) == (["northland", "southland", "river-league"], [])
    answer = ask(client, COMPARISON, valid_on=MARCH, rollup="bloc", target="water-share")
    assert axes(answer)[0] == ["river-league", "southland"]
    cell = cell_of(answer, "river-league", "water-share")
    assert (cell["position"]["stance"], cell["differ"]) == ("conditional", True)
    assert [(p["party"], p["position"]["stance"]) for p in cell["parts"]] == [("northland", "opposes")]


def test_a_member_leaves_its_bloc_on_the_day_after_its_last_and_is_in_it_once(client: Client, spoken: RiverTalks):
    Membership.objects.update(from_on=None, to_on=MARCH)
    Membership.objects.create(member=spoken.northland, bloc=spoken.league, from_on=FEBRUARY, to_on=MARCH)
    asked = {"rollup": "bloc", "target": "water-share"}
    last, after = (ask(client, COMPARISON, valid_on=day, **asked) for day in (date(2024, 3, 9), MARCH))
    assert [(r["into"], r["of"]) for r in last["rolled_up"]] == [("river-league", ["northland"])]
    assert after["rolled_up"] == []


def test_both_roll_ups_at_once_and_a_filter_that_looks_into_the_parts(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, valid_on=MARCH, rollup=["bloc", "parent"], stance="opposes")
    assert axes(answer) == (["river-league"], ["use"])
    (cell,) = answer["cells"]
    assert (cell["n_places"], [p["target"] for p in cell["parts"]]) == (6, ["water-share", "dam"])


@pytest.mark.parametrize("rollup", [[], ["bloc"]], ids=["rendered", "records"])
def test_what_was_taken_back_twice_was_so_on_the_later_day(client: Client, talks: RiverTalks, rollup: list[str]):
    for stance, since, until in ((Stance.SUPPORTS, FEBRUARY, MARCH), (Stance.OPPOSES, MARCH, APRIL)):
        hold(talks, talks.northland, talks.dam, stance, since)
        history.withdraw_position(Position.objects.as_of(valid_on=since).get(), on=until, by=talks.by)
    first = Position.objects.as_of(valid_on=FEBRUARY).get()
    right = replace(history.content_of(first), stance=Stance.UNDECIDED)
    history.correct_position(first, content=right, by=talks.by)
    answer = ask(client, COMPARISON, valid_on=date(2024, 5, 1), rollup=rollup)
    assert cell_of(answer, "northland", "dam")["withdrawn_on"] == str(APRIL)


def test_the_whole_comes_with_its_own_position_when_a_part_alone_was_asked_for(client: Client, spoken: RiverTalks):
    use = Target.objects.get(slug="use")
    hold(spoken, spoken.southland, use, Stance.OPPOSES, FEBRUARY)
    answer = ask(client, COMPARISON, valid_on=MARCH, rollup="parent", target="water-share", party="southland")
    (cell,) = answer["cells"]
    assert (cell["target"], cell["position"]["stance"], cell["parts"][0]["position"]["stance"]) == (
        "use",
        "opposes",
        "supports",
    )


def test_the_number_of_queries_does_not_grow_with_the_matrix(client: Client, spoken: RiverTalks):
    # negotiation, last revision, parties, targets, positions, last reaffirmed, evidence, withdrawn;
    # and topics, wider issues, the talks' parties and memberships
    question = {"topic": "water", "rollup": ["parent", "bloc"], "stance": "opposes", "valid_on": MARCH}
    assert n_queries(client, COMPARISON, **question) == 12
    for party in (spoken.southland, spoken.league):
        hold(spoken, party, spoken.dam, Stance.OPPOSES, FEBRUARY)
    Membership.objects.create(member=spoken.southland, bloc=spoken.league)
    assert n_queries(client, COMPARISON, **question) == 12
