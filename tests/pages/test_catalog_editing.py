"""The catalog is edited as an analyst edits it: cues are tried out, a conflict is told, everybody can use the pages."""

from datetime import date

import pytest

from positions.ingestion import queue_extraction
from positions.models import Issue
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.world import RiverTalks, write_article

CATALOG = "/admin/catalogs/river-talks/"
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
        for width in (1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
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
