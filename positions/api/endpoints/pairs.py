"""Parties compared two by two: `negotiations/{slug}/comparison/pairwise/`, `…/agreement/`, `…/blocking-issues/`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField

from positions.api.answering.conditional import HangsOn
from positions.api.answering.schemas import SLUG, answers, examples
from positions.api.asking.parameters import (
    Query,
    SlugsField,
    evidence_field,
    kind_field,
    known_at_field,
    method_field,
    parties_field,
    valid_on_field,
)
from positions.api.problems import Fault, faults_of, shown
from positions.api.views import TableView
from positions.comparison.answers import AgreementAnswer, BlockingAnswer, PairwiseAnswer
from positions.models import Negotiation
from positions.queries.comparing.pairs import (
    OnePartyOnBothSides,
    PairsQuestion,
    compare_all_pairs,
    compare_two,
    list_blocking_issues,
)
from positions.queries.sizes import MOST_COMPARISONS, TooLarge
from positions.vocabulary import EvidenceDepth


@faults_of.register
def _(exc: OnePartyOnBothSides) -> Sequence[Fault]:
    return [Fault("repeated-value", f"{shown(exc.party)!r} is on both sides.", "right", exc.party)]


@faults_of.register
def _(exc: TooLarge) -> Sequence[Fault]:
    return [Fault("too-many-values", str(exc), exc.lever, str(exc.counted))]


LIMIT = (
    f"One answer makes {MOST_COMPARISONS:,} comparisons at most, pairs of parties times targets: with `party` left "
    "out, of all parties; more are refused as `too-many-values`."
)


class ScoreParameters(Query):
    """On which targets, when, and by which method."""

    target = SlugsField(
        source="targets",
        required=False,
        help_text="Slug of an issue or proposal; once each, in the order wanted. "
        "Default: all on which any party of the talks holds a position then.",
    )
    kind = kind_field()
    method = method_field()
    valid_on = valid_on_field()
    known_at = known_at_field()


class SideField(CharField):
    """A party's slug, which must be given; whether it exists is for the query to say."""

    default_error_messages = {"required": "Both left and right must be given."}

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **options)


class PairwiseParameters(ScoreParameters):
    """Which two parties, and how."""

    left = SideField(help_text="Slug of one party.")
    right = SideField(help_text="Slug of another party.")
    evidence = evidence_field()


class AgreementParameters(ScoreParameters):
    """Between whom, and how."""

    party = parties_field()


class BlockingParameters(ScoreParameters):
    """Between whom, and how."""

    party = SlugsField(
        source="parties",
        required=False,
        help_text="Slug of a party, once each: only what blocks between one of these and any other. Default: all.",
    )


class Pairwise(TableView):
    hangs_on = HangsOn(follows_catalog=True)

    @extend_schema(
        operation_id="compare_pair",
        summary="Two parties side by side",
        description=(
            "How far two parties agree, from 0 to 1, with its bounds, its coverage and the targets that it is made of: "
            "their contributions sum to the score. Where nothing can be compared there is no score, and the reason "
            "says why. Scores are of what was said, not of what will be signed: see docs/comparison.md."
        ),
        tags=["comparison"],
        parameters=[SLUG, PairwiseParameters],
        responses=answers(PairwiseAnswer, 400, 404),
        examples=examples("compare_pair"),
    )
    def get(self, request: Request, slug: str) -> Response:
        asked = PairwiseParameters.read(request)
        negotiation = self.find_negotiation(slug)
        return Response(pairwise(negotiation, asked, timezone.now(), settings.STALE_AFTER_DAYS))


def pairwise(
    negotiation: Negotiation, asked: Mapping[str, Any], now: datetime, stale_after_days: int
) -> PairwiseAnswer:
    """The answer to the parameters of a pair, as they were read."""
    others = {name: value for name, value in asked.items() if name not in {"left", "right", "evidence"}}
    question = PairsQuestion(parties=(asked["left"], asked["right"]), **others)
    depth = asked.get("evidence", EvidenceDepth.FIRST)
    return compare_two(negotiation, question, now=now, depth=depth, stale_after_days=stale_after_days)


class Agreement(TableView):
    hangs_on = HangsOn(follows_catalog=True)

    @extend_schema(
        operation_id="list_agreement",
        summary="How far every two parties agree",
        description=(
            "Every pair with its score, the groups of parties that stand together with the cohesion of each, the "
            "parties without any score, and whether the ranking of pairs is the same under every method. " + LIMIT
        ),
        tags=["comparison"],
        parameters=[SLUG, AgreementParameters],
        responses=answers(AgreementAnswer, 400, 404),
        examples=examples("list_agreement"),
    )
    def get(self, request: Request, slug: str) -> Response:
        question = PairsQuestion(**AgreementParameters.read(request))
        return Response(compare_all_pairs(self.find_negotiation(slug), question, now=timezone.now()))


class BlockingIssues(TableView):
    hangs_on = HangsOn(follows_catalog=True)

    @extend_schema(
        operation_id="list_blocking_issues",
        summary="What stands between the parties",
        description=(
            "Targets on which two parties oppose each other and at least one of them has drawn a red line: between "
            "whom, who drew it, and how much higher their score is without the target. Ranked by the sum of gains. "
            + LIMIT
        ),
        tags=["comparison"],
        parameters=[SLUG, BlockingParameters],
        responses=answers(BlockingAnswer, 400, 404),
        examples=examples("list_blocking_issues"),
    )
    def get(self, request: Request, slug: str) -> Response:
        question = PairsQuestion(**BlockingParameters.read(request))
        return Response(list_blocking_issues(self.find_negotiation(slug), question, now=timezone.now()))
