"""While somebody else writes for long, a web request waits briefly, says so, and loses nothing that was typed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import httpx
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.patience import LONGEST_WAIT_SECONDS
from positions import history
from positions.models import ConditionalLink, Decision, Position
from positions.tokens import make_token
from positions.vocabulary import Scope, Stance
from tests.api.listing import STATEMENTS
from tests.api.posting import bearer, may_decide, post
from tests.integration.test_admin_desk import DECIDE, sent
from tests.integration.test_two_writers import writing
from tests.webserver import HOST, is_alive, running_web
from tests.worker import until
from tests.world import RiverTalks, hold, river_talks, say, signed_in

BUSY = "Somebody else is writing to these talks just now. Try again in a moment."
FIRST = date(2024, 2, 1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talks(transactional_db: None) -> RiverTalks:
    return river_talks(by=may_decide(User.objects.create_user("ada", is_staff=True)))


@pytest.fixture
def impatient(talks: RiverTalks):
    """This connection gives up as those of the web server do, only sooner."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    connection.close()


@pytest.fixture
def grace(impatient: None) -> Client:
    return signed_in(User.objects.create_superuser("grace"))


@pytest.fixture
def held(talks: RiverTalks) -> Position:
    return hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, FIRST)


def importing(talks: RiverTalks):
    """A long import into these talks."""
    return writing(lambda: history.lock(talks.negotiation))


def page_of(client: Client, address: str, typed: dict[str, object]) -> str:
    response = client.post(address, typed, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_a_decision_through_the_api_is_refused_with_when_to_come_back(talks: RiverTalks, impatient: None, query: str):
    statement = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FIRST)
    client = bearer(talks.by, scopes=[Scope.CURATE])
    with importing(talks):
        response = post(
            client, f"{STATEMENTS}{statement.uuid}/decision/{query}", {"decision": "accept"}, **{"if-match": "*"}
        )
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert (response.json()["type"], response["Retry-After"]) == ("/docs/problems/busy", "5")
    assert not Decision.objects.exists()


def test_the_desk_says_so_on_the_sheet_and_keeps_what_was_typed(talks: RiverTalks, grace: Client):
    statement = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FIRST)
    with importing(talks):
        page = page_of(grace, DECIDE, sent(statement, summary="As I typed it."))
    assert f"Nothing was changed. {BUSY}" in page
    assert 'value="As I typed it."' in page
    assert not Decision.objects.exists()


def test_a_correction_says_so_and_keeps_what_was_typed(talks: RiverTalks, held: Position, grace: Client):
    address = reverse("admin:desk_change", args=[held.uuid, "withdraw"])
    foreseen = grace.post(address, {"on": "2024-03-01"}).context["foreseen"]
    with importing(talks):
        page = page_of(grace, address, {"on": "2024-03-01", "confirm": "1", "sentence": foreseen.sentence})
    assert f"Nothing was changed. {BUSY}" in page
    assert 'value="2024-03-01"' in page


def test_decisions_on_a_selection_say_so(talks: RiverTalks, grace: Client):
    for day in (1, 2):
        say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FIRST.replace(day=day))
    selected = [str(pk) for pk in talks.dam.statements.values_list("pk", flat=True)]
    chosen = {"_selected_action": selected}
    with importing(talks):
        address = reverse("admin:positions_statement_changelist")
        assert f"The rest was left as it is. {BUSY}" in page_of(grace, address, {**chosen, "action": "accept"})
        assert BUSY in page_of(grace, address, {**chosen, "action": "accept_all"})


def test_a_catalog_entry_says_so_and_keeps_what_was_typed(talks: RiverTalks, grace: Client):
    address = reverse("admin:catalog_talks", args=["river-talks"])
    with importing(talks):
        page = page_of(grace, address, {"title": "As I typed it", "published": "on"})
    assert BUSY in page
    assert 'value="As I typed it"' in page


def test_a_conditional_link_says_so_and_keeps_what_was_typed(talks: RiverTalks, grace: Client):
    ends = {"party": talks.northland, "target": talks.dam, "awaits_party": talks.southland, "awaits_target": talks.dam}
    typed = {name: row.pk for name, row in ends.items()} | {"note": "As I typed it."}
    with importing(talks):
        page = page_of(grace, reverse("admin:positions_conditionallink_add"), typed)
    assert BUSY in page
    assert "As I typed it." in page
    assert not ConditionalLink.objects.exists()


def test_decisions_that_wait_for_a_long_write_keep_nobody_from_an_answer_for_long(talks: RiverTalks):
    statement = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, FIRST)
    secret = make_token(talks.by, scopes=[Scope.CURATE], lifetime=None).secret
    headers = {"authorization": f"Bearer {secret}", "if-match": "*"}

    def decide(_: int) -> int:
        address = f"http://{HOST}:{port}{STATEMENTS}{statement.uuid}/decision/"
        return httpx.post(address, json={"decision": "accept"}, headers=headers, timeout=60).status_code

    with running_web() as port, ThreadPoolExecutor(5) as five:
        with importing(talks):
            waiting = five.map(decide, range(5))
            began = time.monotonic()
            until(lambda: n_waiting() == 4, what="every thread waits")
            assert is_alive(port)
            assert time.monotonic() - began < 2 * LONGEST_WAIT_SECONDS + 10  # a busy machine, but no import's time
            assert set(waiting) == {503}
        assert decide(0) == 200


def n_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        (n,) = cursor.fetchone()
    return int(n)
