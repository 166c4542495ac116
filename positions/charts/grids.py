"""A grid as SVG. Units: pixels."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import cos, radians, sin
from xml.sax.saxutils import escape

from positions.charts.cells import Grid
from positions.charts.chart import Drawn
from positions.charts.labels import SIZE, width_of
from positions.charts.look import Palette
from positions.charts.placing import BELOW, PADDING, beside, placed

GAP = 2  # between two cells
EDGE = 3  # of a hollow cell
NOTE_SIZE = 9
# Columns narrower than this have their names upright: slanting lines would run into each other.
NARROW = 19
# The scale beside a grid: how far from it, from where to where down, how wide.
FROM_GRID, SCALE_TOP, SCALE_HEIGHT, SCALE_WIDTH = 24, 16, 200, 16
SCALE_BOTTOM = SCALE_TOP + SCALE_HEIGHT + SIZE / 2


def grid_svg(grid: Grid, palette: Palette) -> Drawn:
    rows, columns = grid.rows, grid.columns
    angle = angle_above(columns, grid.width)
    turned = radians(angle)
    left = PADDING + max(map(width_of, rows))
    top = PADDING + SIZE * cos(turned) + max(map(width_of, columns)) * sin(turned)
    right, bottom = grid.width * len(columns), grid.height * len(rows)
    reach = max((n + 0.5) * grid.width + width_of(name) * cos(turned) for n, name in enumerate(columns))
    drawn = chain(
        colours(grid),
        signs(grid),
        frames(grid, palette),
        scale(grid, right + FROM_GRID, palette),
        beside(rows, grid.height),
        above(columns, grid.width, angle),
    )
    return (
        placed(drawn, palette, left=left, top=top),
        left + max(right, reach if angle else 0, right + beside_grid(grid.scale)),
        top + max(bottom, SCALE_BOTTOM if grid.scale else 0),
    )


def beside_grid(scale: str) -> float:
    """How far from a grid its scale and the words there end."""
    return FROM_GRID + max(width_of(scale), SCALE_WIDTH + 4 + width_of("100%")) if scale else 0


def angle_above(columns: Sequence[str], width: int) -> int:
    """At which names stand above columns of that width. Units: degrees."""
    if max(map(width_of, columns)) <= width:
        return 0
    return 90 if width < NARROW else 45


def places(names: Sequence[str], step: int) -> Mapping[str, int]:
    return {name: number * step for number, name in enumerate(names)}


def colours(grid: Grid) -> Iterator[str]:
    """All cells of a colour are one shape."""
    x, y = places(grid.columns, grid.width), places(grid.rows, grid.height)
    width, height = grid.width - GAP, grid.height - GAP
    shapes = defaultdict[str, list[str]](list)
    for cell in grid.cells:
        corner = f"M{x[cell.column] + GAP // 2} {y[cell.row] + GAP // 2}"
        hole = f"m{EDGE} {EDGE}v{height - 2 * EDGE}h{width - 2 * EDGE}v-{height - 2 * EDGE}z" if cell.is_hollow else ""
        shapes[cell.colour].append(f"{corner}h{width}v{height}h-{width}z{hole}")
    return (f'<path fill="{colour}" d="{"".join(shape)}"/>' for colour, shape in shapes.items())


def signs(grid: Grid) -> Iterator[str]:
    x, y = places(grid.columns, grid.width), places(grid.rows, grid.height)
    written = defaultdict[str, list[str]](list)
    for cell in grid.cells:
        if cell.sign:
            middle, base = x[cell.column] + grid.width / 2, y[cell.row] + grid.height / 2 + BELOW
            base -= NOTE_SIZE / 2 if cell.note else 0
            written[cell.ink].append(f'<text x="{middle:g}" y="{base:g}">{cell.sign}</text>')
            if cell.note:
                at = f'x="{middle:g}" y="{base + NOTE_SIZE:g}" font-size="{NOTE_SIZE}"'
                written[cell.ink].append(f"<text {at}>{cell.note}</text>")
    for ink, texts in written.items():
        yield f'<g fill="{ink}" text-anchor="middle" {grid.sign_style}>{"".join(texts)}</g>'


def frames(grid: Grid, palette: Palette) -> Iterator[str]:
    x, y = places(grid.columns, grid.width), places(grid.rows, grid.height)
    for first, last in grid.frames:
        width, height = x[last] - x[first] + grid.width, y[last] - y[first] + grid.height
        at = f'x="{x[first]}" y="{y[first]}" width="{width}" height="{height}"'
        yield f'<rect {at} fill="none" stroke="{palette.ink}" stroke-width="2.5"/>'


def scale(grid: Grid, x: int, palette: Palette) -> Iterator[str]:
    """What the colours tell, where they tell a number: from 100 % at the top down to 0."""
    if not grid.scale:
        return
    stops = "".join(
        f'<stop offset="{number / (len(grid.shades) - 1):g}" stop-color="{shade}"/>'
        for number, shade in enumerate(grid.shades)
    )
    yield f'<linearGradient id="scale" x2="0" y2="1">{stops}</linearGradient>'
    soft = f'font-size="12" font-weight="bold" fill="{palette.soft}"'
    yield f'<text x="{x}" y="{BELOW}" {soft}>{escape(grid.scale)}</text>'
    yield f'<rect x="{x}" y="{SCALE_TOP}" width="{SCALE_WIDTH}" height="{SCALE_HEIGHT}" fill="url(#scale)"/>'
    for share in range(0, 101, 20):
        y = SCALE_TOP + BELOW + SCALE_HEIGHT * (100 - share) / 100
        yield f'<text x="{x + SCALE_WIDTH + 4}" y="{y:g}" fill="{palette.ink}">{share}%</text>'


def above(columns: Sequence[str], width: int, angle: int) -> Iterator[str]:
    """Level in the middle of their columns; else from there upwards."""
    for number, name in enumerate(columns):
        x = (number + 0.5) * width
        if angle == 0:
            yield f'<text x="{x:g}" y="{-PADDING}" text-anchor="middle">{escape(name)}</text>'
        else:
            at = f"translate({x + BELOW * sin(radians(angle)):g},{-PADDING}) rotate({-angle})"
            yield f'<text transform="{at}">{escape(name)}</text>'
