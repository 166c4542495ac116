"""The matrix as one picture, for previews and the front page: who holds what, in colours and signs."""

from collections import Counter
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from positions.charts.cells import COLUMN_CHARACTERS, LABEL_CHARACTERS, DrawnCell, cells_grid, stance_cell
from positions.charts.chart import Chart, Names, Row
from positions.charts.grids import grid_svg
from positions.charts.look import Palette
from positions.charts.words import source_of
from positions.comparison.matrix import Cell, Matrix
from positions.vocabulary import Salience, Stance

COLUMNS = ("party", "target", "stance", "salience", "absence", "is_stale", "summary")
# More rows and columns than this are not read in a picture, which then says of how many it shows the first.
MOST_TARGETS = 60
MOST_PARTIES = 40


def matrix_chart(answer: Matrix, names: Names, palette: Palette) -> Chart:
    """Parties and targets of which something is held; the others would be empty rows and columns."""
    held = [cell for cell in answer.cells if cell.position is not None]
    of_parties, of_targets = {cell.party for cell in held}, {cell.target for cell in held}
    parties = [p.slug for p in answer.parties if p.slug in of_parties]
    targets = [t.slug for t in answer.targets if t.slug in of_targets]
    part = told_part(len(parties), len(targets))
    parties, targets = parties[:MOST_PARTIES], targets[:MOST_TARGETS]
    rows = names.labels_of_targets(targets, LABEL_CHARACTERS)
    columns = names.labels_of_parties(parties, COLUMN_CHARACTERS)
    cells = [
        matrix_cell(cell, rows[cell.target], columns[cell.party], palette)
        for cell in answer.cells
        if cell.party in columns and cell.target in rows
    ]
    grid = cells_grid(cells, list(rows.values()), list(columns.values()), width=150)
    times = Counter(cell.position.stance for cell in held if cell.position)
    day = date_format(answer.valid_on, "DATE_FORMAT")
    counts = {"day": day, "for": times[Stance.SUPPORTS], "against": times[Stance.OPPOSES], "n": len(held)}
    return Chart(
        title=_("Who holds what on %(day)s") % {"day": day},
        subtitle=_(
            "+ supports   ± conditional   ? undecided   − opposes   • on the scale   ! red line   empty: nothing known"
        )
        + part,
        source=source_of(answer, valid_on=answer.valid_on),
        alternative=_("A table of %(n)s positions held on %(day)s: %(for)s for, %(against)s against.") % counts + part,
        draw=partial(grid_svg, grid, palette) if held else None,
        rows=[row_of(cell) for cell in answer.cells],
        columns=COLUMNS,
    )


def told_part(n_parties: int, n_targets: int) -> str:
    """What a picture shows of a table that is too large for it; nothing of one that is whole."""
    if n_parties <= MOST_PARTIES and n_targets <= MOST_TARGETS:
        return ""
    counts = {
        "parties": min(n_parties, MOST_PARTIES),
        "of_parties": n_parties,
        "targets": min(n_targets, MOST_TARGETS),
        "of_targets": n_targets,
    }
    shown = _(
        "The picture shows %(parties)s of %(of_parties)s parties, %(targets)s of %(of_targets)s issues and proposals."
    )
    return f". {shown % counts}"


def matrix_cell(cell: Cell, row: str, column: str, palette: Palette) -> DrawnCell:
    held = cell.position
    mark = "!" if held and held.salience is Salience.RED_LINE else ""
    return stance_cell(held.stance if held else None, row, column, palette, mark=mark)


def row_of(cell: Cell) -> Row:
    position = cell.position
    return {
        "party": cell.party,
        "target": cell.target,
        "stance": position.stance.value if position else None,
        "salience": position.salience.value if position else None,
        "absence": cell.absence.value if cell.absence else None,
        "is_stale": position.is_stale if position else None,
        "summary": position.summary if position else None,
    }
