"""How often who may ask, and what every answer says about it."""

import re
from base64 import b64encode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from redis.exceptions import ConnectionError as NotConnected

from config import counting
from positions.api.asking import throttles
from positions.vocabulary import Scope
from tests.api.asking import COMPARISON, RIVER
from tests.api.posting import bearer
from tests.world import RiverTalks


@pytest.fixture(autouse=True)
def few(settings) -> None:
    settings.RATE_PUBLIC, settings.RATE_KNOWN = 2, 3


def statuses(client: Client, n: int, **headers: str) -> list[int]:
    return [client.get(RIVER, headers=headers).status_code for _ in range(n)]


def test_who_asks_too_often_is_told_how_long_to_wait(client: Client, talks: RiverTalks):
    assert statuses(client, 2) == [200, 200]
    refused = client.get(RIVER)
    assert (refused.status_code, refused.json()["type"]) == (429, "/docs/problems/too-many-requests")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store"


def test_every_answer_says_how_many_are_left(client: Client, talks: RiverTalks):
    for n_left in (1, 0, 0):
        response = client.get(RIVER)
        assert response["RateLimit-Policy"] == '"public";q=2;w=60'
        assert re.fullmatch(rf'"public";r={n_left};t=\d{{1,2}}', response["RateLimit"])


def test_what_has_not_changed_is_not_counted(client: Client, talks: RiverTalks):
    etag = client.get(COMPARISON)["ETag"]
    for _ in range(4):
        response = client.get(COMPARISON, headers={"if-none-match": etag})
        assert (response.status_code, "RateLimit" in response) == (304, False)
    assert statuses(client, 2) == [200, 429]


def test_each_token_and_each_address_is_counted_by_itself(client: Client, talks: RiverTalks):
    assert statuses(client, 3)[-1] == 429
    for _ in range(2):
        assert statuses(bearer(talks.by), 4) == [200, 200, 200, 429]
    assert statuses(Client(REMOTE_ADDR="192.0.2.7"), 3) == [200, 200, 429]


def test_a_forged_address_of_a_proxy_that_is_not_there_is_not_believed(client: Client, talks: RiverTalks):
    found = [status for n in range(3) for status in statuses(client, 1, **{"x-forwarded-for": f"192.0.2.{n}"})]
    assert found == [200, 200, 429]


def test_an_account_that_is_logged_in_is_counted_as_such(client: Client, talks: RiverTalks):
    client.force_login(User.objects.create_user("reader"))
    assert client.get(RIVER)["RateLimit-Policy"] == '"known";q=3;w=60'


def test_where_two_counts_hold_both_are_told(client: Client, talks: RiverTalks):
    body = {"positions": [{"party": "northland", "target": "dam", "stance": "supports"}]}
    response = client.post(f"{COMPARISON}what-if/", body, content_type="application/json")
    assert response["RateLimit-Policy"] == '"public";q=2;w=60, "what-if";q=60;w=60'


def test_without_a_limit_nothing_is_counted(client: Client, talks: RiverTalks, settings):
    settings.RATE_PUBLIC = 0
    response = client.get(RIVER)
    assert (response.status_code, "RateLimit" in response) == (200, False)


def test_where_redis_does_not_answer_reading_goes_on(client: Client, talks: RiverTalks, monkeypatch):
    def no_answer() -> None:
        raise NotConnected

    monkeypatch.setattr(counting, "store", no_answer)
    assert statuses(client, 4) == [200] * 4


def test_who_tries_one_token_after_another_is_refused_for_that(client: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr(throttles.RefusedThrottle, "rate", "2/min")
    tried = [client.get(RIVER, headers={"authorization": f"Bearer parley_{n:064d}"}) for n in range(4)]
    assert [response.status_code for response in tried] == [401, 401, 429, 429]
    assert 1 <= int(tried[-1]["Retry-After"]) <= 60
    assert client.get("/api/v1/webhooks/").status_code == 429  # without one it is no other
    assert bearer(talks.by).get(RIVER).status_code == 200  # who has a good one is let in from the same address


@pytest.mark.parametrize("address", ["/api/v1/articles/", "/api/v1/schema/", "/api/v1/docs/"])
def test_lists_of_articles_and_what_the_api_says_of_itself_are_counted_too(client: Client, talks: RiverTalks, address):
    found = [client.get(address) for _ in range(3)]
    assert [response.status_code for response in found] == [200, 200, 429]
    assert found[0]["RateLimit-Policy"] == '"public";q=2;w=60'
    assert found[2].json()["type"] == "/docs/problems/too-many-requests"


def test_who_submits_articles_is_counted_as_who_asks_too(talks: RiverTalks):
    client = bearer(talks.by, scopes=[Scope.SUBMIT])
    response = client.post("/api/v1/articles/", {"text": "Northland agrees."}, content_type="application/json")
    assert response["RateLimit-Policy"] == '"known";q=3;w=60, "articles";q=1200;w=60'


def test_no_address_of_the_api_takes_a_password(client: Client, talks: RiverTalks):
    talks.by.set_password("Tr0ubador")
    talks.by.save()
    for address in (RIVER, "/api/v1/schema/", "/api/v1/docs/"):
        for password in (b"Tr0ubador", b"guessed"):
            shown = {"authorization": f"Basic {b64encode(b'ada:' + password).decode()}"}
            response = Client(REMOTE_ADDR=f"192.0.2.{len(password)}").get(address, headers=shown)
            assert response["RateLimit-Policy"] == '"public";q=2;w=60'
