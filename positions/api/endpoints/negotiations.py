"""The catalog: `negotiations/` and what is below it."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import CATALOG
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.access import is_staff
from positions.api.asking.paging import CountedPage
from positions.api.asking.parameters import NoParameters
from positions.api.views import ReadView, TableView
from positions.queries.catalog import negotiations
from positions.queries.catalog.catalog_records import CatalogIssue, CatalogNegotiation, CatalogParty, CatalogProposal


@dataclass(frozen=True)
class NegotiationList(CountedPage):
    """Talks, by slug."""

    results: list[CatalogNegotiation]
    """What is on this page."""


@dataclass(frozen=True)
class PartyList(CountedPage):
    """Parties to the talks, in the order recorded."""

    results: list[CatalogParty]
    """What is on this page."""


@dataclass(frozen=True)
class IssueList(CountedPage):
    """Issues of the talks, in the order recorded."""

    results: list[CatalogIssue]
    """What is on this page."""


@dataclass(frozen=True)
class ProposalList(CountedPage):
    """Proposals tabled in the talks, in the order recorded."""

    results: list[CatalogProposal]
    """What is on this page."""


class Negotiations(TableView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="list_negotiations",
        summary="All talks",
        description="Every set of talks, with how much is recorded of it.",
        tags=["catalog"],
        responses=answers(NegotiationList, 400),
        examples=examples("list_negotiations"),
    )
    def get(self, request: Request) -> Response:
        NoParameters.read(request)
        found = negotiations.list_negotiations(with_drafts=is_staff(request))
        return Response(NegotiationList(results=found, next=None, previous=None, count=None))


class NegotiationDetail(ReadView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="get_negotiation",
        summary="One set of talks",
        description="One set of talks, with how much is recorded of it and the number of its last public change.",
        tags=["catalog"],
        parameters=[SLUG],
        responses=answers(CatalogNegotiation, 400, 404),
        examples=examples("get_negotiation"),
    )
    def get(self, request: Request, slug: str) -> Response:
        NoParameters.read(request)
        return Response(negotiations.describe_negotiation(self.find_negotiation(slug)))


class Parties(TableView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="list_parties",
        summary="Parties to the talks",
        description="Who takes part in which role, what articles call them, and who speaks for them.",
        tags=["catalog"],
        parameters=[SLUG],
        responses=answers(PartyList, 400, 404),
        examples=examples("list_parties"),
    )
    def get(self, request: Request, slug: str) -> Response:
        NoParameters.read(request)
        found = negotiations.list_parties(self.find_negotiation(slug))
        return Response(PartyList(results=found, next=None, previous=None, count=None))


class Issues(TableView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="list_issues",
        summary="Issues of the talks",
        description="What the talks are about: each issue with the proposition that a stance is towards.",
        tags=["catalog"],
        parameters=[SLUG],
        responses=answers(IssueList, 400, 404),
        examples=examples("list_issues"),
    )
    def get(self, request: Request, slug: str) -> Response:
        NoParameters.read(request)
        found = negotiations.list_issues(self.find_negotiation(slug))
        return Response(IssueList(results=found, next=None, previous=None, count=None))


class Proposals(TableView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="list_proposals",
        summary="Proposals tabled in the talks",
        description="Packages that somebody tabled: by whom, when, what they replace, and their terms.",
        tags=["catalog"],
        parameters=[SLUG],
        responses=answers(ProposalList, 400, 404),
        examples=examples("list_proposals"),
    )
    def get(self, request: Request, slug: str) -> Response:
        NoParameters.read(request)
        found = negotiations.list_proposals(self.find_negotiation(slug))
        return Response(ProposalList(results=found, next=None, previous=None, count=None))
