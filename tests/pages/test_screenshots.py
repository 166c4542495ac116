"""Pictures of every screen, for the curators' guide; taken again with `make screenshots`, and looked at."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from positions import history, review
from positions.models import Position
from positions.vocabulary import Act, Salience, Stance
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.suggestions import suggest
from tests.world import RiverTalks, hold, say

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "curating"


@pytest.fixture
def desk(visit: Visit, talks: RiverTalks) -> Visit:
    """Grace is signed in; there is something on every screen."""
    hold(talks, talks.northland, talks.dam, Stance.UNDECIDED, date(2024, 3, 1))
    for day in (1, 2):
        review.accept_statement(
            say(talks, talks.southland, talks.water_share, Stance.SUPPORTS, date(2024, 2, day)), by=talks.by
        )
    values = {"target": "dam", "salience": Salience.RED_LINE, "act": Act.REJECTION}
    suggest(
        talks,
        [
            "Northland, said Ms Holm, “will never accept a dam above the falls”.",
            "She added that the quota of the plains stays as it is.",
        ],
        explanation="“never accept” refuses what “a dam” names, a cue of the target; in quotation marks.",
        **values,
    )
    suggest(talks, ["“We will never accept a dam above the falls”, she had said."], day=4, **values)
    sign_in(visit, administrator())
    return visit


def keep(page: Page, name: str, tmp_path: Path) -> None:
    """Into the guide when asked to; else only taken."""
    folder = GUIDE if os.environ.get("SCREENSHOTS") else tmp_path
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=60)
    assert (GUIDE / f"{name}.jpg").exists()


def test_every_screen_is_clean_accessible_and_in_the_guide(desk, talks, tmp_path):
    page = desk.open("/admin/")
    desk.assert_accessible()
    keep(page, "first-page", tmp_path)
    desk.open("/admin/desk/")
    keep(page, "desk", tmp_path)
    page.keyboard.press("?")
    keep(page, "keys", tmp_path)
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.get_by_role("heading", name="Code an article").wait_for()
    desk.assert_accessible()
    keep(page, "coding", tmp_path)
    position = Position.objects.known().get(party=talks.southland)
    history.correct_position(position, valid_from=date(2024, 1, 30), by=talks.by)
    desk.open(f"/admin/desk/positions/{position.uuid}/")
    desk.assert_accessible()
    keep(page, "timeline", tmp_path)
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Opposes").check()
    page.get_by_role("button", name="Say what would happen").click()
    page.get_by_text("Corrects Southland: supports since 30 January 2024 to opposes since 30 January 2024").wait_for()
    desk.assert_accessible()
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("Done; what was recorded before is below.").wait_for()
    assert Position.objects.known().get(party=talks.southland).stance == "opposes"
    desk.assert_clean()
