"""Proposals and what parties answered: one package at one moment, and two packages side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from positions.comparison import ENGINE
from positions.comparison.changes import state_at
from positions.comparison.packages import (
    PackageInChain,
    PackageTerm,
    Quantity,
    SideBySide,
    chain_of,
    set_side_by_side,
)
from positions.comparison.records import Moment, RecordedPosition
from positions.comparison.responses import Package, Responses, respond_to
from positions.comparison.versions import Version, by_place
from positions.models import Negotiation, Proposal, ProposalTerm
from positions.models.former_link import named_then, proposer_then
from positions.queries.comparing.matrices import slugs_of_parties
from positions.queries.moments import resolve_moment
from positions.queries.records.evidence import evidence_of
from positions.queries.records.held import Slugs, number, scale_record
from positions.queries.records.holdings import weighed_targets
from positions.queries.records.versions import read_versions, versions_known_between
from positions.vocabulary import EvidenceDepth, Stance


class UnknownProposal(Exception):
    """The talks have no such proposal."""

    def __init__(self, slug: str, *, known: Sequence[str]) -> None:
        super().__init__(f"There is no proposal {slug!r} in these talks.")
        self.slug = slug
        self.known = known


class NothingBeside(Exception):
    """The proposal can't be set beside that: it replaced none and was not replaced, or it is the same, or unknown."""

    def __init__(self, reason: str, *, slug: str, known: Sequence[str]) -> None:
        super().__init__(reason)
        self.slug = slug
        self.known = known


@dataclass(frozen=True)
class ResponsesQuestion:
    """Whose responses, when, and with how much evidence. Empty `parties`: all."""

    parties: Sequence[str] = ()
    evidence: EvidenceDepth = EvidenceDepth.FIRST
    valid_on: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True)
class TermsById:
    """The terms of a proposal, and the ids of their issues."""

    terms: list[PackageTerm]
    issues: Slugs


def list_responses(negotiation: Negotiation, slug: str, question: ResponsesQuestion, *, now: datetime) -> Responses:
    """What each party answered to the package. With both times given, the same whatever is recorded later of positions.

    Terms and wider issues are today's. Nine queries, eight with no evidence asked for: the last revision, proposal, who
    tabled it, parties, terms, wider issues, terms of other proposals, positions, evidence.
    Raises: UnknownProposal, UnknownSlugs, KnownAtInTheFuture.
    """
    moment = resolve_moment(negotiation, valid_on=question.valid_on, known_at=question.known_at, now=now)
    proposal = get_proposal(negotiation, slug, known_at=moment.known_at)
    parties = slugs_of_parties(negotiation, question.parties, moment)
    terms = read_terms([proposal.id], known_at=moment.known_at)[proposal.id]
    package = Package(
        terms=terms.terms,
        issues=weighed_targets(negotiation, terms.issues.values(), known_at=moment.known_at),
        proposed_on=proposal.proposed_on,
    )
    versions = by_place(read_answers(parties=parties, proposal=(proposal.id, slug), issues=terms.issues, moment=moment))
    answers = {party: versions.get((party, slug), []) for party in parties.values()}
    standing = [state_at(of, valid_on=moment.valid_on, known_at=moment.known_at) for of in answers.values()]
    evidence = evidence_of([s.version.row for s in standing if s.version], moment=moment, depth=question.evidence)
    return Responses(
        negotiation=negotiation.slug,
        proposal=proposal.slug,
        title=proposal.title,
        proposed_on=proposal.proposed_on,
        proposed_by=proposers_of(proposal.id, known_at=moment.known_at),
        replaces=proposal.replaces,
        valid_on=moment.valid_on,
        known_at=moment.known_at,
        revision=moment.revision,
        engine=ENGINE,
        responses=[
            respond_to(
                package,
                party,
                answers=of,
                held=held_by(party, versions, issues=terms.issues),
                moment=moment,
                evidence=evidence,
            )
            for party, of in answers.items()
        ],
    )


class ProposalThen(NamedTuple):
    """A proposal, with what it replaced as known then."""

    id: int
    slug: str
    title: str
    proposed_on: date | None
    replaces: str | None


def get_proposal(negotiation: Negotiation, slug: str, *, known_at: datetime) -> ProposalThen:
    """One query. Raises: UnknownProposal, with those that were listed then."""
    listed = Proposal.objects.filter(negotiation=negotiation).listed(known_at)
    replaced = named_then("proposal", "replaces__slug", known_at=known_at)
    row = listed.filter(slug=slug).values_list("id", "slug", "title", "proposed_on", replaced).first()
    if row is None:
        raise UnknownProposal(slug, known=list(listed.values_list("slug", flat=True)))
    return ProposalThen(*row)


def proposers_of(proposal: int, *, known_at: datetime) -> list[str]:
    """Slugs of who tabled it, in their order. One query."""
    tabled = Proposal.proposed_by.through.objects.filter(proposal=proposal).order_by("party__slug")
    return list(tabled.values_list(proposer_then(known_at=known_at), flat=True))


def read_terms(proposals: Sequence[int], *, known_at: datetime) -> Mapping[int, TermsById]:
    """By id of the proposal, its terms in their order, on the issues that they were on as known then. One query."""
    found: defaultdict[int, TermsById] = defaultdict(lambda: TermsById([], {}))
    rows = ProposalTerm.objects.filter(proposal__in=proposals).order_by("proposal", "number")
    on_id, on_slug = (named_then("term", f"issue__{column}", known_at=known_at) for column in ("id", "slug"))
    for row in rows.annotate(on_id=on_id, on_slug=on_slug):
        value: Decimal | None = row.quantity_value
        term = PackageTerm(
            number=row.number,
            issue=row.on_slug,
            stance=Stance(row.stance),
            scale=scale_record(row.scale_low, row.scale_high),
            text=row.text,
            quantity=None if value is None else Quantity(value=number(value), unit=row.quantity_unit),
        )
        of = found[row.proposal_id]
        found[row.proposal_id] = TermsById([*of.terms, term], {**of.issues, row.on_id: row.on_slug})
    return found


def read_answers(*, parties: Slugs, proposal: tuple[int, str], issues: Slugs, moment: Moment) -> list[Version]:
    """Every answer to the proposal up to the day, and what is held that day on the issues, as known then. One query."""
    key, slug = proposal
    targets = {**issues, key: slug}
    known = versions_known_between(moment.known_at, moment.known_at, parties=parties, targets=targets)
    held = Q(valid_to__isnull=True) | Q(valid_to__gt=moment.valid_on) | Q(target=key)
    return read_versions(known.filter(held, valid_from__lte=moment.valid_on), parties=parties, targets=targets)


def held_by(
    party: str, versions: Mapping[tuple[str, str], Sequence[Version]], *, issues: Slugs
) -> dict[str, RecordedPosition]:
    """What the party holds, by slug of the issue."""
    return {issue: versions[party, issue][0].position for issue in issues.values() if (party, issue) in versions}


def set_beside(negotiation: Negotiation, slug: str, *, beside: str | None, now: datetime) -> SideBySide:
    """The proposal beside another; by default the one that it replaces, or else the first that replaced it.

    Two queries: proposals with what they replace, terms. Raises: UnknownProposal, NothingBeside.
    """
    rows = Proposal.objects.filter(negotiation=negotiation).listed().order_by("recorded_at", "id")
    ids, packages = {}, {}
    for key, found, title, proposed_on, replaces in rows.values_list(
        "id", "slug", "title", "proposed_on", "replaces__slug"
    ):
        ids[found] = key
        packages[found] = PackageInChain(found, title, proposed_on, replaces)
    if slug not in packages:
        raise UnknownProposal(slug, known=list(packages))
    other = find_other(slug, beside, packages=packages)
    terms = read_terms([ids[slug], ids[other]], known_at=now)
    return SideBySide(
        negotiation=negotiation.slug,
        left=packages[slug],
        right=packages[other],
        issues=set_side_by_side(terms[ids[slug]].terms, terms[ids[other]].terms),
        chain=chain_of([slug, other], packages=packages),
    )


def find_other(slug: str, beside: str | None, *, packages: Mapping[str, PackageInChain]) -> str:
    """Raises: NothingBeside."""
    known = [other for other in packages if other != slug]
    if beside is not None:
        if beside not in known:
            why = "is the proposal itself" if beside == slug else "is no proposal of these talks"
            raise NothingBeside(f"{beside!r} {why}.", slug=beside, known=known)
        return beside
    linked = [packages[slug].replaces, *(other for other in known if packages[other].replaces == slug)]
    for other in linked:
        if other is not None:
            return other
    raise NothingBeside(
        f"{slug!r} replaced no proposal and was not replaced; say which to set beside it.", slug="", known=known
    )
