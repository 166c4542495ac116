"""What one party held on each target over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.cells import LABEL_CHARACTERS
from positions.charts.chart import Chart, Names, Row, Spec
from positions.charts.look import SIGNS, Palette, time_axis
from positions.charts.words import source_of
from positions.comparison.cells_over_time import CellSpell

COLUMNS = ("party", "target", "from", "to", "stance", "salience", "absence", "is_stale", "summary")
Bar = tuple[str, CellSpell, date | None]


@dataclass(frozen=True)
class PartyOverTime:
    """What one party held. `spells`: by target, in order; `until`: the last day that is drawn."""

    negotiation: str
    known_at: datetime
    revision: int
    party: str
    spells: Mapping[str, Sequence[CellSpell]]
    until: date


def timeline_chart(answer: PartyOverTime, names: Names, palette: Palette) -> Chart:
    bars = [bar for target, found in answer.spells.items() for bar in bars_of(target, found)]
    held = [bar for bar in bars if bar[1].position is not None]
    title = title_of(answer, names) if held else _("%s has put no position on record") % names.party(answer.party)
    return Chart(
        title=title,
        subtitle=_(
            "What the party held when: + supports   ± conditional   ? undecided   − opposes   • on the scale; "
            "pale: not reaffirmed for long"
        ),
        source=source_of(answer),
        alternative=_("Bars over time, one line for each target. %(title)s.") % {"title": title},
        spec=spec_of(held, names, palette, until=answer.until) if held else None,
        rows=[row_of(answer.party, bar) for bar in bars],
        columns=COLUMNS,
    )


def title_of(answer: PartyOverTime, names: Names) -> str:
    """On how much the party has spoken, and how often it changed its mind."""
    n_moves = sum(1 for found in answer.spells.values() for _spell in stances_after_the_first(found))
    n = len(answer.spells)
    said = ngettext(
        "%(party)s has spoken on %(n)s issue or proposal", "%(party)s has spoken on %(n)s issues and proposals", n
    ) % {"party": names.party(answer.party), "n": n}
    moved = ngettext("and changed its stance once", "and changed its stance %(moves)s times", n_moves)
    return f"{said} {moved % {'moves': n_moves}}" if n_moves else said


def bars_of(target: str, spells: Sequence[CellSpell]) -> Iterator[Bar]:
    ends = [*(spell.on for spell in spells[1:]), None]
    for spell, end in zip(spells, ends, strict=True):
        yield target, spell, end


def stances_after_the_first(spells: Sequence[CellSpell]) -> Iterator[CellSpell]:
    before = None
    for spell in spells:
        stance = spell.position.stance if spell.position else None
        if before is not None and stance is not None and stance != before:
            yield spell
        before = stance or before


def row_of(party: str, bar: Bar) -> Row:
    target, spell, end = bar
    position = spell.position
    return {
        "party": party,
        "target": target,
        "from": spell.on.isoformat(),
        "to": end.isoformat() if end else None,
        "stance": position.stance.value if position else None,
        "salience": position.salience.value if position else None,
        "absence": spell.absence.value if spell.absence else None,
        "is_stale": spell.is_stale if position else None,
        "summary": position.summary if position else None,
    }


def spec_of(held: Sequence[Bar], names: Names, palette: Palette, *, until: date) -> Spec:
    labels = names.labels_of_targets((target for target, _spell, _end in held), LABEL_CHARACTERS)
    bars: list[dict[str, Any]] = [
        {
            "target": labels[target],
            "from": spell.on.isoformat(),
            "to": max(min(end or until, until), spell.on).isoformat(),
            "colour": palette.stances[spell.position.stance],
            "ink": palette.on_stances[spell.position.stance] if not spell.is_stale else palette.ink,
            "opacity": 0.35 if spell.is_stale else 1,
            "sign": SIGNS[spell.position.stance],
        }
        for target, spell, end in held
        if spell.position and spell.on <= until
    ]
    order = list(dict.fromkeys(bar["target"] for bar in bars))
    y: Spec = {"field": "target", "type": "nominal", "sort": order, "title": None}
    y["axis"] = {"domain": False, "ticks": False, "grid": False}
    x = time_axis("from")
    plain = {"type": "nominal", "scale": None}
    return {
        "width": 560,
        "height": {"step": max(14, min(28, 1200 // max(len(order), 1)))},
        "data": {"values": bars},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.72}, "stroke": palette.paper, "strokeWidth": 1},
                "encoding": {
                    "y": y,
                    "x": x,
                    "x2": {"field": "to"},
                    "color": {"field": "colour", **plain},
                    "opacity": {"field": "opacity", "type": "quantitative", "scale": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontWeight": "bold", "clip": True},
                "encoding": {"y": y, "x": x, "text": {"field": "sign"}, "color": {"field": "ink", **plain}},
            },
        ],
    }
