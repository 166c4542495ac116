"""From a chart to SVG or PNG. The only module that knows the library, which makes the one of the other."""

import re
from dataclasses import replace
from functools import cache
from math import ceil
from xml.sax.saxutils import escape, unescape

import vl_convert
from django.utils.translation import gettext as _

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
MARKUP = re.compile("<[^>]*>")
WORDS = re.compile(r"\s*\S+")  # each with the blanks before it
# The Latin letters, which every font has, and a character for private use, which none has.
LAST_OF_EVERY_FONT, IN_NO_FONT = "\u017f", "\U0010fffd"


def as_svg(chart: Chart, theme: Theme = Theme.LIGHT) -> str:
    """The chart with its title, source and text alternative, as one SVG document that needs nothing else."""
    palette = PALETTES[theme]
    picture, width, height = drawn(chart, palette)
    total = ceil(max(WIDTH, width + 2 * MARGIN))
    title = lines(chart.title, TITLE_SIZE * BOLD)
    # Of marks that are not there, the subtitle tells nothing.
    subtitle = lines(chart.subtitle if chart.draw else "", SUBTITLE_SIZE)
    source = lines(chart.source, SOURCE_SIZE)
    texts, top = written(title, MARGIN, TITLE_SIZE, palette.ink, SERIF, bold=True)
    under, top = written(subtitle, top + 4, SUBTITLE_SIZE, palette.soft, FONT)
    below, bottom = written(source, top + 14 + height + 12, SOURCE_SIZE, palette.soft, FONT)
    bottom = ceil(bottom + MARGIN - 6)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" '
        f'height="{bottom}" viewBox="0 0 {total} {bottom}" role="img" aria-labelledby="title text">'
        f'<title id="title">{escape(chart.title)}</title><desc id="text">{escape(chart.alternative)}</desc>'
        f'<rect width="100%" height="100%" fill="{palette.paper}"/>{texts}{under}'
        f'<g transform="translate({MARGIN},{top + 14:g})">{picture}</g>{below}</svg>'
    )


def as_png(chart: Chart, theme: Theme = Theme.LIGHT) -> bytes:
    """The same as a picture for previews, which take no SVG. At twice the size, for sharp screens.

    Where this machine has no font for letters in it, the picture says so.
    """
    svg = as_svg(chart, theme)
    if not all(map(has_font, set(unescape(MARKUP.sub("", svg))))):
        source = (
            f"{chart.source} {_('Some letters are boxes here: the server has no font for them. The SVG has them.')}"
        )
        svg = as_svg(replace(chart, source=source), theme)
    return png_of(svg, PNG_SCALE)


def png_of(svg: str, scale: float) -> bytes:
    png: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return png


@cache
def has_font(letter: str) -> bool:
    """Whether it comes out otherwise than a character that no font has."""
    return letter <= LAST_OF_EVERY_FONT or letter_png(letter) != letter_png(IN_NO_FONT)


def letter_png(letter: str) -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="{FONT}">{letter}'
    return png_of(f"{svg}</text></svg>", 1)


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
    """Broken where the picture ends, whichever font writes it: at blanks, and within what is wider than the picture."""
    room = (WIDTH - 2 * MARGIN) * SIZE / size
    found = [""]
    for word in WORDS.findall(text):
        if width_of(found[-1] + word) <= room:
            found[-1] += word
            continue
        found.append("")
        for letter in word.lstrip():
            if width_of(found[-1] + letter) > room:
                found.append("")
            found[-1] += letter
    return [line for line in found if line]


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
