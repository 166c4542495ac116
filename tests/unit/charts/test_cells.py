"""Tables drawn as pictures: names above the columns never run into each other."""

import pytest

from positions.charts.cells import cells_spec
from positions.charts.look import LIGHT

SEVEN = ["Russia", "Ukraine", "United States", "European Union", "United Kingdom", "France", "Germany"]


@pytest.mark.parametrize(
    ("columns", "angle"),
    [
        (SEVEN, -45),
        (["Northland", "Southland", "River League"], 0),
        (["EU", "UK", "US", "UN", "AU", "NL", "FR"], 0),
        ([f"Party number {n}" for n in range(40)], -90),
    ],
    ids=["long names of many", "three", "short names of many", "more than slanting lines have room for"],
)
def test_names_lie_level_only_where_the_longest_fits_its_column(columns, angle):
    drawn = cells_spec([], ["A row"], columns, LIGHT, width=130)["layer"][0]["encoding"]["x"]["axis"]["labelAngle"]
    assert drawn == angle
