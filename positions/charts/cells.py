"""Tables drawn as pictures: coloured cells with a sign in each, rows and columns in their order."""

from collections.abc import Sequence
from typing import TypedDict

from positions.charts.chart import Spec
from positions.charts.look import Palette

# How many characters of a name stand beside a row.
LABEL_CHARACTERS = 44
# The same above columns.
COLUMN_CHARACTERS = 24
CHARACTER_PIXELS = 6  # the mean width of a letter of a label, 11 pixels high, rounded up
# Columns narrower than this have their names upright: slanting lines of 13 pixels would run into each other.
NARROW_PIXELS = 19


class DrawnCell(TypedDict):
    row: str
    column: str
    colour: str
    ink: str
    sign: str


def slant(step: float) -> int:
    """At which angle names stand above columns so wide that theirs don't fit. Units: pixels, degrees."""
    return -90 if step < NARROW_PIXELS else -45


def cells_spec(
    cells: Sequence[DrawnCell], rows: Sequence[str], columns: Sequence[str], palette: Palette, *, width: int = 48
) -> Spec:
    """A grid of cells; with few columns there is room for wider ones. Units: pixels."""
    n = max(len(columns), 1)
    step = max(16, min(width, 560 // n))
    fits = max(map(len, columns), default=0) * CHARACTER_PIXELS <= step
    x: Spec = {"field": "column", "type": "nominal", "scale": {"domain": list(columns)}, "title": None}
    x["axis"] = {"orient": "top", "labelAngle": 0 if fits else slant(step), "domain": False, "ticks": False}
    y: Spec = {"field": "row", "type": "nominal", "scale": {"domain": list(rows)}, "title": None}
    y["axis"] = {"domain": False, "ticks": False, "labelLimit": 330}
    plain = {"type": "nominal", "scale": None}
    return {
        "width": {"step": step},
        "height": {"step": max(12, min(26, 900 // max(len(rows), 1)))},
        "data": {"values": list(cells)},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": palette.paper, "strokeWidth": 2, "cornerRadius": 2},
                "encoding": {"x": x, "y": y, "color": {"field": "colour", **plain}},
            },
            {
                "transform": [{"filter": "datum.sign"}],  # an empty text takes as long to place as a sign
                "mark": {"type": "text", "fontWeight": "bold", "fontSize": 13},
                "encoding": {"x": x, "y": y, "text": {"field": "sign"}, "color": {"field": "ink", **plain}},
            },
        ],
    }
