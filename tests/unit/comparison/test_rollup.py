"""Parts are summed up into wholes without inventing anything: what is held stays what it was, where it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.matrix import CombinedCell, EmptyCell, HeldCell, Withdrawal
from positions.comparison.rollup import Held, positions_in, roll_up, rolled_cells, rolled_up, with_matching
from positions.vocabulary import Absence, Rollup, Salience, Stance
from tests.unit.comparison.test_matrix import OPPOSES

SUPPORTS = replace(OPPOSES, stance=Stance.SUPPORTS, salience=Salience.LOW)
QUOTA, SEASON, WATER = "quota", "season", "water"
WIDER = {QUOTA: [WATER], SEASON: [WATER]}


def cell(positions: Mapping[tuple[str, str], object], withdrawn: Mapping[tuple[str, str], Withdrawal] | None = None):
    """What Northland's cell on water comes to, with its two parts rolled up."""
    groups = roll_up([QUOTA, SEASON], WIDER)
    (found,) = rolled_cells({"northland": ["northland"]}, groups, Held(positions=positions, withdrawn=withdrawn or {}))
    return found


def test_a_whole_stands_for_itself_first_and_for_its_parts_in_their_order():
    assert roll_up(["dam", SEASON, QUOTA], WIDER) == {"dam": ["dam"], WATER: [WATER, SEASON, QUOTA]}


def test_a_member_of_two_blocs_goes_into_both():
    groups = roll_up(["northland"], {"northland": ["league", "union"]})
    assert groups == {"league": ["league", "northland"], "union": ["union", "northland"]}


def test_a_cell_of_parts_has_their_positions_and_none_of_its_own():
    found = cell({("northland", QUOTA): OPPOSES})
    assert isinstance(found, CombinedCell)
    assert (found.target, found.position, found.n_places, found.differ) == (WATER, None, 3, False)
    assert [(part.target, part.position) for part in found.parts] == [(QUOTA, OPPOSES)]


def test_where_parts_differ_the_cell_says_so():
    assert cell({("northland", QUOTA): OPPOSES, ("northland", SEASON): SUPPORTS}).differ
    assert not cell({("northland", QUOTA): OPPOSES, ("northland", SEASON): OPPOSES}).differ


def test_its_own_position_stands_apart_from_those_of_the_parts():
    found = cell({("northland", WATER): SUPPORTS, ("northland", QUOTA): OPPOSES})
    assert (found.position, [part.position for part in found.parts], found.differ) == (SUPPORTS, [OPPOSES], True)


def test_its_own_position_is_shown_where_the_parts_hold_nothing():
    found = cell(
        {("northland", WATER): SUPPORTS}, withdrawn={("northland", QUOTA): Withdrawal(date(2024, 2, 1), UUID(int=1))}
    )
    assert isinstance(found, CombinedCell)
    assert (found.position, found.parts) == (SUPPORTS, [])


def test_where_nothing_is_held_the_cell_is_empty_and_withdrawn_if_any_part_was():
    assert cell({}) == EmptyCell("northland", WATER, Absence.NEVER_STATED, None, None, None)
    once, again = (Withdrawal(on=date(2024, 2, day), position=UUID(int=day)) for day in (10, 20))
    found = cell({}, withdrawn={("northland", SEASON): again, ("northland", QUOTA): once})
    assert found == EmptyCell("northland", WATER, Absence.WITHDRAWN, None, again.on, again.position)


def test_rows_that_stand_for_others_are_named():
    (named,) = rolled_up(Rollup.PARENT, roll_up(["dam", QUOTA], WIDER))
    assert (named.rule, named.into, named.of) == (Rollup.PARENT, WATER, [QUOTA])


def test_a_filter_wants_one_position_that_matches_in_all_it_asks_for():
    cells = [HeldCell("northland", "dam", None, OPPOSES), cell({("northland", QUOTA): SUPPORTS})]
    assert with_matching(cells, stances=[Stance.SUPPORTS], saliences=[]) == ({"northland"}, {WATER})
    assert with_matching(cells, stances=[Stance.SUPPORTS], saliences=[Salience.RED_LINE]) == (set(), set())
    assert with_matching(cells, stances=[], saliences=[SUPPORTS.salience]) == ({"northland"}, {WATER})


slugs = st.sampled_from(["a", "b", "c", "d"])
places = st.dictionaries(st.tuples(slugs, slugs), st.sampled_from([OPPOSES, SUPPORTS]))
wholes = st.dictionaries(slugs, st.lists(st.sampled_from(["x", "y"]), unique=True, min_size=1, max_size=2))


@given(places, wholes, st.lists(slugs, unique=True, min_size=1))
def test_every_position_is_still_there_and_no_other(held, wholes_of, asked):
    groups = roll_up(asked, wholes_of)
    cells = rolled_cells(groups, {slug: [slug] for slug in asked}, Held(positions=held, withdrawn={}))
    assert len(cells) == len(groups) * len(asked)
    n_times = {slug: len(wholes_of.get(slug, ["itself"])) for slug in asked}
    expected = sum(n_times[party] for party, target in held if party in asked and target in asked)
    assert sum(len(positions_in(cell)) for cell in cells) == expected


@given(places, st.lists(slugs, unique=True, min_size=1))
def test_without_wholes_nothing_is_rolled_up(held, asked):
    groups = roll_up(asked, {})
    assert rolled_up(Rollup.BLOC, groups) == []
    cells = rolled_cells(groups, groups, Held(positions=held, withdrawn={}))
    assert not any(isinstance(cell, CombinedCell) for cell in cells)
