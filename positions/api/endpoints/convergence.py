"""Whether parties come closer: `negotiations/{slug}/comparison/convergence/`."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import DayField, Query, SlugsField, kind_field, known_at_field, method_field
from positions.api.endpoints.pairs import SideField
from positions.api.problems import Fault, faults_of
from positions.api.views import TableView
from positions.comparison.convergence import Convergence
from positions.queries.comparing.convergences import (
    MOST_SPELLS,
    ConvergenceQuestion,
    OneSideMissing,
    TooMuchHistory,
    follow_convergence,
)


@faults_of.register
def _(exc: OneSideMissing) -> Sequence[Fault]:
    return [Fault("invalid-parameters", str(exc), exc.side, "")]


@faults_of.register
def _(exc: TooMuchHistory) -> Sequence[Fault]:
    return [Fault("too-many-values", str(exc), "target", str(exc.n_pairs))]


class ConvergenceParameters(Query):
    """Between whom, over which days, on which targets, and as known when."""

    left = SideField(required=False, help_text="Slug of one party. Without both sides: all pairs of principals.")
    right = SideField(required=False, help_text="Slug of the other party.")
    to = DayField(source="to_on", required=False, help_text="Last day, itself included. Default: today in UTC.")
    target = SlugsField(
        source="targets",
        required=False,
        help_text="Slug of an issue or proposal; once each. Default: on each day, all on which any party of the talks "
        "holds a position then.",
    )
    kind = kind_field()
    method = method_field()
    known_at = known_at_field()

    def get_fields(self) -> dict[str, Any]:
        """With `from`, a word that Python keeps for itself."""
        first = DayField(source="from_on", required=False, help_text="First day. Default: the day of the first change.")
        return {"from": first, **super().get_fields()}


class ComparisonConvergence(TableView):
    hangs_on = HangsOn(day="to", follows_catalog=True)

    @extend_schema(
        operation_id="follow_convergence",
        summary="Whether two parties, or all principals, come closer",
        description=(
            "The agreement score at every change of what counts in it, with the targets that changed; between two "
            "points nothing did. Over all targets and on each topic alone. With `from`, the first point says how the "
            "parties stood then. Without `left` and `right`: the mean over all pairs of principals, and each pair. "
            f"One answer goes through {MOST_SPELLS:,} changes at most, those of a party counted once for each of its "
            "pairs; more are refused as `too-many-values`."
        ),
        tags=["comparison"],
        parameters=[SLUG, ConvergenceParameters],
        responses=answers(Convergence, 400, 404),
        examples=examples("follow_convergence"),
    )
    def get(self, request: Request, slug: str) -> Response:
        question = ConvergenceQuestion(**ConvergenceParameters.read(request))
        return Response(follow_convergence(self.find_negotiation(slug), question, now=timezone.now()))
