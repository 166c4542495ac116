"""Links make a graph; where each waits for the other, that is a deadlock."""

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.conditional_links import Node, WaitingGraph, WaitingLink, waiting_graph
from positions.comparison.records import Moment

MOMENT = Moment(valid_on=date(2024, 3, 5), known_at=datetime(2024, 3, 6, tzinfo=UTC), revision=17)
WATER, DAM, TOLLS, DRAFT = (("northland", "water"), ("southland", "dam"), ("southland", "tolls"), ("league", "draft"))


def link(waits: Node, awaited: Node) -> WaitingLink:
    return WaitingLink(
        id=UUID(int=1),
        party=waits[0],
        target=waits[1],
        awaits_party=awaited[0],
        awaits_target=awaited[1],
        note="",
        statement=None,
        recorded_at=MOMENT.known_at,
    )


def graph(*pairs: tuple[Node, Node]) -> WaitingGraph:
    return waiting_graph("river-talks", moment=MOMENT, links=[link(*pair) for pair in pairs])


def nodes_of(found) -> list[Node]:
    return [(place.party, place.target) for place in found]


def test_without_links_there_is_nothing():
    found = graph()
    assert (found.nodes, found.links, found.cycles) == ([], [], [])


def test_a_chain_is_no_deadlock():
    found = graph((WATER, DAM), (DAM, TOLLS))
    assert found.cycles == []
    assert [(n.target, n.n_awaits, n.n_awaited_by, n.awaits_cycle) for n in found.nodes] == [
        ("water", 1, 0, False),
        ("dam", 1, 1, False),
        ("tolls", 0, 1, False),
    ]


def test_two_that_wait_for_each_other_are_a_deadlock():
    (cycle,) = graph((WATER, DAM), (DAM, WATER)).cycles
    assert nodes_of(cycle.members) == nodes_of(cycle.shortest) == [WATER, DAM]


def test_a_round_is_told_in_the_order_of_waiting():
    (cycle,) = graph((WATER, TOLLS), (TOLLS, DAM), (DAM, WATER)).cycles
    assert nodes_of(cycle.shortest) == [WATER, TOLLS, DAM]


def test_whoever_waits_for_a_deadlock_is_stuck_without_being_in_it():
    found = graph((WATER, DAM), (DAM, WATER), (DRAFT, WATER), (WATER, TOLLS))
    assert {n.target: (n.cycle, n.awaits_cycle) for n in found.nodes} == {
        "water": (0, True),
        "dam": (0, True),
        "draft": (None, True),
        "tolls": (None, False),
    }


def test_the_example_of_the_page_on_comparison_comes_out_as_it_says():
    page = (Path(__file__).parents[3] / "docs" / "comparison.md").read_text(encoding="utf-8")
    table = page[page.index("| who | on | only after |") :].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    found = graph(*[((who, on), (after, on_that)) for who, on, after, on_that in rows])
    assert [len(cycle.members) for cycle in found.cycles] == [2]
    assert {n.party for n in found.nodes if n.awaits_cycle and n.cycle is None} == {"river-league"}


def test_of_a_larger_knot_the_shortest_round_is_shown():
    (cycle,) = graph((WATER, DAM), (DAM, TOLLS), (TOLLS, WATER), (TOLLS, DRAFT), (DRAFT, TOLLS)).cycles
    assert len(cycle.members) == 4
    assert nodes_of(cycle.shortest) == [DRAFT, TOLLS]


def test_two_deadlocks_are_told_apart_the_larger_first():
    found = graph((WATER, DRAFT), (DRAFT, WATER), (DAM, TOLLS), (TOLLS, ("a", "b")), (("a", "b"), DAM))
    assert [len(cycle.members) for cycle in found.cycles] == [3, 2]


some_nodes = st.sampled_from([WATER, DAM, TOLLS, DRAFT, ("league", "dam"), ("northland", "tolls")])
pairs = st.lists(st.tuples(some_nodes, some_nodes).filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=14)


def leads_back(start: Node, edges: list[tuple[Node, Node]]) -> bool:
    """The slow way: follow every link until nothing new is found."""
    found = {end for waits, end in edges if waits == start}
    while more := {end for waits, end in edges if waits in found} - found:
        found |= more
    return start in found


@given(pairs)
def test_a_node_is_in_a_cycle_when_its_links_lead_back_to_it(edges: list[tuple[Node, Node]]):
    found = graph(*edges)
    assert {(n.party, n.target) for n in found.nodes if n.cycle is not None} == {
        node for pair in edges for node in pair if leads_back(node, edges)
    }


@given(pairs)
def test_each_of_a_shortest_round_waits_for_the_next(edges: list[tuple[Node, Node]]):
    for cycle in graph(*edges).cycles:
        around = nodes_of(cycle.shortest)
        assert all(step in edges for step in pairwise([*around, around[0]]))
        assert len(set(around)) == len(around) <= len(cycle.members)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing_else(edges: list[tuple[Node, Node]], random):
    shuffled = random.sample(edges, len(edges))
    one, other = graph(*edges), graph(*shuffled)
    assert (one.nodes, one.cycles) == (other.nodes, other.cycles)
