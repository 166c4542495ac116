"""Questions about pairs of parties: one pair, every pair, and what blocks between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison.answers import (
    AgreementAnswer,
    BlockingAnswer,
    PairwiseAnswer,
    Question,
    answer_agreement,
    answer_blocking,
    answer_pairwise,
)
from positions.comparison.records import Moment, Position
from positions.models import Negotiation
from positions.queries.held import Slugs, positions_held
from positions.queries.holdings import read_holdings, weighed_targets
from positions.queries.matrices import UnknownSlugs, parties_asked, targets_asked
from positions.queries.moments import resolve_moment
from positions.queries.sizes import MOST_COMPARISONS, refuse_many_comparisons
from positions.vocabulary import EvidenceDepth, Method, TargetKind


class OnePartyOnBothSides(Exception):
    """A party can't be compared with itself; asked for by mistake more likely than not."""

    def __init__(self, party: str) -> None:
        super().__init__(f"{party} is on both sides.")
        self.party = party


class UnknownSides(Exception):
    """The talks have no such party. `sides`: the slugs that are wrong, by the side that they were given for."""

    def __init__(self, sides: Mapping[str, str], *, known: Sequence[str]) -> None:
        super().__init__(f"There is no party {', '.join(sides.values())} in these talks.")
        self.sides = sides
        self.known = known


@dataclass(frozen=True)
class PairsQuestion:
    """Between whom, on which targets, when, and by which method. Empty `parties` or `targets`: the default ones."""

    parties: Sequence[str] = ()
    targets: Sequence[str] = ()
    kind: TargetKind | None = None
    method: Method = Method.CITY_BLOCK
    valid_on: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True)
class TalksThen:
    """The talks at the moment of a question, with the targets asked about."""

    negotiation: Negotiation
    moment: Moment
    targets: Slugs

    def parties(self, slugs: Sequence[str]) -> Slugs:
        """One query. Raises: UnknownSlugs."""
        found = parties_asked(self.negotiation, slugs, moment=self.moment)
        return {key: party.slug for key, party in found.items()}

    def question(self, method: Method) -> Question:
        """Two queries."""
        weighed = weighed_targets(self.negotiation, self.targets.values(), known_at=self.moment.known_at)
        return Question(negotiation=self.negotiation.slug, moment=self.moment, targets=weighed, method=method)


def read_talks_then(negotiation: Negotiation, asked: PairsQuestion, *, now: datetime) -> TalksThen:
    """Two queries: the last revision, targets. Raises: UnknownSlugs, KnownAtInTheFuture."""
    moment = resolve_moment(negotiation, valid_on=asked.valid_on, known_at=asked.known_at, now=now)
    targets = targets_asked(negotiation, asked.targets, moment=moment)
    slugs = {key: target.slug for key, target in targets.items() if asked.kind in {None, target.kind}}
    return TalksThen(negotiation, moment, slugs)


def compare_two(
    negotiation: Negotiation, asked: PairsQuestion, *, now: datetime, depth: EvidenceDepth, stale_after_days: int
) -> PairwiseAnswer:
    """Two parties side by side; `asked.parties` are the left and the right one.

    Eight queries, seven with no evidence asked for: the last revision, targets, parties, positions, last reaffirmed,
    evidence, issues, terms. Raises: OnePartyOnBothSides, UnknownSides, UnknownSlugs, KnownAtInTheFuture.
    """
    left, right = asked.parties
    if left == right:
        raise OnePartyOnBothSides(left)
    then = read_talks_then(negotiation, asked, now=now)
    held = positions_held(
        parties=both_sides(then, left, right),
        targets=then.targets,
        moment=then.moment,
        depth=depth,
        stale_after_days=stale_after_days,
    )
    sides: dict[str, dict[str, Position]] = {left: {}, right: {}}
    for (party, target), position in held.items():
        sides[party][target] = position
    return answer_pairwise(then.question(asked.method), (left, sides[left]), (right, sides[right]))


def both_sides(then: TalksThen, left: str, right: str) -> Slugs:
    """Raises: UnknownSides."""
    try:
        return then.parties([left, right])
    except UnknownSlugs as unknown:
        wrong = {side: slug for side, slug in (("left", left), ("right", right)) if slug in unknown.slugs}
        raise UnknownSides(wrong, known=unknown.known) from None


def compare_all_pairs(
    negotiation: Negotiation, asked: PairsQuestion, *, now: datetime, is_bounded: bool = True
) -> AgreementAnswer:
    """How far every two of the parties agree; without bounds for work that nobody waits for.

    Six queries: the last revision, targets, parties, positions, issues, terms.
    Raises: UnknownSlugs, KnownAtInTheFuture, TooLarge.
    """
    then = read_talks_then(negotiation, asked, now=now)
    parties = then.parties(asked.parties)
    if is_bounded:
        refuse_many_comparisons(n_parties=len(parties), n_targets=len(then.targets), at_most=MOST_COMPARISONS)
    held = read_holdings(parties=parties, targets=then.targets, moment=then.moment)
    return answer_agreement(then.question(asked.method), held)


def list_blocking_issues(negotiation: Negotiation, asked: PairsQuestion, *, now: datetime) -> BlockingAnswer:
    """What blocks between any two parties; with `asked.parties`, where at least one of the two is among them.

    Six queries: the last revision, targets, parties, positions, issues, terms; one more for the parties asked for.
    Raises: UnknownSlugs, KnownAtInTheFuture, TooLarge.
    """
    then = read_talks_then(negotiation, asked, now=now)
    parties = dict(then.parties(()))
    if asked.parties:
        parties |= then.parties(asked.parties)
    refuse_many_comparisons(n_parties=len(parties), n_targets=len(then.targets), at_most=MOST_COMPARISONS)
    held = read_holdings(parties=parties, targets=then.targets, moment=then.moment)
    return answer_blocking(then.question(asked.method), held, parties=asked.parties)
