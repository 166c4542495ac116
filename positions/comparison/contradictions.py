"""Where one party says different things at the same time: in accepted statements, by different speakers or by one.

In: accepted statements as they were read. Out: pairs of them, worst first. The same words in many articles count as
one: of the statements of a speaker on a day with one stance, the first stands for all.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison.agreement import agreement_on
from positions.comparison.holdings import Holding
from positions.comparison.matrix import Place
from positions.comparison.records import Evidence, Record
from positions.vocabulary import Act, Salience, Speakers, Stance

# Two statements no further apart are of the same time. A news week: an utterance and what another organ of the party
# says to it fall within, while most changes of policy take longer. Units: days. A choice of ours; askers may set it.
WINDOW_DAYS = 7
# Ranked within one severity: who speaks for a party as two voices contradicts more than one who may have moved.
SPEAKERS_RANKED = (Speakers.DIFFERENT, Speakers.UNKNOWN, Speakers.SAME)


@dataclass(frozen=True)
class SpokenStance(Record):
    """A stance as one accepted statement puts it."""

    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    act: Act
    """How it was put."""
    salience: Salience
    """How much the party cares, as far as the text says so."""
    condition: str
    """What a conditional stance hangs on; else empty."""
    n_statements: int
    """How many accepted statements of that speaker and day say so."""
    evidence: Evidence
    """The first of them, with its quote and offsets."""


@dataclass(frozen=True)
class Contradiction(Record):
    """Two stances of one party on one target, at the same time."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    severity: float
    """One minus the agreement of the two stances: 1 for against for, 0.25 for conditional beside for."""
    days_apart: int
    """Days between the two."""
    speakers: Speakers
    """Whether two speakers said it, or one."""
    first: SpokenStance
    """What was said first."""
    second: SpokenStance
    """What was said then, on the same day or later."""


@dataclass(frozen=True)
class Contradictions(Record):
    """Where parties contradict themselves, worst first."""

    negotiation: str
    """Slug of the talks."""
    valid_on: date
    """Last day on which what is compared was said."""
    known_at: datetime
    """Which statements had been accepted at this instant? Asked again with both times, the answer is the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    window_days: int
    """How many days two statements may lie apart."""
    n_found: int
    """How many contradictions there are in all."""
    contradictions: list[Contradiction]
    """The worst of them, as many as were asked for."""


@dataclass(frozen=True)
class AcceptedStatement:
    """One statement as it was accepted."""

    party: str
    target: str
    stance: Stance
    act: Act
    salience: Salience
    condition: str
    evidence: Evidence


def find_contradictions(
    statements: Iterable[AcceptedStatement], *, window_days: int, most: int
) -> tuple[int, list[Contradiction]]:
    """How many there are, and the worst `most` of them: gravest first, then two voices before one, then nearest.

    Statements of one day are taken in the order given.
    """
    by_place: defaultdict[Place, list[AcceptedStatement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.party, statement.target].append(statement)
    n_found = 0

    def counted() -> Iterator[Contradiction]:
        nonlocal n_found
        for place, said in by_place.items():
            for found in contradictions_at(place, spoken_stances(said), window_days=window_days):
                n_found += 1
                yield found

    worst = heapq.nsmallest(most, counted(), key=rank)
    return n_found, worst


def spoken_stances(said: Iterable[AcceptedStatement]) -> list[SpokenStance]:
    """One for each day, speaker and stance, by day; the first statement stands for all."""
    grouped: defaultdict[tuple[object, ...], list[AcceptedStatement]] = defaultdict(list)
    for statement in sorted(said, key=lambda statement: statement.evidence.said_on):
        proof = statement.evidence
        # Where nobody is named, an article is a voice of its own.
        voice = proof.speaker.casefold() if proof.speaker else proof.article.id
        grouped[proof.said_on, voice, statement.stance].append(statement)
    return [
        SpokenStance(
            stance=group[0].stance,
            act=group[0].act,
            salience=group[0].salience,
            condition=group[0].condition,
            n_statements=len(group),
            evidence=group[0].evidence,
        )
        for group in grouped.values()
    ]


def contradictions_at(place: Place, spoken: Sequence[SpokenStance], *, window_days: int) -> Iterator[Contradiction]:
    """Every two stances of one party on one target that differ, no further apart than the window."""
    start = 0
    for number, second in enumerate(spoken):
        while days_between(spoken[start], second) > window_days:
            start += 1
        for first in spoken[start:number]:
            agreement = agreement_on(Holding(first.stance), Holding(second.stance))
            if agreement is not None and agreement < 1:
                yield Contradiction(
                    party=place[0],
                    target=place[1],
                    severity=1 - agreement,
                    days_apart=days_between(first, second),
                    speakers=speakers_of(first.evidence.speaker, second.evidence.speaker),
                    first=first,
                    second=second,
                )


def days_between(first: SpokenStance, second: SpokenStance) -> int:
    return (second.evidence.said_on - first.evidence.said_on).days


def speakers_of(one: str | None, other: str | None) -> Speakers:
    """A name whose words are all among the other's is the same person: Ada Holm, Holm."""
    if not one or not other:
        return Speakers.UNKNOWN
    words, others = (set(name.casefold().split()) for name in (one, other))
    return Speakers.SAME if words <= others or others <= words else Speakers.DIFFERENT


def rank(found: Contradiction) -> tuple[object, ...]:
    latest = -found.second.evidence.said_on.toordinal()
    return -found.severity, SPEAKERS_RANKED.index(found.speakers), found.days_apart, latest, found.party, found.target
