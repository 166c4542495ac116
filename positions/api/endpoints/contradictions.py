"""Where parties contradict themselves: `negotiations/{slug}/comparison/contradictions/`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import DayField, InstantField, Query, SlugsField, WholeField
from positions.api.views import TableView
from positions.comparison.contradictions import Contradictions
from positions.queries.comparing.contradictions import ContradictionsQuestion, list_contradictions


class ContradictionsParameters(Query):
    """Whose, on what, how far apart, and as known when."""

    party = SlugsField(source="parties", required=False, help_text="Slug of a party; once each. Default: all.")
    target = SlugsField(
        source="targets", required=False, help_text="Slug of an issue or proposal; once each. Default: all."
    )
    window_days = WholeField(
        required=False,
        min_value=0,
        max_value=366,
        help_text="How many days two statements may lie apart; 0: the same day. Default: 7, a news week.",
    )
    limit = WholeField(
        required=False, min_value=1, max_value=1000, help_text="How many of the worst are listed. Default: 100."
    )
    valid_on = DayField(required=False, help_text="Only what was said up to this day. Default: today in UTC.")
    known_at = InstantField(
        required=False,
        help_text="Which statements had been accepted at this instant? At most 60 seconds ahead. Default: now.",
    )


class ComparisonContradictions(TableView):
    hangs_on = HangsOn()

    @extend_schema(
        operation_id="list_contradictions",
        summary="Where parties contradict themselves",
        description=(
            "Two accepted statements of one party on one target, no further apart than `window_days`, whose stances do "
            "not agree: gravest first, then those of two speakers, then the nearest in time. Each with its quote and "
            "where it stands. A party that is undecided contradicts nothing. Many articles with the same words of one "
            "speaker on one day count as one."
        ),
        tags=["comparison"],
        parameters=[SLUG, ContradictionsParameters],
        responses=answers(Contradictions, 400, 404),
        examples=examples("list_contradictions"),
    )
    def get(self, request: Request, slug: str) -> Response:
        question = ContradictionsQuestion(**ContradictionsParameters.read(request))
        return Response(list_contradictions(self.find_negotiation(slug), question, now=timezone.now()))
