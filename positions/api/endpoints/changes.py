"""What differs between two comparisons: `negotiations/{slug}/comparison/changes/`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import DayField, InstantField, Query, SlugsField, WordField, parties_field
from positions.api.views import TableView
from positions.comparison.changes import Changes
from positions.queries.comparing.changes import ChangesQuestion, list_changes
from positions.queries.sizes import MOST_CHANGED_CELLS
from positions.vocabulary import EvidenceDepth


class ChangesParameters(Query):
    """Which two comparisons, and which part of them."""

    party = parties_field()
    target = SlugsField(
        source="targets",
        required=False,
        help_text="Slug of an issue or proposal; once each, in the order wanted. Default: all.",
    )
    from_valid_on = DayField(
        required=False, help_text="First comparison: what did the parties hold on this day? Default: as `to_valid_on`."
    )
    from_known_at = InstantField(
        required=False,
        help_text="First comparison: what did this database say at this instant? Default: as `to_known_at`, or nothing "
        "yet where `from_valid_on` is left out too: then all that is held is a change.",
    )
    to_valid_on = DayField(
        required=False, help_text="Second comparison: what did the parties hold on this day? Default: today in UTC."
    )
    to_known_at = InstantField(
        required=False,
        help_text="Second comparison: what did this database say at this instant? At most 60 seconds ahead. "
        "Default: now.",
    )
    evidence = WordField(
        EvidenceDepth,
        required=False,
        help_text="How much evidence of the position after: none, the first piece (the default), or all.",
    )


class ComparisonChanges(TableView):
    hangs_on = HangsOn(day="to_valid_on", instant="to_known_at")

    @extend_schema(
        operation_id="list_changes",
        summary="What differs between two comparisons",
        description=(
            "Every cell in which the comparison at `to_valid_on` and `to_known_at` says something else than that at "
            "`from_valid_on` and `from_known_at`, by content: what was held before and after, why they differ, whether "
            "the party hardened or softened, and the steps between. Nothing is listed that says the same, whichever "
            f"row says it. One answer is about {MOST_CHANGED_CELLS:,} cells at most that may differ; more are refused "
            "as `too-many-values`."
        ),
        tags=["comparison"],
        parameters=[SLUG, ChangesParameters],
        responses=answers(Changes, 400, 404),
        examples=examples("list_changes"),
    )
    def get(self, request: Request, slug: str) -> Response:
        question = ChangesQuestion(**ChangesParameters.read(request))
        return Response(list_changes(self.find_negotiation(slug), question, now=timezone.now()))
