"""Tables as pictures, before they are drawn: coloured cells with a sign in each, rows and columns in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from positions.charts.look import SIGNS, Palette
from positions.vocabulary import Stance

# How many characters of a name stand beside a row.
LABEL_CHARACTERS = 44
# The same above columns.
COLUMN_CHARACTERS = 24


class DrawnCell(NamedTuple):
    """`row`, `column`: their labels. `ink`: of the sign. `note`: small, below it. Hollow: only edged in colour."""

    row: str
    column: str
    colour: str
    ink: str
    sign: str
    note: str = ""
    is_hollow: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table to be drawn, in which no two rows or columns are called alike. Units: pixels, of a cell.

    `frames`: squares that stand out, each from a first to a last row and column. `scale`: what the colours tell, from
    100 % down to 0 by the `shades`; empty: they tell no number.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[DrawnCell]
    width: int
    height: int
    sign_style: str = 'font-size="13" font-weight="bold"'
    frames: Sequence[tuple[str, str]] = ()
    scale: str = ""
    shades: Sequence[str] = ()


def stance_cell(stance: Stance | None, row: str, column: str, palette: Palette, *, mark: str = "") -> DrawnCell:
    """In the stance's colours and with its sign, and a mark beside it; None: nothing is known."""
    if stance is None:
        return DrawnCell(row, column, palette.empty, palette.soft, mark)
    return DrawnCell(row, column, palette.stances[stance], palette.on_stances[stance], SIGNS[stance] + mark)


def cells_grid(cells: Sequence[DrawnCell], rows: Sequence[str], columns: Sequence[str], *, width: int) -> Grid:
    """With few columns there is room for wider ones, up to `width`."""
    return Grid(
        rows=rows,
        columns=columns,
        cells=cells,
        width=max(18, min(width, 560 // max(len(columns), 1))),
        height=max(12, min(26, 900 // max(len(rows), 1))),
    )
