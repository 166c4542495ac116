"""How far every two parties agree, as a heat map; parties that stand together are framed."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.cells import slant
from positions.charts.chart import Chart, Names, Row, Spec
from positions.charts.look import Palette
from positions.charts.words import percent, source_of
from positions.comparison.all_pairs import PairAgreement
from positions.comparison.answers import AgreementAnswer
from positions.comparison.groups import Group
from positions.comparison.sensitivity import to_rank

COLUMNS = ("left", "right", "score", "low", "high", "coverage", "n_compared", "reason")
# So many parties and fewer have room for numbers in their cells.
MOST_WITH_NUMBERS = 24
LABEL_CHARACTERS = 28
# Of more, the largest groups are drawn; the data have all.
MOST_DRAWN = 60


def agreement_chart(answer: AgreementAnswer, names: Names, palette: Palette) -> Chart:
    scores = {frozenset((pair.left, pair.right)): pair.agreement for pair in answer.pairs}
    order = list(chain.from_iterable(group.parties for group in answer.groups))[:MOST_DRAWN]
    labels = names.labels_of_parties(order, LABEL_CHARACTERS)
    best = max(answer.pairs, key=how_agreed, default=None)
    rows: list[Row] = [
        {
            "left": pair.left,
            "right": pair.right,
            "score": pair.agreement.score,
            "low": pair.agreement.low,
            "high": pair.agreement.high,
            "coverage": pair.agreement.coverage,
            "n_compared": pair.agreement.n_compared,
            "reason": pair.agreement.reason.value if pair.agreement.reason else None,
        }
        for pair in answer.pairs
    ]
    scored = [row for row in rows if row["score"] is not None]
    title = _("No two parties have anything yet that could be compared")
    if best is not None and best.agreement.score is not None:
        title = ngettext(
            "%(left)s and %(right)s agree most, by %(score)s on %(n)s target",
            "%(left)s and %(right)s agree most, by %(score)s on %(n)s targets",
            best.agreement.n_compared,
        ) % {
            "left": names.party(best.left),
            "right": names.party(best.right),
            "score": percent(best.agreement.score),
            "n": best.agreement.n_compared,
        }
    cells = [
        {"left": labels[left], "right": labels[right], "score": scores[frozenset((left, right))].score}
        for left in order
        for right in order
        if left != right
    ]
    return Chart(
        title=title,
        subtitle=subtitle_of(answer),
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=alternative_of(answer, names),
        spec=spec_of(cells, labels, answer.groups, palette) if scored else None,
        rows=rows,
        columns=COLUMNS,
    )


def subtitle_of(answer: AgreementAnswer) -> str:
    """What a frame means, and how many parties have a score with nobody and so no place in the picture."""
    framed = _("Agreement of every two parties. A frame: parties that agree by at least %(least)s on average.") % {
        "least": percent(answer.least_agreement)
    }
    if not answer.left_out or not answer.groups:
        return framed
    n = len(answer.left_out)
    silent = ngettext("%(n)s party without a score is left out.", "%(n)s parties without a score are left out.", n) % {
        "n": n
    }
    return f"{framed} {silent}"


def how_agreed(pair: PairAgreement) -> tuple[float, float]:
    """By score; of equal ones, that which stands on more. A pair without a score comes last."""
    score = pair.agreement.score
    return (-1.0 if score is None else to_rank(score)), pair.agreement.coverage


def alternative_of(answer: AgreementAnswer, names: Names) -> str:
    groups = [group for group in answer.groups if len(group.parties) > 1]
    together = "; ".join(", ".join(names.party(slug) for slug in group.parties) for group in groups)
    if together:
        return _("A heat map of the agreement of every two parties. Together stand: %(together)s.") % {
            "together": together
        }
    return _("A heat map of the agreement of every two parties. No two of them stand together.")


def spec_of(cells: list[dict[str, Any]], labels: Mapping[str, str], groups: Sequence[Group], palette: Palette) -> Spec:
    """`labels`: of the parties drawn, in their order."""
    order = list(labels.values())
    side = max(14, min(44, 640 // max(len(order), 1)))
    x: Spec = {"field": "right", "type": "nominal", "scale": {"domain": order}, "title": None}
    x["axis"] = {"orient": "top", "labelAngle": slant(side), "domain": False, "ticks": False}
    y: Spec = {"field": "left", "type": "nominal", "scale": {"domain": order}, "title": None}
    y["axis"] = {"domain": False, "ticks": False}
    colour = {
        "field": "score",
        "type": "quantitative",
        "scale": {"domain": [0, 0.5, 1], "range": [palette.low, palette.middle, palette.high], "interpolate": "rgb"},
        "legend": {"format": "%", "title": _("Agreement")},
    }
    layers: list[Spec] = [
        {
            "data": {"values": cells},
            "transform": [{"filter": "datum.score === null"}],
            "mark": {"type": "rect", "fill": palette.empty, "stroke": palette.paper, "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": cells},
            "transform": [{"filter": "datum.score !== null"}],
            "mark": {"type": "rect", "stroke": palette.paper, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "color": colour},
        },
    ]
    if len(order) <= MOST_WITH_NUMBERS:
        layers.append(numbers(cells, x, y, palette))
    framed = [
        {"first": labels[group.parties[0]], "last": labels[group.parties[-1]]}
        for group in groups
        if len(group.parties) > 1 and group.parties[-1] in labels
    ]
    if framed:
        layers.append(frames(framed, order, palette))
    apart = {"scale": {"color": "independent"}}  # numbers bring their own colours
    return {"width": {"step": side}, "height": {"step": side}, "layer": layers, "resolve": apart}


def numbers(cells: list[dict[str, Any]], x: Spec, y: Spec, palette: Palette) -> Spec:
    is_strong = "(datum.score > 0.88 || datum.score < 0.12)"
    dark = f"datum.score === null ? '{palette.soft}' : {is_strong} ? '{palette.paper}' : '{palette.ink}'"
    text = "datum.score === null ? '–' : round(100 * datum.score)"
    return {
        "data": {"values": cells},
        "transform": [{"calculate": text, "as": "text"}, {"calculate": dark, "as": "colour"}],
        "mark": {"type": "text", "fontSize": 12},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "text"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def frames(framed: list[dict[str, str]], order: list[str], palette: Palette) -> Spec:
    def end(channel: str, field: str, band: int) -> Spec:
        found: Spec = {"field": field, "bandPosition": band}
        if channel in {"x", "y"}:
            found |= {"type": "nominal", "scale": {"domain": order}}
        return found

    return {
        "data": {"values": framed},
        "mark": {"type": "rect", "filled": False, "stroke": palette.ink, "strokeWidth": 2.5},
        "encoding": {
            "x": end("x", "first", 0),
            "x2": end("x2", "last", 1),
            "y": end("y", "first", 0),
            "y2": end("y2", "last", 1),
        },
    }
