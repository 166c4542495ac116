"""Answers to one proposal, and two proposals by term: `negotiations/{slug}/proposals/{proposal}/…`."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField

from positions.api.answering.conditional import CATALOG, HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import Query, WordField, known_at_field, parties_field, valid_on_field
from positions.api.problems import Fault, faults_of, nearest_to, shown
from positions.api.views import TableView
from positions.comparison.packages import SideBySide
from positions.comparison.responses import Responses
from positions.queries.comparing.responses import (
    NothingBeside,
    ResponsesQuestion,
    UnknownProposal,
    list_responses,
    set_beside,
)
from positions.vocabulary import EvidenceDepth

PROPOSAL = OpenApiParameter(
    "proposal",
    {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    OpenApiParameter.PATH,
    description="Slug of the proposal.",
)


@faults_of.register
def _(exc: UnknownProposal) -> Sequence[Fault]:
    return [Fault("unknown-proposal", str(exc), "proposal", exc.slug, nearest=nearest_to(exc.slug, exc.known))]


@faults_of.register
def _(exc: NothingBeside) -> Sequence[Fault]:
    return [Fault("nothing-beside", shown(str(exc)), "with", exc.slug, nearest=nearest_to(exc.slug, exc.known))]


class ResponsesParameters(Query):
    """Whose responses, when, and with how much evidence."""

    party = parties_field()
    valid_on = valid_on_field()
    known_at = known_at_field()
    evidence = WordField(
        EvidenceDepth,
        required=False,
        help_text="How much evidence of each answer: none, the first piece (the default), or all.",
    )


class SideBySideParameters(Query):
    """Which proposal to set beside the one of the address."""

    def get_fields(self) -> dict[str, Any]:
        """With `with`, a word that Python keeps for itself."""
        beside = CharField(
            source="beside",
            required=False,
            allow_blank=True,
            trim_whitespace=False,
            help_text="Slug of the other proposal. Default: the one that this one replaces, else one that replaced it.",
        )
        return {"with": beside, **super().get_fields()}


class ProposalResponses(TableView):
    hangs_on = HangsOn(follows_catalog=True)

    @extend_schema(
        operation_id="list_responses",
        summary="What the parties answered to a proposal",
        description=(
            "For each party its answer to the package with its latency and every earlier answer; what it holds on each "
            "term; how far the package fits with that; and the terms that block: the party holds the opposite and has "
            "drawn a red line. A party that has not answered is listed too: its terms and its fit still say how the "
            "package meets what it holds."
        ),
        tags=["proposals"],
        parameters=[SLUG, PROPOSAL, ResponsesParameters],
        responses=answers(Responses, 400, 404),
        examples=examples("list_responses"),
    )
    def get(self, request: Request, slug: str, proposal: str) -> Response:
        question = ResponsesQuestion(**ResponsesParameters.read(request))
        return Response(list_responses(self.find_negotiation(slug), proposal, question, now=timezone.now()))


class ProposalsSideBySide(TableView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="set_proposals_side_by_side",
        summary="Two proposals by term",
        description=(
            "Issue by issue what each of two packages says, whether it is the same, and their numbers in one unit; and "
            "the chain of proposals that replaced one another."
        ),
        tags=["proposals"],
        parameters=[SLUG, PROPOSAL, SideBySideParameters],
        responses=answers(SideBySide, 400, 404),
        examples=examples("set_proposals_side_by_side"),
    )
    def get(self, request: Request, slug: str, proposal: str) -> Response:
        beside = SideBySideParameters.read(request).get("beside")
        return Response(set_beside(self.find_negotiation(slug), proposal, beside=beside, now=timezone.now()))
