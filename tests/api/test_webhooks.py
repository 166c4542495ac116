"""`webhooks/`: who is told of what, by their own token."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import follow_ups
from positions.models import Webhook
from positions.vocabulary import Scope
from tests.api.asking import ask, n_queries, refused
from tests.api.posting import bearer, post, posted, refused_post
from tests.world import RiverTalks

WEBHOOKS = "/api/v1/webhooks/"
ASKED = {"address": "https://example.org/told", "events": ["stance.changed"], "negotiation": "river-talks"}


@pytest.fixture
def program(talks: RiverTalks) -> Client:
    return bearer(talks.by)


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[int]:
    """Deliveries that workers were asked to make."""
    found: list[int] = []
    monkeypatch.setattr(follow_ups, "wake_deliveries", found.extend)
    return found


def make(program: Client) -> str:
    """The id of a new one."""
    return posted(program, WEBHOOKS, ASKED, status=201)["webhook"]["id"]


def test_the_secret_is_shown_once(program: Client):
    made = posted(program, WEBHOOKS, ASKED, status=201)
    assert made["secret"].startswith("whsec_")
    found = ask(program, f"{WEBHOOKS}{made['webhook']['id']}/")
    assert found == made["webhook"]
    assert ask(program, WEBHOOKS)["results"] == [found]


@pytest.mark.parametrize("of_one", ["", "{}/deliveries/"])
def test_a_list_is_not_sent_again_until_it_changes(program: Client, of_one: str):
    made = make(program)
    address = WEBHOOKS + of_one.format(made)
    etag = program.get(address)["ETag"]
    assert program.get(address, headers={"if-none-match": etag}).status_code == 304
    posted(program, f"{WEBHOOKS}{made}/ping/", {}, status=202)
    make(program)
    assert program.get(address, headers={"if-none-match": etag}).status_code == 200


def test_each_account_has_its_own(program: Client):
    made = make(program)
    other = bearer(User.objects.create_user("bo"))
    assert refused(other, f"{WEBHOOKS}{made}/")["type"] == "/docs/problems/unknown-webhook"
    assert ask(other, WEBHOOKS)["results"] == []


def test_who_shows_no_token_or_one_of_another_scope_has_none(client: Client, talks: RiverTalks):
    assert refused(client, WEBHOOKS)["status"] == 401
    assert refused(bearer(talks.by, scopes=[Scope.SUBMIT]), WEBHOOKS)["status"] == 403


@pytest.mark.parametrize(
    ("wrong", "kind", "parameter"),
    [
        ({"address": "ftp://example.org/"}, "bad-value", "address"),
        ({"address": "http://user:secret@example.org/"}, "bad-value", "address"),
        ({"address": ""}, "bad-value", "address"),
        ({"events": []}, "bad-value", "events"),
        ({"events": ["stance.chnged"]}, "unknown-choice", "events[0]"),
        ({"events": ["ping"]}, "unknown-choice", "events"),
        ({"negotiation": "rivr-talks"}, "unknown-talks", "negotiation"),
        ({"parties": ["northlnd"]}, "unknown-party", "parties[0]"),
        ({"parties": ["northland"], "negotiation": ""}, "missing-field", "negotiation"),
        ({"least_move": 0}, "bad-value", "least_move"),
        ({"secret": "x"}, "unknown-field", "secret"),
    ],
)
def test_what_is_wrong_is_told(program: Client, wrong: Any, kind: str, parameter: str):
    problem = refused_post(program, WEBHOOKS, {**ASKED, **wrong})
    assert (problem["type"], problem["errors"][0]["parameter"]) == (f"/docs/problems/{kind}", parameter)
    assert not Webhook.objects.exists()


def test_an_account_has_only_so_many(program: Client, monkeypatch):
    monkeypatch.setattr("positions.webhooks.subscribing.MOST_WEBHOOKS", 1)
    posted(program, WEBHOOKS, ASKED, status=201)
    assert refused_post(program, WEBHOOKS, ASKED)["type"] == "/docs/problems/too-many-webhooks"


def test_a_ping_is_sent_and_can_be_sent_again(program: Client, woken, django_capture_on_commit_callbacks):
    address = f"{WEBHOOKS}{make(program)}/"
    with django_capture_on_commit_callbacks(execute=True):
        assert posted(program, f"{address}ping/", None, status=202) == {"n_deliveries": 1}
    (sent,) = ask(program, f"{address}deliveries/")["results"]
    assert (sent["type"], sent["delivery_state"], sent["n_attempts"], len(woken)) == ("ping", "waiting", 0, 1)
    assert sent["event"].startswith("evt_")
    since = {"since": "2024-03-14T12:00:00Z"}
    assert posted(program, f"{address}replay/", since, status=202) == {"n_deliveries": 1}
    assert refused_post(program, f"{address}replay/", {"since": "yesterday"})["type"] == "/docs/problems/bad-instant"


def test_a_disabled_one_says_why_and_is_enabled_again(program: Client):
    address = f"{WEBHOOKS}{make(program)}/"
    Webhook.objects.update(disabled_at="2024-03-14T12:00:00Z", disabled_reason="It answered 410.")
    assert ask(program, address)["disabled_reason"] == "It answered 410."
    posted(program, f"{address}enable/", None, status=202)
    assert ask(program, address)["disabled_at"] is None


def change(program: Client, address: str, body: Any, **headers: str) -> Any:
    return program.patch(address, body, content_type="application/json", headers=headers)


def test_a_change_leaves_what_it_does_not_name(program: Client):
    address = f"{WEBHOOKS}{make(program)}/"
    read = program.get(address)
    changed = change(program, address, {"events": ["red_line.drawn"], "parties": ["northland"]}, if_match=read["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json() == read.json() | {"events": ["red_line.drawn"], "parties": ["northland"]}
    assert changed["ETag"] == program.get(address)["ETag"] != read["ETag"]


def test_a_change_says_which_version_it_changes(program: Client):
    address = f"{WEBHOOKS}{make(program)}/"
    etag, body = program.get(address)["ETag"], {"address": "https://example.org/other"}
    assert change(program, address, body).status_code == 428
    assert change(program, address, body, if_match="").status_code == 428
    assert change(program, address, body, if_match=etag).status_code == 200
    late = change(program, address, {"least_move": 0.5}, if_match=etag)
    assert (late.status_code, late.json()["type"]) == (412, "/docs/problems/changed-since")
    assert change(program, address, {"least_move": 0.5}, if_match="*").json()["address"] == "https://example.org/other"


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"address": "ftp://example.org/"}, "address"),
        ({"events": []}, "events"),
        ({"events": None}, "events"),
        ({"negotiation": "rivr-talks"}, "negotiation"),
        ({"parties": ["northlnd"]}, "parties[0]"),
        ({"parties": ["northland"], "negotiation": ""}, "negotiation"),
        ({"secret": "whsec_x"}, "secret"),
    ],
)
def test_a_wrong_change_changes_nothing(program: Client, wrong: Any, parameter: str):
    address = f"{WEBHOOKS}{make(program)}/"
    before = ask(program, address)
    refused = change(program, address, wrong, if_match="*")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, parameter)
    assert ask(program, address) == before


def test_another_s_is_not_to_be_changed(program: Client):
    address, other = f"{WEBHOOKS}{make(program)}/", bearer(User.objects.create_user("bo"))
    assert change(other, address, {"least_move": 0.5}, if_match="*").status_code == 404
    assert post(other, f"{address}secret/", None).status_code == 404


def test_another_secret_is_shown_once_and_the_one_before_goes_on_for_a_day(program: Client):
    made = posted(program, WEBHOOKS, ASKED, status=201)
    rotated = posted(program, f"{WEBHOOKS}{made['webhook']['id']}/secret/", None)
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    hook = Webhook.objects.get()
    assert (hook.secret, hook.previous_secrets) == (rotated["secret"], [made["secret"]])


def test_one_that_is_removed_is_gone(program: Client):
    address = f"{WEBHOOKS}{make(program)}/"
    assert program.delete(address).status_code == 204
    assert post(program, f"{address}ping/", None).status_code == 404


def test_the_number_of_queries_does_not_grow(program: Client):
    address = f"{WEBHOOKS}{make(program)}/"
    ask(program, WEBHOOKS)  # so that the token's use is noted
    # token; webhooks. token; webhook; deliveries with their events
    assert (n_queries(program, WEBHOOKS), n_queries(program, f"{address}deliveries/")) == (2, 3)
    for _ in range(3):
        posted(program, WEBHOOKS, ASKED, status=201)
        posted(program, f"{address}ping/", None, status=202)
    assert (n_queries(program, WEBHOOKS), n_queries(program, f"{address}deliveries/")) == (2, 3)
