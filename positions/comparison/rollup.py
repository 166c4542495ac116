"""Sub-issues summed up into their parent, and members into their bloc: what is shown together, and by which rule.

Nothing is inferred. A stance on a part is no stance on the whole, nor a member's the bloc's: a cell that stands for
several places shows what is held at each of them, and says where that differs.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from positions.comparison.matrix import (
    Cell,
    CombinedCell,
    Place,
    RolledUp,
    RolledUpPart,
    Withdrawal,
    absent_at,
    cell_at,
)
from positions.comparison.records import Position
from positions.vocabulary import Rollup, Salience, Stance

# By the slug of a row or column, the slugs that it stands for: its own first.
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Held:
    """What is held at one moment, place by place, and where it was withdrawn."""

    positions: Mapping[Place, Position]
    withdrawn: Mapping[Place, Withdrawal]


def roll_up(slugs: Sequence[str], wholes_of: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Rows or columns after summing up: each of `slugs` goes into its wholes, or stays where it has none.

    Shape: by slug of the row, in the order in which rows come up first; what each stands for, itself first, then the
    others in the order given.
    """
    groups: dict[str, list[str]] = {}
    for slug in slugs:
        wholes = wholes_of.get(slug, ())
        for whole in wholes:
            groups.setdefault(whole, [whole]).append(slug)
        if not wholes:
            groups.setdefault(slug, [slug])
    return groups


def rolled_up(rule: Rollup, groups: Groups) -> list[RolledUp]:
    """The rows or columns that stand for others."""
    return [RolledUp(rule=rule, into=into, of=list(of[1:])) for into, of in groups.items() if len(of) > 1]


def rolled_cells(parties: Groups, targets: Groups, held: Held) -> list[Cell]:
    """Row by row, one for every party and target that is left."""
    return [
        rolled_cell((party, target), [(p, t) for p in members for t in parts], held)
        for party, members in parties.items()
        for target, parts in targets.items()
    ]


def rolled_cell(place: Place, covers: Sequence[Place], held: Held) -> Cell:
    """The cell of `place`, which stands for all of `covers`: itself first, and where alone, as without a roll-up."""
    if len(covers) == 1:
        return cell_at(place, held=held.positions, withdrawn=held.withdrawn)
    parts = [
        RolledUpPart(party=part[0], target=part[1], position=position)
        for part in covers
        if part != place and (position := held.positions.get(part)) is not None
    ]
    own = held.positions.get(place)
    if own is None and not parts:
        withdrawals = [held.withdrawn[part] for part in covers if part in held.withdrawn]
        return absent_at(place, max(withdrawals, key=attrgetter("on"), default=None))
    return CombinedCell(
        party=place[0],
        target=place[1],
        absence=None,
        position=own,
        parts=parts,
        n_places=len(covers),
        differ=differ([*([own] if own else []), *(part.position for part in parts)]),
    )


def differ(positions: Sequence[Position]) -> bool:
    """Not all have the same stance and the same place on the scale."""
    return len({(position.stance, position.scale) for position in positions}) > 1


def positions_in(cell: Cell) -> list[Position]:
    """All that is held in a cell."""
    own = [cell.position] if cell.position is not None else []
    return [*own, *(part.position for part in cell.parts)] if isinstance(cell, CombinedCell) else own


def with_matching(
    cells: Sequence[Cell], *, stances: Collection[Stance], saliences: Collection[Salience]
) -> tuple[set[str], set[str]]:
    """The parties and the targets that have at least one cell with such a position; an empty filter lets all pass.

    A filter chooses rows and columns and leaves cells whole: one that was emptied would look like an absence.
    """
    found = [
        (cell.party, cell.target)
        for cell in cells
        if any(
            (not stances or position.stance in stances) and (not saliences or position.salience in saliences)
            for position in positions_in(cell)
        )
    ]
    return {party for party, _ in found}, {target for _, target in found}
