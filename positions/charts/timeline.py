"""What one party held on each target over time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain, pairwise, zip_longest
from typing import NamedTuple

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
from positions.vocabulary import Stance

COLUMNS = ("party", "target", "from", "to", "stance", "salience", "absence", "is_stale", "summary")
WIDTH = 520  # pixels, of the days
SIGN_WIDTH = 12  # pixels that a sign takes
STALE = 0.35  # how much colour a position keeps that was not reaffirmed for long
# A target, what was held on it or not, and the day on which the next spell begins.
Spell = tuple[str, CellSpell, date | None]


class Bar(NamedTuple):
    """A stance that was held on a target from `start` until `end`; a null end is open."""

    target: str
    stance: Stance
    start: date
    end: date | None
    is_stale: bool


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
    spells = [spell for spell in spells_of(answer) if spell[1].on <= answer.until]
    bars = list(bars_of(spells))
    title = title_of(names.party(answer.party), bars)
    return Chart(
        title=title,
        subtitle=_(
            "What the party held when: + supports   ± conditional   ? undecided   − opposes   • on the scale; "
            "pale: not reaffirmed for long"
        ),
        source=source_of(answer),
        alternative=_("Bars over time, one line for each target. %(title)s.") % {"title": title},
        draw=partial(draw, bars, names, palette, until=answer.until) if bars else None,
        rows=[row_of(answer.party, spell) for spell in spells],
        columns=COLUMNS,
    )


def title_of(party: str, bars: Sequence[Bar]) -> str:
    """On how much the party has spoken, and how often it changed its mind."""
    if not bars:
        return _("%s has put no position on record") % party
    n_moves = sum(bar.target == before.target and bar.stance != before.stance for before, bar in pairwise(bars))
    n = len({bar.target for bar in bars})
    said = ngettext(
        "%(party)s has spoken on %(n)s issue or proposal", "%(party)s has spoken on %(n)s issues and proposals", n
    ) % {"party": party, "n": n}
    moved = ngettext("and changed its stance once", "and changed its stance %(moves)s times", n_moves)
    return f"{said} {moved % {'moves': n_moves}}" if n_moves else said


def spells_of(answer: PartyOverTime) -> Iterator[Spell]:
    for target, spells in answer.spells.items():
        for spell, following in zip_longest(spells, spells[1:]):
            yield target, spell, following.on if following else None


def bars_of(spells: Iterable[Spell]) -> Iterator[Bar]:
    """Of the spells in which something was held."""
    for target, spell, end in spells:
        if spell.position is not None:
            yield Bar(target, spell.position.stance, spell.on, end, spell.is_stale)


def row_of(party: str, found: Spell) -> Row:
    target, spell, end = found
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


def draw(bars: Sequence[Bar], names: Names, palette: Palette, *, until: date) -> Drawn:
    """A row for each target, with a bar for each spell until the next."""
    labels = names.labels_of_targets((bar.target for bar in bars), LABEL_CHARACTERS)
    step = max(14, min(28, 1200 // len(labels)))
    left, height = PADDING + max(map(width_of, labels.values())), step * len(labels)
    days = Days(min(bar.start for bar in bars), until, WIDTH)
    rows = {target: number * step for number, target in enumerate(labels)}
    drawn = chain(
        [upright_lines(days, height, palette)],
        (bar_svg(bar, rows[bar.target], step, days, palette) for bar in bars),
        axis(days, height, palette),
        beside(labels.values(), step),
    )
    return placed(drawn, palette, left=left), left + WIDTH, height + AXIS_HEIGHT


def bar_svg(bar: Bar, top: int, step: int, days: Days, palette: Palette) -> str:
    """With its sign, where there is room."""
    stance, x = bar.stance, days.x(bar.start)
    width = max(days.x_of_end(bar.end) - x - 1, 2)
    ink, opacity = (palette.ink, STALE) if bar.is_stale else (palette.on_stances[stance], 1)
    at = f'x="{x:.1f}" y="{top + 0.14 * step:.1f}" width="{width:.1f}" height="{0.72 * step:.1f}"'
    sign = f'x="{x + 4:.1f}" y="{top + step / 2 + BELOW:.1f}" fill="{ink}" font-weight="bold"'
    written = f"<text {sign}>{SIGNS[stance]}</text>" if width > SIGN_WIDTH else ""
    return f'<rect {at} fill="{palette.stances[stance]}" fill-opacity="{opacity}"/>{written}'
