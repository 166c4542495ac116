"""What stands between the parties, ranked by how much closer they were without it."""

from typing import TypedDict

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.chart import Chart, Names, Row, Spec
from positions.charts.labels import shortened
from positions.charts.look import Palette
from positions.charts.words import source_of
from positions.comparison.answers import BlockingAnswer

LABEL_CHARACTERS = 36  # what fits beside the bars
COLUMNS = ("target", "n_pairs", "total_gain", "red_line", "pairs")
# Beside the bars are words, of so many characters and pixels.
MOST_BARS, MOST_BESIDE_BARS = 20, (60, 380)


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
        subtitle=_(
            "Issues on which two parties oppose each other and one has drawn a red line. The bar: by how many points "
            "the scores of those pairs would rise in all without it."
        ),
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=_("Bars, longest first: %(ranked)s.") % {"ranked": ranked} if ranked else _("An empty chart."),
        spec=spec_of(answer, names, palette) if answer.blocking else None,
        rows=rows,
        columns=COLUMNS,
    )


class Bar(TypedDict):
    place: int
    target: str
    points: float
    said: str


def spec_of(answer: BlockingAnswer, names: Names, palette: Palette) -> Spec:
    bars: list[Bar] = []
    blocking = answer.blocking[:MOST_BARS]
    labels = names.labels_of_targets((issue.target for issue in blocking), LABEL_CHARACTERS)
    for place, issue in enumerate(blocking):
        drawn = sorted({names.party(slug) for pair in issue.pairs for slug in pair.red_line})
        who = ", ".join(drawn[:3]) + (" …" if len(drawn) > 3 else "")
        points = number_format(round(100 * issue.total_gain, 1))
        said = shortened(_("%(points)s points · red line: %(who)s") % {"points": points, "who": who}, *MOST_BESIDE_BARS)
        bars.append(
            {
                "place": place,
                "target": labels[issue.target],
                "points": max(100 * issue.total_gain, 0),
                "said": said,
            }
        )
    longest = max(bar["points"] for bar in bars) or 1
    y = {"field": "target", "type": "nominal", "sort": {"field": "place"}, "title": None}
    x = {
        "field": "points",
        "type": "quantitative",
        "title": None,
        "axis": None,
        "scale": {"domain": [0, longest * 2.8]},
    }
    return {
        "width": 620,
        "height": {"step": 34},
        "data": {"values": bars},
        "layer": [
            {
                "mark": {"type": "bar", "color": palette.low, "height": 20, "cornerRadiusEnd": 2},
                "encoding": {"y": {**y, "axis": {"domain": False, "ticks": False}}, "x": x},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": palette.soft},
                "encoding": {"y": y, "x": x, "text": {"field": "said"}},
            },
        ],
    }
