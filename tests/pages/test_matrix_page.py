"""The page of a negotiation in a real browser: the cell, time, the address."""

import pytest

from tests.browser import Visit

pytestmark = pytest.mark.usefixtures("river")
PAGE = "/negotiations/river-talks/?valid_on=2024-03-06"


def test_a_cell_opens_and_its_address_opens_it_again(visit: Visit):
    page = visit.open(PAGE)
    page.get_by_role("link", name="opposes").first.click()
    page.get_by_role("dialog").get_by_text("The quota stays as it is.").wait_for()
    page.wait_for_url("**cell=northland~water-share*")
    address = page.url
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.wait_for_url(lambda url: "cell=" not in url)
    page.goto(address)
    page.get_by_role("dialog").get_by_text("The quota stays as it is.").wait_for()
    visit.assert_clean()
    visit.assert_accessible()


def test_later_change_is_a_step_and_back_goes_back(visit: Visit):
    page = visit.open(PAGE)
    page.get_by_role("link", name="Later change").click()
    page.get_by_role("caption").get_by_text("20 March 2024").wait_for()
    page.go_back()
    page.get_by_role("caption").get_by_text("6 March 2024").wait_for()
    visit.assert_clean()
