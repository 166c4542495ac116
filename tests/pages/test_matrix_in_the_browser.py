"""What people do with the page of a negotiation, in a real browser."""

import re
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from positions.pages.grid import MOST_UPRIGHT
from positions.pages.state import PARTED_BY
from positions.vocabulary import Stance
from tests.browser import Visit, new_visit
from tests.reading import WORDS, ReadCell, cells_of, cells_of_api, open_page
from tests.world import RiverTalks, hold, one_more_party

pytestmark = pytest.mark.usefixtures("river")
TALKS = "/negotiations/river-talks/"
PAGE = f"{TALKS}?valid_on=2024-03-06"
API = "/api/v1/negotiations/river-talks/comparison/"


def cells_on_screen(page: Page) -> dict[tuple[str, str], ReadCell]:
    """What the table shows just now, whoever drew it."""
    drawn = page.eval_on_selector_all(
        "#grid td:has(a)",
        "cells => cells.map(c => [c.className, new URL(c.querySelector('a').href).searchParams.get('cell')])",
    )
    found = {}
    for look, place in drawn:
        letters = look.split()
        party, _, target = place.partition(PARTED_BY)
        found[party, target] = ReadCell(WORDS[letters[0]], "r" in letters, "f" in letters)
    return found


def shows(page: Page, day: str) -> None:
    page.get_by_role("caption").get_by_text(day).wait_for()


def test_the_slider_redraws_at_once_what_the_api_says_of_that_day(visit: Visit, client: Client):
    page = visit.open(PAGE)
    slider = page.get_by_role("slider", name="Day")
    with page.expect_response(re.compile("/cells/")):
        slider.hover()
    page.route("**/negotiations/river-talks/?*", lambda route: route.abort())  # what follows is drawn, not asked for
    for day in ["2024-01-12", "2024-03-25", "2024-04-02", "2024-10-01"]:
        number = (date.fromisoformat(day) - date.fromisoformat("2024-01-09")).days
        slider.evaluate("(s, n) => { s.value = n; s.dispatchEvent(new Event('input', {bubbles: true})) }", number)
        page.locator(f"#shown-day[datetime='{day}']").wait_for()
        asked = f"{API}?valid_on={day}&party=northland&party=southland&party=river-league"
        api = cells_of_api(client, f"{asked}&target=water-share&target=dam&target=league-draft")
        assert cells_on_screen(page) == api, day


def test_a_key_on_the_slider_moves_a_day_and_the_address_follows(visit: Visit):
    page = visit.open(PAGE)
    page.get_by_role("slider", name="Day").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("valid_on=2024-03-07"))
    shows(page, "7 March 2024")
    assert page.evaluate("document.activeElement.id") == "day"
    page.go_back()
    shows(page, "6 March 2024")
    page.go_forward()
    shows(page, "7 March 2024")
    visit.assert_clean()


def test_who_goes_on_by_keys_goes_on_from_where_they_were(visit: Visit):
    page = visit.open(f"{TALKS}?valid_on=2024-04-02")
    earlier = page.get_by_role("link", name="Earlier change")
    earlier.focus()
    while earlier.count():
        assert page.evaluate("document.activeElement.rel") == "prev"
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
        page.locator("html:not(.asking)").wait_for()
    assert page.evaluate("document.activeElement.rel") == "next"  # there is none earlier
    page.get_by_text("Choose and reorder parties and issues").click()
    further = page.get_by_role("button", name="Northland further right")
    further.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("party=southland&party=northland"))
    page.locator("html:not(.asking)").wait_for()
    assert page.evaluate("document.activeElement.value") == "northland~down"
    page.get_by_role("textbox", name="changes since").fill("2024-01-10")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from_valid_on=2024-01-10"))
    page.locator("html:not(.asking)").wait_for()
    assert page.evaluate("document.activeElement.id") == "pick-since"
    visit.assert_clean()


def test_a_shared_address_shows_the_same_in_a_new_profile_whatever_came_since(
    visit: Visit, browser: Browser, live_server: LiveServer, river: RiverTalks
):
    page = visit.open(PAGE)
    address = page.get_by_role("link", name="Link to exactly this view").get_attribute("href")
    before = cells_on_screen(page)
    river.negotiation.refresh_from_db()
    from_elsewhere, stranger = new_visit(browser, live_server.url)
    talk = stranger.open(TALKS + (address or ""))
    assert cells_on_screen(talk) == before
    assert talk.context.cookies() == []
    from_elsewhere.close()


def test_parties_are_chosen_and_reordered_and_topics_filtered(visit: Visit):
    page = visit.open(PAGE)
    page.get_by_text("Choose and reorder parties and issues").click()
    page.get_by_role("checkbox", name="River League").uncheck()
    page.get_by_role("button", name="Northland further right").click()
    page.wait_for_url(re.compile("party=southland&party=northland"))
    headers = page.locator("#grid thead a.party").all_inner_texts()
    assert headers == ["Southland", "Northland"]
    page.get_by_label("Order").select_option("disagreement")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("order=disagreement"))
    assert page.locator("#grid tbody th .title").all_inner_texts()[0] in {"Share of the water", "The upper dam"}
    visit.assert_clean()
    visit.assert_accessible()


def test_arrows_walk_the_grid_and_enter_opens_a_cell(visit: Visit):
    page = visit.open(PAGE)
    page.locator("#grid td a").first.focus()
    for key in ["ArrowRight", "ArrowDown", "ArrowDown", "Home", "End", "ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == 2
    assert page.locator("#grid td a[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("heading", name="Southland on The upper dam").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == 2
    visit.assert_clean()


def test_a_quote_leads_to_its_source_in_a_new_tab(visit: Visit):
    page = visit.open(f"{PAGE}&cell=northland~water-share")
    link = page.get_by_role("dialog").get_by_role("link", name="Minister digs in").first
    assert link.get_attribute("href") == "https://example.org/a"
    assert "noopener" in (link.get_attribute("rel") or "")
    assert link.get_attribute("target") == "_blank"


def test_changes_are_marked_and_listed_with_their_cause(visit: Visit):
    page = visit.open(f"{PAGE}&from_valid_on=2024-02-02")
    assert page.locator("#grid td.d").count() == 4
    listed = page.get_by_role("region", name=re.compile("What changed")).get_by_role("listitem")
    assert listed.count() == 4
    assert listed.first.get_by_text("first stated").count() == 1


def test_everything_is_there_without_scripts(browser: Browser, live_server: LiveServer, client: Client):
    context, visit = new_visit(browser, live_server.url, java_script_enabled=False)
    page = visit.open(PAGE)
    page.get_by_role("link", name="supports").first.click()
    page.get_by_role("heading", name="Southland on Share of the water").wait_for()
    page.get_by_role("link", name="Later change").click()
    page.get_by_label("as we knew it on").fill("2020-01-01")
    page.get_by_role("button", name="Show").nth(1).click()
    page.get_by_text("Nothing of these talks was known here by then.").wait_for()
    context.close()


def test_on_a_slow_line_the_table_is_read_before_the_script_comes(visit: Visit):
    visit.page.route("**/*.js", lambda route: None)  # never answered
    page = visit.page
    page.goto(visit.address + PAGE, wait_until="commit")
    page.get_by_role("link", name="opposes").first.wait_for()
    assert page.locator("#grid tbody tr td a").count() == 9


def test_printed_it_is_a_landscape_page_with_the_whole_table(visit: Visit):
    page = visit.open(PAGE)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = {(round(float(w)), round(float(h))) for w, h in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert boxes == {(842, 595)}  # A4 landscape, in points
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.scroller')).overflowX") == "visible"


def test_cells_without_script_and_with_it_are_the_same(visit: Visit, client: Client):
    page = visit.open(PAGE)
    assert cells_on_screen(page) == cells_of(open_page(client, PAGE))


def test_names_above_ten_columns_break_between_words_only(visit: Visit, river: RiverTalks):
    names = [
        "European Union",
        "United Kingdom",
        "Northern Dominion",
        "Federated Uplands",
        "Azerbaijan",
        "Hungary",
        "Germany",
    ]
    for number, name in enumerate(names):
        party = one_more_party(river, f"party-{number}", name=name)
        hold(river, party, river.dam, Stance.OPPOSES, date(2024, 1, 20))
    page = visit.open(PAGE)
    assert page.locator("#grid thead a.party").count() == MOST_UPRIGHT
    heads = page.locator("#grid thead :is(a.party span, span.party)")
    # A word that is broken has a box on each of its lines.
    broken = heads.evaluate_all(
        """names => names.flatMap(({ firstChild: text }) => [...text.data.matchAll(/\\S+/g)].filter(word => {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          return range.getClientRects().length > 1;
        }).map(word => word[0]))"""
    )
    assert broken == []
