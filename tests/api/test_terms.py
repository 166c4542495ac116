"""`negotiations/{slug}/comparison/pairwise/`: terms in one unit, and conditions side by side."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from positions import history
from positions.extraction.contract import Term
from positions.vocabulary import Act, Stance
from tests.api.asking import COMPARISON, ask
from tests.world import RiverTalks

PAIRWISE = f"{COMPARISON}pairwise/"


@pytest.fixture
def bargaining(talks: RiverTalks) -> RiverTalks:
    """On the dam, Northland offers thirty days' notice, Southland asks for two months'."""
    for party, value, unit, condition in (
        (talks.northland, 30, "day", "if it is paid for"),
        (talks.southland, 2, "month", ""),
    ):
        content = history.Content(
            stance=Stance.CONDITIONAL,
            act=Act.DEMAND,
            condition=condition,
            terms=(Term(text=f"{value} {unit}s", value=Decimal(value), unit=unit), Term(text="in writing")),
        )
        history.record_position(
            party=party, target=talks.dam, content=content, valid_from=date(2024, 3, 1), by=talks.by
        )
    return talks


def test_thirty_days_and_two_months_meet_in_days(client: Client, bargaining: RiverTalks):
    (target,) = ask(client, PAIRWISE, left="northland", right="southland")["targets"]
    (compared,) = target["terms"]
    assert (compared["unit"], compared["left_value"], compared["right_value"], compared["reason"]) == (
        "day",
        30,
        60.875,
        None,
    )
    assert compared["left"] == {"text": "30 days", "value": 30, "unit": "day"}


def test_conditions_stand_side_by_side(client: Client, bargaining: RiverTalks):
    (target,) = ask(client, PAIRWISE, left="southland", right="northland")["targets"]
    assert target["conditions"] == {"left": "", "right": "if it is paid for"}


def test_where_a_side_holds_nothing_there_is_nothing_to_compare(client: Client, bargaining: RiverTalks):
    (target,) = ask(client, PAIRWISE, left="northland", right="river-league")["targets"]
    assert (target["terms"], target["conditions"]) == ([], {"left": "if it is paid for", "right": ""})
