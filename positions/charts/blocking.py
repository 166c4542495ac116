"""What stands between the parties, ranked by how much closer they were without it."""

from functools import partial
from itertools import chain
from xml.sax.saxutils import escape

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.chart import Chart, Drawn, Names, Row
from positions.charts.labels import shortened, width_of
from positions.charts.look import Palette
from positions.charts.placing import BELOW, PADDING, beside, placed
from positions.charts.words import source_of
from positions.comparison.answers import BlockingAnswer
from positions.comparison.blocking import BlockingIssue

LABEL_CHARACTERS = 36  # what fits beside the bars
COLUMNS = ("target", "n_pairs", "total_gain", "red_line", "pairs")
# Beside the bars are words, of so many characters and pixels.
MOST_BARS, MOST_BESIDE_BARS = 20, (60, 380)
# Pixels: the longest bar, a row, and a bar in it.
LONGEST, STEP, THICKNESS = 190, 34, 20


def blocking_chart(answer: BlockingAnswer, names: Names, palette: Palette) -> Chart:
    rows: list[Row] = [
        {
            "target": issue.target,
            "n_pairs": issue.n_pairs,
            "total_gain": issue.total_gain,
            "red_line": " ".join(sorted({slug for pair in issue.pairs for slug in pair.red_line})),
            "pairs": "; ".join(f"{pair.left} {pair.right}" for pair in issue.pairs),
        }
        for issue in answer.blocking
    ]
    title = _("No red line stands between two parties that oppose each other")
    if answer.blocking:
        first = answer.blocking[0]
        title = ngettext(
            "%(target)s blocks most: between %(n)s pair of parties",
            "%(target)s blocks most: between %(n)s pairs of parties",
            first.n_pairs,
        ) % {"target": names.target(first.target), "n": first.n_pairs}
    ranked = "; ".join(names.target(issue.target) for issue in answer.blocking[:MOST_BARS])
    return Chart(
        title=title,
        subtitle=subtitle_of(len(rows)),
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=_("Bars, longest first: %(ranked)s.") % {"ranked": ranked} if ranked else _("An empty chart."),
        draw=partial(draw, answer, names, palette) if answer.blocking else None,
        rows=rows,
        columns=COLUMNS,
    )


def subtitle_of(n_blocking: int) -> str:
    """What the bars mean, and of how many they are the first."""
    said = _(
        "Issues on which two parties oppose each other and one has drawn a red line. The bar: by how many points "
        "the scores of those pairs would rise in all without it."
    )
    if n_blocking <= MOST_BARS:
        return said
    part = _("The picture shows the first %(n)s of %(of)s.") % {"n": MOST_BARS, "of": n_blocking}
    return f"{said} {part}"


def draw(answer: BlockingAnswer, names: Names, palette: Palette) -> Drawn:
    """A bar for each, with its length and whose red lines they are in words beside it."""
    blocking = answer.blocking[:MOST_BARS]
    labels = names.labels_of_targets((issue.target for issue in blocking), LABEL_CHARACTERS)
    longest = max(*(issue.total_gain for issue in blocking), 0) or 1
    left = PADDING + max(map(width_of, labels.values()))
    drawn = []
    for number, issue in enumerate(blocking):
        width, top = LONGEST * max(issue.total_gain, 0) / longest, number * STEP
        bar = f'x="0" y="{top + (STEP - THICKNESS) / 2:g}" width="{width:.1f}" height="{THICKNESS}"'
        said = f'x="{width + PADDING:.1f}" y="{top + STEP / 2 + BELOW:g}" fill="{palette.soft}"'
        drawn += [
            f'<rect {bar} rx="2" fill="{palette.low}"/>',
            f"<text {said}>{escape(said_of(issue, names))}</text>",
        ]
    parts = chain(drawn, beside(labels.values(), STEP))
    return placed(parts, palette, left=left), left + LONGEST + MOST_BESIDE_BARS[1], STEP * len(labels)


def said_of(issue: BlockingIssue, names: Names) -> str:
    drawn = sorted({names.party(slug) for pair in issue.pairs for slug in pair.red_line})
    who = ", ".join(drawn[:3]) + (" …" if len(drawn) > 3 else "")
    points = number_format(round(100 * issue.total_gain, 1))
    return shortened(_("%(points)s points · red line: %(who)s") % {"points": points, "who": who}, *MOST_BESIDE_BARS)
