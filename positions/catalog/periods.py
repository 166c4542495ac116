"""Periods of a catalog run forward: half-open, so the end lies after the start. Both lie in years that can be meant."""

from collections.abc import Iterator
from datetime import date

from positions.catalog.entries import Entries
from positions.catalog.problems import Where
from positions.catalog.tree import Tree
from positions.history import EARLIEST

Period = tuple[Where, str, date | None, str, date | None]


def check_periods(tree: Tree, entries: Entries) -> None:
    for where, first_key, first, last_key, last in _periods(entries):
        for key, day in ((first_key, first), (last_key, last)):
            if day and day < EARLIEST:
                tree.report((*where, key), f"{day} lies too far away; look at the year")
        if first and last and last <= first:
            tree.report(
                (*where, last_key),
                f"{last} is not after {first}, from when it holds; the end is the first day on which it no longer does",
            )
    _check_speakers_given_once(tree, entries)


def _periods(entries: Entries) -> Iterator[Period]:
    if entries.negotiation:
        talks = entries.negotiation
        yield ("negotiation",), "started_on", talks.started_on, "ended_on", talks.ended_on
    for where, party in entries.of("parties"):
        yield where, "from", party.from_on, "to", party.to_on
        for key, rows in (("member_of", party.member_of), ("speakers", party.speakers)):
            for number, row in enumerate(rows):
                yield (*where, key, number), "from", row.from_on, "to", row.to_on


def _check_speakers_given_once(tree: Tree, entries: Entries) -> None:
    """One name may come again with another term of office, which begins on another day."""
    for where, party in entries.of("parties"):
        seen: set[tuple[str, date | None]] = set()
        for number, speaker in enumerate(party.speakers):
            if (speaker.name, speaker.from_on) in seen:
                tree.report(
                    (*where, "speakers", number, "name"),
                    f"“{speaker.name}” speaks for {party.slug} already; another term of office needs another `from`",
                )
            seen.add((speaker.name, speaker.from_on))
