"""How good the machine lane is, from what people decided about the statements that it found.

Right is what was accepted; amended is right in part, and counted apart; wrong is what was rejected; a duplicate is
neither. Decisions that were undone don't count, nor do statements coded by hand. What the interval does not see:
docs/methods.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import BigIntegerField, Count
from django.db.models.functions import Coalesce
from scipy.special import stdtrit

from positions.comparison.records import Record
from positions.models import Negotiation, StandingDecision
from positions.vocabulary import DecisionKind

# Of a normal distribution, 95% lie within so many standard deviations.
DEVIATIONS = 1.959964
# Of Student's distribution, as much lies below this as of the interval's upper end.
UPPER_END = 0.975


@dataclass(frozen=True)
class MeasuredPrecision(Record):
    """Of the statements that machines found and people decided on, how many were right."""

    n_decided: int
    """How many were decided on."""
    n_accepted: int
    """Accepted as they were found."""
    n_amended: int
    """Accepted with other values."""
    n_rejected: int
    """Rejected."""
    n_duplicates: int
    """Duplicates of something said in the same source: neither right nor wrong."""
    precision: float | None
    """Accepted as found, of all but duplicates, 0 to 1; null where there is none."""
    n_sources: int
    """In how many independent sources all but duplicates were found: one story in many outlets is one."""
    low: float | None
    """Low end of its 95% interval by Wilson, as if sources, not decisions, were independent; null where there is no
    precision. Of one source alone it is 0."""
    high: float | None
    """High end; of one source alone 1."""
    with_amended: float | None
    """Accepted as found or amended, of all but duplicates; null where there is none."""


@dataclass(frozen=True)
class IssuePrecision(MeasuredPrecision):
    """The same of one issue or proposal."""

    target: str
    """Its slug."""


@dataclass(frozen=True)
class PartyPrecision(MeasuredPrecision):
    """The same of one party."""

    party: str
    """Its slug."""


@dataclass(frozen=True)
class Quality(Record):
    """How good the machine lane is in one set of talks."""

    negotiation: str
    """Slug of the talks."""
    overall: MeasuredPrecision
    """Over everything."""
    by_target: list[IssuePrecision]
    """By issue or proposal, the most decided on first."""
    by_party: list[PartyPrecision]
    """By party, the most decided on first."""


class Decided:
    """Decisions counted by their kind: all, and source by source."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.by_source: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def add(self, kind: str, source: int, n: int) -> None:
        self.counts[kind] += n
        self.by_source[source][kind] += n


class Tally:
    """Decisions over everything, by target and by party."""

    def __init__(self) -> None:
        self.overall = Decided()
        self.by_target: defaultdict[str, Decided] = defaultdict(Decided)
        self.by_party: defaultdict[str, Decided] = defaultdict(Decided)

    def add(self, target: str, party: str, kind: str, source: int, n: int) -> None:
        for decided in (self.overall, self.by_target[target], self.by_party[party]):
            decided.add(kind, source, n)


def measure_quality(talks: Iterable[Negotiation]) -> list[Quality]:
    """In the order given. One query."""
    tallies = {one.pk: (one.slug, Tally()) for one in talks}
    found = StandingDecision.objects.filter(statement__coder__isnull=True).order_by()
    found = found.filter(statement__target__negotiation__in=tallies.keys())
    story = Coalesce("statement__article__near_duplicate_group", "statement__article", output_field=BigIntegerField())
    found = found.annotate(source=story)
    columns = ("statement__target__negotiation", "statement__target__slug", "statement__party__slug", "kind", "source")
    for negotiation, target, party, kind, source, n in found.values_list(*columns).annotate(n=Count("pk")):
        tallies[negotiation][1].add(target, party, kind, source, n)
    return [
        Quality(
            negotiation=slug,
            overall=MeasuredPrecision(**figures(tally.overall)),
            by_target=[IssuePrecision(**figures(decided), target=name) for name, decided in ranked(tally.by_target)],
            by_party=[PartyPrecision(**figures(decided), party=name) for name, decided in ranked(tally.by_party)],
        )
        for slug, tally in tallies.values()
    ]


def ranked(groups: Mapping[str, Decided]) -> Iterable[tuple[str, Decided]]:
    return sorted(groups.items(), key=lambda group: (-group[1].counts.total(), group[0]))


def right_of(counts: Counter[str]) -> tuple[int, int]:
    """How many were accepted as found, of how many that were not duplicates."""
    return counts[DecisionKind.ACCEPT.value], counts.total() - counts[DecisionKind.DUPLICATE.value]


def figures(decided: Decided) -> dict[str, Any]:
    counts = decided.counts
    accepted, n = right_of(counts)
    sources = [(right, of) for right, of in map(right_of, decided.by_source.values()) if of]
    low, high = interval(sources) if n else (None, None)
    return {
        "n_decided": counts.total(),
        "n_accepted": accepted,
        "n_amended": counts[DecisionKind.AMEND.value],
        "n_rejected": counts[DecisionKind.REJECT.value],
        "n_duplicates": counts[DecisionKind.DUPLICATE.value],
        "precision": accepted / n if n else None,
        "n_sources": len(sources),
        "low": low,
        "high": high,
        "with_amended": (accepted + counts[DecisionKind.AMEND.value]) / n if n else None,
    }


def interval(sources: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The 95% interval of the share of what is right, of (right, of how many) in each source.

    Source: Wilson's interval of the effective number by Korn and Graubard 1998, Survey Methodology 24: 193-201.
    """
    right, n = sum(one for one, _ in sources), sum(of for _, of in sources)
    return (0.0, 1.0) if len(sources) == 1 else wilson(right / n, effective_number(sources))


def effective_number(sources: Sequence[tuple[int, int]]) -> float:
    """As many independent decisions would say as much as these, which come in two or more sources."""
    k, right, n = len(sources), sum(one for one, _ in sources), sum(of for _, of in sources)
    share = right / n
    apart = k / (k - 1) * sum((one - share * of) ** 2 for one, of in sources)
    design_effect = max(1.0, apart / (n * share * (1 - share))) if apart else 1.0
    few_sources = (DEVIATIONS / float(stdtrit(k - 1, UPPER_END))) ** 2
    return n / design_effect * few_sources


def wilson(share: float, n: float) -> tuple[float, float]:
    """The 95% interval of a share. Source: Wilson 1927, Journal of the American Statistical Association 22."""
    z2 = DEVIATIONS**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = DEVIATIONS / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Where all or none is right, rounding would part the share from its interval.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
