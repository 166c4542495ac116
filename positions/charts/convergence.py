"""Whether two parties, or all principals, come closer: the score over time, with its bounds."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, zip_longest

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from positions.charts.axes import AXIS_HEIGHT, Days, axis
from positions.charts.chart import Chart, Drawn, Names, Row
from positions.charts.labels import SIZE
from positions.charts.look import Palette
from positions.charts.placing import BELOW, PADDING, placed
from positions.charts.words import percent, source_of, whole_percent
from positions.comparison.convergence import Convergence, Point

COLUMNS = ("series", "on", "score", "low", "high", "coverage", "reason", "changed")
LEFT, WIDTH, HEIGHT = 46, 770, 300  # pixels; left of the lines stand shares


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
        draw=partial(draw, answer, palette) if scored else None,
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


def draw(answer: Convergence, palette: Palette) -> Drawn:
    """The score as a line in a band of its bounds; behind it, thin, those of the pairs that it is the mean of."""
    days = Days(min(point.on for points in lines_of(answer) for point in points), answer.to_on, WIDTH)
    pairs = "".join(line(points, days) for points in lines_of(answer)[1:])
    drawn = chain(
        shares(palette),
        axis(days, HEIGHT, palette),
        [
            f'<path fill="none" stroke="{palette.soft}" stroke-opacity="0.35" d="{pairs}"/>' if pairs else "",
            f'<path fill="{palette.high}" fill-opacity="0.18" d="{band(answer.points, days)}"/>',
            f'<path fill="none" stroke="{palette.high}" stroke-width="3" d="{line(answer.points, days)}"/>',
        ],
        (
            f'<circle cx="{days.x(point.on):.1f}" cy="{y_of(point.score):.1f}" r="4" fill="{palette.high}"/>'
            for point in answer.points
            if point.score is not None
        ),
    )
    return placed(drawn, palette, left=LEFT, top=SIZE), LEFT + WIDTH, SIZE + HEIGHT + AXIS_HEIGHT


def lines_of(answer: Convergence) -> list[Sequence[Point]]:
    """That of the mean, then those of the pairs; of one pair alone both are the same."""
    return [answer.points, *(pair.points for pair in answer.pairs if len(answer.pairs) > 1)]


def shares(palette: Palette) -> Iterator[str]:
    """Level lines from 0 to 100 %."""
    for share in range(0, 101, 20):
        y = y_of(share / 100)
        yield f'<path stroke="{palette.line}" d="M0 {y:g}h{WIDTH}"/>'
        yield f'<text x="{-PADDING}" y="{y + BELOW:g}" text-anchor="end">{share}%</text>'


def y_of(share: float) -> float:
    return HEIGHT * (1 - share)


def spells(points: Sequence[Point], days: Days) -> Iterator[tuple[Point, str, str]]:
    """Each point with where it begins and ends: at the next one, the last with the period."""
    for point, following in zip_longest(points, points[1:]):
        yield point, f"{days.x(point.on):.1f}", f"{days.x_of_end(following.on if following else None):.1f}"


def line(points: Sequence[Point], days: Days) -> str:
    """Level until the next point; a gap where there is no score."""
    path, is_drawn = "", False
    for point, left, right in spells(points, days):
        if point.score is not None:
            y = f"{y_of(point.score):.1f}"
            path += f"V{y}H{right}" if is_drawn else f"M{left} {y}H{right}"
        is_drawn = point.score is not None
    return path


def band(points: Sequence[Point], days: Days) -> str:
    path = ""
    for point, left, right in spells(points, days):
        if point.score is not None:
            path += f"M{left} {y_of(point.high):.1f}H{right}V{y_of(point.low):.1f}H{left}z"
    return path
