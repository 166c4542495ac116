"""Scores over time: what parties held as known at one instant, read once and walked through."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from math import comb

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Aggregate, F, Func

from positions.comparison import ENGINE
from positions.comparison.convergence import (
    Convergence,
    HeldOverTime,
    PairConvergence,
    Period,
    Point,
    Spell,
    TopicConvergence,
    change_over,
    mean_points,
    pair_points,
)
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.matrix import Place
from positions.comparison.records import Moment
from positions.models import Negotiation, Position, Target
from positions.queries.comparing.matrices import parties_asked
from positions.queries.comparing.pairs import OnePartyOnBothSides, both_sides
from positions.queries.moments import PeriodRunsBackward, resolve_moment
from positions.queries.records.held import Slugs, scale_record
from positions.queries.records.holdings import weighed_targets
from positions.queries.stored_words import SALIENCES, STANCES
from positions.queries.unknown import look_up_both, require_known
from positions.vocabulary import Method, Role, TargetKind

# How many spells of positions are walked through for one answer, counted once for each pair that they belong to.
MOST_SPELLS = 50_000


class OneSideMissing(Exception):
    """A pair has two sides; all pairs of principals have none."""

    def __init__(self, side: str) -> None:
        super().__init__(f"{side} is missing; give both sides, or neither for all pairs of principals.")
        self.side = side


class TooMuchHistory(Exception):
    """So many pairs over so many changes are not walked through for one answer."""

    def __init__(self, *, n_pairs: int) -> None:
        super().__init__(
            f"{n_pairs:,} pairs have more than {MOST_SPELLS:,} changes in all, which is what one answer goes through; "
            "ask for one pair, or for fewer targets."
        )
        self.n_pairs = n_pairs


@dataclass(frozen=True)
class ConvergenceQuestion:
    """Between whom, over which days, on which targets, and as known when. Without sides: all pairs of principals."""

    left: str | None = None
    right: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    targets: Sequence[str] = ()
    kind: TargetKind | None = None
    method: Method = Method.CITY_BLOCK
    known_at: datetime | None = None


@dataclass(frozen=True)
class TargetsOverTime:
    """The targets of a question by id, with their topics and what decides whether they are weighed."""

    slugs: Slugs
    topics: dict[str, list[WeighedTarget]]
    weighed: list[WeighedTarget]


def follow_convergence(negotiation: Negotiation, question: ConvergenceQuestion, *, now: datetime) -> Convergence:
    """The scores at every change.

    Seven queries, six with targets asked for: the last revision, parties, targets, issues, terms, positions, when
    targets were held on. Raises: UnknownNames, OnePartyOnBothSides, OneSideMissing, TooMuchHistory,
    KnownAtInTheFuture, PeriodRunsBackward.
    """
    period = Period(question.from_on, question.to_on or now.astimezone(UTC).date())
    if period.first is not None and period.first > period.last:
        raise PeriodRunsBackward("from", period.first.isoformat(), end=period.last.isoformat())
    moment = resolve_moment(negotiation, valid_on=period.last, known_at=question.known_at, now=now)
    parties, targets = look_up_both(
        lambda: sides_of_pairs(negotiation, question, moment=moment),
        lambda: read_targets(negotiation, question, moment=moment),
    )
    over_time = HeldOverTime(
        held=read_few_spells(parties, targets.slugs, moment=moment),
        opened=None if question.targets else read_opened(negotiation, targets.slugs, moment=moment),
    )
    pairs = list(combinations(parties.values(), 2))

    def series(among: Sequence[WeighedTarget]) -> list[list[Point]]:
        return [
            pair_points(pair, over_time=over_time, targets=among, period=period, method=question.method)
            for pair in pairs
        ]

    of_pairs = series(targets.weighed)
    points = of_pairs[0] if question.left else mean_points(of_pairs)
    by_topic = {topic: mean_points(series(among)) for topic, among in targets.topics.items()}
    return Convergence(
        negotiation=negotiation.slug,
        known_at=moment.known_at,
        revision=moment.revision,
        engine=ENGINE,
        method=question.method,
        from_on=period.first,
        to_on=period.last,
        left=question.left,
        right=question.right,
        change=change_over(points),
        points=points,
        topics=[TopicConvergence(topic, change_over(found), found) for topic, found in by_topic.items() if found],
        pairs=[]
        if question.left
        else [PairConvergence(*pair, change_over(of), of) for pair, of in zip(pairs, of_pairs, strict=True)],
    )


def sides_of_pairs(negotiation: Negotiation, question: ConvergenceQuestion, *, moment: Moment) -> Slugs:
    """The two sides in their order, else all principals. One query.

    Raises: UnknownSides, OnePartyOnBothSides, OneSideMissing.
    """
    left, right = question.left, question.right
    if left is None and right is None:
        found = parties_asked(negotiation, (), moment=moment)
        return {key: party.slug for key, party in found.items() if party.role is Role.PRINCIPAL}
    if left is None or right is None:
        raise OneSideMissing("left" if left is None else "right")
    if left == right:
        raise OnePartyOnBothSides(left)
    return both_sides(negotiation, [left, right], moment)


def read_targets(negotiation: Negotiation, question: ConvergenceQuestion, *, moment: Moment) -> TargetsOverTime:
    """The targets asked for in the order asked, else all. Three queries. Raises: UnknownSlugs."""
    rows = Target.objects.filter(negotiation=negotiation).listed(moment.known_at).order_by("recorded_at", "id")
    found = {
        slug: (key, kind, topic) for key, slug, kind, topic in rows.values_list("id", "slug", "kind", "issue__topic")
    }
    require_known("target", question.targets, found)
    slugs = [slug for slug in question.targets or found if question.kind in {None, found[slug][1]}]
    weighed = weighed_targets(negotiation, slugs, known_at=moment.known_at)
    topics: defaultdict[str, list[WeighedTarget]] = defaultdict(list)
    for target in weighed:
        if topic := found[target.slug][2]:
            topics[topic].append(target)
    return TargetsOverTime(slugs={found[slug][0]: slug for slug in slugs}, topics=dict(topics), weighed=weighed)


def read_few_spells(parties: Slugs, targets: Slugs, *, moment: Moment) -> dict[Place, list[Spell]]:
    """As `read_spells`, if one answer goes through so many: no more are read. Each counts once for each of its pairs.

    Raises: TooMuchHistory.
    """
    at_most = MOST_SPELLS // max(len(parties) - 1, 1)
    found = read_spells(parties, targets, moment=moment, at_most=at_most + 1)
    if sum(map(len, found.values())) > at_most:
        raise TooMuchHistory(n_pairs=comb(len(parties), 2))
    return found


def read_spells(parties: Slugs, targets: Slugs, *, moment: Moment, at_most: int) -> dict[Place, list[Spell]]:
    """What counts of the positions of these parties over all days, in order, as far as `at_most`. One query."""
    known = Position.objects.known(moment.known_at).filter(party__in=parties.keys(), target__in=targets.keys())
    found: defaultdict[Place, list[Spell]] = defaultdict(list)
    for party, target, start, end, stance, salience, number, low, high in known.order_by("valid_from").values_list(
        "party_id",
        "target_id",
        "valid_from",
        "valid_to",
        "stance",
        "salience",
        "salience_value",
        "scale_low",
        "scale_high",
    )[:at_most]:
        holding = Holding(STANCES[stance], SALIENCES[salience], number, scale_record(low, high))
        found[parties[party], targets[target]].append(Spell(start, end, holding))
    return found


def read_opened(negotiation: Negotiation, targets: Slugs, *, moment: Moment) -> dict[str, list[Spell]]:
    """By target, over which days some party of the talks held a position on it, in order. One query."""
    known = Position.objects.known(moment.known_at).filter(negotiation=negotiation, target__in=targets.keys())
    held = Func(F("valid_from"), F("valid_to"), function="daterange", output_field=DateRangeField())
    spans = (
        known.order_by()
        .values_list("target_id")
        .annotate(spans=Aggregate(held, function="range_agg", output_field=DateRangeField()))
    )
    return {targets[target]: [Spell(span.lower, span.upper, None) for span in found] for target, found in spans}
