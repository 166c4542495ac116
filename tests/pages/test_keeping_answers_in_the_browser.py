"""An analyst keeps the answer of a page, cites it and verifies it: with keys alone, without scripts, on a phone."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from positions.models import Participation, Snapshot
from tests.browser import Visit, new_visit
from tests.pages.desk_at_work import sign_in
from tests.world import RiverTalks, freeze

PAIR = "/negotiations/river-talks/pair/?left=northland&right=southland&valid_on=2024-03-06"
WIDTHS = [360, 1280]  # pixels


def assert_usable(visit: Visit) -> None:
    """On a phone and on a desk."""
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        visit.assert_accessible()


def press_focused(visit: Visit, role: str, name: str) -> None:
    """Reached by the keyboard, and pressed with Enter."""
    visit.page.get_by_role(role, name=name, exact=True).first.focus()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")


def test_an_answer_is_kept_cited_and_verified_with_keys_alone(visit: Visit, river: RiverTalks):
    sign_in(visit, river.by)
    visit.open(PAIR)
    assert_usable(visit)
    press_focused(visit, "link", "Keep this answer")
    assert_usable(visit)
    press_focused(visit, "button", "Keep this answer")
    sentence = visit.page.get_by_label("A sentence")
    assert str(Snapshot.objects.get().uuid) in sentence.input_value()
    assert_usable(visit)
    press_focused(visit, "link", "Verify")
    visit.page.get_by_text("Equal.").wait_for()
    assert_usable(visit)


def test_it_takes_no_script(browser: Browser, live_server: LiveServer, river: RiverTalks):
    context, visit = new_visit(browser, live_server.url, java_script_enabled=False)
    sign_in(visit, river.by)
    visit.open(PAIR)
    visit.page.get_by_role("link", name="Keep this answer").first.click()
    visit.page.get_by_role("button", name="Keep this answer").click()
    visit.page.get_by_role("link", name="Verify").click()
    visit.page.get_by_text("Equal.").wait_for()
    visit.assert_clean()
    context.close()


def test_the_way_to_keep_follows_the_table_to_another_day(visit: Visit, river: RiverTalks):
    sign_in(visit, river.by)
    page = visit.open("/negotiations/river-talks/?valid_on=2024-03-06")
    page.get_by_role("link", name="Earlier change").click()
    page.wait_for_url("**valid_on=2024-03-05**")
    page.get_by_role("link", name="Keep this answer").click()
    page.get_by_role("button", name="Keep this answer").click()
    page.get_by_label("A sentence").wait_for()
    assert Snapshot.objects.get().query["valid_on"] == "2024-03-05"
    visit.assert_clean()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_differences_can_be_read_on_a_phone(visit: Visit, river: RiverTalks, theme: str):
    made = freeze(river)
    Participation.objects.update(name="A name as long as those of committees are wont to be " * 3)
    sign_in(visit, river.by)
    visit.page.emulate_media(color_scheme=theme)
    visit.open(f"/admin/desk/snapshots/{made.uuid}/verify/")
    assert_usable(visit)
    visit.assert_clean()
