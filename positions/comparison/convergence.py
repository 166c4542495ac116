"""Whether parties come closer: their score at every change of what counts in it.

In: what parties held over time, as spells that `queries` read at once. Out: points in time, each with the targets that
changed. Between two points nothing that counts changed. What counts is what `scores` looks at: stance, salience and
place on the scale of either side, and which targets are compared; a new wording alone makes no point.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import fsum
from typing import ClassVar

from positions.comparison.agreement import agreement_on
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.matrix import Place
from positions.comparison.records import Record
from positions.comparison.scores import Agreement, Weighing, score_weighings
from positions.comparison.weights import targets_weighed, weight_between
from positions.vocabulary import Method, NoScore


@dataclass(frozen=True)
class ScoredPoint(Record):
    """The score from one day until the next point."""

    on: date
    """The day from which it stands."""
    score: float
    """From 0, opposed in everything compared, to 1, agreed in everything compared."""
    low: float
    """The score if they opposed each other in every weighed target that could not be compared."""
    high: float
    """The score if they agreed in every weighed target that could not be compared."""
    coverage: float
    """Share of the weight that could be compared, 0 to 1."""
    reason: None
    """Null: there is a score."""
    changed: list[str]
    """Slugs of the targets on which something that counts changed that day; none where the period begins in between."""


@dataclass(frozen=True)
class UnscoredPoint(Record):
    """No score from one day until the next point."""

    on: date
    """The day from which it is so."""
    score: None
    """Null: there is none."""
    low: None
    """Null: there is none."""
    high: None
    """Null: there is none."""
    coverage: float
    """Share of the weight that could be compared: 0."""
    reason: NoScore
    """Why there is no score."""
    changed: list[str]
    """Slugs of the targets on which something that counts changed that day; none where the period begins in between."""


Point = ScoredPoint | UnscoredPoint


@dataclass(frozen=True)
class TopicConvergence(Record):
    """The score on the targets of one topic alone."""

    topic: str
    """The topic."""
    change: float | None
    """Last score minus first score; positive: they agree by more. Null where there are not two."""
    points: list[Point]
    """The score at every change, in order."""


@dataclass(frozen=True)
class PairConvergence(Record):
    """The score of two parties over time."""

    left: str
    """Slug of the left party."""
    right: str
    """Slug of the right party."""
    change: float | None
    """Last score minus first score; positive: they agree by more. Null where there are not two."""
    points: list[Point]
    """The score at every change, in order."""


@dataclass(frozen=True)
class Convergence(Record):
    """Whether two parties, or all principals, come closer over time."""

    rows_are: ClassVar[str] = "points"

    negotiation: str
    """Slug of the talks."""
    known_at: datetime
    """What did this database say at this instant? Asked again with it and both days, the answer is the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    method: Method
    """How scores were computed."""
    from_on: date | None
    """First day that was asked for; null: from the first change."""
    to_on: date
    """Last day, itself included."""
    left: str | None
    """Slug of the left party; null where the answer is about all pairs of principals."""
    right: str | None
    """Slug of the right party; null where the answer is about all pairs of principals."""
    change: float | None
    """Last score minus first score; positive: they agree by more. Null where there are not two."""
    points: list[Point]
    """The score at every change, in order; for all pairs of principals, the mean over those pairs that have one."""
    topics: list[TopicConvergence]
    """The same on the targets of each topic alone."""
    pairs: list[PairConvergence]
    """Each pair of principals; empty where the answer is about one pair."""


@dataclass(frozen=True, slots=True)
class Spell:
    """What counts of a position, from one day until another; a null end is open."""

    start: date
    end: date | None
    holding: Holding | None


@dataclass(frozen=True)
class HeldOverTime:
    """What parties held, by place, and when some party of the talks held anything, by target. Spells in order.

    A target is compared while it is open. `opened` None: all are, always.
    """

    held: Mapping[Place, Sequence[Spell]]
    opened: Mapping[str, Sequence[Spell]] | None


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included. `first` None: from the first change."""

    first: date | None
    last: date


# Targets that are always compared are so since before any day.
SINCE_EVER = Spell(date.min, None, None)
# What one target brings into the score from one day on; None while it is not compared.
Turn = tuple[date, str, Weighing | None]


def pair_points(
    pair: tuple[str, str],
    *,
    over_time: HeldOverTime,
    targets: Sequence[WeighedTarget],
    period: Period,
    method: Method = Method.CITY_BLOCK,
) -> list[Point]:
    """The score of two parties on `targets` at every change within the period, and as the period begins."""
    standing: dict[str, Weighing] = {}
    turns = sorted(
        (turn for target in targets for turn in turns_of(target.slug, pair, over_time=over_time, method=method)),
        key=lambda turn: turn[0],
    )
    points: list[Point] = []
    first = period.first
    for on, day in groupby(turns, key=lambda turn: turn[0]):
        if on > period.last:
            break
        if first is not None and on > first and not points:
            points.append(point_of(first, score_standing(standing, targets, method=method), ()))
        changed = take_turns(standing, day)
        if on > SINCE_EVER.start and (first is None or on >= first):
            points.append(point_of(on, score_standing(standing, targets, method=method), changed))
    if first is not None and not points:
        points.append(point_of(first, score_standing(standing, targets, method=method), ()))
    return points


def take_turns(standing: dict[str, Weighing], day: Iterable[Turn]) -> list[str]:
    """Lets the turns of one day stand; gives the targets that changed."""
    changed = []
    for _, slug, weighing in day:
        changed.append(slug)
        if weighing is None:
            standing.pop(slug, None)
        else:
            standing[slug] = weighing
    return changed


def turns_of(slug: str, pair: tuple[str, str], *, over_time: HeldOverTime, method: Method) -> Iterator[Turn]:
    """What the target brings into the score of the pair, each time that something that counts changes."""
    left, right = (over_time.held.get((party, slug), ()) for party in pair)
    opened = (SINCE_EVER,) if over_time.opened is None else over_time.opened.get(slug, ())
    days = {spell.start for spells in (left, right, opened) for spell in spells}
    days |= {spell.end for spells in (left, right, opened) for spell in spells if spell.end}
    before: tuple[Holding | None, Holding | None] | None = None
    for day in sorted(days):
        sides = (holding_on(left, day), holding_on(right, day)) if spell_on(opened, day) else None
        if sides != before:
            yield day, slug, None if sides is None else weigh(slug, *sides, method=method)
        before = sides


def weigh(slug: str, left: Holding | None, right: Holding | None, *, method: Method) -> Weighing:
    """Which targets are weighed is seen only beside the others; until then all are."""
    agreement = agreement_on(left, right, method=method)
    return Weighing(slug, agreement, weight_between(left, right, method=method), is_weighed=True)


def spell_on(spells: Sequence[Spell], day: date) -> Spell | None:
    """The spell that the day lies in."""
    place = bisect_right(spells, day, key=lambda spell: spell.start)
    if place == 0:
        return None
    spell = spells[place - 1]
    return spell if spell.end is None or day < spell.end else None


def holding_on(spells: Sequence[Spell], day: date) -> Holding | None:
    spell = spell_on(spells, day)
    return spell.holding if spell else None


def score_standing(standing: Mapping[str, Weighing], targets: Sequence[WeighedTarget], *, method: Method) -> Agreement:
    """The score of what stands, with what is weighed among it."""
    compared = [slug for slug, weighing in standing.items() if weighing.agreement is not None]
    weighed = targets_weighed([target for target in targets if target.slug in standing], compared=compared)
    if len(weighed) == len(standing):
        return score_weighings(standing.values(), method=method)
    return score_weighings(
        [w if slug in weighed else w._replace(is_weighed=False) for slug, w in standing.items()], method=method
    )


def point_of(on: date, agreement: Agreement, changed: Iterable[str]) -> Point:
    if agreement.score is None:
        return UnscoredPoint(on, None, None, None, agreement.coverage, agreement.reason, sorted(changed))
    return ScoredPoint(on, agreement.score, agreement.low, agreement.high, agreement.coverage, None, sorted(changed))


def mean_points(series: Sequence[Sequence[Point]]) -> list[Point]:
    """The mean of several series at every point of one of them, over those that have a score then.

    Coverage is the mean over all series that have begun.
    """
    standing: dict[int, Point] = {}
    by_day: defaultdict[date, list[tuple[int, Point]]] = defaultdict(list)
    for number, points in enumerate(series):
        for point in points:
            by_day[point.on].append((number, point))
    found = []
    for on in sorted(by_day):
        standing.update(by_day[on])
        changed = {slug for _, point in by_day[on] for slug in point.changed}
        found.append(mean_of(on, list(standing.values()), changed))
    return found


def mean_of(on: date, standing: Sequence[Point], changed: Iterable[str]) -> Point:
    scored = [point for point in standing if isinstance(point, ScoredPoint)]
    coverage = mean([point.coverage for point in standing])
    if not scored:
        reasons = {point.reason for point in standing if isinstance(point, UnscoredPoint)}
        reason = NoScore.NO_WEIGHT if reasons == {NoScore.NO_WEIGHT} else NoScore.NOTHING_IN_COMMON
        return UnscoredPoint(on, None, None, None, coverage, reason, sorted(changed))
    score, low, high = (mean([getattr(point, name) for point in scored]) for name in ("score", "low", "high"))
    return ScoredPoint(on, score, min(low, score), max(high, score), coverage, None, sorted(changed))


def mean(numbers: Sequence[float]) -> float:
    return fsum(numbers) / len(numbers)


def change_over(points: Sequence[Point]) -> float | None:
    """Last score minus first score; None where there are not two."""
    scores = [point.score for point in points if point.score is not None]
    return scores[-1] - scores[0] if len(scores) > 1 else None
