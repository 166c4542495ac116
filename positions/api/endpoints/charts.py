"""Pictures for reports and previews: `negotiations/{slug}/comparison/chart.svg`, as PNG too, and the data as CSV."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, refusals
from positions.api.answering.tables import name_file
from positions.api.asking.parameters import SlugsField, WordField
from positions.api.endpoints.pairs import ScoreParameters, SideField
from positions.api.problems import Fault, faults_of
from positions.api.views import ReadView
from positions.charts.chart import Chart
from positions.charts.drawing import as_png, as_svg
from positions.charts.questions import ChartNeeds, ChartQuestion, TooMuchToDraw, make_chart
from positions.columns import csv_text
from positions.vocabulary import ChartKind, Theme


@faults_of.register
def _(exc: ChartNeeds) -> Sequence[Fault]:
    return [Fault("missing-parameter", str(exc), exc.parameter, "")]


@faults_of.register
def _(exc: TooMuchToDraw) -> Sequence[Fault]:
    return [Fault("too-many-values", str(exc), "party", "")]


# Pictures of what is held and nothing else; scores in the others are by the terms and wider issues of today.
OF_CELLS = {ChartKind.MATRIX, ChartKind.TIMELINE}


class SvgRenderer(BaseRenderer):
    media_type = "image/svg+xml"
    format = "svg"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else as_svg(data[0], data[1]).encode()


class PngRenderer(BaseRenderer):
    media_type = "image/png"
    format = "png"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else as_png(data[0], data[1])


class RowsRenderer(BaseRenderer):
    """What the picture is drawn from, a line for each row."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        name_file(renderer_context)
        return b"" if data is None else rows_as_csv(data[0]).encode()


def rows_as_csv(chart: Chart) -> str:
    return csv_text([chart.columns, *([row[column] for column in chart.columns] for row in chart.rows)])


class ChartParameters(ScoreParameters):
    """Which picture, of what, when."""

    kind = WordField(
        ChartKind,
        help_text="What it shows: who holds what (`matrix`), the score over time up to `valid_on` (`convergence`), "
        "every pair (`agreement`), what blocks (`blocking-issues`), answers to a proposal (`responses`), or what one "
        "party held when (`timeline`).",
    )
    party = SlugsField(
        source="parties",
        required=False,
        help_text="Slug of a party, once each. Default: all; `timeline` is of the first, which must be given.",
    )
    left = SideField(required=False, help_text="For `convergence`: slug of one party. Without both: all principals.")
    right = SideField(required=False, help_text="For `convergence`: slug of the other party.")
    proposal = SideField(required=False, help_text="For `responses`: slug of the proposal.")
    theme = WordField(Theme, required=False, help_text="For a `light` page (the default) or a `dark` one.")


class ChartSvg(ReadView):
    hangs_on = HangsOn(follows_catalog=[f"kind={kind.value}" for kind in ChartKind if kind not in OF_CELLS])
    renderer_classes = [SvgRenderer]

    @extend_schema(
        operation_id="draw_chart",
        summary="A picture of the comparison",
        description=(
            "A chart as SVG, with a title that says what it shows, a source line and a text alternative. "
            "`…/comparison/chart.png` is the same for previews, `…/comparison/chart.csv` the data that it is drawn "
            "from."
        ),
        tags=["comparison"],
        parameters=[SLUG, ChartParameters],
        responses={
            (200, "image/svg+xml"): OpenApiResponse(OpenApiTypes.STR, description="The picture."),
            **refusals(400, 404),
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        question = ChartQuestion(**ChartParameters.read(request))
        negotiation = self.find_negotiation(slug)
        chart = make_chart(negotiation, question, now=timezone.now(), stale_after_days=settings.STALE_AFTER_DAYS)
        return Response((chart, question.theme))


@extend_schema(exclude=True)
class ChartPng(ChartSvg):
    renderer_classes = [PngRenderer]


@extend_schema(exclude=True)
class ChartCsv(ChartSvg):
    renderer_classes = [RowsRenderer]
