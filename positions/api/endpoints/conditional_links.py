"""What waits for what: `negotiations/{slug}/comparison/conditional-links/`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import Query, known_at_field
from positions.api.views import TableView
from positions.comparison.conditional_links import WaitingGraph
from positions.queries.comparing.waiting import conditional_links


class ConditionalLinksParameters(Query):
    """As known when."""

    known_at = known_at_field()


class ConditionalLinks(TableView):
    hangs_on = HangsOn(day=None)

    @extend_schema(
        operation_id="list_conditional_links",
        summary="What waits for what",
        description=(
            "Links that curators set: a party moves on a target only after a party has moved on another target. "
            "`cycles` are the deadlocks, in which each waits for the other. The answer names its `known_at`; asked "
            "again with it, it is the same, whatever was set or removed since."
        ),
        tags=["comparison"],
        parameters=[SLUG, ConditionalLinksParameters],
        responses=answers(WaitingGraph, 400, 404),
        examples=examples("list_conditional_links"),
    )
    def get(self, request: Request, slug: str) -> Response:
        asked = ConditionalLinksParameters.read(request)
        negotiation = self.find_negotiation(slug)
        return Response(conditional_links(negotiation, known_at=asked.get("known_at"), now=timezone.now()))
