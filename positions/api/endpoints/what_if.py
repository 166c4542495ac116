"""What would follow if parties held something else: `POST negotiations/{slug}/comparison/what-if/`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from pydantic import Discriminator, Field, Tag
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.bodies import LEFT_OUT, NOT_GIVEN, Body, BoundedJSONParser, read_body
from positions.api.asking.throttles import WhatIfThrottle
from positions.api.endpoints.pairs import ScoreParameters
from positions.api.problems import BadParameters, Fault, faults_of, not_in_these_talks, shown
from positions.api.views import ReadView
from positions.comparison.records import Scale
from positions.comparison.what_if import WhatIf
from positions.queries.comparing.hypotheticals import Supposition, UnknownCells, suppose
from positions.queries.comparing.pairs import PairsQuestion
from positions.queries.sizes import MOST_COMPARISONS
from positions.vocabulary import Salience, Stance

MOST_POSITIONS = 100

ScaleValue = Annotated[float, Field(ge=0, le=100)]


@dataclass(frozen=True)
class HypotheticalScale(Body):
    """A closed interval on an issue's scale."""

    low: ScaleValue
    """Low end, 0 to 100."""
    high: ScaleValue
    """High end, 0 to 100, not below the low one."""


@dataclass(frozen=True)
class HypotheticalPosition(Body):
    """What a party is supposed to hold on a target, in place of what it holds."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    stance: Stance = Stance.UNSPECIFIED
    """Towards the issue's proposition, or towards the proposal; may be left out where there is a scale value."""
    scale: Annotated[HypotheticalScale, LEFT_OUT] = NOT_GIVEN
    """Where on the issue's scale; left out: not known."""
    salience: Annotated[Salience, LEFT_OUT] = NOT_GIVEN
    """How much the party cares; left out: as much as about what it holds."""
    condition: Annotated[str, Field(max_length=2000)] = ""
    """What a conditional stance hangs on; changes no number."""


@dataclass(frozen=True)
class HypotheticalWithdrawal(Body):
    """A position that a party is supposed to have taken back."""

    party: str
    """The party's slug."""
    target: str
    """The target's slug."""
    stance: None
    """Null: it holds none."""


def shape_of(given: Any) -> str:
    is_withdrawal = isinstance(given, dict) and given.get("stance", "") is None
    return (HypotheticalWithdrawal if is_withdrawal else HypotheticalPosition).__name__


Hypothetical = Annotated[
    Annotated[HypotheticalPosition, Tag("HypotheticalPosition")]
    | Annotated[HypotheticalWithdrawal, Tag("HypotheticalWithdrawal")],
    Discriminator(shape_of),
]


def either_shape(schema: dict[str, Any]) -> None:
    """What tells the two apart may be left out in one of them, so `oneOf` would say more than holds."""
    schema["items"] = {"anyOf": schema["items"].pop("oneOf")}


@dataclass(frozen=True)
class WhatIfQuestion(Body):
    """What parties are supposed to hold."""

    positions: Annotated[
        list[Hypothetical], Field(min_length=1, max_length=MOST_POSITIONS, json_schema_extra=either_shape)
    ]
    """One for each cell that is supposed to be different, at most 100."""


@faults_of.register
def _(exc: UnknownCells) -> Sequence[Fault]:
    return [
        not_in_these_talks(name.noun, name.slug, parameter=f"positions[{name.place}].{name.noun}", known=name.known)
        for name in exc.names
    ]


class WhatIfComparison(ReadView):
    parser_classes = [BoundedJSONParser]
    throttle_classes = [WhatIfThrottle]

    @extend_schema(
        operation_id="suppose_positions",
        summary="What if parties held something else?",
        description=(
            "Agreement of every pair with a party that is supposed to move, what blocks between them, and how well "
            "each proposal fits them, before and after. Nothing is stored. A position given here takes the place of "
            "the one held; `stance` null takes it back. "
            f"One answer makes {MOST_COMPARISONS:,} comparisons at most, pairs with a party that is supposed to move "
            "times all targets of the talks; more are refused as `too-many-values`."
        ),
        tags=["comparison"],
        parameters=[SLUG, ScoreParameters],
        request=WhatIfQuestion,
        responses=answers(WhatIf, 400, 404, 413, 415, 429),
        examples=[
            *examples("suppose_positions"),
            OpenApiExample(
                "Northland gives way on the water",
                value={"positions": [{"party": "northland", "target": "water-share", "stance": "conditional"}]},
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request, slug: str) -> Response:
        question = PairsQuestion(**ScoreParameters.read(request))
        negotiation = self.find_negotiation(slug)
        asked = read_body(WhatIfQuestion, request.data)
        if faults := [*without_content(asked), *turned_around(asked), *repeated(asked)]:
            raise BadParameters(faults)
        return Response(suppose(negotiation, question, [supposition(p) for p in asked.positions], now=timezone.now()))


def supposition(given: HypotheticalPosition | HypotheticalWithdrawal) -> Supposition:
    if isinstance(given, HypotheticalWithdrawal):
        return Supposition(given.party, given.target, None)
    scale = Scale(low=given.scale.low, high=given.scale.high) if given.scale else None
    return Supposition(given.party, given.target, given.stance, scale, given.salience or None)


def without_content(asked: WhatIfQuestion) -> Iterator[Fault]:
    """A fault for each position that says neither a stance nor where on the scale."""
    for place, one in enumerate(asked.positions):
        if isinstance(one, HypotheticalPosition) and one.stance == Stance.UNSPECIFIED and not one.scale:
            name = f"positions[{place}].stance"
            detail = f"{name} is missing: give a stance or a scale value, or null for a position taken back."
            yield Fault("missing-field", detail, name, "")


def turned_around(asked: WhatIfQuestion) -> Iterator[Fault]:
    """A fault for each interval that ends below its beginning."""
    for place, one in enumerate(asked.positions):
        if isinstance(one, HypotheticalPosition) and one.scale and one.scale.high < one.scale.low:
            name = f"positions[{place}].scale.high"
            detail = f"{name} is below the low end."
            yield Fault("bad-value", detail, name, str(one.scale.high), nearest=[str(one.scale.low)])


def repeated(asked: WhatIfQuestion) -> Iterator[Fault]:
    """A fault for each cell that is given again."""
    seen: Counter[tuple[str, str]] = Counter()
    for place, one in enumerate(asked.positions):
        seen[one.party, one.target] += 1
        if seen[one.party, one.target] > 1:
            cell = f"{shown(one.party)} on {shown(one.target)}"
            yield Fault("repeated-cell", f"{cell} is given more than once.", f"positions[{place}]", cell)
