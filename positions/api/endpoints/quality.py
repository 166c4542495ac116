"""How good the machine lane is: `quality/`."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import answers, examples
from positions.api.asking.parameters import Query, SlugsField
from positions.api.asking.visible import visible_talks
from positions.api.problems import BadParameters, no_such_talks
from positions.api.views import TableView
from positions.comparison.records import Record
from positions.queries.curating.quality import Quality, measure_quality
from positions.vocabulary import Subject


@dataclass(frozen=True)
class QualityReport(Record):
    """How good the machine lane is, by talks."""

    results: list[Quality]
    """One for each set of talks, by slug."""


class QualityParameters(Query):
    """Of which talks."""

    negotiation = SlugsField(source="negotiations", required=False, help_text="Slug of the talks. Default: all.")


class QualityFigures(TableView):
    hangs_on = HangsOn(day=None, instant=None, subjects=(Subject.SHOWN, Subject.DECIDED))

    @extend_schema(
        operation_id="measure_quality",
        summary="How good the machine lane is",
        description=(
            "Precision of the statements that machines found, from what people decided about them, with its interval, "
            "by issue and by party. Statements that nobody has decided on are not in it, nor those coded by hand."
        ),
        tags=["quality"],
        parameters=[QualityParameters],
        responses=answers(QualityReport, 400, 429),
        examples=examples("measure_quality"),
    )
    def get(self, request: Request) -> Response:
        asked = QualityParameters.read(request).get("negotiations", ())
        talks = {one.slug: one for one in visible_talks(request).order_by("slug")}
        faults = [no_such_talks(slug, parameter="negotiation", known=talks) for slug in asked if slug not in talks]
        if faults:
            raise BadParameters(faults)
        return Response(QualityReport(results=measure_quality([talks[slug] for slug in asked or talks])))
