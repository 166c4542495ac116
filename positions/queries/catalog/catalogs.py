"""One negotiation's stored catalog, as extractors know it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet

from positions.extraction.contract import (
    Catalog,
    IssueEntry,
    PartyEntry,
    ProposalEntry,
    ProposalTermEntry,
    SpeakerEntry,
)
from positions.models import Issue, Membership, Negotiation, Participation, Proposal, ProposalTerm
from positions.vocabulary import PartyKind, RevisionKind, Role, Stance


def stored_catalog(negotiation: Negotiation) -> Catalog:
    """Everything in the order in which it was recorded, which is that of its file. Seven queries, whatever the size."""
    blocs = grouped_slugs(
        Membership.objects.filter(member__in=listed_parties(negotiation), bloc__in=listed_parties(negotiation))
        .order_by("id")
        .values_list("member_id", "bloc__slug")
    )
    proposers = grouped_slugs(
        Proposal.proposed_by.through.objects.filter(proposal__negotiation=negotiation)
        .order_by("id")
        .values_list("proposal_id", "party__slug")
    )
    terms = _terms(negotiation)
    parts = negotiation.participations.listed().select_related("party").prefetch_related("speakers")
    return Catalog(
        negotiation=negotiation.slug,
        parties=tuple(_party(part, blocs[part.party_id]) for part in parts.order_by("recorded_at", "id")),
        issues=tuple(_issue(issue) for issue in Issue.objects.filter(negotiation=negotiation).listed()),
        proposals=tuple(
            _proposal(p, proposers[p.pk], terms[p.pk])
            for p in Proposal.objects.filter(negotiation=negotiation).listed()
        ),
    )


def listed_parties(negotiation: Negotiation) -> QuerySet[Any, Any]:
    """Ids of the parties that take part, to be asked for within another query."""
    return negotiation.participations.listed().order_by().values("party")


def catalog_revision(negotiation: Negotiation) -> int:
    """Number of the last change of the talks' catalog; 0 before the first. One query."""
    revisions = negotiation.revisions.filter(kind=RevisionKind.CATALOG.value)
    return revisions.aggregate(last=Max("number"))["last"] or 0


def grouped_slugs(pairs: Iterable[tuple[int, str]]) -> defaultdict[int, list[str]]:
    """Slugs by the id that they go with, each once, in order."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for key, slug in pairs:
        if slug not in groups[key]:
            groups[key].append(slug)
    return groups


def _party(part: Participation, blocs: list[str]) -> PartyEntry:
    speakers = tuple(
        SpeakerEntry(name=s.name, title=s.title, aliases=tuple(s.aliases), from_on=s.from_on, to_on=s.to_on)
        for s in part.speakers.all()
    )
    return PartyEntry(
        slug=part.party.slug,
        name=part.name,
        kind=PartyKind(part.party.kind),
        role=Role(part.role),
        aliases=tuple(part.aliases),
        member_of=tuple(blocs),
        speakers=speakers,
    )


def _issue(issue: Issue) -> IssueEntry:
    return IssueEntry(
        slug=issue.slug,
        title=issue.title,
        proposition=issue.proposition,
        topic=issue.topic,
        toward=tuple(issue.toward),
        against=tuple(issue.against),
    )


def _terms(negotiation: Negotiation) -> defaultdict[int, list[ProposalTermEntry]]:
    """What proposals say, by the proposal's id, in the order of the package."""
    rows = ProposalTerm.objects.filter(proposal__negotiation=negotiation).select_related("issue").order_by("number")
    groups: defaultdict[int, list[ProposalTermEntry]] = defaultdict(list)
    for term in rows:
        quantity = "" if term.quantity_value is None else f"{term.quantity_value.normalize():f} {term.quantity_unit}"
        entry = ProposalTermEntry(
            issue=term.issue.slug, stance=Stance(term.stance), text=term.text, quantity=quantity.strip()
        )
        groups[term.proposal_id].append(entry)
    return groups


def _proposal(proposal: Proposal, proposers: list[str], terms: list[ProposalTermEntry]) -> ProposalEntry:
    return ProposalEntry(
        slug=proposal.slug,
        title=proposal.title,
        summary=proposal.summary,
        cues=tuple(proposal.cues),
        proposed_by=tuple(proposers),
        proposed_on=proposal.proposed_on,
        terms=tuple(terms),
    )
