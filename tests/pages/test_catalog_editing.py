"""The catalog is edited as an analyst edits it: cues are tried out, a conflict is told, everybody can use the pages."""

from datetime import date

import pytest

from positions.catalog import find_entry, save_entry, seen_now
from positions.ingestion import queue_extraction
from positions.models import Issue, Speaker
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.world import RiverTalks, write_article

CATALOG = "/admin/catalogs/river-talks/"
# Fields and what describes them, where that is nowhere on the page.
UNDESCRIBED = """() => [...document.querySelectorAll("[aria-describedby]")].flatMap(field =>
    field.getAttribute("aria-describedby").split(" ").filter(id => !document.getElementById(id)))"""
PAGES = [
    *(CATALOG, "/admin/catalogs/", f"{CATALOG}talks/", f"{CATALOG}parties/", f"{CATALOG}issues/"),
    *(f"{CATALOG}parties/northland/", f"{CATALOG}issues/dam/", f"{CATALOG}proposals/league-draft/"),
]


@pytest.fixture
def editor(visit: Visit, talks: RiverTalks) -> Visit:
    text = "The ministers met. Nobody wants the tall wall on the river. The tall wall stays a dream."
    queue_extraction(write_article(text, published_on=date(2024, 3, 5)), negotiations=[talks.negotiation])
    sign_in(visit, administrator())
    return visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_catalog_is_for_everybody(editor, scheme):
    editor.page.emulate_media(color_scheme=scheme)
    for address in PAGES:
        page = editor.open(address)
        editor.assert_accessible()
        for width in (320, 640, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    editor.assert_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_colleague_saved_meanwhile_is_read_before_it_is_saved_with(editor, talks, scheme):
    editor.page.emulate_media(color_scheme=scheme)
    page = editor.open(f"{CATALOG}parties/northland/")
    page.get_by_label("Name, row 2").fill("Ben Weir")
    shown = find_entry(talks.negotiation, "parties", "northland")
    theirs = {**shown, "aliases": ["The North"], "speakers": [*shown["speakers"], {"name": "Bo Lind", "aliases": []}]}
    save_entry(talks.negotiation, "parties", theirs, seen=seen_now(talks.negotiation, shown), by=talks.by)
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("heading", name="Nothing was saved: this was changed while you had it open").wait_for()
    editor.assert_accessible()
    assert page.get_by_label("Other names", exact=True).input_value() == "The North"
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url("**/catalogs/river-talks/")
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ada Holm", "Ben Weir", "Bo Lind"}
    editor.assert_clean()


def test_a_new_name_is_not_given_over_what_is_typed_and_not_saved(editor, talks):
    page = editor.open(f"{CATALOG}issues/dam/")
    page.get_by_label("Title").fill("The tall wall")
    page.get_by_label("Name in addresses").fill("tall-wall")
    page.get_by_role("button", name="Rename").click()
    page.get_by_text("what you typed in the other form of this page is not saved").wait_for()
    editor.assert_accessible()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url("**/catalogs/river-talks/")
    assert (Issue.objects.get(pk=talks.dam.pk).title, talks.dam.slug) == ("The tall wall", "dam")
    page = editor.open(f"{CATALOG}issues/dam/")
    page.get_by_label("Name in addresses").fill("tall-wall")
    page.get_by_role("button", name="Rename").click()
    page.get_by_text("Renamed from “dam”").wait_for()
    editor.assert_clean()


def test_a_cue_is_tried_out_on_stored_articles_before_it_is_saved(editor, talks):
    page = editor.open(f"{CATALOG}issues/dam/")
    page.get_by_label("Cues for the outcome").fill("the tall wall")
    page.get_by_role("button", name="Try the cues out").click()
    page.get_by_text("would match 2 sentences in 1 article").wait_for()
    assert Issue.objects.get(slug="dam").toward == []
    editor.assert_accessible()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url("**/catalogs/river-talks/")
    assert Issue.objects.get(slug="dam").toward == ["the tall wall"]
    editor.assert_clean()


def test_what_is_refused_is_gone_to_and_told_with_its_field(editor):
    page = editor.open(f"{CATALOG}proposals/")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Nothing was saved; see what is marked below.").wait_for()
    assert page.evaluate("document.activeElement.name") == "new-slug"
    described = page.get_by_label("Title", exact=True).get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == "must not be empty"
    assert page.evaluate(UNDESCRIBED) == []


def test_a_refusal_in_a_row_alone_is_said_above_too(editor):
    page = editor.open(f"{CATALOG}proposals/")
    page.get_by_label("Name in addresses").fill("new-draft")
    page.get_by_label("Title", exact=True).fill("New draft")
    page.get_by_label("In words, row 2").fill("half of it")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Nothing was saved; see what is marked below.").wait_for()
    assert page.evaluate("document.activeElement.name") == "terms-1-issue"
    editor.assert_accessible()


def test_what_was_tried_out_is_gone_to(editor):
    page = editor.open(f"{CATALOG}issues/dam/")
    page.get_by_role("button", name="Try the cues out").click()
    page.get_by_role("heading", name="In the articles read for these talks").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "trials"


def test_what_a_merge_would_do_is_gone_to(editor):
    page = editor.open(f"{CATALOG}issues/dam/merge/")
    assert page.evaluate(UNDESCRIBED) == []
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_text("This field is required.").wait_for()
    assert page.evaluate("document.activeElement.name") == "into"
    page.get_by_label("Merge into").select_option("water-share")
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_text("Nothing is merged yet.").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "plan"


def test_a_name_that_is_refused_stays_typed_and_is_gone_to(editor):
    page = editor.open(f"{CATALOG}parties/northland/")
    page.get_by_label("Name in addresses").fill("southland")
    page.get_by_role("button", name="Rename").click()
    page.get_by_text("Nothing was renamed").wait_for()
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["id_renamed", "southland"]
    editor.assert_clean()


def test_the_name_in_addresses_is_suggested_from_the_title_until_another_is_typed(editor):
    page = editor.open(f"{CATALOG}issues/")
    title, slug = page.get_by_label("Title"), page.get_by_label("Name in addresses")
    title.press_sequentially("Côte d'Ivoire’s share, by İstanbul (77%) ")
    assert slug.input_value() == "cote-divoires-share-by-istanbul-77"
    slug.fill("ivorian-share")
    title.press_sequentially("and more")
    assert slug.input_value() == "ivorian-share"
    title.fill("中国代表团")
    slug.fill("")
    title.press_sequentially(" الأردن")
    assert slug.input_value() == ""
    editor.assert_clean()
