"""Two parties side by side: what the page says of their score is the arithmetic that made it."""

from datetime import date

import pytest
from django.test import Client
from lxml import html

from positions.vocabulary import Stance
from tests.reading import open_page, text_of
from tests.world import RiverTalks, hold

pytestmark = pytest.mark.usefixtures("river")
METHODS = ("city-block", "equal-weights", "binary")
PAIR = "/negotiations/river-talks/pair/?left=northland&right=southland&valid_on=2024-05-01"


def open_pair(client: Client, *, method: str) -> html.HtmlElement:
    return open_page(client, f"{PAIR}&method={method}")


def sum_of(page: html.HtmlElement) -> str:
    (found,) = page.find_class("sum")
    return text_of(found)


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("city-block", "3 × 75 % + 3 × 0 % divided by 6 gives 38 %."),
        ("equal-weights", "1 × 75 % + 1 × 0 % divided by 2 gives 38 %."),
        ("binary", "3 × 100 % + 3 × 0 % divided by 6 gives 50 %."),
    ],
)
def test_the_sum_is_that_of_the_targets_compared_and_no_other(client: Client, method: str, said: str):
    assert sum_of(open_pair(client, method=method)) == said


def test_how_it_is_computed_is_told_of_the_method_asked_for(client: Client):
    told = {method: text_of(open_pair(client, method=method).get_element_by_id("how")) for method in METHODS}
    assert {method for method in METHODS if "half the distance" in told[method]} == {"city-block", "equal-weights"}
    assert {method for method in METHODS if "on the same side" in told[method]} == {"binary"}
    assert {method for method in METHODS if "a red line 4" in told[method]} == {"city-block", "binary"}


def test_the_bounds_are_told_as_what_they_are_sums_of(client: Client):
    score = text_of(open_pair(client, method="city-block").find_class("score")[0])
    assert "If they were opposed in all else that counts between them it would be 28 %, if they agreed 53 %." in score


def test_a_half_is_rounded_as_in_a_picture(client: Client, river: RiverTalks):
    hold(river, river.southland, river.water_share, Stance.CONDITIONAL, date(2024, 4, 1))
    hold(river, river.southland, river.dam, Stance.CONDITIONAL, date(2024, 4, 1))
    hold(river, river.northland, river.dam, Stance.OPPOSES, date(2024, 4, 1))
    assert sum_of(open_pair(client, method="city-block")) == "2 × 100 % + 2 × 25 % divided by 4 gives 63 %."
