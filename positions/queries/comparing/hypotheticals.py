"""What would follow if parties held something else at one moment of one negotiation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from positions.comparison.answers import Question
from positions.comparison.holdings import Holding
from positions.comparison.packages import PackageTerm
from positions.comparison.records import Moment, Scale
from positions.comparison.what_if import Assumption, Held, Talks, WhatIf, answer_what_if
from positions.models import Negotiation
from positions.queries.comparing.changes import target_kinds
from positions.queries.comparing.matrices import slugs_of_parties
from positions.queries.comparing.pairs import PairsQuestion
from positions.queries.comparing.responses import read_terms
from positions.queries.moments import resolve_moment
from positions.queries.records.held import Slugs
from positions.queries.records.holdings import read_holdings, weighed_targets
from positions.queries.sizes import refuse_many_comparisons
from positions.queries.unknown import require_known
from positions.vocabulary import Salience, Stance, TargetKind


@dataclass(frozen=True)
class Supposition:
    """What is supposed of one cell. `stance` None: the party takes its position back. `salience` None: as it is."""

    party: str
    target: str
    stance: Stance | None
    scale: Scale | None = None
    salience: Salience | None = None


@dataclass(frozen=True)
class UnknownName:
    """A party or target of a supposition that the talks do not have. `place`: which supposition, from 0."""

    place: int
    noun: str
    slug: str
    known: Sequence[str]


class UnknownCells(Exception):
    """Suppositions about parties or targets that the talks do not have."""

    def __init__(self, names: Sequence[UnknownName]) -> None:
        super().__init__(f"There is no {' and no '.join(f'{name.noun} {name.slug}' for name in names)} in these talks.")
        self.names = names


def suppose(
    negotiation: Negotiation, asked: PairsQuestion, suppositions: Sequence[Supposition], *, now: datetime
) -> WhatIf:
    """The answers now and under the suppositions, which are stored nowhere. Each is about another cell.

    Seven queries: the last revision, targets, parties, positions, issues, terms as parts, terms as positions.
    Raises: UnknownCells, UnknownSlugs, KnownAtInTheFuture, TooLarge.
    """
    moment = resolve_moment(negotiation, valid_on=asked.valid_on, known_at=asked.known_at, now=now)
    targets = target_kinds(negotiation, (), known_at=moment.known_at)
    parties = slugs_of_parties(negotiation, (), moment)
    slugs = {key: slug for key, (slug, _) in targets.items()}
    check_names(suppositions, parties=parties, targets=slugs)
    n_moved = len({one.party for one in suppositions})
    refuse_many_comparisons(n_parties=len(parties), n_fixed=len(parties) - n_moved, n_targets=len(slugs))
    held = read_holdings(parties=parties, targets=slugs, moment=moment)
    weighed = weighed_targets(negotiation, slugs.values(), known_at=moment.known_at)
    talks = Talks(
        question=Question(negotiation.slug, moment, weighed, asked.method),
        held=held,
        candidates=candidates(asked, list(targets.values())),
        are_all_scored=bool(asked.targets),
        packages=read_packages(targets, moment=moment),
    )
    return answer_what_if(talks, [assumption(one, held) for one in suppositions])


def candidates(asked: PairsQuestion, targets: Collection[tuple[str, TargetKind]]) -> frozenset[str]:
    """Slugs of the targets that may be scored: those asked for, of the kind asked for. Raises: UnknownSlugs."""
    known = [slug for slug, _ in targets]
    require_known("target", asked.targets, known)
    of_kind = {slug for slug, kind in targets if asked.kind in {None, kind}}
    return frozenset(of_kind & set(asked.targets) if asked.targets else of_kind)


def check_names(suppositions: Sequence[Supposition], *, parties: Slugs, targets: Slugs) -> None:
    """Raises: UnknownCells, naming every party and target that is unknown."""
    unknown = [
        UnknownName(place, noun, slug, list(known.values()))
        for place, one in enumerate(suppositions)
        for noun, slug, known in (("party", one.party, parties), ("target", one.target, targets))
        if slug not in known.values()
    ]
    if unknown:
        raise UnknownCells(unknown)


def assumption(one: Supposition, held: Held) -> Assumption:
    """The supposition as a whole position: without salience it counts as much as what is held."""
    if one.stance is None:
        return Assumption(one.party, one.target, None)
    now = held[one.party].get(one.target, Holding(stance=one.stance))
    salience, number = (now.salience, now.salience_value) if one.salience is None else (one.salience, None)
    holding = Holding(stance=one.stance, salience=salience, salience_value=number, scale=one.scale)
    return Assumption(one.party, one.target, holding)


def read_packages(targets: Mapping[int, tuple[str, TargetKind]], *, moment: Moment) -> dict[str, list[PackageTerm]]:
    """The terms of each proposal that has any, by its slug, in their order. One query."""
    proposals = {key: slug for key, (slug, kind) in targets.items() if kind is TargetKind.PROPOSAL}
    found = read_terms(list(proposals), known_at=moment.known_at)
    return {slug: found[key].terms for key, slug in proposals.items() if key in found}
