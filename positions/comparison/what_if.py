"""What would follow if parties held something else: agreement, blocking issues and fit of proposals, before and after.

In: what is held, and what some parties are assumed to hold instead. Out: the answers that would be given if those
positions were recorded, beside those given now. Nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from positions.comparison.all_pairs import score_pairs
from positions.comparison.answers import PairsAnswer, Question
from positions.comparison.blocking import BlockingIssue, blocking_issues
from positions.comparison.holdings import Holding, Stated, WeighedTarget
from positions.comparison.packages import PackageTerm, weigh_terms
from positions.comparison.records import Record, Scale
from positions.comparison.scores import Agreement, score_weighings
from positions.vocabulary import Method, Salience, Stance

# By slug of the party, then of the target.
Held = Mapping[str, Mapping[str, Holding]]


@dataclass(frozen=True)
class Assumption:
    """One cell, and what the party is assumed to hold there; None: it takes back what it holds."""

    party: str
    target: str
    holding: Holding | None


@dataclass(frozen=True)
class Measured(Record):
    """As much of a position as counts in a score."""

    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    salience: Salience
    """How much the party says that it cares."""
    salience_value: float | None
    """Salience as a number from 0 to 1; null where a word says it."""
    scale: Scale | None
    """Where on the issue's scale; null where that is not known."""


@dataclass(frozen=True)
class AssumedCell(Record):
    """One cell that was assumed to be different."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    before: Measured | None
    """What the party holds; null where no position is known."""
    after: Measured | None
    """What it is assumed to hold; null where it is assumed to have taken its position back."""


@dataclass(frozen=True)
class PairWhatIf(Record):
    """The agreement of two parties, of which at least one is assumed to have moved."""

    left: str
    """Slug of one party."""
    right: str
    """Slug of the other."""
    before: Agreement
    """Their score now, or why there is none."""
    after: Agreement
    """Their score then."""
    change: float | None
    """Score after minus score before; null where one of them is missing."""


@dataclass(frozen=True)
class FitWhatIf(Record):
    """How well a package fits what a party holds on the package's own terms."""

    proposal: str
    """Slug of the proposal."""
    party: str
    """The party's slug."""
    before: Agreement
    """Agreement of the package's terms with the party's positions on those issues now, always by `city-block`."""
    after: Agreement
    """The same then."""
    change: float | None
    """Score after minus score before; null where one of them is missing."""


@dataclass(frozen=True)
class WhatIf(PairsAnswer):
    """What would follow from the positions that were assumed."""

    assumed: list[AssumedCell]
    """The cells assumed to be different, in the order given."""
    pairs: list[PairWhatIf]
    """Every pair with a party that is assumed to have moved."""
    blocking_before: list[BlockingIssue]
    """What blocks between those pairs now, largest sum of gains first."""
    blocking_after: list[BlockingIssue]
    """What would block between them."""
    fits: list[FitWhatIf]
    """Every proposal that has terms with every party that is assumed to have moved."""


@dataclass(frozen=True)
class Talks:
    """What the question is about, with every target of the talks.

    `candidates`: slugs of the targets that may be scored; unless `are_all_scored`, those are on which any party holds
    a position. `packages`: by slug of the proposal, its terms in their order.
    """

    question: Question
    held: Held
    candidates: frozenset[str]
    are_all_scored: bool
    packages: Mapping[str, Sequence[PackageTerm]]


def answer_what_if(talks: Talks, assumptions: Sequence[Assumption]) -> WhatIf:
    """Both answers side by side; `before` is what the comparison itself answers at that moment."""
    before, after = talks.held, assume(talks.held, assumptions)
    moved = {assumption.party for assumption in assumptions}
    method = talks.question.method
    now, then = (pairs_of(talks, held, moved) for held in (before, after))
    return WhatIf(
        **talks.question.named(),
        assumed=[assumed_cell(one, before) for one in assumptions],
        pairs=[
            PairWhatIf(
                left=pair[0], right=pair[1], before=now[pair], after=then[pair], change=gain(now[pair], then[pair])
            )
            for pair in now
        ],
        blocking_before=blocking_issues(before, targets=scored_targets(talks, before), parties=moved, method=method),
        blocking_after=blocking_issues(after, targets=scored_targets(talks, after), parties=moved, method=method),
        fits=[fit for proposal in talks.packages for fit in fits_of(proposal, talks, after, moved)],
    )


def assume(held: Held, assumptions: Sequence[Assumption]) -> Held:
    """What is held, with the assumptions in place of what they are about. Changes nothing of what was given."""
    changed = {party: dict(cells) for party, cells in held.items()}
    for one in assumptions:
        if one.holding is None:
            changed[one.party].pop(one.target, None)
        else:
            changed[one.party][one.target] = one.holding
    return changed


def scored_targets(talks: Talks, held: Held) -> list[WeighedTarget]:
    """The targets asked for, else those on which any party holds a position."""
    slugs = talks.candidates
    if not talks.are_all_scored:
        slugs &= {target for cells in held.values() for target in cells}
    return [target for target in talks.question.targets if target.slug in slugs]


def pairs_of(talks: Talks, held: Held, moved: set[str]) -> dict[tuple[str, str], Agreement]:
    """The agreement of every pair with one of `moved`, in the order of the parties."""
    method = talks.question.method
    scored = score_pairs(held, targets=scored_targets(talks, held), methods=[method])[method]
    return {(pair.left, pair.right): pair.agreement for pair in scored if {pair.left, pair.right} & moved}


def fits_of(proposal: str, talks: Talks, after: Held, moved: set[str]) -> list[FitWhatIf]:
    """How one package fits each party of `moved`, now and then."""
    found = []
    for party in (party for party in talks.held if party in moved):
        weighings = (
            weigh_terms(talks.packages[proposal], held[party], issues=talks.question.targets)
            for held in (talks.held, after)
        )
        now, then = (score_weighings(of, method=Method.CITY_BLOCK) for of in weighings)
        found.append(FitWhatIf(proposal=proposal, party=party, before=now, after=then, change=gain(now, then)))
    return found


def gain(before: Agreement, after: Agreement) -> float | None:
    return None if before.score is None or after.score is None else after.score - before.score


def assumed_cell(one: Assumption, held: Held) -> AssumedCell:
    now = held[one.party].get(one.target)
    return AssumedCell(party=one.party, target=one.target, before=measured(now), after=measured(one.holding))


def measured(stated: Stated | None) -> Measured | None:
    if stated is None:
        return None
    return Measured(
        stance=stated.stance, salience=stated.salience, salience_value=stated.salience_value, scale=stated.scale
    )
