"""The table for those who enlarge it, turn motion off, choose their own colours, or have no pointer."""

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.benchmarks.reference import Sizes
from tests.benchmarks.storing import store
from tests.browser import Visit, new_visit

TALKS = "/negotiations/river-talks/"
PAGE = f"{TALKS}?valid_on=2024-03-06"
# 1280 × 1024 pixels at 400 %, as WCAG 2.2 has it (1.4.10).
ENLARGED = {"width": 320, "height": 256}
# Whether the link that has the focus is what one sees where it is.
IS_SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return document.activeElement.contains(top);
}"""


@pytest.mark.parametrize(
    "view",
    [PAGE, f"{PAGE}&cell=northland~water-share", f"{TALKS}pair/?left=northland&right=southland", f"{TALKS}pictures/"],
)
def test_at_four_hundred_per_cent_lines_are_read_without_scrolling_sideways(visit: Visit, river, view: str):
    visit.page.set_viewport_size(ENLARGED)
    page = visit.open(view)
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]
    visit.assert_accessible()
    visit.assert_clean()


def test_words_for_the_ear_alone_make_no_page_wider_than_it_looks(visit: Visit, db):
    store(Sizes(n_parties=12, n_issues=4, n_versions=1, with_evidence=False))
    visit.page.set_viewport_size(ENLARGED)
    for page in ("", "embed/"):
        talk = visit.open(f"/negotiations/reference-talks/{page}")
        talk.evaluate("document.querySelector('#grid td.apart').innerHTML = '<span class=sr>cannot be compared</span>'")
        assert talk.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]


def test_at_four_hundred_per_cent_names_that_stay_leave_room_for_cells(visit: Visit, river):
    visit.page.set_viewport_size(ENLARGED)
    page = visit.open(PAGE)
    assert page.evaluate("getComputedStyle(document.querySelector('#grid thead th')).position") == "static"
    page.locator("#grid td a").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        assert page.evaluate(IS_SEEN), key


@pytest.mark.parametrize("width", [360, 1280])
def test_a_cell_reached_by_keys_is_not_under_the_names_that_stay(visit: Visit, db, width: int):
    store(Sizes(n_parties=20, n_issues=50, n_versions=1, with_evidence=False))
    visit.page.set_viewport_size({"width": width, "height": 800})
    page = visit.open("/negotiations/reference-talks/")
    page.locator("#grid td a").first.focus()
    keys = ["ArrowDown"] * 14 + ["ArrowRight"] * 19 + ["PageDown"] * 3 + ["ArrowLeft"] * 16 + ["ArrowUp"] * 14
    unseen = []
    for number, key in enumerate(keys):
        page.keyboard.press(key)
        if not page.evaluate(IS_SEEN):
            unseen.append((number, key))
    assert unseen == []


def test_who_wants_no_motion_gets_none(browser: Browser, live_server: LiveServer, river):
    context, visit = new_visit(browser, live_server.url, reduced_motion="reduce")
    page = visit.open(PAGE)
    page.get_by_role("link", name="opposes").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_in_colours_of_ones_own_every_mark_is_still_told_apart(browser: Browser, live_server: LiveServer, river):
    context, visit = new_visit(browser, live_server.url, forced_colors="active")
    page = visit.open(f"{TALKS}?valid_on=2024-10-06&from_valid_on=2024-03-01")
    drawn = "c => [getComputedStyle(c).borderTopWidth, getComputedStyle(c).borderTopStyle]"
    marks = {mark: page.locator(f"#grid td{mark}").first.evaluate(drawn) for mark in (".r", ".f:not(.r)", ".n")}
    assert marks == {".r": ["5px", "dashed"], ".f:not(.r)": ["1px", "dashed"], ".n": ["1px", "solid"]}
    assert page.locator("#grid td.d").first.evaluate("c => getComputedStyle(c).outlineStyle") == "solid"
    expect(page.locator("#grid td a").first).to_have_text(re.compile("[+±?−•×]"))
    visit.assert_accessible()
    context.close()


def test_printed_there_is_the_table_and_nothing_to_press(visit: Visit, river):
    page = visit.open(PAGE)
    page.emulate_media(media="print")
    for shown in ("#grid", "#legend", "h1"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".top nav", ".filters", ".slider", ".share", ".tabs"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_on_a_phone_a_picture_is_as_high_as_it_is_drawn(visit: Visit, river):
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.open("/negotiations/river-talks/pictures/")
    page.evaluate("document.querySelectorAll('.picture img').forEach(img => img.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    blank = """() => [...document.querySelectorAll('.picture img')].map(img =>
        img.clientHeight - img.clientWidth * img.naturalHeight / img.naturalWidth)"""
    assert page.evaluate(blank) == [pytest.approx(0, abs=2)] * 4  # pixels; the browser rounds
