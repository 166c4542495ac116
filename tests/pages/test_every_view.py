"""Every view at four widths: nothing sticks out, axe-core finds nothing, the console is silent, nothing fails."""

import pytest

from tests.browser import Visit
from tests.river import talk_about_the_river
from tests.world import RiverTalks

TALKS = "/negotiations/river-talks/"
VIEWS = [
    "/",
    TALKS,
    f"{TALKS}?valid_on=2024-03-06&from_valid_on=2024-01-01&silent=1",
    f"{TALKS}?valid_on=2024-03-06&cell=northland~water-share",
    f"{TALKS}cell/?valid_on=2024-03-06&cell=river-league~dam",
    f"{TALKS}pair/",
    f"{TALKS}pair/?left=northland&right=southland&valid_on=2024-03-06",
    f"{TALKS}pictures/?valid_on=2024-05-01",
    f"{TALKS}parties/southland/",
    f"{TALKS}proposals/league-draft/?valid_on=2024-03-06",
    f"{TALKS}embed/?valid_on=2024-03-06",
]
WIDTHS = [360, 768, 1280, 1920]  # pixels


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_fits_its_window_and_everybody_can_use_it(visit: Visit, talks: RiverTalks, view: str):
    talk_about_the_river(talks)
    page = visit.open(view)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width in {WIDTHS[0], WIDTHS[2]}:
            visit.assert_accessible()
    page.emulate_media(color_scheme="dark")
    visit.assert_accessible()
    visit.assert_clean()
