"""Whether two parties, or all principals, come closer: the score over time, with its bounds."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from positions.charts.chart import Chart, Names, Row, Spec
from positions.charts.look import Palette, time_axis
from positions.charts.words import percent, source_of, whole_percent
from positions.comparison.convergence import Convergence, Point

COLUMNS = ("series", "on", "score", "low", "high", "coverage", "reason", "changed")
HEIGHT = 300


def convergence_chart(answer: Convergence, names: Names, palette: Palette) -> Chart:
    rows = list(series("", answer.points))
    rows += [
        row
        for pair in answer.pairs
        for row in series(f"{names.party(pair.left)} – {names.party(pair.right)}", pair.points)
    ]
    scored = [point for point in answer.points if point.score is not None]
    return Chart(
        title=title_of(answer, names, scored),
        subtitle=_(
            "Agreement from 0 % (opposed in everything compared) to 100 %. The band: what it would be if they were "
            "opposed, or agreed, in all else that counts between them."
        ),
        source=source_of(answer),
        alternative=alternative_of(scored),
        spec=spec_of(answer, palette, many=bool(answer.pairs)) if scored else None,
        rows=rows,
        columns=COLUMNS,
    )


def title_of(answer: Convergence, names: Names, scored: Sequence[Point]) -> str:
    """What is to be seen: more agreement, less, or as before. Why, the points say: a move, or more that is compared."""
    if answer.left and answer.right:
        who = _("%(left)s and %(right)s") % {"left": names.party(answer.left), "right": names.party(answer.right)}
    else:
        who = _("The principals, pair by pair on average,")
    if not scored:
        return _("%(who)s have nothing yet that could be compared") % {"who": who}
    values = {
        "who": who,
        "day": date_format(scored[0].on, "DATE_FORMAT"),
        "first": percent(scored[0].score),
        "last": percent(scored[-1].score),
    }
    if answer.points[-1].score is None:
        return _("%(who)s have nothing any more that could be compared; they last agreed by %(last)s") % values
    if answer.change is None:
        return _("%(who)s agree by %(last)s, as they have since %(day)s") % values
    if whole_percent(answer.change) == 0:
        return _("%(who)s agree as much as on %(day)s: by %(last)s") % values
    if answer.change > 0:
        return _("%(who)s agree more than on %(day)s: by %(last)s instead of %(first)s") % values
    return _("%(who)s agree less than on %(day)s: by %(last)s instead of %(first)s") % values


def alternative_of(scored: Sequence[Point]) -> str:
    if not scored:
        return _("An empty chart: there is no score at any time.")
    steps = "; ".join(f"{date_format(point.on, 'DATE_FORMAT')}: {percent(point.score)}" for point in scored[-12:])
    return _("A line of the agreement over time, with a band for its bounds. Its last steps: %(steps)s.") % {
        "steps": steps
    }


def series(name: str, points: Sequence[Point]) -> Iterator[Row]:
    for point in points:
        yield {
            "series": name,
            "on": point.on.isoformat(),
            "score": point.score,
            "low": point.low,
            "high": point.high,
            "coverage": point.coverage,
            "reason": point.reason.value if point.reason else None,
            "changed": " ".join(point.changed),
        }


def drawn_points(points: Sequence[Point], *, until: date) -> list[dict[str, Any]]:
    """As the steps are drawn: each until the next, the last until the end. A gap where there is no score."""
    found = [
        {"on": point.on.isoformat(), "score": point.score, "low": point.low, "high": point.high} for point in points
    ]
    if found and points[-1].on < until:
        found.append({**found[-1], "on": until.isoformat()})
    return found


def spec_of(answer: Convergence, palette: Palette, *, many: bool) -> Spec:
    x = time_axis("on", grid=False)
    domain = {"domain": [0, 1]}

    def y(field: str) -> dict[str, Any]:
        axis = {"format": "%", "tickCount": 5}
        return {"field": field, "type": "quantitative", "title": None, "scale": domain, "axis": axis}

    main = {"values": drawn_points(answer.points, until=answer.to_on)}
    step = {"interpolate": "step-after", "clip": True}
    layers: list[Spec] = []
    if many and len(answer.pairs) > 1:
        layers += [
            {
                "data": {"values": drawn_points(pair.points, until=answer.to_on)},
                "mark": {"type": "line", **step, "color": palette.soft, "opacity": 0.35, "strokeWidth": 1},
                "encoding": {"x": x, "y": y("score")},
            }
            for pair in answer.pairs
        ]
    layers += [
        {
            "data": main,
            "mark": {"type": "area", **step, "color": palette.high, "opacity": 0.18},
            "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}},
        },
        {
            "data": main,
            "mark": {"type": "line", **step, "color": palette.high, "strokeWidth": 3},
            "encoding": {"x": x, "y": y("score")},
        },
        {
            "data": {"values": drawn_points(answer.points, until=date.min)},
            "mark": {"type": "point", "filled": True, "size": 60, "color": palette.high, "opacity": 1},
            "encoding": {"x": x, "y": y("score")},
        },
    ]
    return {"width": 740, "height": HEIGHT, "layer": layers}
