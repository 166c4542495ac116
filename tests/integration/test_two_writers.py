"""Two writers at once: one waits for the other, and what each was told stays true."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from positions import history, review
from positions.models import Decision, Position, Revision
from positions.vocabulary import Act, Stance
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
