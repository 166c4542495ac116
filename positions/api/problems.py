"""Every error of the API as a problem detail (RFC 9457), and the one list of what can go wrong.

In come exceptions of `queries`, of the stages and of the framework; out go `application/problem+json` answers.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from rapidfuzz import process
from rapidfuzz.utils import default_process
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    UnsupportedMediaType,
)

from positions.comparison.records import Record, instant_text
from positions.queries.catalog.negotiations import UnknownNegotiation
from positions.queries.moments import CLOCK_TOLERANCE, KnownAtInTheFuture, PeriodRunsBackward
from positions.queries.unknown import UnknownNamesOfTwoKinds, UnknownSides, UnknownSlugs

MEDIA_TYPE = "application/problem+json"
# How many valid values are named beside a wrong one, and how much of a wrong one is sent back, in characters.
N_NEAREST = 3
LONGEST_VALUE_CHARACTERS = 200


@dataclass(frozen=True)
class Kind:
    """One way in which a request can fail. Its name is the last part of the problem's `type`."""

    status: int
    title: str
    advice: str


KINDS: Mapping[str, Kind] = {
    "unknown-party": Kind(400, "Unknown party", "Ask …/parties/ for the parties of these talks."),
    "unknown-target": Kind(400, "Unknown target", "Ask …/issues/ and …/proposals/ for the targets of these talks."),
    "unknown-topic": Kind(400, "Unknown topic", "Ask …/issues/ for the topics of these talks."),
    "unknown-choice": Kind(400, "Unknown choice", "The parameter takes one of a few words; the schema lists them."),
    "unknown-parameter": Kind(
        400, "Unknown parameter", "Nothing is ignored in silence: leave it out or mend its name."
    ),
    "missing-parameter": Kind(400, "Missing parameter", "The schema says which parameters must be given."),
    "repeated-parameter": Kind(400, "Repeated parameter", "The parameter may be given once."),
    "repeated-value": Kind(400, "Repeated value", "Name each party and each target once."),
    "bad-date": Kind(400, "Not a day", "A day is written like 2025-03-14."),
    "bad-instant": Kind(400, "Not an instant", "An instant has an offset: 2025-03-14T12:00:00Z, or +02:00 for Z."),
    "known-at-in-the-future": Kind(400, "known_at is in the future", "Nobody can say today what will be known then."),
    "period-runs-backward": Kind(
        400, "Period runs backward", "A period ends on the day it begins or later, and so does what was known."
    ),
    "nothing-beside": Kind(400, "Nothing to set beside it", "Name another proposal of these talks."),
    "bad-character": Kind(400, "Character not allowed", "NUL and lone surrogates have no place in text."),
    "unknown-field": Kind(400, "Unknown field", "Nothing is ignored in silence: leave it out or mend its name."),
    "missing-field": Kind(400, "Missing field", "The schema says which fields a body must have."),
    "bad-value": Kind(400, "Value not allowed", "The schema says what the field takes."),
    "too-many-values": Kind(400, "Too many values", "Ask about fewer at once."),
    "repeated-cell": Kind(400, "Repeated cell", "Say once what a party holds on a target."),
    "unknown-talks": Kind(400, "No such talks", "Ask /api/v1/negotiations/ for those that there are."),
    "bad-cursor": Kind(
        400, "Not a cursor of this list", "Follow `next` and `previous` as they are; don't make cursors."
    ),
    "invalid-parameters": Kind(400, "Invalid parameters", "More than one thing is wrong; `errors` names each."),
    "bad-request": Kind(400, "Bad request", "The request could not be read."),
    "not-authenticated": Kind(401, "Who are you?", "Send a token, as `Authorization: Bearer parley_…`, or sign in."),
    "not-allowed": Kind(403, "Not allowed", "Your account may not do this."),
    "unknown-negotiation": Kind(404, "Unknown talks", "Ask /api/v1/negotiations/ for those that there are."),
    "unknown-position": Kind(404, "Unknown position", "Ask /api/v1/positions/ for those that are held."),
    "unknown-statement": Kind(404, "Unknown statement", "Ask /api/v1/statements/ for those that you may see."),
    "unknown-snapshot": Kind(404, "Unknown snapshot", "A snapshot is found by the id that its maker was given."),
    "unknown-article": Kind(404, "Unknown article", "An article is found by the id that its submission was given."),
    "unknown-run": Kind(404, "Unknown extraction run", "An article names the runs that read it."),
    "unknown-webhook": Kind(404, "Unknown webhook", "Ask /api/v1/webhooks/ for those of your account."),
    "unknown-proposal": Kind(404, "Unknown proposal", "Ask …/proposals/ for the proposals of these talks."),
    "unknown-download": Kind(404, "No such download", "It is packed soon; ask again."),
    "not-found": Kind(404, "Not found", "There is nothing at this address."),
    "method-not-allowed": Kind(
        405, "Method not allowed", "This address takes other methods; the header Allow names them."
    ),
    "not-acceptable": Kind(
        406, "No such representation", "Accept application/json, or what else the schema names of this address."
    ),
    "not-arrived": Kind(
        408, "The body did not arrive", "Send it again, faster, or fewer at once from one network address."
    ),
    "too-many-webhooks": Kind(409, "Too many webhooks", "Remove one that you no longer need."),
    "already-decided": Kind(409, "Already decided", "Another decision stands; undo it first."),
    "nothing-to-undo": Kind(409, "Nothing to undo", "No decision stands on the statement."),
    "changed-meanwhile": Kind(409, "Changed meanwhile", "What this would change was changed by another; look again."),
    "conflict": Kind(409, "Conflict", "It can't be done to what is stored now; look again."),
    "changed-since": Kind(412, "Changed since you read it", "Read it again, decide again, and send its new ETag."),
    "too-large": Kind(413, "Too large", "Send less at once."),
    "unsupported-media-type": Kind(415, "Unsupported media type", "Bodies are JSON: send application/json."),
    "day-missing": Kind(422, "Nobody knows the day", "Amend it with `said_on`, or have its article's day corrected."),
    "not-applicable": Kind(422, "Can't be applied", "The body is well formed, but it can't be done to this."),
    "if-match-missing": Kind(428, "If-Match is missing", "Send the ETag of what you read, so that nothing is lost."),
    "too-many-requests": Kind(429, "Too many requests", "Wait as long as the header Retry-After says."),
    "server-error": Kind(500, "Our fault", "Try again later; if it stays, report the request id."),
    "busy": Kind(503, "Somebody else is writing", "Nothing was changed. Try again after the seconds in Retry-After."),
    "unavailable": Kind(503, "Not just now", "The database is away. Try again after the seconds in Retry-After."),
}
# Of these the framework tells what was wrong, and not what to do.
SAID_BY_KIND = (MethodNotAllowed, NotAcceptable, NotAuthenticated, UnsupportedMediaType)
# The kind that stands for a status when nothing more is known than that: the last one listed.
KIND_OF_STATUS = {kind.status: name for name, kind in KINDS.items()}


@dataclass(frozen=True)
class ProblemError(Record):
    """One value that was wrong."""

    parameter: str
    """Name of the parameter."""
    value: str
    """What it was, cut to 200 characters."""
    nearest: list[str]
    """The valid values most like it, best first; empty where there is no list to choose from."""
    kind: str
    """Which kind of problem this one is, as the last part of `type` says it where it is the only one."""
    detail: str
    """What was wrong with it, in a sentence."""


@dataclass(frozen=True)
class Problem(Record):
    """What went wrong, by RFC 9457."""

    type: str
    """Address of the page about this kind of problem; the same for all of a kind."""
    title: str
    """The kind in words."""
    status: int
    """The status code."""
    detail: str
    """What was wrong with this request."""
    instance: str
    """The path that was asked."""
    errors: list[ProblemError]
    """Each value that was wrong; empty where no single value is to blame."""
    request_id: str
    """Names this request in the server's log; the header X-Request-ID has it too."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request. `nearest`: what is valid and most like it, best first."""

    kind: str
    detail: str
    parameter: str
    value: str
    nearest: Sequence[str] = ()

    def as_error(self) -> ProblemError:
        return ProblemError(
            parameter=shown(self.parameter),
            value=shown(self.value),
            nearest=list(self.nearest),
            kind=self.kind,
            detail=self.detail,
        )


class BadParameters(Exception):
    """The request can't be answered as asked; `faults` says why, at least one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.faults = faults


def shown(value: str) -> str:
    """As much of a wrong value as is sent back."""
    return value[:LONGEST_VALUE_CHARACTERS]


def nearest_to(value: str, choices: Iterable[str]) -> list[str]:
    """The choices most like `value`, best first."""
    found = process.extract(shown(value), list(choices), processor=default_process, limit=N_NEAREST)
    return [choice for choice, _, _ in found]


def problem_response(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The problem that an exception is. None for what nobody foresaw: that is logged and becomes a 500."""
    request: HttpRequest = context["request"]
    faults = faults_of(exc)
    if faults:
        detail = " ".join(dict.fromkeys(fault.detail for fault in faults))
        return respond(request, kind_of(faults), detail=detail, faults=faults)
    if isinstance(exc, Http404):
        return respond(request, "not-found")
    if isinstance(exc, PermissionDenied):
        return respond(request, "not-allowed")
    if isinstance(exc, APIException):
        detail = "" if isinstance(exc, SAID_BY_KIND) else str(exc.detail)
        return with_headers(respond(request, kind_of_status(exc.status_code), detail=detail), exc)
    return None


@singledispatch
def faults_of(exc: Exception) -> Sequence[Fault]:
    """What is wrong with the request, where the exception says so. Each stage's exceptions register here."""
    return ()


@faults_of.register
def _(exc: BadParameters) -> Sequence[Fault]:
    return exc.faults


@faults_of.register
def _(exc: TooManyFieldsSent) -> Sequence[Fault]:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    return [Fault("too-many-values", f"An address may have at most {most:,} parameters.", "", "")]


@faults_of.register
def _(exc: UnknownSlugs) -> Sequence[Fault]:
    return [not_in_these_talks(exc.noun, slug, parameter=exc.noun, known=exc.known) for slug in exc.slugs]


@faults_of.register
def _(exc: UnknownSides) -> Sequence[Fault]:
    return [not_in_these_talks("party", slug, parameter=side, known=exc.known) for side, slug in exc.sides.items()]


def no_such_talks(slug: str, *, parameter: str, known: Iterable[str]) -> Fault:
    """`known`: those that this reader may name."""
    return Fault("unknown-talks", f"There are no talks {shown(slug)!r}.", parameter, slug, nearest_to(slug, known))


def not_in_these_talks(noun: str, slug: str, *, parameter: str, known: Iterable[str]) -> Fault:
    """`noun`: party, target or topic. `known`: those that there are."""
    detail = f"There is no {noun} {shown(slug)!r} in these talks."
    return Fault(f"unknown-{noun}", detail, parameter, slug, nearest=nearest_to(slug, known))


@faults_of.register
def _(exc: UnknownNamesOfTwoKinds) -> Sequence[Fault]:
    return [fault for one in exc.both for fault in faults_of(one)]


@faults_of.register
def _(exc: UnknownNegotiation) -> Sequence[Fault]:
    return [Fault("unknown-negotiation", str(exc), "slug", exc.slug, nearest=nearest_to(exc.slug, exc.known))]


@faults_of.register
def _(exc: KnownAtInTheFuture) -> Sequence[Fault]:
    ahead = f"{exc.parameter} may be at most {CLOCK_TOLERANCE.seconds} seconds ahead of now, {instant_text(exc.now)}."
    return [Fault("known-at-in-the-future", ahead, exc.parameter, instant_text(exc.known_at))]


@faults_of.register
def _(exc: PeriodRunsBackward) -> Sequence[Fault]:
    return [Fault("period-runs-backward", str(exc), exc.parameter, exc.start, nearest=[exc.end])]


def kind_of(faults: Sequence[Fault]) -> str:
    kinds = {fault.kind for fault in faults}
    return kinds.pop() if len(kinds) == 1 else "invalid-parameters"


def kind_of_status(status: int) -> str:
    return KIND_OF_STATUS.get(status) or ("server-error" if status >= 500 else "bad-request")


def respond(request: HttpRequest, kind: str, *, detail: str = "", faults: Sequence[Fault] = ()) -> HttpResponse:
    """A problem of that kind as an answer; without `detail`, the kind's own advice."""
    known = KINDS[kind]
    problem = Problem(
        type=f"/docs/problems/{kind}",
        title=known.title,
        status=known.status,
        detail=detail or known.advice,
        instance=request.path,
        errors=[fault.as_error() for fault in faults],
        request_id=getattr(request, "request_id", ""),
    )
    return HttpResponse(orjson.dumps(problem), status=known.status, content_type=MEDIA_TYPE)


def with_headers(response: HttpResponse, exc: APIException) -> HttpResponse:
    """What HTTP wants said besides: how to authenticate, how long to wait."""
    if challenge := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if seconds := getattr(exc, "wait", None):
        response["Retry-After"] = str(math.ceil(seconds))
    return response
