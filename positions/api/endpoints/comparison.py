"""The comparison of positions at two times: `negotiations/{slug}/comparison/`."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import MatrixParameters
from positions.api.views import TableView, is_json
from positions.comparison.matrix import Matrix
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.queries.comparing.rendered import can_be_rendered, render_matrix


class Comparison(TableView):
    hangs_on = HangsOn(follows_catalog=("role=", "topic=", "rollup="))

    @extend_schema(
        operation_id="compare_positions",
        summary="Who holds what, at two times",
        description=(
            "The matrix of parties and targets: what each party held on `valid_on`, as this database said at "
            "`known_at`. Every cell has a position with its evidence, or the kind of its absence. The answer names "
            "both times; asked again with both, its cells are the same, whatever was recorded since."
        ),
        tags=["comparison"],
        parameters=[SLUG, MatrixParameters],
        responses=answers(Matrix, 400, 404),
        examples=examples("compare_positions"),
    )
    def get(self, request: Request, slug: str) -> Response:
        asked = MatrixParameters.read(request)
        negotiation = self.find_negotiation(slug)
        question = MatrixQuestion(**asked)
        read = render_matrix if is_json(request) and can_be_rendered(question) else compare_positions
        return Response(read(negotiation, question, now=timezone.now(), stale_after_days=settings.STALE_AFTER_DAYS))
