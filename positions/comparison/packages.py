"""Proposals as packages of terms: what one says on each issue, two side by side, and which replaced which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from positions.comparison.agreement import agreement_on, relation_of
from positions.comparison.holdings import Holding, Holdings, WeighedTarget
from positions.comparison.quantities import TermComparison, compare_terms
from positions.comparison.records import Record, Scale, Term
from positions.comparison.scores import Weighing
from positions.comparison.weights import salience_of, targets_weighed
from positions.vocabulary import Relation, Stance, TermDifference


@dataclass(frozen=True)
class Quantity(Record):
    """A number with what it counts."""

    value: float
    """The number."""
    unit: str
    """What it counts: day, person, ..."""


@dataclass(frozen=True)
class PackageTerm(Record):
    """What a package says on one issue, by its place in the package."""

    number: int
    """Its place in the package, from 1."""
    issue: str
    """Slug of the issue."""
    stance: Stance
    """Where the package stands towards the issue's proposition."""
    scale: Scale | None
    """Where on the issue's scale; null where it does not say."""
    text: str
    """The term in words."""
    quantity: Quantity | None
    """The number in it; null where there is none."""

    @property
    def holding(self) -> Holding | None:
        """What a position is compared with; None where the term takes no stance."""
        if self.stance is Stance.UNSPECIFIED and self.scale is None:
            return None
        return Holding(stance=self.stance, scale=self.scale)

    @property
    def numbers(self) -> list[Term]:
        """Its number as a term of a position has it."""
        return [] if self.quantity is None else [Term(self.text, self.quantity.value, self.quantity.unit)]

    def says_the_same_as(self, other: "PackageTerm") -> bool:
        """A term with a number is its number; one in words is its words."""
        return self.substance() == other.substance()

    def substance(self) -> tuple[object, ...]:
        """What makes two terms the same."""
        return self.stance, self.scale, self.quantity or self.text.strip().casefold()


@dataclass(frozen=True)
class PackageInChain(Record):
    """A proposal that replaced another, or was replaced."""

    slug: str
    """Its name in addresses."""
    title: str
    """What people call it."""
    proposed_on: date | None
    """The day it was tabled; null where unknown."""
    replaces: str | None
    """Slug of the proposal that it replaces; null where it replaces none."""


@dataclass(frozen=True)
class IssueSideBySide(Record):
    """What two packages say on one issue."""

    issue: str
    """Slug of the issue."""
    difference: TermDifference
    """Whether they say the same."""
    left: list[PackageTerm]
    """The terms of the left package on it; empty where it has none."""
    right: list[PackageTerm]
    """The terms of the right package on it; empty where it has none."""
    relation: Relation
    """How the first term of either side relate; unknown where a side has none or takes no stance."""
    agreement: float | None
    """How far these two agree, 0 to 1; null where they can't be compared."""
    numbers: list[TermComparison]
    """Every number on the left with every number on the right, in one unit where they have one."""


@dataclass(frozen=True)
class SideBySide(Record):
    """Two packages by term."""

    rows_are: ClassVar[str] = "issues"

    negotiation: str
    """Slug of the talks."""
    left: PackageInChain
    """The package of the address."""
    right: PackageInChain
    """The package beside it."""
    issues: list[IssueSideBySide]
    """Every issue that one of them has a term on: those of the left in their order, then those of the right alone."""
    chain: list[PackageInChain]
    """All proposals that are linked to one of the two by what replaced what, oldest first."""


def weigh_terms(terms: Sequence[PackageTerm], held: Holdings, *, issues: Sequence[WeighedTarget]) -> list[Weighing]:
    """Each term beside what a party holds: weighed by the party's salience alone, which terms on one issue share.

    `issues`: those of the terms; others have no effect.
    """
    agreements = [agreement_on(term.holding, held.get(term.issue)) for term in terms]
    compared = {term.issue for term, agreement in zip(terms, agreements, strict=True) if agreement is not None}
    n_terms = Counter(term.issue for term in terms if term.holding)
    weighed = targets_weighed([issue for issue in issues if n_terms[issue.slug]], compared=compared)
    return [
        Weighing(
            target=term.issue,
            agreement=agreement,
            weight=salience_of(held.get(term.issue)) / max(n_terms[term.issue], 1),
            is_weighed=term.holding is not None and term.issue in weighed,
        )
        for term, agreement in zip(terms, agreements, strict=True)
    ]


def set_side_by_side(left: Sequence[PackageTerm], right: Sequence[PackageTerm]) -> list[IssueSideBySide]:
    """Issue by issue, what the two packages say."""
    lefts, rights = by_issue(left), by_issue(right)
    return [issue_side_by_side(issue, lefts.get(issue, []), rights.get(issue, [])) for issue in {**lefts, **rights}]


def by_issue(terms: Iterable[PackageTerm]) -> dict[str, list[PackageTerm]]:
    found: defaultdict[str, list[PackageTerm]] = defaultdict(list)
    for term in terms:
        found[term.issue].append(term)
    return dict(found)


def issue_side_by_side(issue: str, left: list[PackageTerm], right: list[PackageTerm]) -> IssueSideBySide:
    one, other = (terms[0].holding if terms else None for terms in (left, right))
    return IssueSideBySide(
        issue=issue,
        difference=difference_of(left, right),
        left=left,
        right=right,
        relation=relation_of(one, other),
        agreement=agreement_on(one, other),
        numbers=compare_terms([n for term in left for n in term.numbers], [n for term in right for n in term.numbers]),
    )


def difference_of(left: Sequence[PackageTerm], right: Sequence[PackageTerm]) -> TermDifference:
    if not left or not right:
        return TermDifference.ONLY_LEFT if left else TermDifference.ONLY_RIGHT
    paired = len(left) == len(right) and all(a.says_the_same_as(b) for a, b in zip(left, right, strict=True))
    return TermDifference.SAME if paired else TermDifference.DIFFERENT


def chain_of(slugs: Iterable[str], *, packages: Mapping[str, PackageInChain]) -> list[PackageInChain]:
    """All packages linked to these by what replaced what, in either direction, oldest first; undated ones last."""
    found: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug in found:
            continue
        found.add(slug)
        waiting += [other.slug for other in packages.values() if other.replaces == slug]
        waiting += [replaced for replaced in [packages[slug].replaces] if replaced is not None]
    linked = [package for slug, package in packages.items() if slug in found]
    return sorted(linked, key=lambda package: (package.proposed_on is None, package.proposed_on or date.max))
