"""Tables drawn as pictures: names stay in their room and never run into each other."""

import re

import pytest

from positions.charts.agreement import score_cell, shade_of
from positions.charts.cells import Grid, cells_grid, stance_cell
from positions.charts.grids import angle_above, grid_svg
from positions.charts.labels import width_of
from positions.charts.look import LIGHT, PALETTES, Palette
from positions.comparison.scores import Scored, Unscored
from positions.vocabulary import Method, NoScore, Stance

BY_DISTANCE = Method.CITY_BLOCK
SEVEN = ["Russia", "Ukraine", "United States", "European Union", "United Kingdom", "France", "Germany"]


@pytest.mark.parametrize(
    ("columns", "angle"),
    [
        (SEVEN, 45),
        (["Northland", "Southland", "River League"], 0),
        (["EU", "UK", "US", "UN", "AU", "NL", "FR"], 0),
        ([f"Party number {n}" for n in range(40)], 90),
    ],
    ids=["long names of many", "three", "short names of many", "more than slanting lines have room for"],
)
def test_names_lie_level_only_where_the_longest_fits_its_column(columns, angle):
    assert angle_above(columns, cells_grid([], ["A row"], columns, width=130).width) == angle


def grid_of(*cells: tuple[str, str, Stance | None], **more: object) -> Grid:
    drawn = [stance_cell(stance, row, column, LIGHT) for row, column, stance in cells]
    return Grid(rows=["dam", "water"], columns=["North", "South"], cells=drawn, width=60, height=20, **more)


def test_a_cell_stands_in_its_row_and_column_with_its_sign():
    svg, _width, _height = grid_svg(grid_of(("water", "South", Stance.SUPPORTS)), LIGHT)
    assert f'<path fill="{LIGHT.stances[Stance.SUPPORTS]}" d="M61 21h58v18h-58z"/>' in svg
    assert '<text x="90" y="34.5">+</text>' in svg


def test_of_what_nothing_is_known_is_drawn_without_a_sign():
    svg, _width, _height = grid_svg(grid_of(("dam", "North", None)), LIGHT)
    assert f'fill="{LIGHT.empty}"' in svg
    assert re.findall("<text[^>]*>([^<]*)", svg) == ["dam", "water", "North", "South"]


def test_a_frame_goes_around_the_cells_from_its_first_to_its_last():
    names = ["a", "b", "c"]
    grid = Grid(rows=names, columns=names, cells=[], width=20, height=20, frames=[("b", "c")])
    assert '<rect x="20" y="20" width="40" height="40"' in grid_svg(grid, LIGHT)[0]


def test_a_scale_needs_room_beside_the_grid_and_below_a_low_one():
    plain = grid_svg(grid_of(), LIGHT)
    scaled = grid_svg(grid_of(scale="Agreement", shades=("#000000", "#ffffff")), LIGHT)
    assert scaled[1] > plain[1]
    assert scaled[2] > max(float(y) for y in re.findall(' y="([^"]*)"', scaled[0])) + top_of(scaled[0])
    assert "100%" in scaled[0]


def test_what_a_scale_tells_has_room_in_any_language():
    plain, scaled = (
        grid_svg(grid_of(scale=said, shades=("#000000", "#ffffff")), LIGHT) for said in ("", "Samsvörun" * 4)
    )
    assert scaled[1] > plain[1] + width_of("Samsvörun" * 4)


def test_a_sign_and_a_red_line_have_room_in_the_narrowest_cells():
    """Bold as a wide font has them, they take 17 pixels."""
    assert cells_grid([], ["A row"], [f"Party {n}" for n in range(40)], width=130).width > 17


def top_of(svg: str) -> float:
    return float(re.findall(r"translate\([^,]*,([^)]*)", svg)[0])


def test_a_score_has_the_colour_of_its_place_on_the_scale():
    shades = [shade_of(share, LIGHT) for share in (0, 25, 50, 100)]
    assert shades == [LIGHT.low, "#dea488", LIGHT.middle, LIGHT.high]


def test_of_few_parties_the_numbers_stand_in_the_cells():
    assert score_cell(scored(0.625), "a", "b", LIGHT).sign == "63"
    assert score_cell(unscored(), "a", "b", LIGHT).sign == "–"


def scored(score: float, n_compared: int = 7) -> Scored:
    return Scored(
        score, low=0, high=1, coverage=0.5, n_compared=n_compared, n_targets=9, method=BY_DISTANCE, reason=None
    )


def unscored() -> Unscored:
    nothing = {"score": None, "low": None, "high": None, "coverage": 0, "n_compared": 0, "n_targets": 9}
    return Unscored(**nothing, method=BY_DISTANCE, reason=NoScore.NOTHING_IN_COMMON)


def test_below_a_score_stands_on_how_many_targets_it_rests_and_on_one_alone_its_cell_is_hollow():
    seven, one = (score_cell(scored(1, n_compared=n), "a", "b", LIGHT) for n in (7, 1))
    assert (seven.note, seven.is_hollow) == ("7", False)
    assert (one.note, one.is_hollow, one.colour) == ("1", True, seven.colour)
    assert score_cell(unscored(), "a", "b", LIGHT).note == ""
    svg, _width, _height = grid_svg(Grid(rows=["a"], columns=["b"], cells=[one], width=40, height=40), LIGHT)
    assert 'd="M1 1h38v38h-38zm3 3v32h32v-32z"' in svg
    assert re.findall("<text[^>]*>([^<]*)", svg)[:2] == ["100", "1"]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_number_can_be_read_on_its_colour(palette: Palette):
    """Contrast of at least 4.5 : 1, as WCAG 2.2 has it (1.4.3)."""
    cells = [score_cell(scored(share / 100), "a", "b", palette) for share in range(101)]
    assert contrast(score_cell(scored(1, n_compared=1), "a", "b", palette).ink, palette.paper) > 4.5
    assert [cell.sign for cell in cells if contrast(cell.ink, cell.colour) < 4.5] == []


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = (channel / 255 for channel in bytes.fromhex(colour[1:]))
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
