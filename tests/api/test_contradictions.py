"""`negotiations/{slug}/comparison/contradictions/`: accepted statements of one party that do not agree."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from positions import review
from positions.models import Decision, Revision, Statement
from positions.vocabulary import Attribution, Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.world import RiverTalks, say

CONTRADICTIONS = f"{COMPARISON}contradictions/"
YES, NO = Stance.SUPPORTS, Stance.OPPOSES


def spoken(talks: RiverTalks, stance: Stance, on: date, *, speaker: str = "Ada Holm", **of: Any) -> Statement:
    """Northland says it about the dam, and a curator accepts it with that speaker."""
    said = say(talks, talks.northland, talks.dam, stance, on, **of)
    amendment = review.Amendment(speaker=speaker)
    review.amend_statement(said, by=talks.by, amendment=amendment)
    return said


@pytest.fixture
def two_voices(talks: RiverTalks) -> RiverTalks:
    """Northland's minister wants the dam; two days later its president does not."""
    spoken(talks, YES, date(2024, 3, 1))
    spoken(talks, NO, date(2024, 3, 3), speaker="Bo Lind", quote="No dam will be built.")
    return talks


def known_at() -> str:
    return Revision.objects.latest("committed_at").committed_at.isoformat()


def test_two_voices_of_one_party_with_their_quotes_and_offsets(client: Client, two_voices: RiverTalks):
    answer = ask(client, CONTRADICTIONS)
    (found,) = answer["contradictions"]
    assert (answer["n_found"], answer["window_days"]) == (1, 7)
    assert (found["party"], found["target"], found["severity"]) == ("northland", "dam", 1.0)
    assert (found["days_apart"], found["speakers"]) == (2, "different")
    for side, stance, speaker in [("first", "supports", "Ada Holm"), ("second", "opposes", "Bo Lind")]:
        evidence = found[side]["evidence"]
        assert (found[side]["stance"], evidence["speaker"]) == (stance, speaker)
        text = Statement.objects.get(uuid=evidence["id"]).article.text
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_a_statement_whose_position_gave_way_on_the_same_day_still_counts(client: Client, talks: RiverTalks):
    spoken(talks, YES, date(2024, 3, 1))
    spoken(talks, NO, date(2024, 3, 1), speaker="Bo Lind")
    assert ask(client, CONTRADICTIONS, window_days=0)["n_found"] == 1


def test_a_statement_that_was_taken_back_and_accepted_again_counts_though_its_position_gave_way(client, talks):
    first = spoken(talks, YES, date(2024, 3, 1))
    review.undo_decision(first, by=talks.by)
    review.accept_statement(first, by=talks.by)
    spoken(talks, NO, date(2024, 3, 1), speaker="Bo Lind")
    assert ask(client, CONTRADICTIONS, window_days=0)["n_found"] == 1


def test_what_is_taken_back_later_counted_then_though_its_position_had_given_way(client: Client, talks: RiverTalks):
    first = spoken(talks, YES, date(2024, 3, 1))
    second = spoken(talks, NO, date(2024, 3, 1), speaker="Bo Lind")
    then = {"known_at": known_at(), "valid_on": "2024-03-10"}
    answer = ask(client, CONTRADICTIONS, **then)
    assert answer["n_found"] == 1
    review.undo_decision(second, by=talks.by)
    review.undo_decision(first, by=talks.by)
    assert ask(client, CONTRADICTIONS, **then) == answer
    assert ask(client, CONTRADICTIONS)["n_found"] == 0


def test_the_window_is_the_askers(client: Client, two_voices: RiverTalks):
    assert [ask(client, CONTRADICTIONS, window_days=days)["n_found"] for days in (1, 2)] == [0, 1]


def test_pending_rejected_and_predicted_statements_contradict_nothing(client: Client, talks: RiverTalks):
    spoken(talks, YES, date(2024, 3, 1))
    say(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    review.reject_statement(say(talks, talks.northland, talks.dam, NO, date(2024, 3, 1)), by=talks.by)
    spoken(talks, NO, date(2024, 3, 1), attribution=Attribution.PREDICTED)
    assert ask(client, CONTRADICTIONS)["n_found"] == 0


def test_what_was_amended_counts_as_amended(client: Client, two_voices: RiverTalks):
    said = say(two_voices, two_voices.southland, two_voices.dam, NO, date(2024, 3, 2))
    amendment = review.Amendment(party="northland", stance=YES, speaker="Cy Berg")
    review.amend_statement(said, by=two_voices.by, amendment=amendment)
    found = ask(client, CONTRADICTIONS)["contradictions"]
    assert {c["first"]["evidence"]["speaker"] for c in found} == {"Ada Holm", "Cy Berg"}


def test_as_accepted_at_the_instant_asked_about(client: Client, two_voices: RiverTalks):
    first, last = Revision.objects.order_by("number")[1], known_at()
    assert ask(client, CONTRADICTIONS, known_at=first.committed_at.isoformat())["n_found"] == 0
    review.undo_decision(Decision.objects.latest("id").statement, by=two_voices.by)
    assert ask(client, CONTRADICTIONS)["n_found"] == 0
    assert ask(client, CONTRADICTIONS, known_at=last)["n_found"] == 1


def test_only_what_was_said_by_the_day_asked_about(client: Client, two_voices: RiverTalks):
    assert [ask(client, CONTRADICTIONS, valid_on=day)["n_found"] for day in ("2024-03-02", "2024-03-03")] == [0, 1]


def test_with_both_times_given_the_answer_stays_the_same_byte_for_byte(client: Client, two_voices: RiverTalks):
    asked = {"valid_on": "2024-03-10", "known_at": known_at()}
    before = client.get(CONTRADICTIONS, asked).content
    spoken(two_voices, YES, date(2024, 3, 3), speaker="Cy Berg")
    say(two_voices, two_voices.northland, two_voices.dam, NO, date(2024, 3, 3))
    assert client.get(CONTRADICTIONS, asked).content == before
    review.undo_decision(Decision.objects.latest("id").statement, by=two_voices.by)
    assert client.get(CONTRADICTIONS, asked).content == before


def test_parties_and_targets_asked_for(client: Client, two_voices: RiverTalks):
    counts = [
        ask(client, CONTRADICTIONS, **asked)["n_found"]
        for asked in ({"party": "northland"}, {"party": "southland"}, {"target": "dam"}, {"target": "water-share"})
    ]
    assert counts == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"window_days": "-1"}, "bad-value"),
        ({"window_days": "soon"}, "bad-value"),
        ({"limit": "0"}, "bad-value"),
        ({"party": "northlnd"}, "unknown-party"),
        ({"target": "damm"}, "unknown-target"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "known-at-in-the-future"),
    ],
)
def test_what_cannot_be_asked(client: Client, two_voices: RiverTalks, asked: Any, kind: str):
    problem = refused(client, CONTRADICTIONS, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")
    assert problem["errors"][0]["parameter"] == next(iter(asked))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("-1", "Ensure this value is greater than or equal to 0."),
        ("soon", "There is no number 'soon'; a whole one is written in digits alone."),
        ("1.0", "There is no number '1.0'; a whole one is written in digits alone."),
    ],
)
def test_a_number_is_refused_for_what_is_wrong_with_it(client: Client, two_voices: RiverTalks, days, sentence):
    assert refused(client, CONTRADICTIONS, window_days=days)["detail"] == sentence


def test_the_number_of_queries_does_not_grow_with_the_statements(client: Client, two_voices: RiverTalks):
    # negotiation, last revision, parties, targets, statements
    assert n_queries(client, CONTRADICTIONS) == 5
    for day in range(4, 14):
        spoken(two_voices, NO if day % 2 else YES, date(2024, 3, day))
    assert ask(client, CONTRADICTIONS)["n_found"] > 10
    assert n_queries(client, CONTRADICTIONS) == 5
