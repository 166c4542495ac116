"""The matrix as a table to look at: targets down, grouped by topic; parties across; every cell with its look."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from positions.charts.words import whole_percent
from positions.comparison.cells_over_time import HeldThen
from positions.comparison.disagreement import disagreement_by_target
from positions.comparison.matrix import Cell, Matrix, Place
from positions.comparison.records import Party, Position, Target
from positions.pages.state import PARTED_BY, Order, State
from positions.pages.words import ABSENCES, STANCES, Look, Text
from positions.vocabulary import Absence, Salience, TargetKind

# With so many parties or fewer, cells have room for the summary of what is held.
FEW_PARTIES = 5
MOST_UPRIGHT = 10


@dataclass(frozen=True)
class GridCell:
    """One cell as it is shown. `looks`: class names that the style sheet knows."""

    place: str
    looks: str
    sign: str
    word: Text
    is_red_line: bool
    is_stale: bool
    is_changed: bool
    summary: str


@dataclass(frozen=True)
class GridRow:
    """A target and its cells, in the order of the parties. `disagreement`: 0 to 100, None where nothing compares."""

    target: Target
    cells: Sequence[GridCell]
    disagreement: int | None


@dataclass(frozen=True)
class GridGroup:
    """The rows of one topic; an empty topic for proposals and for issues without one."""

    topic: str
    rows: Sequence[GridRow]


@dataclass(frozen=True)
class Grid:
    parties: Sequence[Party]
    groups: Sequence[GridGroup]
    is_roomy: bool

    @property
    def is_upright(self) -> bool:
        """On a wide screen the names of the parties fit beside each other."""
        return len(self.parties) <= MOST_UPRIGHT

    @property
    def n_columns(self) -> int:
        return len(self.parties) + 2


def lay_out(matrix: Matrix, state: State, *, changed: Collection[Place]) -> Grid:
    """The table of a matrix; `changed`: the cells that differ from the comparison it is held against."""
    cells = {(cell.party, cell.target): cell for cell in matrix.cells}
    is_roomy = len(matrix.parties) <= FEW_PARTIES
    apart = disagreements(matrix)
    rows = [
        GridRow(
            target=target,
            cells=[matrix_cell(cells[party.slug, target.slug], changed=changed) for party in matrix.parties],
            disagreement=None if apart[target.slug] is None else whole_percent(apart[target.slug] or 0),
        )
        for target in matrix.targets
    ]
    return Grid(matrix.parties, grouped(rows, order=state.order), is_roomy)


def disagreements(matrix: Matrix) -> dict[str, float | None]:
    """By target, how far the parties shown are apart."""
    held: dict[str, dict[str, Position]] = {party.slug: {} for party in matrix.parties}
    for cell in matrix.cells:
        if cell.position is not None:
            held[cell.party][cell.target] = cell.position
    return disagreement_by_target(held, targets=[target.slug for target in matrix.targets])


def grouped(rows: Sequence[GridRow], *, order: Order | None) -> list[GridGroup]:
    """By topic in the catalog's order, proposals last; in one group where another order was asked for."""
    if order is Order.DISAGREEMENT:
        return [GridGroup("", sorted(rows, key=lambda row: (row.disagreement is None, -(row.disagreement or 0))))]
    if order is Order.TITLE:
        return [GridGroup("", sorted(rows, key=lambda row: row.target.title.casefold()))]
    headings = list(dict.fromkeys(heading_of(row.target) for row in rows))
    headings.sort(key=lambda heading: heading in {_("Proposals"), _("Other issues")})
    by_heading = sorted(rows, key=lambda row: headings.index(heading_of(row.target)))
    return [GridGroup(topic, list(found)) for topic, found in groupby(by_heading, lambda row: heading_of(row.target))]


def heading_of(target: Target) -> str:
    if target.kind is TargetKind.PROPOSAL:
        return _("Proposals")
    topic = target.topic or _("Other issues")
    return topic[:1].upper() + topic[1:]


def grid_cell(
    party: str, target: str, position: Position | None, absence: Absence | None, *, is_changed: bool = False
) -> GridCell:
    """What a party holds on a target, or why it holds nothing, as it is shown."""
    look = look_of(position, absence)
    is_red_line = position is not None and position.salience is Salience.RED_LINE
    is_stale = position is not None and position.is_stale
    return GridCell(
        place=f"{party}{PARTED_BY}{target}",
        looks=looks(look, is_red_line=is_red_line, is_stale=is_stale, is_changed=is_changed),
        sign=look.sign,
        word=look.word,
        is_red_line=is_red_line,
        is_stale=is_stale,
        is_changed=is_changed,
        summary=position.summary if position is not None else "",
    )


def matrix_cell(cell: Cell, *, changed: Collection[Place]) -> GridCell:
    is_changed = (cell.party, cell.target) in changed
    return grid_cell(cell.party, cell.target, cell.position, cell.absence, is_changed=is_changed)


def look_of(position: Position | HeldThen | None, absence: Absence | None) -> Look:
    if position is not None:
        return STANCES[position.stance]
    return ABSENCES[absence or Absence.NEVER_STATED]


def looks(look: Look, *, is_red_line: bool, is_stale: bool, is_changed: bool = False) -> str:
    """Class names of a cell: its stance or absence, then red line, stale and changed where it is."""
    marks: Mapping[str, bool] = {"r": is_red_line, "f": is_stale, "d": is_changed}
    return " ".join([look.letter, *(letter for letter, is_so in marks.items() if is_so)])
