"""Where a picture stands among the names beside it, and those names, as SVG. Units: pixels."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from positions.charts.labels import SIZE
from positions.charts.look import FONT, Palette

PADDING = 6  # between a picture and names
BELOW = 4.5  # how far below the middle of a line letters stand
MARGIN = 20  # around the whole


def placed(parts: Iterable[str], palette: Palette, *, left: float, top: float = 0) -> str:
    """As far from the left and the top as names need."""
    words = f'font-family="{FONT}" font-size="{SIZE}" fill="{palette.ink}"'
    return f'<g transform="translate({left:g},{top:g})" {words}>{"".join(parts)}</g>'


def beside(rows: Iterable[str], height: float) -> Iterator[str]:
    """A name left of each row."""
    for number, name in enumerate(rows):
        y = (number + 0.5) * height + BELOW
        yield f'<text x="{-PADDING}" y="{y:g}" text-anchor="end">{escape(name)}</text>'
