"""How good the machine lane is, from what people decided about the statements that it found.

Right is what was accepted; amended is right in part, and counted apart; wrong is what was rejected; a duplicate is
neither. Decisions that were undone don't count, nor do statements coded by hand. What the interval does not see:
docs/api.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Count

from positions.comparison.records import Record
from positions.models import Negotiation, StandingDecision
from positions.vocabulary import DecisionKind

# Of a normal distribution, 95% lie within so many standard deviations.
DEVIATIONS = 1.959964

Counts = Mapping[str, int]


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
    low: float | None
    """Low end of its 95% interval by Wilson, as if decisions were independent; null where there is no precision."""
    high: float | None
    """High end."""
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


class Tally:
    """Decisions counted by their kind: over everything, by target and by party."""

    def __init__(self) -> None:
        self.overall: Counter[str] = Counter()
        self.by_target: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.by_party: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, target: str, party: str, kind: str, n: int) -> None:
        for counts in (self.overall, self.by_target[target], self.by_party[party]):
            counts[kind] += n


def measure_quality(talks: Iterable[Negotiation]) -> list[Quality]:
    """In the order given. One query."""
    tallies = {one.pk: (one.slug, Tally()) for one in talks}
    found = StandingDecision.objects.filter(statement__coder__isnull=True).order_by()
    found = found.filter(statement__target__negotiation__in=tallies.keys())
    columns = ("statement__target__negotiation", "statement__target__slug", "statement__party__slug", "kind")
    for negotiation, target, party, kind, n in found.values_list(*columns).annotate(n=Count("pk")):
        tallies[negotiation][1].add(target, party, kind, n)
    return [
        Quality(
            negotiation=slug,
            overall=MeasuredPrecision(**figures(tally.overall)),
            by_target=[IssuePrecision(**figures(counts), target=name) for name, counts in ranked(tally.by_target)],
            by_party=[PartyPrecision(**figures(counts), party=name) for name, counts in ranked(tally.by_party)],
        )
        for slug, tally in tallies.values()
    ]


def ranked(groups: Mapping[str, Counts]) -> Iterable[tuple[str, Counts]]:
    return sorted(groups.items(), key=lambda group: (-sum(group[1].values()), group[0]))


def figures(counts: Counts) -> dict[str, Any]:
    accepted, amended, rejected, duplicates = (
        counts.get(kind.value, 0)
        for kind in (DecisionKind.ACCEPT, DecisionKind.AMEND, DecisionKind.REJECT, DecisionKind.DUPLICATE)
    )
    n = accepted + amended + rejected
    low, high = wilson(accepted, n) if n else (None, None)
    return {
        "n_decided": n + duplicates,
        "n_accepted": accepted,
        "n_amended": amended,
        "n_rejected": rejected,
        "n_duplicates": duplicates,
        "precision": accepted / n if n else None,
        "low": low,
        "high": high,
        "with_amended": (accepted + amended) / n if n else None,
    }


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share. Source: Wilson 1927, Journal of the American Statistical Association 22."""
    share, z2 = right / n, DEVIATIONS**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = DEVIATIONS / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Where all or none is right, rounding would part the share from its interval.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
