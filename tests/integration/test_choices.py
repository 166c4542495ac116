"""What a decision would do is told before it is made, and refused where it no longer would."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from positions import history, review
from positions.history.rows import read_timeline
from positions.models import Decision, Position
from positions.vocabulary import Attribution, DecisionKind, Salience, Stance
from tests.world import RiverTalks, hold, say

REPLACED = "Replaces Northland: supports since 13 March 2024; begins opposes on 13 March 2024."
ACCEPT = review.Choice(decision=DecisionKind.ACCEPT)


def opposes(talks: RiverTalks, day: int = 13, **values):
    return say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, day), **values)


def undecided_since_the_twelfth(talks: RiverTalks) -> Position:
    return hold(talks, talks.northland, talks.dam, Stance.UNDECIDED, date(2024, 3, 12))


def seeing(statement, **values) -> review.Choice:
    """The choice of somebody who has just looked at the page."""
    choice = review.Choice(decision=DecisionKind.ACCEPT, **values)
    return review.Choice(decision=DecisionKind.ACCEPT, seen=review.foresee(statement, choice).seen, **values)


def test_the_sentence_names_what_ends_and_what_begins(talks):
    undecided_since_the_twelfth(talks)
    assert review.foresee(opposes(talks), ACCEPT).sentence == (
        "Ends Northland: undecided since 12 March 2024; begins opposes on 13 March 2024."
    )


@pytest.mark.parametrize(
    ("held", "since", "says", "sentence"),
    [
        (None, 1, "opposes", "Begins Northland: opposes on 13 March 2024."),
        ("opposes", 1, "opposes", "Adds evidence for Northland: opposes since 1 March 2024."),
        ("opposes", 20, "opposes", "Dates Northland: opposes from 13 March 2024 instead of 20 March 2024."),
        ("supports", 13, "opposes", REPLACED),
        ("supports", 20, "opposes", "Begins Northland: opposes on 13 March 2024 until 20 March 2024."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_will_happen(talks, held, since, says, sentence):
    if held:
        hold(talks, talks.northland, talks.dam, Stance(held), date(2024, 3, since))
    statement = say(talks, talks.northland, talks.dam, Stance(says), date(2024, 3, 13))
    assert review.foresee(statement, ACCEPT).sentence == sentence


def test_the_same_words_again_change_nothing(talks):
    held = history.Content(stance=Stance.OPPOSES, act="declaration")
    before = history.foresee_position(
        party=talks.northland, target=talks.dam, content=held, valid_from=date(2024, 3, 1)
    )
    same = history.Foresight(party="Northland", before=before.after, after=before.after)
    assert same.sentence == "Changes Northland: nothing of what is recorded."


def test_the_sentence_tells_of_terms_conditions_and_red_lines(talks):
    amendment = review.Amendment(stance=Stance.CONDITIONAL, condition="if the League pays", salience=Salience.RED_LINE)
    choice = review.Choice(decision=DecisionKind.AMEND, amendment=amendment)
    assert review.foresee(opposes(talks), choice).sentence == (
        "Begins Northland: conditional, if the League pays, a red line on 13 March 2024."
    )


def test_what_was_foreseen_is_what_happens(talks):
    undecided_since_the_twelfth(talks)
    statement = opposes(talks)
    foreseen = review.foresee(statement, ACCEPT)
    review.decide(statement, seeing(statement), by=talks.by)

    def outline(timeline):
        return [(p.content, p.valid_from, p.valid_to, p.reason, p.end_reason, set(p.proofs)) for p in timeline]

    assert outline(foreseen.after) == outline(read_timeline(talks.northland, talks.dam))


def test_foreseeing_writes_nothing(talks):
    review.foresee(opposes(talks), ACCEPT)
    assert (Position.objects.count(), Decision.objects.count()) == (0, 0)


def test_a_prediction_has_no_consequences(talks):
    assert review.foresee(opposes(talks, attribution=Attribution.PREDICTED), ACCEPT) is None


def test_a_position_that_was_changed_meanwhile_is_told_and_nothing_is_decided(talks):
    statement = opposes(talks)
    choice = seeing(statement)
    undecided_since_the_twelfth(talks)
    with pytest.raises(history.PositionChangedMeanwhile, match=r"^ada changed .* undecided from 12 March 2024\.$"):
        review.decide(statement, choice, by=talks.by)
    assert not Decision.objects.exists()


def test_a_position_that_was_taken_back_meanwhile_is_told(talks):
    accepted = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    review.accept_statement(accepted, by=talks.by)
    statement = opposes(talks)
    choice = seeing(statement)
    review.undo_decision(accepted, by=talks.by)
    with pytest.raises(history.PositionChangedMeanwhile, match="was taken back meanwhile"):
        review.decide(statement, choice, by=talks.by)


@pytest.mark.parametrize("is_undone", [False, True])
def test_evidence_that_changed_meanwhile_is_told_and_nothing_is_decided(talks, is_undone):
    """The words of April make the old stance stand again from then on, which the page did not say."""
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 1, 1))
    said_again = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 4, 1))
    if is_undone:
        review.accept_statement(said_again, by=talks.by)
    statement = opposes(talks)
    choice = seeing(statement)
    other = User.objects.create_user("grace")
    (review.undo_decision if is_undone else review.accept_statement)(said_again, by=other)
    with pytest.raises(history.PositionChangedMeanwhile, match=r"^grace changed the evidence for .* on “The upper"):
        review.decide(statement, choice, by=talks.by)
    assert not statement.decisions.exists()


def test_the_sentence_says_when_what_stands_resumes_later(talks):
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 13))
    said_again = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 4, 1))
    review.accept_statement(said_again, by=talks.by)
    assert review.foresee(opposes(talks), ACCEPT).sentence == (
        "Dates Northland: supports from 1 April 2024 instead of 13 March 2024; "
        "begins opposes on 13 March 2024 until 1 April 2024."
    )


def test_a_decided_statement_is_told_as_such_before_any_change_of_the_position(talks):
    statement = opposes(talks)
    choice = seeing(statement)
    review.accept_statement(statement, by=talks.by)
    with pytest.raises(review.StatementAlreadyDecided):
        review.decide(statement, choice, by=talks.by)


def test_a_choice_may_word_and_date_the_position(talks):
    statement = opposes(talks)
    choice = seeing(statement, summary="No dam, says Northland.", valid_from=date(2024, 3, 1))
    review.decide(statement, choice, by=talks.by)
    position = Position.objects.known().get()
    assert (position.summary, position.valid_from) == ("No dam, says Northland.", date(2024, 3, 1))


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.DUPLICATE])
def test_what_publishes_nothing_needs_no_look_at_the_position(talks, kind):
    decision = review.decide(opposes(talks), review.Choice(decision=kind, reason="no stance"), by=talks.by)
    assert (decision.decision, decision.reason) == (kind.value, "no stance")


def test_an_undo_is_a_choice_too(talks):
    statement = opposes(talks)
    review.decide(statement, seeing(statement), by=talks.by)
    review.decide(statement, review.Choice(decision=DecisionKind.UNDO), by=talks.by)
    assert [d.decision for d in statement.decisions.all()] == ["accept", "undo"]
    assert not Position.objects.known().exists()
