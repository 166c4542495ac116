"""`negotiations/{slug}/comparison/`: who held what, as known when."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils.dateparse import parse_datetime

from positions import history, review
from positions.models import Position, Revision
from positions.vocabulary import Act, RevisionKind, Stance
from tests.api.asking import COMPARISON, ask, cell_of, n_queries
from tests.world import RiverTalks, hold, one_more_issue, river_talks, say

FEBRUARY, MARCH = date(2024, 2, 10), date(2024, 3, 10)


@pytest.fixture
def spoken(talks: RiverTalks) -> RiverTalks:
    """Northland has rejected an equal share, once in February and once more in March; Southland wants it."""
    for said_on in (MARCH, FEBRUARY):
        said = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, said_on, act=Act.REJECTION)
        review.accept_statement(said, by=talks.by)
    hold(talks, talks.southland, talks.water_share, Stance.SUPPORTS, FEBRUARY)
    return talks


def test_a_cell_tells_what_is_held_with_what_proves_it(client: Client, spoken: RiverTalks):
    position = cell_of(ask(client, COMPARISON, valid_on=MARCH), "northland", "water-share")["position"]
    assert (position["stance"], position["act"], position["valid_from"]) == ("opposes", "rejection", "2024-02-10")
    (evidence,) = position["evidence"]
    assert evidence["quote"] == "The quota stays as it is."
    assert evidence["speaker"] == "Ada Holm"
    assert evidence["article"]["outlet"] == "Northport Courier"


def test_all_parties_meet_every_target_stated_on_or_not(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, valid_on=MARCH)
    assert [p["slug"] for p in answer["parties"]] == ["northland", "southland", "river-league"]
    assert [t["slug"] for t in answer["targets"]] == ["water-share", "dam", "league-draft"]
    stated = [(c["party"], c["target"]) for c in answer["cells"] if c["absence"] is None]
    assert stated == [("northland", "water-share"), ("southland", "water-share")]
    assert [c["absence"] for c in answer["cells"]].count("never_stated") == 7


def test_a_target_that_was_not_known_yet_is_no_column(client: Client, spoken: RiverTalks):
    before = ask(client, COMPARISON, valid_on=MARCH)["known_at"]
    with transaction.atomic():
        now = history.open_revision(spoken.negotiation, kind=RevisionKind.CATALOG, by=spoken.by).committed_at
    one_more_issue(spoken, "weir", recorded_at=now)
    then, today = (ask(client, COMPARISON, valid_on=MARCH, **at) for at in ({"known_at": before}, {}))
    assert [t["slug"] for t in then["targets"]] == ["water-share", "dam", "league-draft"]
    assert [t["slug"] for t in today["targets"]] == ["water-share", "dam", "league-draft", "weir"]


def test_a_target_stays_when_none_of_the_parties_asked_for_holds_anything_on_it(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, party="river-league", valid_on=MARCH)
    assert cell_of(answer, "river-league", "water-share")["absence"] == "never_stated"


def test_parties_and_targets_come_in_the_order_asked(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, party=["southland", "northland"], target=["league-draft", "dam"])
    assert [(c["party"], c["target"]) for c in answer["cells"]] == [
        ("southland", "league-draft"),
        ("southland", "dam"),
        ("northland", "league-draft"),
        ("northland", "dam"),
    ]


def test_kind_keeps_issues_or_proposals_alone(client: Client, spoken: RiverTalks):
    hold(spoken, spoken.southland, spoken.league_draft, Stance.UNDECIDED, FEBRUARY)
    kinds = {kind: [t["slug"] for t in ask(client, COMPARISON, kind=kind)["targets"]] for kind in ("issue", "proposal")}
    assert kinds == {"issue": ["water-share", "dam"], "proposal": ["league-draft"]}


def test_a_proposal_has_no_proposition(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, target="league-draft")
    assert answer["targets"] == [
        {
            "slug": "league-draft",
            "kind": "proposal",
            "title": "The League's draft of March",
            "proposition": None,
            "topic": None,
        }
    ]


def test_both_edges_of_a_period(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, MARCH)
    table = [
        (FEBRUARY - timedelta(days=1), None),
        (FEBRUARY, "opposes"),
        (MARCH - timedelta(days=1), "opposes"),
        (MARCH, "supports"),
        (date(9999, 12, 31), "supports"),
    ]
    for valid_on, stance in table:
        position = cell_of(ask(client, COMPARISON, target="dam", valid_on=valid_on), "northland", "dam")["position"]
        assert (position and position["stance"]) == stance


def test_what_was_taken_back_is_withdrawn_from_that_day_until_a_position_is_held_again(
    client: Client, talks: RiverTalks
):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(held, on=date(2024, 2, 20), by=talks.by)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, MARCH)
    table = [
        (date(2024, 2, 9), "never_stated"),
        (date(2024, 2, 19), None),
        (date(2024, 2, 20), "withdrawn"),
        (MARCH - timedelta(days=1), "withdrawn"),
        (MARCH, None),
    ]
    for valid_on, absence in table:
        assert cell_of(ask(client, COMPARISON, target="dam", valid_on=valid_on), "northland", "dam")["absence"] == (
            absence
        )


def test_what_was_taken_back_leads_to_its_words_and_its_history(client: Client, talks: RiverTalks):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(held, on=date(2024, 2, 20), by=talks.by)
    answer = ask(client, COMPARISON, target="dam", valid_on=MARCH)
    empty, never = (cell_of(answer, party, "dam") for party in ("northland", "southland"))
    assert (empty["withdrawn_on"], never["withdrawn_on"], never["last_position"]) == ("2024-02-20", None, None)
    last = ask(client, f"/api/v1/positions/{empty['last_position']}/")
    assert (last["stance"], last["valid_to"], last["end_reason"]) == ("opposes", "2024-02-20", "withdrawn")
    told = ask(client, f"/api/v1/positions/{empty['last_position']}/history/")
    assert [version["end_reason"] for version in told["results"]] == ["open", "withdrawn"]


def test_a_gap_after_a_move_is_not_withdrawn_though_an_earlier_position_was(client: Client, talks: RiverTalks):
    first = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(first, on=date(2024, 2, 20), by=talks.by)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, MARCH)
    moved = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 20))
    history.correct_position(moved, valid_from=date(2024, 3, 25), by=talks.by)
    in_the_gap = ask(client, COMPARISON, target="dam", valid_on=date(2024, 3, 22))
    assert cell_of(in_the_gap, "northland", "dam")["absence"] == "never_stated"


def test_what_was_withdrawn_as_known_then_stays_so_when_a_later_position_is_learnt(client: Client, talks: RiverTalks):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(held, on=date(2024, 2, 20), by=talks.by)
    question = {"target": "dam", "valid_on": MARCH}
    question["known_at"] = ask(client, COMPARISON, **question)["known_at"]
    before = client.get(COMPARISON, question).content
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 25))
    taken_back = Position.objects.known().get(end_reason="withdrawn")
    history.correct_position(taken_back, valid_from=date(2024, 2, 1), by=talks.by)
    assert cell_of(ask(client, COMPARISON, **question), "northland", "dam")["absence"] == "withdrawn"
    assert client.get(COMPARISON, question).content == before


def test_nothing_was_withdrawn_before_this_database_knew_of_it(client: Client, talks: RiverTalks):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    before = ask(client, COMPARISON, target="dam", valid_on=MARCH)
    history.withdraw_position(held, on=date(2024, 2, 20), by=talks.by)
    asked_again = ask(client, COMPARISON, target="dam", valid_on=MARCH, known_at=before["known_at"])
    assert cell_of(asked_again, "northland", "dam")["position"]["stance"] == "opposes"


@pytest.mark.parametrize(
    ("evidence", "said_on"), [("none", []), ("first", ["2024-02-10"]), ("all", ["2024-02-10", "2024-03-10"])]
)
def test_as_much_evidence_as_was_asked_for_oldest_first(
    client: Client, spoken: RiverTalks, evidence: str, said_on: list[str]
):
    answer = ask(client, COMPARISON, valid_on=MARCH, evidence=evidence)
    found = cell_of(answer, "northland", "water-share")["position"]["evidence"]
    assert [piece["said_on"] for piece in found] == said_on


def test_last_reaffirmed_on_the_day_of_the_last_evidence_up_to_the_day_asked(client: Client, spoken: RiverTalks):
    table = [(MARCH - timedelta(days=1), "2024-02-10"), (MARCH, "2024-03-10")]
    for valid_on, expected in table:
        answer = ask(client, COMPARISON, valid_on=valid_on, evidence="none")
        assert cell_of(answer, "northland", "water-share")["position"]["last_reaffirmed_on"] == expected


def test_without_evidence_a_position_was_last_reaffirmed_when_it_began(client: Client, spoken: RiverTalks):
    position = cell_of(ask(client, COMPARISON), "southland", "water-share")["position"]
    assert (position["last_reaffirmed_on"], position["evidence"]) == ("2024-02-10", [])


def test_a_position_is_stale_when_nobody_reaffirmed_it_for_longer_than_the_setting(
    client: Client, spoken: RiverTalks, settings
):
    settings.STALE_AFTER_DAYS = 30
    for valid_on, stale in [(MARCH + timedelta(days=30), False), (MARCH + timedelta(days=31), True)]:
        answer = ask(client, COMPARISON, valid_on=valid_on)
        assert cell_of(answer, "northland", "water-share")["position"]["is_stale"] is stale


def test_a_long_quote_is_cut_to_600_characters_and_stays_verbatim(client: Client, talks: RiverTalks):
    said = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY, quote="Wasser ist Leben – 🌊 – " * 50)
    review.accept_statement(said, by=talks.by)
    (evidence,) = cell_of(ask(client, COMPARISON), "northland", "dam")["position"]["evidence"]
    assert len(evidence["quote"]) == 600
    assert said.article.text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_an_amended_attribution_stands_in_place_of_the_extractors(client: Client, talks: RiverTalks):
    said = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FEBRUARY)
    review.amend_statement(said, by=talks.by, amendment=review.Amendment(attribution="reported"))
    (evidence,) = cell_of(ask(client, COMPARISON), "northland", "dam")["position"]["evidence"]
    assert evidence["attribution"] == "reported"


def test_undecided_is_a_position(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.league_draft, Stance.UNDECIDED, FEBRUARY)
    cell = cell_of(ask(client, COMPARISON), "northland", "league-draft")
    assert (cell["absence"], cell["position"]["stance"]) == (None, "undecided")


def test_a_correction_changes_the_answer_and_not_the_one_that_was_given(client: Client, talks: RiverTalks):
    wrong = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    before = ask(client, COMPARISON)
    right = history.Content(stance=Stance.SUPPORTS, act=Act.DECLARATION)
    history.correct_position(wrong, content=right, by=talks.by)
    assert cell_of(ask(client, COMPARISON), "northland", "dam")["position"]["stance"] == "supports"
    asked_again = ask(client, COMPARISON, known_at=before["known_at"])
    assert cell_of(asked_again, "northland", "dam")["position"]["stance"] == "opposes"


def test_with_both_times_the_answer_stays_the_same_byte_for_byte_whatever_is_written_later(
    client: Client, spoken: RiverTalks
):
    question = {"evidence": "all", "valid_on": "2024-03-10"}
    question["known_at"] = ask(client, COMPARISON, **question)["known_at"]
    before = client.get(COMPARISON, question).content
    standing = Position.objects.known().get(party=spoken.northland)
    history.correct_position(standing, valid_from=date(2024, 1, 1), by=spoken.by)
    said = say(spoken, spoken.southland, spoken.water_share, Stance.SUPPORTS, MARCH)
    review.accept_statement(said, by=spoken.by)
    hold(spoken, spoken.league, spoken.dam, Stance.OPPOSES, date(2024, 1, 1))
    assert client.get(COMPARISON, question).content == before


def test_the_answer_names_the_last_revision_and_its_instant(client: Client, spoken: RiverTalks):
    last = Revision.objects.order_by("number").last()
    answer = ask(client, COMPARISON)
    assert (answer["revision"], parse_datetime(answer["known_at"])) == (last.number, last.committed_at)


def test_before_the_talks_were_set_up_nothing_was_known(client: Client, spoken: RiverTalks):
    answer = ask(client, COMPARISON, known_at="2001-01-01T00:00:00Z")
    assert (answer["revision"], answer["known_at"], answer["parties"], answer["cells"]) == (
        0,
        "2001-01-01T00:00:00Z",
        [],
        [],
    )


def test_an_offset_whose_plus_was_not_encoded_is_read_as_one(client: Client, spoken: RiverTalks):
    response = client.get(f"{COMPARISON}?known_at=2001-01-01T02:00:00+02:00")
    assert response.json()["known_at"] == "2001-01-01T00:00:00Z"


def test_positions_of_other_talks_do_not_show(client: Client, spoken: RiverTalks, curator: User):
    other = river_talks(by=curator, slug="lake-talks")
    hold(other, other.northland, other.dam, Stance.OPPOSES, FEBRUARY)
    stated = [(c["party"], c["target"]) for c in ask(client, COMPARISON)["cells"] if c["absence"] is None]
    assert stated == [("northland", "water-share"), ("southland", "water-share")]


def test_the_number_of_queries_does_not_grow_with_the_matrix(client: Client, spoken: RiverTalks):
    # negotiation, last revision, parties, targets, cells
    assert n_queries(client, COMPARISON, valid_on=MARCH, target="water-share") == 5
    for party in (spoken.northland, spoken.southland, spoken.league):
        for target in (spoken.dam, spoken.league_draft):
            said = say(spoken, party, target, Stance.OPPOSES, FEBRUARY)
            review.accept_statement(said, by=spoken.by)
    assert len(ask(client, COMPARISON, valid_on=MARCH)["cells"]) == 9
    assert n_queries(client, COMPARISON, valid_on=MARCH) == 5
    assert n_queries(client, COMPARISON, valid_on=MARCH, evidence="all") == 5
    assert n_queries(client, COMPARISON, valid_on=MARCH, evidence="none") == 5
    # filtered by what cells hold, from records: negotiation, last revision, parties, targets, positions,
    # last reaffirmed, evidence, withdrawn
    assert n_queries(client, COMPARISON, valid_on=MARCH, stance=["opposes", "supports"]) == 8
