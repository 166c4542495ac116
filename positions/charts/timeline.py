"""What one party held on each target over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from positions.charts.axes import AXIS_HEIGHT, Days, axis, upright_lines
from positions.charts.cells import LABEL_CHARACTERS
from positions.charts.chart import Chart, Drawn, Names, Row
from positions.charts.labels import width_of
from positions.charts.look import SIGNS, Palette
from positions.charts.placing import BELOW, PADDING, beside, placed
from positions.charts.words import source_of
from positions.comparison.cells_over_time import CellSpell

COLUMNS = ("party", "target", "from", "to", "stance", "salience", "absence", "is_stale", "summary")
WIDTH = 520  # pixels, of the days
SIGN_WIDTH = 12  # pixels that a sign takes
STALE = 0.35  # how much colour a position keeps that was not reaffirmed for long
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
        draw=partial(draw, held, names, palette, until=answer.until) if held else None,
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


def draw(held: Sequence[Bar], names: Names, palette: Palette, *, until: date) -> Drawn:
    """A row for each target, with a bar for each spell until the next."""
    bars = [bar for bar in held if bar[1].on <= until]
    labels = names.labels_of_targets((target for target, _spell, _end in bars), LABEL_CHARACTERS)
    step = max(14, min(28, 1200 // len(labels)))
    left, height = PADDING + max(map(width_of, labels.values())), step * len(labels)
    days = Days(min(spell.on for _target, spell, _end in bars), until, WIDTH)
    rows = {target: number * step for number, target in enumerate(labels)}
    drawn = chain(
        [upright_lines(days, height, palette)],
        (bar_svg(bar, rows[bar[0]], step, days, palette) for bar in bars),
        axis(days, height, palette),
        beside(labels.values(), step),
    )
    return placed(drawn, palette, left=left), left + WIDTH, height + AXIS_HEIGHT


def bar_svg(bar: Bar, top: int, step: int, days: Days, palette: Palette) -> str:
    """With its sign, where there is room."""
    _target, spell, end = bar
    if spell.position is None:
        return ""
    stance, x = spell.position.stance, days.x(spell.on)
    width = max(days.x(min(end or days.last, days.last)) - x - 1, 2)
    ink, opacity = (palette.ink, STALE) if spell.is_stale else (palette.on_stances[stance], 1)
    at = f'x="{x:.1f}" y="{top + 0.14 * step:.1f}" width="{width:.1f}" height="{0.72 * step:.1f}"'
    sign = f'x="{x + 4:.1f}" y="{top + step / 2 + BELOW:.1f}" fill="{ink}" font-weight="bold"'
    written = f"<text {sign}>{SIGNS[stance]}</text>" if width > SIGN_WIDTH else ""
    return f'<rect {at} fill="{palette.stances[stance]}" fill-opacity="{opacity}"/>{written}'
