"""Every address answers every method: with what was asked for, or with a problem; and what writes needs no slash."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from positions.models import Article, Webhook
from positions.vocabulary import Scope
from tests.api.asking import COMPARISON, RIVER
from tests.api.posting import bearer, may_decide
from tests.world import RiverTalks

API = "api/v1/"
SOMETHING = {"slug": "river-talks", "proposal": "league-draft"}
NOBODY = "01a211dc-0969-7282-8726-564987bdc355"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


def routes(patterns: list[Any], above: str = "") -> Iterator[str]:
    for one in patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver) and API.startswith(route[: len(API)]):
            yield from routes(one.url_patterns, route)
        elif isinstance(one, URLPattern) and route.startswith(API):
            yield "/" + re.sub(r"<\w+:(\w+)>", lambda found: SOMETHING.get(found[1], NOBODY), route)


ADDRESSES = list(routes(get_resolver().url_patterns))


@pytest.fixture
def staff(talks: RiverTalks) -> Client:
    return bearer(may_decide(talks.by), scopes=list(Scope))


def test_the_addresses_are_all_of_them():
    assert {"/api/v1/", "/api/v1/docs/", "/api/v1/schema/", COMPARISON, f"{RIVER}download.zip"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_names_the_methods_of_every_address(staff: Client, address: str):
    response = staff.options(address)
    assert (response.status_code, response.content, "Content-Type" in response) == (204, b"", False)
    assert "OPTIONS" in response["Allow"].split(", ")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_method_is_answered_at_every_address(staff: Client, address: str):
    allowed = staff.options(address)["Allow"].split(", ")
    for method in METHODS:
        response = staff.generic(method, address)
        assert response.status_code < 500, method
        if method not in allowed:
            assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json"), method
            assert response["Allow"].split(", ") == allowed


def test_a_method_that_is_not_there_is_told_before_the_form_of_its_answer(staff: Client):
    response = staff.generic("TRACE", "/api/v1/negotiations/?format=csv")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert staff.generic("TRACE", "/api/v1/negotiations/?format=xml").status_code == 405
    assert staff.get("/api/v1/negotiations/?format=xml").status_code == 400


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_what_writes_without_the_slash_is_sent_on_with_method_and_body(
    staff: Client, settings, debug: bool, query: str
):
    settings.DEBUG = debug
    for method, address in (("POST", "articles"), ("POST", "webhooks"), ("PATCH", f"webhooks/{NOBODY}")):
        response = staff.generic(method, f"/api/v1/{address}{query}", "{}", content_type="application/json")
        assert (response.status_code, response["Location"]) == (308, f"/api/v1/{address}/{query}")


def test_a_program_that_follows_stores_what_it_posted(staff: Client):
    hook = {"address": "https://example.org/told", "events": ["stance.changed"], "negotiation": "river-talks"}
    for address, body, table in (("articles", {"text": "It rains."}, Article), ("webhooks", hook, Webhook)):
        before = table.objects.count()
        sent = json.dumps(body)
        response = staff.post(f"/api/v1/{address}", sent, content_type="application/json", follow=True)
        assert (response.status_code // 100, table.objects.count()) == (2, before + 1), response.content


def test_a_read_without_the_slash_is_led_to_the_right_address(client: Client, talks: RiverTalks):
    response = client.get(COMPARISON.removesuffix("/"), {"kind": "issue"})
    assert (response.status_code, response["Location"]) == (301, f"{COMPARISON}?kind=issue")


def test_where_nothing_is_nothing_is_sent_on(staff: Client):
    assert staff.post("/api/v1/artikles", "{}", content_type="application/json").status_code == 404
