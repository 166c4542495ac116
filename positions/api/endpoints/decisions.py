"""Decisions about statements: one, by whoever sends its ETag as `If-Match`, or many at once, all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from positions import history, review
from positions.api.answering.conditional import ANY_VERSION, versions_in
from positions.api.answering.schemas import answers, examples
from positions.api.asking.access import MayCurate, user_of
from positions.api.asking.bodies import LEFT_OUT, NOT_GIVEN, Body, BoundedJSONParser, LargeJSONParser, read_kept
from positions.api.asking.parameters import Query
from positions.api.asking.preconditions import given_version, if_match
from positions.api.asking.throttles import WriteThrottle
from positions.api.endpoints.statements import ID, sees_pending
from positions.api.lists import StrictFlag
from positions.api.problems import BadParameters, Fault, faults_of, not_in_these_talks
from positions.api.views import ReadView
from positions.comparison.records import Record
from positions.extraction.contract import LARGEST_NUMBER, Term, is_kept
from positions.models import Statement
from positions.queries.catalog.negotiations import names_of
from positions.queries.listing.listed_positions import ListedPosition, as_last_said
from positions.queries.listing.listed_statements import (
    ListedStatement,
    UnknownStatement,
    find_statements,
    get_statement,
    list_statements,
)
from positions.vocabulary import ACCEPTING, Act, Attribution, DecisionKind, EvidenceDepth, Salience, Stance

MOST_DECISIONS = 200
LONGEST_TEXT_CHARACTERS = 2000
# Every reader of JSON tells numbers of 15 digits apart. Source: IEEE 754, binary64.
MOST_DIGITS = 15
NUMBER = {"type": "number", "exclusiveMinimum": -int(LARGEST_NUMBER), "exclusiveMaximum": int(LARGEST_NUMBER)}
# The fields of a decision that put other values in place of the statement's.
AMENDABLE = tuple(one.name for one in fields(review.Amendment))
# And those that are about the position that it makes.
WORDING = ("summary", "valid_from")

Text = Annotated[str, Field(max_length=LONGEST_TEXT_CHARACTERS)]


def as_number(value: object) -> Decimal:
    """A number of JSON as a term has it. Raises: PydanticCustomError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "Input should be a number")
    number = Decimal(str(value))
    if not is_kept(number) or len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        raise PydanticCustomError("number", "Input should be below 10^16, with at most 15 digits, 10 after the point")
    return number


TermNumber = Annotated[Decimal, PlainValidator(as_number), WithJsonSchema(NUMBER)]
IF_MATCH = if_match(
    "The ETag with which the statement was read, so that nobody's decision is overwritten unseen; or `*`."
)


@dataclass(frozen=True)
class AskedTerm(Body):
    """One thing that is asked for or offered."""

    text: Text
    """In words."""
    value: Annotated[TermNumber, LEFT_OUT] = NOT_GIVEN
    """The number in it, with at most 15 digits; left out where there is none."""
    unit: Annotated[str, Field(max_length=40), LEFT_OUT] = NOT_GIVEN
    """What the number counts: day, person, ..."""


@dataclass(frozen=True, kw_only=True)
class DecisionRequest(Body):
    """What is decided about a statement. With `amend`, values that take the place of the statement's own."""

    decision: DecisionKind
    """What is decided. `undo` takes back the one that stands."""
    reason: Text = ""
    """Why, in the curator's words."""
    party: Annotated[str, LEFT_OUT] = NOT_GIVEN
    """Whose stance it is: a party's slug."""
    target: Annotated[str, LEFT_OUT] = NOT_GIVEN
    """What it is about: slug of an issue or proposal."""
    stance: Annotated[Stance, LEFT_OUT] = NOT_GIVEN
    """Towards the issue's proposition, or towards the proposal."""
    act: Annotated[Act, LEFT_OUT] = NOT_GIVEN
    """How it was put."""
    attribution: Annotated[Attribution, LEFT_OUT] = NOT_GIVEN
    """How the article knows it."""
    salience: Annotated[Salience, LEFT_OUT] = NOT_GIVEN
    """How much the party cares."""
    terms: Annotated[list[AskedTerm], Field(max_length=50), LEFT_OUT] = NOT_GIVEN
    """What is asked for or offered."""
    condition: Annotated[Text, LEFT_OUT] = NOT_GIVEN
    """What a conditional stance hangs on."""
    speaker: Annotated[str, Field(max_length=200), LEFT_OUT] = NOT_GIVEN
    """Who voiced it."""
    said_on: Annotated[date, LEFT_OUT] = NOT_GIVEN
    """When it was said; to be given where the article has no date and its text names no day."""
    summary: Annotated[Text, LEFT_OUT] = NOT_GIVEN
    """The position that this makes, in one sentence; left out: the proposition with the stance before it."""
    valid_from: Annotated[date, LEFT_OUT] = NOT_GIVEN
    """From when the party holds it; left out: from the day it was said."""


@dataclass(frozen=True, kw_only=True)
class ItemDecision(DecisionRequest):
    """What is decided about one statement among others."""

    statement: UUID
    """Id of the statement."""
    etag: Annotated[str, Field(min_length=1, max_length=100)]
    """The ETag with which it was read, or its `version`."""


@dataclass(frozen=True)
class DecisionsRequest(Body):
    """Decisions that are made together: all, or none."""

    decisions: Annotated[list[ItemDecision], Field(min_length=1, max_length=MOST_DECISIONS)]
    """At most 200, each about another statement, in the order in which they are made."""


@dataclass(frozen=True)
class DecisionOutcome(Record):
    """What came of a decision."""

    statement: ListedStatement
    """The statement as it stands after it."""
    revision: int | None
    """Number of the public change that came of it; null where none did."""
    recorded: list[ListedPosition]
    """The positions that this change recorded, in the order of their periods."""
    is_dry_run: bool
    """Nothing was decided: this is what would come of it."""


@dataclass(frozen=True)
class DecisionOutcomes(Record):
    """What came of decisions that were made together."""

    outcomes: list[DecisionOutcome]
    """One for each, in the order given."""


class DryRunParameters(Query):
    """Whether it is meant."""

    dry_run = StrictFlag(
        required=False, help_text="`true`: say what would come of it, and decide nothing. Default: `false`."
    )


@faults_of.register
def _(exc: review.NotDecided) -> Sequence[Fault]:
    return [fault_of_refusal(refusal, "decision") for refusal in exc.refusals.values()]


def fault_of_refusal(refusal: Exception, place: str) -> Fault:
    kinds: dict[type[Exception], str] = {
        review.DecidedSince: "changed-since",
        review.DayCorrectedMeanwhile: "changed-since",
        review.StatementAlreadyDecided: "already-decided",
        review.NothingToUndo: "nothing-to-undo",
        review.AmendmentInvalid: "not-applicable",
        review.ArticleTakenDown: "not-applicable",
        history.PeriodNotForward: "not-applicable",
    }
    return Fault(kinds.get(type(refusal), "changed-meanwhile"), str(refusal), place, "")


class DecidingView(ReadView):
    """What both ways of deciding share."""

    throttle_classes = [WriteThrottle]

    def get_permissions(self) -> list[BasePermission]:
        return [MayCurate()]

    def decide(self, asked: Sequence[review.AskedDecision]) -> list[DecisionOutcome]:
        """All or none, and in a dry run none. Raises: review.NotDecided."""
        is_dry_run = bool(DryRunParameters.read(self.request).get("dry_run"))
        with transaction.atomic():
            made = review.decide_all(asked, by=user_of(self.request))
            outcomes = [outcome_of(one, is_dry_run=is_dry_run) for one in made]
            transaction.set_rollback(is_dry_run)
        return outcomes


def outcome_of(made: review.MadeDecision, *, is_dry_run: bool) -> DecisionOutcome:
    (statement,) = list_statements([get_statement(made.statement.uuid, to_staff=True)], expand=(), to_staff=True)
    recorded = as_last_said(
        made.recorded,
        today=timezone.now().date(),
        depth=EvidenceDepth.FIRST,
        expand=(),
        stale_after_days=settings.STALE_AFTER_DAYS,
    )
    revision = made.revision.number if made.revision else None
    return DecisionOutcome(statement=statement, revision=revision, recorded=recorded, is_dry_run=is_dry_run)


class StatementDecision(DecidingView):
    parser_classes = [BoundedJSONParser]

    @extend_schema(
        operation_id="decide_statement",
        summary="Decide about a statement",
        description=(
            "Accept, amend, reject, mark as a duplicate, or undo the decision that stands. What is accepted becomes a "
            "position, or evidence for one, as one public change. Needs the scope `curate` and an account of "
            "staff that may decide (group `curator`); `If-Match` says which version of the statement was "
            "read: without it 428, with another 412, also where its article's day was corrected since."
        ),
        tags=["statements"],
        parameters=[ID, IF_MATCH, DryRunParameters],
        request=DecisionRequest,
        responses=answers(DecisionOutcome, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
        examples=[
            *examples("decide_statement"),
            OpenApiExample(
                "With another stance",
                value={
                    "decision": "amend",
                    "stance": "conditional",
                    "condition": "if the League pays for the dam",
                    "reason": "the second half of the sentence",
                },
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request, statement: UUID) -> Response:
        found = get_statement(statement, to_staff=sees_pending(request))
        given = given_version(request)
        asked = read_kept(DecisionRequest, request.data)
        if faults := faults_in(asked, found, place=""):
            raise BadParameters(faults)
        (outcome,) = self.decide([as_asked(asked, found, given)])
        response = Response(outcome)
        if not outcome.is_dry_run:
            response["ETag"] = f'"{outcome.statement.version}.decided"'
        return response


class StatementDecisions(DecidingView):
    parser_classes = [LargeJSONParser]

    @extend_schema(
        operation_id="decide_statements",
        summary="Decide about many statements at once",
        description=(
            "All decisions are made, or none: where one is refused, nothing is decided, and `errors` names each that "
            "would be, like `decisions[3]`. Each sends the ETag with which its statement was read."
        ),
        tags=["statements"],
        parameters=[DryRunParameters],
        request=DecisionsRequest,
        responses=answers(DecisionOutcomes, 400, 401, 403, 409, 412, 413, 415, 422, 429),
        examples=examples("decide_statements"),
    )
    def post(self, request: Request) -> Response:
        asked = read_kept(DecisionsRequest, request.data).decisions
        found = self.find_statements(asked)
        places = {place: f"decisions[{place}]." for place in range(len(asked))}
        faults = [fault for n, one in enumerate(asked) for fault in faults_in(one, found[n], place=places[n])]
        if faults:
            raise BadParameters(faults)
        try:
            outcomes = self.decide([as_asked(one, found[place], one.etag) for place, one in enumerate(asked)])
        except review.NotDecided as refused:
            raise BadParameters(
                [fault_of_refusal(why, f"decisions[{place}]") for place, why in refused.refusals.items()]
            ) from None
        return Response(DecisionOutcomes(outcomes=outcomes))

    def find_statements(self, asked: Sequence[ItemDecision]) -> list[Statement]:
        """Raises: BadParameters for those that there are not, or that are named twice."""
        known = find_statements([one.statement for one in asked], to_staff=sees_pending(self.request))
        faults, seen = [], set[UUID]()
        for place, one in enumerate(asked):
            where = f"decisions[{place}].statement"
            if one.statement in seen:
                twice = f"{one.statement} is decided on twice."
                faults.append(Fault("repeated-value", twice, where, str(one.statement)))
            elif one.statement not in known:
                faults.append(Fault("bad-value", str(UnknownStatement(one.statement)), where, str(one.statement)))
            seen.add(one.statement)
        if faults:
            raise BadParameters(faults)
        return [known[one.statement] for one in asked]


def faults_in(asked: DecisionRequest, statement: Statement, *, place: str) -> list[Fault]:
    """Values that don't go with the decision, and slugs that the talks don't have."""
    kind = asked.decision
    faults = []
    if kind is not DecisionKind.AMEND:
        idle = AMENDABLE if kind is DecisionKind.ACCEPT else (*AMENDABLE, *WORDING)
        given = [f"{place}{name}" for name in idle if getattr(asked, name) is not None]
        faults += [Fault("bad-value", f"{name} does not go with {kind.value}.", name, "") for name in given]
    faults += faults_of_days(asked, statement, place=place)
    slugs = {noun: slug for noun in ("party", "target") if (slug := getattr(asked, noun)) is not None}
    if slugs:
        names = names_of(statement.target.negotiation)
        known = {"party": names.parties, "target": names.targets}
        for noun, slug in slugs.items():
            if slug not in known[noun]:
                faults.append(not_in_these_talks(noun, slug, parameter=f"{place}{noun}", known=known[noun]))
    return faults


def faults_of_days(asked: DecisionRequest, statement: Statement, *, place: str) -> Iterator[Fault]:
    """Days that can only be a slip, and none where nobody but whoever decides can know it."""
    given = review.Amendment(**{name: getattr(asked, name) for name in ("attribution", "said_on")})
    if asked.decision in ACCEPTING and review.lacks_day(statement, given):
        detail = f"Its article has no date; {statement.said_on} is only when that came in. Amend it with said_on."
        yield Fault("day-missing", detail, f"{place}said_on", "")
    for name in ("said_on", "valid_from"):
        day = getattr(asked, name)
        if day is not None and history.lies_too_far(day, today=timezone.now().date()):
            detail = f"{name} lies too far away: {day}; look at the year."
            yield Fault("not-applicable", detail, f"{place}{name}", str(day))


def as_asked(asked: DecisionRequest, statement: Statement, if_match: str) -> review.AskedDecision:
    given: dict[str, Any] = {name: getattr(asked, name) for name in AMENDABLE}
    if asked.terms is not None:
        given["terms"] = tuple(term_of(term) for term in asked.terms)
    choice = review.Choice(
        decision=asked.decision,
        amendment=review.Amendment(**given),
        summary=asked.summary or "",
        valid_from=asked.valid_from,
        reason=asked.reason,
    )
    versions = versions_in(if_match)
    return review.AskedDecision(
        statement=statement, choice=choice, versions=None if versions == ANY_VERSION else versions
    )


def term_of(asked: AskedTerm) -> Term:
    return Term(text=asked.text, value=asked.value, unit=asked.unit)
