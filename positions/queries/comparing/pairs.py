"""Questions about pairs of parties: one pair, every pair, and what blocks between them."""

from collections.abc import Callable, Sequence
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
from positions.queries.comparing.matrices import slugs_of_parties, targets_asked
from positions.queries.moments import resolve_moment
from positions.queries.records.held import Slugs, places_withdrawn, positions_held
from positions.queries.records.holdings import read_holdings, weighed_targets
from positions.queries.sizes import refuse_many_comparisons
from positions.queries.unknown import UnknownSides, UnknownSlugs, look_up_both
from positions.vocabulary import EvidenceDepth, Method, TargetKind


class OnePartyOnBothSides(Exception):
    """A party can't be compared with itself; asked for by mistake more likely than not."""

    def __init__(self, party: str) -> None:
        super().__init__(f"{party} is on both sides.")
        self.party = party


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
    """The talks at the moment of a question, with the parties and targets asked about."""

    negotiation: Negotiation
    moment: Moment
    parties: Slugs
    targets: Slugs

    def question(self, method: Method) -> Question:
        """Two queries."""
        weighed = weighed_targets(self.negotiation, self.targets.values(), known_at=self.moment.known_at)
        return Question(negotiation=self.negotiation.slug, moment=self.moment, targets=weighed, method=method)


PartiesRead = Callable[[Negotiation, Sequence[str], Moment], Slugs]


def read_talks_then(
    negotiation: Negotiation, asked: PairsQuestion, *, now: datetime, read_parties: PartiesRead
) -> TalksThen:
    """Two queries and those for parties: the last revision, targets. Raises: UnknownNames, KnownAtInTheFuture."""
    moment = resolve_moment(negotiation, valid_on=asked.valid_on, known_at=asked.known_at, now=now)
    targets, parties = look_up_both(
        lambda: targets_asked(negotiation, asked.targets, moment=moment),
        lambda: read_parties(negotiation, asked.parties, moment),
    )
    slugs = {key: target.slug for key, target in targets.items() if asked.kind in {None, target.kind}}
    return TalksThen(negotiation, moment, parties, slugs)


def with_all_others(negotiation: Negotiation, slugs: Sequence[str], moment: Moment) -> Slugs:
    """All, those asked for among them. One query; one more for those asked for. Raises: UnknownSlugs."""
    found = slugs_of_parties(negotiation, (), moment)
    if slugs:
        found |= slugs_of_parties(negotiation, slugs, moment)
    return found


def both_sides(negotiation: Negotiation, slugs: Sequence[str], moment: Moment) -> Slugs:
    """The left and the right party. One query. Raises: UnknownSides."""
    try:
        return slugs_of_parties(negotiation, slugs, moment)
    except UnknownSlugs as unknown:
        wrong = {side: slug for side, slug in zip(("left", "right"), slugs, strict=True) if slug in unknown.slugs}
        raise UnknownSides(wrong, known=unknown.known) from None


def compare_two(
    negotiation: Negotiation, asked: PairsQuestion, *, now: datetime, depth: EvidenceDepth, stale_after_days: int
) -> PairwiseAnswer:
    """Two parties side by side; `asked.parties` are the left and the right one.

    Nine queries, eight with no evidence asked for: the last revision, targets, parties, positions, last reaffirmed,
    evidence, withdrawn, issues, terms. Raises: OnePartyOnBothSides, UnknownNames, KnownAtInTheFuture.
    """
    left, right = asked.parties
    if left == right:
        raise OnePartyOnBothSides(left)
    then = read_talks_then(negotiation, asked, now=now, read_parties=both_sides)
    held = positions_held(
        parties=then.parties,
        targets=then.targets,
        moment=then.moment,
        depth=depth,
        stale_after_days=stale_after_days,
    )
    sides: dict[str, dict[str, Position]] = {left: {}, right: {}}
    for (party, target), position in held.items():
        sides[party][target] = position
    withdrawn = places_withdrawn(parties=then.parties, targets=then.targets, moment=then.moment)
    return answer_pairwise(then.question(asked.method), (left, sides[left]), (right, sides[right]), withdrawn=withdrawn)


def compare_all_pairs(
    negotiation: Negotiation, asked: PairsQuestion, *, now: datetime, is_bounded: bool = True
) -> AgreementAnswer:
    """How far every two of the parties agree; without bounds for work that nobody waits for.

    Six queries: the last revision, targets, parties, positions, issues, terms.
    Raises: UnknownNames, KnownAtInTheFuture, TooLarge.
    """
    then = read_talks_then(negotiation, asked, now=now, read_parties=slugs_of_parties)
    if is_bounded:
        refuse_many_comparisons(n_parties=len(then.parties), n_targets=len(then.targets))
    held = read_holdings(parties=then.parties, targets=then.targets, moment=then.moment)
    return answer_agreement(then.question(asked.method), held)


def list_blocking_issues(negotiation: Negotiation, asked: PairsQuestion, *, now: datetime) -> BlockingAnswer:
    """What blocks between any two parties; with `asked.parties`, where at least one of the two is among them.

    Six queries: the last revision, targets, parties, positions, issues, terms; one more for the parties asked for.
    Raises: UnknownNames, KnownAtInTheFuture, TooLarge.
    """
    then = read_talks_then(negotiation, asked, now=now, read_parties=with_all_others)
    refuse_many_comparisons(n_parties=len(then.parties), n_targets=len(then.targets))
    held = read_holdings(parties=then.parties, targets=then.targets, moment=then.moment)
    return answer_blocking(then.question(asked.method), held, parties=asked.parties)
