"""Two writers at once: one waits for the other, and what each was told stays true."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from positions import history, review, take_down, webhooks
from positions.models import Decision, Event, Position, Revision
from positions.queries.events import find_events
from positions.vocabulary import Act, EventKind, Stance
from tests.worker import until
from tests.world import RiverTalks, river_talks, say

FIRST = date(2024, 2, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(10)]


def answers(talks: RiverTalks, known_at) -> list[str | None]:
    rows = Position.objects.filter(party=talks.northland, target=talks.dam).known(known_at)
    return [rows.held(day).values_list("stance", flat=True).first() for day in DAYS]


def in_threads(*works) -> None:
    """Runs all at once; an exception in any fails the test."""
    gate = threading.Barrier(len(works))

    def run(work) -> None:
        gate.wait(timeout=30)
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(timeout=120)


@pytest.mark.django_db(transaction=True)
def test_two_writers_leave_every_answer_as_it_was_given():
    talks = river_talks(by=User.objects.create_user("ada"))
    told = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(25):
            content = history.Content(stance=chance.choice([Stance.SUPPORTS, Stance.OPPOSES]), act=Act.DECLARATION)
            change = history.record_position(
                party=talks.northland, target=talks.dam, content=content, valid_from=chance.choice(DAYS), by=talks.by
            )
            if change.revision is not None:
                told.append((change.revision.committed_at, answers(talks, change.revision.committed_at)))

    in_threads(lambda: write(1), lambda: write(2))
    assert len(told) > 10
    for instant, answer in told:
        assert answers(talks, instant) == answer
    numbers = list(Revision.objects.order_by("committed_at").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db(transaction=True)
def test_of_two_curators_one_decides_and_the_other_is_told():
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST)
    told = []

    def decide() -> None:
        try:
            review.accept_statement(statement, by=talks.by)
        except review.StatementAlreadyDecided as refusal:
            told.append(str(refusal))

    in_threads(decide, decide)
    assert len(told) == 1
    assert Decision.objects.count() == Position.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_take_down_waits_for_whoever_finds_events_from_its_words(monkeypatch):
    talks = river_talks(by=User.objects.create_user("ada"))
    asked = webhooks.NewWebhook(address="https://example.org/told", events=[EventKind.STANCE_CHANGED])
    webhooks.make_webhook(asked, owner=talks.by)
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST)
    review.accept_statement(statement, by=talks.by)
    have_been_read, is_gone = threading.Event(), threading.Event()

    def read_slowly(*asked, **named):
        found = find_events(*asked, **named)
        if found:
            have_been_read.set()
            until(lambda: is_gone.is_set() or somebody_waits(), what="the take-down waits, or did not")
        return found

    def take_down_then() -> None:
        have_been_read.wait(timeout=30)
        take_down.take_down_article(statement.article, reason="A court.", by=talks.by)
        is_gone.set()

    monkeypatch.setattr("positions.webhooks.announcing.find_events", read_slowly)
    in_threads(lambda: webhooks.announce_changes(talks.negotiation.pk), take_down_then)
    assert [piece["quote"] for event in Event.objects.all() for piece in event.data["evidence"]] == [""]


def somebody_waits() -> bool:
    """For a lock of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() != (0,)
