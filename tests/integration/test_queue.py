"""The queue: what waits, in which order, and how it is walked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from positions import review
from positions.models import PendingStatement, Statement, Urgency
from positions.queries.curating import queue
from positions.queries.curating.queue import (
    Place,
    QueueFilter,
    QueueOrder,
    count_waiting,
    find_next,
    find_previous,
    waiting,
)
from positions.vocabulary import Attribution, Salience, Stance
from tests.suggestions import suggest
from tests.world import RiverTalks, hold, say


def urgency_of(statement: Statement) -> Urgency:
    """After a commit, which a test's transaction never reaches."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return Urgency(PendingStatement.objects.get(statement=statement).urgency)


def one(talks: RiverTalks, words: str, **values: object) -> Statement:
    (statement,) = suggest(talks, [words], **values)
    return statement


def test_a_statement_waits_until_it_is_decided_and_again_when_that_is_undone(talks):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    assert PendingStatement.objects.get().statement == statement
    review.reject_statement(statement, by=talks.by)
    assert not PendingStatement.objects.exists()
    review.undo_decision(statement, by=talks.by)
    assert PendingStatement.objects.get().statement == statement


def test_what_matters_most_comes_first(talks):
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    red, high = {"salience": Salience.RED_LINE}, {"salience": Salience.HIGH}
    plain = one(talks, "Plain words.")
    predicted = one(talks, "They will say no.", attribution=Attribution.PREDICTED, **red)
    strong = one(talks, "It matters much.", **high)
    moves = one(talks, "No dam.", target="dam")
    line = one(talks, "Never half the water.", **red)
    worst = one(talks, "Never a dam.", target="dam", **red)
    found = [row.statement for row in waiting(QueueFilter(), now=timezone.now())]
    assert found == [worst, line, moves, strong, plain, predicted]
    assert [urgency_of(statement) for statement in found] == list(Urgency)


def test_a_change_of_the_position_changes_what_comes_first(talks):
    statement = one(talks, "No dam.", target="dam")
    assert urgency_of(statement) is Urgency.PLAIN
    accepted = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    review.accept_statement(accepted, by=talks.by)
    assert urgency_of(statement) is Urgency.MOVES
    review.undo_decision(accepted, by=talks.by)
    assert urgency_of(statement) is Urgency.PLAIN


def test_each_order_brings_first_what_its_name_says_and_of_equals_the_older(talks):
    old, sure, unsure, new = (
        one(talks, f"{c} by the {n}th.", confidence=c) for n, c in enumerate((0.5, 0.9, 0.1, 0.5))
    )
    now = timezone.now()
    assert {order: [row.statement for row in waiting(QueueFilter(order=order), now=now)] for order in QueueOrder} == {
        QueueOrder.URGENT: [old, sure, unsure, new],
        QueueOrder.OLDEST: [old, sure, unsure, new],
        QueueOrder.NEWEST: [new, unsure, sure, old],
        QueueOrder.SURE: [sure, old, new, unsure],
        QueueOrder.UNSURE: [unsure, old, new, sure],
    }


@pytest.mark.parametrize("order", QueueOrder)
def test_every_order_is_walked_forth_and_back_once(talks, order):
    for n, confidence in enumerate((0.5, 0.9, 0.5, 0.1)):
        salience = (Salience.HIGH, Salience.RED_LINE)[n % 2]
        suggest(talks, [f"Words {n}a.", f"Words {n}b."], confidence=confidence, salience=salience)
    asked, now = QueueFilter(order=order), timezone.now()
    forth, place = [], None
    while row := find_next(asked, after=place, now=now):
        forth.append(row.statement_id)
        place = Place.read(str(Place.of(row)))
    back = [forth[-1]]
    while row := find_previous(asked, before=place, now=now):
        back.append(row.statement_id)
        place = Place.of(row)
    assert sorted(forth) == sorted(Statement.objects.values_list("pk", flat=True))
    assert back == forth[::-1]
    assert forth == list(waiting(asked, now=now).values_list("statement_id", flat=True))


def test_the_next_one_is_found_from_where_a_decided_one_stood(talks):
    first, second = suggest(talks, ["First words.", "Second words."])
    place = Place.of(first.waiting)
    review.accept_statement(first, by=talks.by)
    assert find_next(QueueFilter(), after=place, now=timezone.now()).statement == second


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        (QueueFilter(party="southland"), 1),
        (QueueFilter(target="dam"), 1),
        (QueueFilter(negotiation="river-talks"), 3),
        (QueueFilter(negotiation="atlantis"), 0),
        (QueueFilter(outlet="courier"), 3),
        (QueueFilter(confidence_from=0.9), 1),
        (QueueFilter(confidence_to=0.0), 1),
        (QueueFilter(older_than_days=1), 0),
        (QueueFilter(newer_than_days=1), 3),
    ],
    ids=str,
)
def test_the_queue_is_filtered(talks, asked, n):
    one(talks, "Ours.", confidence=0.9)
    one(talks, "Theirs.", party="southland", confidence=0.0)
    one(talks, "No dam.", target="dam", confidence=0.5)
    assert count_waiting(asked, now=timezone.now() + timedelta(seconds=1)) == n
    assert asked.is_narrow


def test_an_order_alone_filters_nothing():
    assert not any(QueueFilter(order=order).is_narrow for order in QueueOrder)


def test_counting_stops_at_one_more_than_is_told(talks, monkeypatch):
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    suggest(talks, [f"Words {n}." for n in range(4)])
    assert count_waiting(QueueFilter(), now=timezone.now()) == 3


@pytest.mark.parametrize("text", ["", "1", "a_b_c", "1_x_3", "1_2_3_4", "1_nan"], ids=repr)
def test_a_place_that_cannot_be_is_the_beginning(text):
    assert Place.read(text) is None
