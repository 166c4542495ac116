"""From a chart to SVG or PNG. The only module that knows the library: vl-convert, which renders Vega-Lite in itself.

It asks no network and no browser. Source: Vega-Lite 5, https://vega.github.io/vega-lite/.
"""

import re
import textwrap
from xml.sax.saxutils import escape

import vl_convert

from positions.charts.cells import Grid
from positions.charts.chart import Chart
from positions.charts.grids import grid_svg
from positions.charts.look import FONT, PALETTES, SERIF, Palette, config
from positions.vocabulary import Theme

# Units: pixels, and characters that fit on one line of each at WIDTH.
MARGIN = 20
WIDTH = 860
TITLE_SIZE, TITLE_CHARACTERS = 23, 66
SUBTITLE_SIZE, SUBTITLE_CHARACTERS = 14, 112
SOURCE_SIZE, SOURCE_CHARACTERS = 12, 130
LINE = 1.3
PNG_SCALE = 2.0
VEGA_LITE = "5.21"
SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


def as_svg(chart: Chart, theme: Theme = Theme.LIGHT) -> str:
    """The chart with its title, source and text alternative, as one SVG document that needs nothing else."""
    palette = PALETTES[theme]
    picture, width, height = drawn(chart, palette)
    total = max(WIDTH, width + 2 * MARGIN)
    title = lines(chart.title, TITLE_CHARACTERS)
    subtitle = lines(chart.subtitle, SUBTITLE_CHARACTERS)
    source = lines(chart.source, SOURCE_CHARACTERS)
    texts, top = written(title, MARGIN, TITLE_SIZE, palette.ink, SERIF, bold=True)
    under, top = written(subtitle, top + 4, SUBTITLE_SIZE, palette.soft, FONT)
    below, bottom = written(source, top + 14 + height + 12, SOURCE_SIZE, palette.soft, FONT)
    bottom += MARGIN - 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{total:g}" '
        f'height="{bottom:g}" viewBox="0 0 {total:g} {bottom:g}" role="img" aria-labelledby="title text">'
        f'<title id="title">{escape(chart.title)}</title><desc id="text">{escape(chart.alternative)}</desc>'
        f'<rect width="100%" height="100%" fill="{palette.paper}"/>{texts}{under}'
        f'<g transform="translate({MARGIN},{top + 14:g})">{picture}</g>{below}</svg>'
    )


def as_png(chart: Chart, theme: Theme = Theme.LIGHT) -> bytes:
    """The same as a picture for previews, which take no SVG. At twice the size, for sharp screens."""
    png: bytes = vl_convert.svg_to_png(as_svg(chart, theme), scale=PNG_SCALE)
    return png


def drawn(chart: Chart, palette: Palette) -> tuple[str, float, float]:
    """The marks and axes alone, with width and height."""
    if chart.spec is None:
        return (
            f'<rect width="{WIDTH - 2 * MARGIN}" height="120" rx="4" fill="{palette.empty}"/>',
            WIDTH - 2 * MARGIN,
            120,
        )
    if isinstance(chart.spec, Grid):
        return grid_svg(chart.spec, palette)
    svg: str = vl_convert.vegalite_to_svg(
        {**chart.spec, "config": config(palette)}, vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    size = SIZE.search(svg)
    if size is None:
        raise ValueError("The library drew something without a size.")
    return svg, float(size[1]), float(size[2])


def lines(text: str, n_characters: int) -> list[str]:
    return textwrap.wrap(text, n_characters) if text else []


def written(
    found: list[str], top: float, size: int, colour: str, font: str, *, bold: bool = False
) -> tuple[str, float]:
    """Lines of text from `top` down, and where they end."""
    weight = ' font-weight="700"' if bold else ""
    spans = "".join(
        f'<text x="{MARGIN}" y="{top + size * (LINE * number + 1):g}" font-size="{size}"{weight} fill="{colour}" '
        f'font-family="{font}" xml:space="preserve">{escape(line)}</text>'
        for number, line in enumerate(found)
    )
    return spans, top + size * LINE * len(found)
