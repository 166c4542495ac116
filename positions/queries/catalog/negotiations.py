"""The catalog as it stands now: which talks there are, and who and what they are about."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from positions.comparison.packages import Quantity
from positions.models import (
    Issue,
    Membership,
    Negotiation,
    Participation,
    Position,
    Proposal,
    ProposalTerm,
    Revision,
    Speaker,
    Target,
)
from positions.queries.catalog.catalog_records import (
    CatalogIssue,
    CatalogMembership,
    CatalogNegotiation,
    CatalogParty,
    CatalogProposal,
    CatalogSpeaker,
    CatalogTerm,
    ScalePoint,
)
from positions.queries.catalog.former_slugs import given_up, told_in
from positions.queries.records.held import number, scale_record
from positions.vocabulary import PartyKind, Role, Stance, TargetKind

# Whose names a row of targets gave up: its own, and those of what was merged into it.
OF_TARGET = Q(target=OuterRef("pk")) | Q(target__merged_into=OuterRef("pk"))


class UnknownNegotiation(Exception):
    """There are no such talks, or they are a draft and the reader is not staff."""

    def __init__(self, slug: str, *, known: list[str]) -> None:
        super().__init__(f"There are no talks {slug!r}.")
        self.slug = slug
        self.known = known


def get_negotiation(slug: str, *, with_drafts: bool) -> Negotiation:
    """The talks of that slug. Raises: UnknownNegotiation, naming those that this reader may see. One query."""
    visible = visible_negotiations(with_drafts=with_drafts)
    try:
        return visible.get(slug=slug)
    except Negotiation.DoesNotExist:
        raise UnknownNegotiation(slug, known=list(visible.values_list("slug", flat=True))) from None


def visible_negotiations(*, with_drafts: bool) -> QuerySet[Negotiation]:
    return Negotiation.objects.all() if with_drafts else Negotiation.objects.published()


def list_negotiations(*, with_drafts: bool) -> list[CatalogNegotiation]:
    """All talks that this reader may see, by slug. One query."""
    return summaries(visible_negotiations(with_drafts=with_drafts))


def list_drafts() -> frozenset[str]:
    """The slugs of all talks that only staff see. One query."""
    return frozenset(Negotiation.objects.filter(is_published=False).values_list("slug", flat=True))


def describe_negotiation(negotiation: Negotiation) -> CatalogNegotiation:
    """One set of talks, with how much is recorded of it. One query."""
    return summaries(Negotiation.objects.filter(pk=negotiation.pk))[0]


def summaries(negotiations: QuerySet[Negotiation]) -> list[CatalogNegotiation]:
    last = Revision.objects.filter(negotiation=OuterRef("pk")).order_by("-number")
    counted = negotiations.annotate(
        n_parties=count_of(Participation.objects.listed()),
        n_issues=count_of(Issue.objects.listed()),
        n_proposals=count_of(Proposal.objects.listed()),
        n_positions=count_of(Position.objects.known()),
        revision=Coalesce(Subquery(last.values("number")[:1]), 0),
        revised_at=Subquery(last.values("committed_at")[:1]),
        gave_up=given_up(Q(negotiation=OuterRef("pk")), told=Q(was_public=True) | Q(negotiation__is_published=False)),
    )
    columns = CatalogNegotiation.__dataclass_fields__.keys() - {"former_slugs"}
    rows = counted.order_by("slug").values("gave_up", *columns)
    return [CatalogNegotiation(former_slugs=row.pop("gave_up"), **row) for row in rows]


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` belong to each negotiation, counted apart so that one count does not multiply another."""
    of_one = rows.filter(negotiation=OuterRef("pk")).order_by().values("negotiation")
    return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def list_parties(negotiation: Negotiation) -> list[CatalogParty]:
    """The parties, in the order recorded. Three queries: parties, memberships, speakers."""
    taking_part = Participation.objects.filter(negotiation=negotiation).listed().order_by("recorded_at", "id")
    own = Q(party=OuterRef("party_id")) & (Q(within__isnull=True) | Q(within=negotiation))
    merged_here = Q(within=negotiation, party__participations__merged_into=OuterRef("pk"))
    gave_up = given_up(own | merged_here, told=told_in(negotiation))
    rows = list(taking_part.select_related("party").annotate(gave_up=gave_up))
    blocs: defaultdict[int, list[CatalogMembership]] = defaultdict(list)
    merged = Participation.objects.filter(negotiation=negotiation, retired_at__isnull=False)
    of_parties = Membership.objects.filter(member__in=[row.party_id for row in rows])
    of_parties = of_parties.exclude(bloc__in=merged.values("party"))
    for member, bloc, from_on, to_on in of_parties.order_by("id").values_list(
        "member_id", "bloc__slug", "from_on", "to_on"
    ):
        blocs[member].append(CatalogMembership(bloc=bloc, from_on=from_on, to_on=to_on))
    speakers: defaultdict[int, list[CatalogSpeaker]] = defaultdict(list)
    for speaker in Speaker.objects.filter(participation__negotiation=negotiation).order_by("id"):
        speakers[speaker.participation_id].append(
            CatalogSpeaker(name=speaker.name, title=speaker.title, from_on=speaker.from_on, to_on=speaker.to_on)
        )
    return [
        CatalogParty(
            slug=row.party.slug,
            name=row.name,
            kind=PartyKind(row.party.kind),
            role=Role(row.role),
            iso=row.party.iso or None,
            aliases=row.aliases,
            from_on=row.from_on,
            to_on=row.to_on,
            recorded_at=row.recorded_at,
            member_of=blocs[row.party_id],
            speakers=speakers[row.pk],
            former_slugs=row.gave_up,
        )
        for row in rows
    ]


def list_issues(negotiation: Negotiation) -> list[CatalogIssue]:
    """The issues, in the order recorded. One query."""
    issues = Issue.objects.filter(negotiation=negotiation).listed().order_by("recorded_at", "id")
    return [
        CatalogIssue(
            slug=issue.slug,
            kind=TargetKind.ISSUE,
            title=issue.title,
            proposition=issue.proposition,
            topic=issue.topic or None,
            parent=issue.parent.slug if issue.parent else None,
            scale=[ScalePoint(value=point["value"], label=point["label"]) for point in issue.scale],
            recorded_at=issue.recorded_at,
            former_slugs=issue.gave_up,
        )
        for issue in issues.select_related("parent").annotate(gave_up=given_up(OF_TARGET, told=told_in(negotiation)))
    ]


def list_proposals(negotiation: Negotiation) -> list[CatalogProposal]:
    """The proposals, in the order recorded. Three queries: proposals, who tabled them, terms."""
    proposals = Proposal.objects.filter(negotiation=negotiation).listed().order_by("recorded_at", "id")
    found = proposals.select_related("replaces").prefetch_related("proposed_by")
    rows = list(found.annotate(gave_up=given_up(OF_TARGET, told=told_in(negotiation))))
    terms = terms_by_proposal(negotiation)
    return [
        CatalogProposal(
            slug=row.slug,
            kind=TargetKind.PROPOSAL,
            title=row.title,
            summary=row.summary,
            proposed_by=[party.slug for party in row.proposed_by.all()],
            proposed_on=row.proposed_on,
            replaces=row.replaces.slug if row.replaces else None,
            terms=terms[row.pk],
            recorded_at=row.recorded_at,
            former_slugs=row.gave_up,
        )
        for row in rows
    ]


def terms_by_proposal(negotiation: Negotiation) -> dict[int, list[CatalogTerm]]:
    """What each proposal says, in the order of its terms. One query."""
    terms: defaultdict[int, list[CatalogTerm]] = defaultdict(list)
    stored = ProposalTerm.objects.filter(proposal__negotiation=negotiation).select_related("issue")
    for term in stored.order_by("proposal", "number"):
        value: Decimal | None = term.quantity_value
        terms[term.proposal_id].append(
            CatalogTerm(
                issue=term.issue.slug,
                stance=Stance(term.stance),
                scale=scale_record(term.scale_low, term.scale_high),
                text=term.text,
                quantity=None if value is None else Quantity(value=number(value), unit=term.quantity_unit),
            )
        )
    return terms


@dataclass(frozen=True)
class Names:
    """What parties and targets are called, by slug."""

    parties: Mapping[str, str]
    targets: Mapping[str, str]


def names_of(negotiation: Negotiation) -> Names:
    """Two queries: parties, targets."""
    parties = Participation.objects.filter(negotiation=negotiation).values_list("party__slug", "name")
    targets = Target.objects.filter(negotiation=negotiation).values_list("slug", "title")
    return Names(dict(parties), dict(targets))
