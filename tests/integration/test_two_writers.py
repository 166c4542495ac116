"""Two writers at once: one waits for the other, and what each was told stays true."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from positions import correction, history, review, take_down, webhooks
from positions.catalog import merge_entry, plan_merge
from positions.models import (
    Article,
    ConditionalLink,
    Decision,
    Event,
    PendingStatement,
    Position,
    Revision,
    Snapshot,
    Statement,
)
from positions.queries.comparing.events import find_events
from positions.queries.settled import settled_at
from positions.statements import CodedStatement, code_statement, store_found
from positions.vocabulary import Act, Attribution, EventKind, Stance
from positions.webhooks.sending import secrets_of
from tests.api.asking import COMPARISON, ask, cell_of
from tests.api.listing import POSITIONS
from tests.api.posting import bearer, posted
from tests.suggestions import run_on, suggest, suggestion
from tests.worker import until
from tests.world import RiverTalks, freeze, hold, river_talks, say, write_article

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


@pytest.mark.django_db(transaction=True)
def test_of_two_who_rotate_a_secret_at_once_each_is_shown_one_that_signs():
    ada = User.objects.create_user("ada")
    asked = webhooks.NewWebhook(address="https://example.org/told", events=[EventKind.STANCE_CHANGED])
    hook, program, has_rotated = webhooks.make_webhook(asked, owner=ada), bearer(ada), threading.Event()
    shown = {hook.secret}

    def rotate_slowly() -> None:
        with transaction.atomic():
            found = webhooks.get_webhook(hook.uuid, owner=ada, to_change=True)
            webhooks.rotate_secret(found, now=timezone.now())
            has_rotated.set()
            until(somebody_waits, what="the other waits")
        shown.add(found.secret)

    def rotate_too() -> None:
        has_rotated.wait(timeout=30)
        shown.add(posted(program, f"/api/v1/webhooks/{hook.uuid}/secret/", None)["secret"])

    in_threads(rotate_slowly, rotate_too)
    hook.refresh_from_db()
    assert set(secrets_of(hook, at=timezone.now())) == shown


@pytest.mark.django_db(transaction=True)
def test_a_take_down_waits_for_statements_that_are_being_stored_and_empties_them_too():
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST)
    with during(lambda: say_again(statement, Stance.SUPPORTS, by=talks.by)) as then:
        then(lambda: take_down.take_down_article(statement.article, reason="A court.", by=talks.by))
    assert list(Statement.objects.values_list("quote", flat=True)) == ["", ""]
    assert not PendingStatement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_statement_waits_for_a_take_down_and_is_not_stored():
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST)
    with (
        pytest.raises(IntegrityError, match="the quote does not stand at its offsets"),
        during(lambda: take_down.take_down_article(statement.article, reason="A court.", by=talks.by)) as then,
    ):
        then(lambda: say_again(statement, Stance.SUPPORTS, by=talks.by))
    assert Statement.objects.get().quote == ""


def correct_day(article: Article, by: User) -> correction.Corrected:
    wording = correction.Wording(title=article.title, outlet=article.outlet, published_on=date(2024, 3, 9))
    return correction.correct_article(article, wording, reason="The archive.", by=by, n_seen=0)


@pytest.mark.django_db(transaction=True)
def test_what_a_run_stores_while_the_day_is_corrected_waits_and_has_the_new_day():
    talks = river_talks(by=User.objects.create_user("ada"))
    article = write_article("Nobody answered. The quota stays.")
    run, found = run_on(article, talks), suggestion(article.text, "The quota stays.")
    with during(lambda: correct_day(article, talks.by)) as then:
        then(lambda: store_found(run, [found]))
    assert Statement.objects.get().said_on == date(2024, 3, 9)


@pytest.mark.django_db(transaction=True)
def test_a_correction_of_the_day_waits_for_a_run_that_stores_and_takes_its_statements_along():
    talks = river_talks(by=User.objects.create_user("ada"))
    article = write_article("Nobody answered. The quota stays.")
    run, found = run_on(article, talks), suggestion(article.text, "The quota stays.")
    with during(lambda: store_found(run, [found])) as then:
        then(lambda: correct_day(article, talks.by))
    assert Statement.objects.get().said_on == date(2024, 3, 9)


@pytest.mark.django_db(transaction=True)
def test_who_accepts_while_the_day_is_corrected_is_told_and_nothing_is_decided():
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = suggest(talks, ["The quota stays."])[0]
    with (
        pytest.raises(history.PositionChangedMeanwhile, match="counts as said on 9 March 2024 now"),
        during(lambda: correct_day(statement.article, talks.by)) as then,
    ):
        then(lambda: review.accept_statement(statement, by=talks.by))
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_correction_waits_for_a_decision_and_the_answer_of_then_keeps_the_old_day(client: Client):
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = suggest(talks, ["The quota stays."])[0]
    with during(lambda: review.accept_statement(statement, by=talks.by)) as then:
        then(lambda: correct_day(statement.article, talks.by))
    accepted, corrected = Revision.objects.order_by("number")[1:]
    days = [told_day(client, revision) for revision in (accepted, corrected)]
    assert days == ["2024-03-05", "2024-03-09"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_an_article_that_no_talks_quote_one_is_told():
    ada = User.objects.create_user("ada")
    article = write_article("Nobody answered. The quota stays.")
    with (
        pytest.raises(correction.CorrectionRefused, match="ada corrected it meanwhile"),
        during(lambda: correct_day(article, ada)) as then,
    ):
        then(lambda: correct_day(article, ada))
    assert article.former_wordings.count() == 1


def told_day(client: Client, revision: Revision) -> str:
    cell = cell_of(ask(client, COMPARISON, known_at=revision.committed_at.isoformat()), "northland", "water-share")
    day: str = cell["position"]["evidence"][0]["article"]["published_on"]
    return day


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_waits_for_a_take_down_and_keeps_none_of_its_words():
    talks = river_talks(by=User.objects.create_user("ada"))
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST)
    review.accept_statement(statement, by=talks.by)
    with during(lambda: take_down.take_down_article(statement.article, reason="A court.", by=talks.by)) as then:
        then(lambda: freeze(talks))
    assert statement.quote not in Snapshot.objects.get().body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("section", "gone", "kept"), [("parties", "northland", "southland"), ("issues", "dam", "water-share")]
)
def test_a_link_waits_for_a_merge_and_is_not_set_between_what_is_gone(section: str, gone: str, kept: str):
    talks = river_talks(by=User.objects.create_user("ada"))
    link = history.Link(
        party=talks.northland, target=talks.dam, awaits_party=talks.league, awaits_target=talks.league_draft
    )
    plan = plan_merge(talks.negotiation, section, gone, into=kept)

    def merge() -> None:
        merge_entry(talks.negotiation, section, gone, into=kept, seen=plan.seen, by=talks.by)

    with pytest.raises(history.LinkInvalid), during(merge) as then:
        then(lambda: history.set_link(link, by=talks.by))
    assert not ConditionalLink.objects.exists()


def say_again(statement: Statement, stance: Stance, *, by: User) -> Statement:
    """Another statement in the same words, by somebody who read the article while it had its text."""
    article, party, target = statement.article, statement.party, statement.target
    coded = CodedStatement(
        article=article,
        party=party,
        target=target,
        stance=stance,
        act=Act.DECLARATION,
        attribution=Attribution.QUOTED,
        quote=statement.quote,
        start=statement.start,
        end=statement.end,
        said_on=FIRST,
    )
    return code_statement(coded, coder=by)


@contextmanager
def during(write: Callable[[], object]) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Gives what begins something else while that is written and not committed; both are over after the block."""
    with ThreadPoolExecutor(1) as pool:
        begun = []

        def begin(work: Callable[[], object]) -> None:
            begun.append(pool.submit(closing_its_connection, work))
            until(lambda: begun[0].done() or somebody_waits(), what="it waits, or is done")

        with writing(write):
            yield begin
        begun[0].result(timeout=60)


def closing_its_connection(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connection.close()


def somebody_waits() -> bool:
    """For a lock of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() != (0,)


@contextmanager
def writing(write: Callable[[], object]) -> Iterator[None]:
    """Somebody else's transaction, which has written by the beginning of the block and commits at its end."""
    has_written, may_commit = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                write()
                has_written.set()
                may_commit.wait(timeout=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run)
        assert has_written.wait(timeout=60)
        try:
            yield
        finally:
            may_commit.set()
            done.result(timeout=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asks_for_now", [False, True], ids=["without known_at", "known_at now"])
def test_an_answer_over_all_talks_stays_as_it_was_when_a_long_write_that_began_before_it_ends(
    client: Client, asks_for_now: bool
):
    ada = User.objects.create_user("ada")
    river, lake = river_talks(by=ada), river_talks(by=ada, slug="lake-talks")
    with writing(lambda: hold(river, river.northland, river.dam, Stance.OPPOSES, FIRST)):
        hold(lake, lake.southland, lake.dam, Stance.SUPPORTS, FIRST)
        asked = {"known_at": timezone.now().isoformat()} if asks_for_now else {}
        answer = ask(client, POSITIONS, valid_on="2024-03-01", **asked)
    again = ask(client, POSITIONS, valid_on="2024-03-01", known_at=answer["known_at"])
    assert again == answer
    assert len(ask(client, POSITIONS, valid_on="2024-03-01")["results"]) == 2


@pytest.mark.django_db(transaction=True)
def test_before_the_first_change_of_all_no_instant_is_named_that_it_could_fall_before(client: Client):
    ada = User.objects.create_user("ada")
    with writing(lambda: hold(*first_words(river_talks(by=ada)))):
        answer = ask(client, POSITIONS, valid_on="2024-03-01")
    assert ask(client, POSITIONS, valid_on="2024-03-01", known_at=answer["known_at"]) == answer


def first_words(talks: RiverTalks):
    return talks, talks.northland, talks.dam, Stance.OPPOSES, FIRST


@pytest.mark.django_db(transaction=True)
def test_a_long_write_takes_one_lock_however_much_it_writes():
    talks = river_talks(by=User.objects.create_user("ada"))
    stances = [Stance.SUPPORTS, Stance.OPPOSES] * 5

    def write() -> None:
        for day, stance in zip(DAYS, stances, strict=True):
            hold(talks, talks.northland, talks.dam, stance, day)

    with writing(write), connection.cursor() as cursor:
        first = Revision.objects.latest("number").committed_at
        assert first < settled_at() < timezone.now()
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid > 0 AND objsubid = 1")
        assert cursor.fetchone() == (1,)
    assert settled_at() > Revision.objects.latest("number").committed_at
