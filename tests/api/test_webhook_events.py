"""What arrives at a webhook is what the schema's section `webhooks` says."""

from datetime import date
from typing import Any

import jsonschema
import orjson
import pytest
import yaml
from django.utils import timezone

from positions import webhooks
from positions.models import Event
from positions.vocabulary import EventKind, Salience, Stance
from positions.webhooks.sending import signed
from tests.api.test_schema import COMMITTED, closed
from tests.world import RiverTalks, hold

YES, NO = Stance.SUPPORTS, Stance.OPPOSES


@pytest.fixture(scope="module")
def schema() -> Any:
    return yaml.safe_load(COMMITTED.read_text())


@pytest.fixture
def told(talks: RiverTalks) -> dict[str, Any]:
    """A message of each kind, as it is sent, by its type."""
    events = [kind for kind in EventKind if kind is not EventKind.PING]
    asked = webhooks.NewWebhook(address="https://example.org/told", events=events, least_move=0.01)
    hook = webhooks.make_webhook(asked, owner=talks.by)
    for party in (talks.northland, talks.southland):
        hold(talks, party, talks.dam, YES, date(2024, 3, 1))
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 2), salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.dam, YES, date(2024, 3, 3), salience=Salience.LOW)
    hold(talks, talks.northland, talks.league_draft, YES, date(2024, 3, 4))
    webhooks.announce_changes(talks.negotiation.pk)
    webhooks.ping_webhook(hook)
    return {event.kind: orjson.loads(signed(hook, event, at=timezone.now())[0]) for event in Event.objects.all()}


def test_every_event_is_in_the_schema_and_no_other(schema: Any, told: dict[str, Any]):
    assert set(schema["webhooks"]) == set(told) == {kind.value for kind in EventKind}


def test_messages_look_as_the_schema_says(schema: Any, told: dict[str, Any]):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    for kind, message in told.items():
        body = schema["webhooks"][kind]["post"]["requestBody"]["content"]["application/json"]["schema"]
        whole = closed({**body, "components": schema["components"]})
        jsonschema.Draft202012Validator(whole, format_checker=checker).validate(message)
