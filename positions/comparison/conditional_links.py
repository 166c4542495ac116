"""What waits for what, as a graph, and where each waits for the other. In: links. Out: the graph with its deadlocks."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from positions.comparison import ENGINE
from positions.comparison.records import Moment, Record

Node = tuple[str, str]  # slugs of a party and a target
Awaited = Mapping[Node, Sequence[Node]]


@dataclass(frozen=True)
class WaitingLink(Record):
    """A party moves on a target only after a party (another, or itself) has moved on another target."""

    id: UUID
    """Public id; a link that is set anew gets one of its own."""
    party: str
    """Slug of the party that waits."""
    target: str
    """Slug of the issue or proposal on which it waits."""
    awaits_party: str
    """Slug of the party whose move is waited for."""
    awaits_target: str
    """Slug of the issue or proposal on which that move must be."""
    note: str
    """The condition in words; empty where the link says all."""
    statement: UUID | None
    """Public id of the statement that says so; null where none is named."""
    recorded_at: datetime
    """From when this database said so."""

    @property
    def waits(self) -> Node:
        return self.party, self.target

    @property
    def awaited(self) -> Node:
        return self.awaits_party, self.awaits_target


@dataclass(frozen=True)
class WaitingNode(Record):
    """One party on one target, as an end of links."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    n_awaits: int
    """For how many moves it waits."""
    n_awaited_by: int
    """How many others wait for it."""
    cycle: int | None
    """Which of the answer's cycles it is in, counted from 0; null where it is in none."""
    awaits_cycle: bool
    """It can't move before a cycle is broken: it is in one, or waits for one, directly or not."""


@dataclass(frozen=True)
class WaitingPlace(Record):
    """One party on one target."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""


@dataclass(frozen=True)
class WaitingCycle(Record):
    """A deadlock: each of its members waits for every other, directly or not, so that none can move first."""

    members: list[WaitingPlace]
    """All that hang together so, by party and target."""
    shortest: list[WaitingPlace]
    """One shortest round: each waits for the next, the last for the first."""


@dataclass(frozen=True)
class WaitingGraph(Record):
    """What waits for what, as curators set it, and where each waits for the other."""

    rows_are: ClassVar[str] = "links"

    negotiation: str
    """Slug of the talks."""
    known_at: datetime
    """What did this database say at this instant?"""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    nodes: list[WaitingNode]
    """The ends of all links, by party and target."""
    links: list[WaitingLink]
    """What waits for what, in the order recorded."""
    cycles: list[WaitingCycle]
    """Deadlocks, the one with most members first."""


def waiting_graph(negotiation: str, *, moment: Moment, links: Sequence[WaitingLink]) -> WaitingGraph:
    """The graph of the links, whatever their order, and its strongly connected components of two or more nodes."""
    nodes = sorted({end for link in links for end in (link.waits, link.awaited)})
    awaits = neighbours([(link.waits, link.awaited) for link in links])
    awaited_by = neighbours([(link.awaited, link.waits) for link in links])
    cycles = deadlocks(nodes, awaits)
    number_of = {node: number for number, members in enumerate(cycles) for node in members}
    stuck = reached_from(number_of, awaited_by)
    return WaitingGraph(
        negotiation=negotiation,
        known_at=moment.known_at,
        revision=moment.revision,
        engine=ENGINE,
        nodes=[
            WaitingNode(
                party=node[0],
                target=node[1],
                n_awaits=len(awaits.get(node, ())),
                n_awaited_by=len(awaited_by.get(node, ())),
                cycle=number_of.get(node),
                awaits_cycle=node in stuck,
            )
            for node in nodes
        ],
        links=list(links),
        cycles=[
            WaitingCycle(members=places(members), shortest=places(shortest_round(members, awaits)))
            for members in cycles
        ],
    )


def places(nodes: Sequence[Node]) -> list[WaitingPlace]:
    return [WaitingPlace(party=party, target=target) for party, target in nodes]


def neighbours(pairs: Sequence[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    """By node, the nodes it leads to, sorted, each once."""
    found: dict[Node, set[Node]] = {}
    for start, end in pairs:
        found.setdefault(start, set()).add(end)
    return {node: sorted(ends) for node, ends in found.items()}


def deadlocks(nodes: Sequence[Node], awaits: Awaited) -> list[list[Node]]:
    """Sets of nodes that all lead to each other, the largest first, then by party and target. Source: SciPy."""
    if not nodes:
        return []
    at = {node: number for number, node in enumerate(nodes)}
    edges = [(at[start], at[end]) for start, ends in awaits.items() for end in ends]
    rows, columns = zip(*edges, strict=True)
    matrix = coo_array((np.ones(len(edges), dtype=np.int8), (rows, columns)), shape=(len(nodes), len(nodes)))
    _, labels = connected_components(matrix.tocsr(), directed=True, connection="strong")
    groups: dict[int, list[Node]] = {}
    for node, label in zip(nodes, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(node)
    return sorted((group for group in groups.values() if len(group) > 1), key=lambda group: (-len(group), group))


def shortest_round(members: Sequence[Node], awaits: Awaited) -> list[Node]:
    """A shortest cycle among the members, from the least of its nodes on; of several, the first in order."""
    inside = set(members)
    rounds = [way for start in members if (way := way_back(start, awaits, inside))]
    return min(rounds, key=lambda way: (len(way), way))


def way_back(start: Node, awaits: Awaited, inside: set[Node]) -> list[Node]:
    """A shortest way from `start` back to it, without its repetition at the end. Empty where there is none."""
    before: dict[Node, Node] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for following in awaits.get(node, ()):
            if following == start:
                return trail(node, before, start)
            if following in inside and following not in before:
                before[following] = node
                queue.append(following)
    return []


def trail(node: Node, before: Mapping[Node, Node], start: Node) -> list[Node]:
    way = [node]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def reached_from(starts: Mapping[Node, int], leads_to: Awaited) -> set[Node]:
    """The starts, and every node that can be reached from them."""
    found, queue = set(starts), deque(starts)
    while queue:
        for node in leads_to.get(queue.popleft(), ()):
            if node not in found:
                found.add(node)
                queue.append(node)
    return found
