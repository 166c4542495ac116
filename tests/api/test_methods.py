"""What is asked of an address without its slash at the end is sent on, and nothing is lost."""

import json

import pytest
from django.test import Client

from positions.models import Article, Webhook
from positions.vocabulary import Scope
from tests.api.asking import COMPARISON
from tests.api.posting import bearer, may_decide
from tests.world import RiverTalks

NOBODY = "01a211dc-0969-7282-8726-564987bdc355"


@pytest.fixture
def staff(talks: RiverTalks) -> Client:
    return bearer(may_decide(talks.by), scopes=list(Scope))


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
