"""What a picture says in lines of words stays in the picture, whichever font writes it."""

import re
from dataclasses import replace

import pytest

from positions.charts.chart import Chart
from positions.charts.drawing import BOLD, MARGIN, TITLE_SIZE, WIDTH, as_png, as_svg, has_font, lines
from positions.charts.labels import SIZE, width_of

TITLES = [
    "Russia and Ukraine agree more than on 24 September 2024: by 45 % instead of 0 %",
    "NATO AND WTO MEMBERS AGREE MORE THAN ON 24 SEPTEMBER 2024: BY 45 % INSTEAD OF 0 %",
    "NATO AND WTO MEMBERS AND THE LEAGUE OF FREE HARBOURS agree more with each other than on 24 September 2024",
    "世界貿易機関加盟国と北大西洋条約機構加盟国は二千二十四年九月二十四日よりも意見が一致している",
]


@pytest.mark.parametrize(
    "title", TITLES, ids=["small letters", "capitals", "capitals before small letters", "wide letters without blanks"]
)
def test_a_title_is_broken_where_the_picture_ends(title):
    widths = [width_of(line) * TITLE_SIZE * BOLD / SIZE for line in lines(title, TITLE_SIZE * BOLD)]
    assert len(widths) > 1
    assert max(widths) < WIDTH - MARGIN


def test_a_picture_has_no_half_pixel_at_its_edge():
    """A page would show through there, light below a dark picture."""
    svg = as_svg(chart_called("Who holds what"))
    assert re.findall(' (?:width|height)="([^"]*)"', svg)[:2] == ["860", "214"]


def test_a_short_title_is_one_line_and_none_is_none():
    assert lines("Who holds what", TITLE_SIZE) == ["Who holds what"]
    assert lines("", TITLE_SIZE) == []


def chart_called(title: str) -> Chart:
    return Chart(title, subtitle="", source="", alternative="", draw=None, rows=[])


def test_a_png_says_that_letters_are_missing_for_which_the_server_has_no_font():
    """One more line makes it higher: the height is the third number of its header."""
    plain, missing = (as_png(chart_called(f"Who holds what {letter}")) for letter in ("ü", "\U0010fffc"))
    heights = [int.from_bytes(png[20:24], "big") for png in (plain, missing)]
    assert heights[0] < heights[1]


def test_latin_and_cyrillic_letters_and_signs_have_a_font():
    assert all(map(has_font, "AzüŁЖ±−•…–\u2068\u2069"))


def test_marks_that_are_not_there_are_not_explained():
    empty = Chart("Nothing is held", subtitle="+ supports", source="", alternative="", draw=None, rows=[])
    assert "+ supports" not in as_svg(empty)
    assert "+ supports" in as_svg(replace(empty, draw=lambda: ("<g/>", 10, 10)))
