"""Decisions about statements, and what they make of positions."""

from datetime import date
from decimal import Decimal

import pytest

from positions import history, review
from positions.extraction.contract import Term
from positions.models import Decision, Evidence, Position, Revision
from positions.vocabulary import Act, Attribution, Salience, Stance
from tests.world import RiverTalks, hold, say


def opposes(talks: RiverTalks, day: int = 10, **values):
    return say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, day), **values)


def test_accepting_a_first_statement_records_a_position_with_its_words(talks):
    review.accept_statement(opposes(talks), by=talks.by)
    position = Position.objects.get()
    assert (position.stance, position.valid_from, position.reason) == ("opposes", date(2024, 2, 10), "first_recorded")
    assert position.evidence.get().statement.quote == "The quota stays as it is."
    assert position.summary == "Northland opposes: Southland receives half of the river's water."


def test_accepting_the_same_position_again_is_evidence_for_it(talks):
    review.accept_statement(opposes(talks), by=talks.by)
    review.accept_statement(opposes(talks, 20), by=talks.by)
    assert Position.objects.get().evidence.count() == 2


def test_accepting_another_stance_ends_the_one_that_stood(talks):
    review.accept_statement(opposes(talks), by=talks.by)
    moved = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 1))
    review.accept_statement(moved, by=talks.by)
    rows = Position.objects.known().order_by("valid_from")
    assert [(r.stance, r.valid_to, r.reason) for r in rows] == [
        ("opposes", date(2024, 3, 1), "first_recorded"),
        ("supports", None, "party_moved"),
    ]


def test_words_said_again_after_a_move_learnt_later_stand_again_from_their_day(talks):
    review.accept_statement(opposes(talks, 10), by=talks.by)
    review.accept_statement(opposes(talks, 20), by=talks.by)
    between = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 2, 15))
    review.accept_statement(between, by=talks.by)
    rows = Position.objects.known().order_by("valid_from")
    assert [(r.stance, r.valid_from.day, r.evidence.known().count()) for r in rows] == [
        ("opposes", 10, 1),
        ("supports", 15, 1),
        ("opposes", 20, 1),
    ]


def test_an_accepted_prediction_is_neither_position_nor_evidence(talks):
    before = Revision.objects.count()
    decision = review.accept_statement(opposes(talks, attribution=Attribution.PREDICTED), by=talks.by)
    assert decision.decision == "accept"
    assert (Position.objects.count(), Evidence.objects.count(), Revision.objects.count()) == (0, 0, before)


def test_a_rejected_statement_publishes_nothing(talks):
    review.reject_statement(opposes(talks), by=talks.by, reason="a rhetorical question")
    assert Decision.objects.get().reason == "a rhetorical question"
    assert not Position.objects.exists()


def test_a_duplicate_publishes_nothing(talks):
    review.mark_duplicate(opposes(talks), by=talks.by)
    assert not Position.objects.exists()


def test_an_amendment_is_published_and_the_statement_keeps_its_own_values(talks):
    statement = opposes(talks)
    amendment = review.Amendment(
        stance=Stance.CONDITIONAL,
        condition="if the League pays",
        act=Act.CONCESSION,
        salience=Salience.HIGH,
        target="dam",
        party="southland",
        said_on=date(2024, 2, 12),
    )
    review.amend_statement(statement, by=talks.by, amendment=amendment)
    position = Position.objects.get()
    assert (position.party, position.target_id, position.stance) == (talks.southland, talks.dam.pk, "conditional")
    assert (position.condition, position.act, position.salience) == ("if the League pays", "concession", "high")
    assert position.valid_from == date(2024, 2, 12)
    statement.refresh_from_db()
    assert (statement.stance, statement.party) == ("opposes", talks.northland)


def test_an_amendment_can_turn_a_prediction_into_a_stated_term(talks):
    statement = opposes(talks, attribution=Attribution.PREDICTED)
    review.amend_statement(statement, by=talks.by, amendment=review.Amendment(attribution=Attribution.QUOTED))
    assert Position.objects.count() == 1


@pytest.mark.parametrize(
    "amendment",
    [
        review.Amendment(),
        review.Amendment(party="atlantis"),
        review.Amendment(target="atlantis"),
        review.Amendment(stance=Stance.UNSPECIFIED),
        review.Amendment(said_on=date(1799, 12, 31)),
        review.Amendment(said_on=date.max),
    ],
    ids=["nothing", "unknown party", "unknown target", "no stance", "too early", "too late"],
)
def test_an_amendment_that_cannot_be_is_refused_and_nothing_is_decided(talks, amendment):
    with pytest.raises(review.AmendmentInvalid):
        review.amend_statement(opposes(talks), by=talks.by, amendment=amendment)
    assert not Decision.objects.exists()


def test_a_position_that_would_begin_too_far_away_is_not_published(talks):
    with pytest.raises(review.AmendmentInvalid, match="31 December 9999 lies too far away"):
        review.accept_statement(opposes(talks), by=talks.by, valid_from=date.max)
    assert not Decision.objects.exists()
    assert not Position.objects.exists()


@pytest.mark.parametrize("decide", [review.accept_statement, review.reject_statement, review.mark_duplicate])
def test_a_decided_statement_is_not_decided_again(talks, decide):
    statement = opposes(talks)
    review.accept_statement(statement, by=talks.by)
    with pytest.raises(review.StatementAlreadyDecided, match="ada already decided “accept”"):
        decide(statement, by=talks.by)
    assert Decision.objects.count() == 1


def test_an_undone_statement_waits_again_and_what_stood_before_stands_again(talks):
    review.accept_statement(opposes(talks), by=talks.by)
    moved = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 1))
    review.accept_statement(moved, by=talks.by)
    before = Revision.objects.latest("number").committed_at
    review.undo_decision(moved, by=talks.by, reason="misread")
    position = Position.objects.known().get()
    assert (position.stance, position.valid_to, position.evidence.known().count()) == ("opposes", None, 1)
    assert Position.objects.as_of(valid_on=date(2024, 3, 1), known_at=before).get().stance == "supports"
    assert review.find_standing_decision(moved) is None
    review.accept_statement(moved, by=talks.by)
    assert Position.objects.as_of(valid_on=date(2024, 3, 1)).get().stance == "supports"


def test_an_undo_is_refused_where_the_position_was_changed_since(talks):
    statement = opposes(talks)
    review.accept_statement(statement, by=talks.by)
    history.correct_position(Position.objects.known().get(), valid_from=date(2024, 2, 1), by=talks.by)
    with pytest.raises(history.PositionNotStanding):
        review.undo_decision(statement, by=talks.by)
    assert review.find_standing_decision(statement) is not None


@pytest.mark.parametrize("before", [None, Stance.SUPPORTS], ids=["a first position", "a move"])
def test_an_undo_never_takes_a_position_from_another_statement_that_proves_it(talks, before):
    if before:
        hold(talks, talks.northland, talks.dam, before, date(2024, 1, 5))
    first, again = (say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, day)) for day in (5, 9))
    review.accept_statement(first, by=talks.by)
    review.accept_statement(again, by=talks.by)
    with pytest.raises(history.PositionNotStanding, match="undo that one first"):
        review.undo_decision(first, by=talks.by)
    assert Position.objects.as_of(valid_on=date(2024, 3, 9)).get().evidence.known().count() == 2
    review.undo_decision(again, by=talks.by)
    review.undo_decision(first, by=talks.by)
    standing = Position.objects.as_of(valid_on=date(2024, 3, 9)).first()
    assert (standing and standing.stance) == before


@pytest.mark.parametrize("day", [date(2024, 2, 10), date(2024, 3, 1)], ids=["on the same day", "later"])
def test_decisions_are_undone_one_after_the_other_the_last_one_first(talks, day):
    first, again = opposes(talks), opposes(talks, 20)
    moved = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, day)
    for statement in (first, again, moved):
        review.accept_statement(statement, by=talks.by)
    with pytest.raises(history.PositionNotStanding, match="undo the later change first"):
        review.undo_decision(first, by=talks.by)
    for statement in (moved, again, first):
        review.undo_decision(statement, by=talks.by)
    assert not Position.objects.known().exists()
    assert not Evidence.objects.known().exists()


def test_an_undo_leaves_the_evidence_that_a_position_had_before(talks):
    first, again = opposes(talks), opposes(talks, 20)
    moved = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 1))
    for statement in (first, again, moved):
        review.accept_statement(statement, by=talks.by)
    review.undo_decision(moved, by=talks.by)
    review.undo_decision(again, by=talks.by)
    assert Position.objects.known().get().evidence.known().get().statement == first


def test_what_was_accepted_elsewhere_since_is_in_the_way_of_no_undo(talks):
    statement = opposes(talks)
    review.accept_statement(statement, by=talks.by)
    review.accept_statement(say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1)), by=talks.by)
    review.undo_decision(statement, by=talks.by)
    assert Position.objects.known().get().target_id == talks.dam.pk


def test_what_stands_again_has_no_evidence_that_was_taken_back_before(talks):
    first, again = opposes(talks), opposes(talks, 20)
    moved = say(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 1))
    review.accept_statement(first, by=talks.by)
    review.accept_statement(again, by=talks.by)
    review.undo_decision(again, by=talks.by)
    review.accept_statement(moved, by=talks.by)
    review.undo_decision(moved, by=talks.by)
    assert Position.objects.known().get().evidence.known().get().statement == first


def test_there_is_nothing_to_undo_on_a_pending_statement(talks):
    with pytest.raises(review.NothingToUndo):
        review.undo_decision(opposes(talks), by=talks.by)


def test_pending_are_those_that_nobody_decided_or_whose_decision_was_undone(talks):
    waiting, accepted, undone = opposes(talks, 1), opposes(talks, 2), opposes(talks, 3)
    review.accept_statement(accepted, by=talks.by)
    review.reject_statement(undone, by=talks.by)
    review.undo_decision(undone, by=talks.by)
    assert set(type(waiting).objects.pending()) == {waiting, undone}


def test_the_curator_may_word_and_date_the_position(talks):
    content = history.Content(stance=Stance.OPPOSES, act=Act.DEMAND, summary="Northland keeps its quota.")
    review.accept_statement(opposes(talks), by=talks.by, content=content, valid_from=date(2024, 2, 1))
    position = Position.objects.get()
    assert (position.summary, position.valid_from) == ("Northland keeps its quota.", date(2024, 2, 1))
    assert position.evidence.get().said_on == date(2024, 2, 10)


def test_a_correction_keeps_the_evidence(talks):
    review.accept_statement(opposes(talks), by=talks.by)
    position = hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    history.correct_position(position, valid_from=date(2024, 2, 1), by=talks.by)
    assert Position.objects.known().get().evidence.known().count() == 1


def test_a_stance_repeated_in_fewer_words_is_evidence_and_no_move(talks):
    content = history.Content(
        stance=Stance.CONDITIONAL,
        act=Act.DEMAND,
        condition="if the League pays",
        terms=(Term(text="30 days", value=Decimal(30), unit="day"),),
        scale=(Decimal(40), Decimal(50)),
    )
    history.record_position(
        party=talks.northland, target=talks.dam, content=content, valid_from=date(2024, 2, 1), by=talks.by
    )
    brief = say(talks, talks.northland, talks.dam, Stance.CONDITIONAL, date(2024, 3, 1))
    review.accept_statement(brief, by=talks.by)
    position = Position.objects.known().get()
    assert (position.valid_from, position.evidence.count()) == (date(2024, 2, 1), 1)


def test_the_same_number_in_other_words_is_the_same_term(talks):
    for words in ("30 days", "a 30-day"):
        content = history.Content(
            stance=Stance.SUPPORTS, act=Act.DEMAND, terms=(Term(text=words, value=Decimal(30), unit="day"),)
        )
        history.record_position(
            party=talks.northland, target=talks.dam, content=content, valid_from=date(2024, 2, 1), by=talks.by
        )
    assert Position.objects.count() == 1
