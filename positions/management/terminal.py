"""A comparison and what waits for review, as tables for a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from positions.comparison.matrix import Cell, Matrix
from positions.models import Statement
from positions.vocabulary import Absence, Salience, Stance

# Colour never stands alone: each stance has a sign too.
LOOKS = {
    Stance.SUPPORTS: ("+", "green"),
    Stance.CONDITIONAL: ("±", "yellow"),
    Stance.UNDECIDED: ("?", "cyan"),
    Stance.OPPOSES: ("−", "red"),
    Stance.UNSPECIFIED: ("·", "white"),
}
EMPTY = {Absence.NEVER_STATED: "", Absence.WITHDRAWN: "withdrawn"}
# Where the output is no terminal, lines have this many characters.
PLAIN_WIDTH_CHARACTERS = 120


def console() -> Console:
    """Standard output, as wide as the terminal, or wide enough to read where there is none."""
    screen = Console()
    return screen if screen.is_terminal else Console(width=PLAIN_WIDTH_CHARACTERS)


def matrix_table(matrix: Matrix, *, title: str) -> Table:
    """Targets down, parties across, grouped by topic; who holds nothing and what nobody holds on are left out."""
    speaking = {cell.party for cell in matrix.cells if cell.position is not None}
    spoken_of = {cell.target for cell in matrix.cells if cell.position is not None}
    parties = [party for party in matrix.parties if party.slug in speaking]
    cells = {(cell.party, cell.target): cell for cell in matrix.cells}
    table = Table(title=title, title_style="bold", header_style="bold", caption=legend())
    table.add_column("Issue or proposal", overflow="fold", ratio=2)
    for party in parties:
        table.add_column(party.name, overflow="fold", ratio=1)
    before = None
    targets = [target for target in matrix.targets if target.slug in spoken_of]
    for target in sorted(targets, key=lambda target: target.topic or "~"):
        if before is not None and target.topic != before.topic:
            table.add_section()
        table.add_row(target.title, *(cell_text(cells[party.slug, target.slug]) for party in parties))
        before = target
    return table


def cell_text(cell: Cell) -> Text:
    """Sign, stance and act; a red line is said in words, on a line of its own."""
    if cell.position is None:
        return Text(EMPTY[Absence(cell.absence)] if cell.absence else "", style="dim")
    position = cell.position
    sign, colour = LOOKS[position.stance]
    red_line = "\nRED LINE" if position.salience is Salience.RED_LINE else ""
    return Text(f"{sign} {position.stance} ({position.act}){red_line}", style=f"bold {colour}" if red_line else colour)


def legend() -> str:
    return "empty: never stated · undecided: the party has said that it is · words that prove each cell: see the API"


def suggestions_table(statements: Iterable[Statement], *, title: str) -> Table:
    """Statements that nobody has decided about, each with its words."""
    table = Table(title=title, title_style="bold", header_style="bold", caption="nothing here is published")
    for name, ratio in (("Party", 2), ("Target", 3), ("Stance", 2), ("Known how", 2), ("Sure", 1), ("Quote", 7)):
        table.add_column(name, overflow="fold", ratio=ratio)
    for statement in statements:
        sign, colour = LOOKS[Stance(statement.stance)]
        sure = "" if statement.confidence is None else f"{statement.confidence:.0%}"
        table.add_row(
            statement.party.name,
            statement.target.title,
            Text(f"{sign} {statement.stance}", style=colour),
            statement.attribution,
            sure,
            f"“{statement.quote}”",
        )
    return table
