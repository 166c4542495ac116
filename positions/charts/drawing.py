"""From a chart to SVG or PNG. The only module that knows the library, which makes the one of the other."""

import textwrap
from xml.sax.saxutils import escape

import vl_convert

from positions.charts.chart import Chart, Drawn
from positions.charts.labels import SIZE, width_of
from positions.charts.look import FONT, PALETTES, SERIF, Palette
from positions.charts.placing import MARGIN
from positions.vocabulary import Theme

# Units: pixels; a line of words is so many times as high as its letters.
WIDTH = 860
TITLE_SIZE, SUBTITLE_SIZE, SOURCE_SIZE = 23, 14, 12
LINE = 1.3
BOLD = 1.12  # how much wider bold letters with serifs are
PNG_SCALE = 2.0


def as_svg(chart: Chart, theme: Theme = Theme.LIGHT) -> str:
    """The chart with its title, source and text alternative, as one SVG document that needs nothing else."""
    palette = PALETTES[theme]
    picture, width, height = drawn(chart, palette)
    total = max(WIDTH, width + 2 * MARGIN)
    title = lines(chart.title, TITLE_SIZE * BOLD)
    subtitle = lines(chart.subtitle, SUBTITLE_SIZE)
    source = lines(chart.source, SOURCE_SIZE)
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


def drawn(chart: Chart, palette: Palette) -> Drawn:
    """The marks and axes alone, with width and height."""
    if chart.draw is None:
        return (
            f'<rect width="{WIDTH - 2 * MARGIN}" height="120" rx="4" fill="{palette.empty}"/>',
            WIDTH - 2 * MARGIN,
            120,
        )
    return chart.draw()


def lines(text: str, size: float) -> list[str]:
    """Broken where the picture ends, whichever font writes it: a letter of the text is on average so wide."""
    if not text:
        return []
    letter = width_of(text) / len(text) * size / SIZE
    return textwrap.wrap(text, int((WIDTH - 2 * MARGIN) / letter))


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
