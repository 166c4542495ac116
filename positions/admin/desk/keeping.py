"""Keeping an answer of the public pages as a snapshot, and verifying one: forms around what the API does.

The address names the question as the comparison's own address in the API does, with `negotiation` and `comparison`
besides; it is read, answered, counted and refused there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.views import APIView

from positions import history, snapshots
from positions.admin.accounts import require, user_of
from positions.admin.desk.frame import frame
from positions.admin.desk.sheet import Notice
from positions.admin.snapshots import in_words
from positions.api.asking.throttles import SnapshotThrottle, Throttle, VerifyThrottle
from positions.api.endpoints.freezing import Given, ask_again, asking_of, freeze, read
from positions.api.problems import KINDS, BadParameters, Fault, faults_of, kind_of, nearest_to, shown
from positions.models import Negotiation, Snapshot
from positions.queries.catalog.negotiations import get_negotiation
from positions.vocabulary import Comparison

LOOK = "positions.view_snapshot"
# What the address names besides the comparison's own parameters.
WHICH = frozenset({"negotiation", "comparison"})


class TooOften(Exception):
    """As often as a throttle lets through in its window; `wait` says when the next begins."""

    def __init__(self, throttle: Throttle) -> None:
        most, _, window = throttle.rate.partition("/")
        minutes = ceil(throttle.wait() / 60)
        later = "a minute" if minutes == 1 else f"{minutes} minutes"
        one = {"min": "minute"}.get(window, window)
        super().__init__(f"At most {most} are possible in one {one}. Try again in {later}.")


@dataclass(frozen=True)
class Question:
    """Which answer is to be kept."""

    negotiation: Negotiation
    comparison: Comparison
    query: Mapping[str, Given]

    @property
    def in_words(self) -> list[tuple[str, str]]:
        return in_words(self.query)


@dataclass(frozen=True)
class Refusal:
    """Why nothing was done, and the status that says so."""

    text: str
    status: int


def keep_answer(request: HttpRequest) -> HttpResponse:
    """Says which answer would be kept; sent, keeps it and leads to it."""
    require(request, LOOK)
    question, refusal = None, None
    try:
        question = read_question(request.GET)
        if request.method == "POST":
            made = keep(question, request)
            messages.success(request, "The answer is kept. Below is how to cite it.")
            return redirect("admin:positions_snapshot_change", made.pk)
    except Exception as exc:
        refusal = refusal_of(exc)
        if refusal is None:
            raise
    return show(request, "keep", "Keep this answer", refusal, question=question)


@require_safe
def verify(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whether a snapshot still comes out the same, and where it does not."""
    require(request, LOOK)
    verification, refusal = None, None
    try:
        snapshot = snapshots.get_snapshot(uuid, with_drafts=True)
        count_in(VerifyThrottle(), request)
        verification = snapshots.verify_snapshot(snapshot, ask_again(snapshot), at=timezone.now())
    except snapshots.UnknownSnapshot as unknown:
        raise Http404(str(unknown)) from unknown
    except Exception as exc:
        refusal = refusal_of(exc)
        if refusal is None:
            raise
    return show(request, "verified", "Verify", refusal, snapshot=snapshot, verification=verification)


def read_question(asked: QueryDict) -> Question:
    """Raises: BadParameters; UnknownNegotiation."""
    negotiation = get_negotiation(asked.get("negotiation", "").replace("\0", ""), with_drafts=True)
    comparison = read_comparison(asked.get("comparison", ""))
    query: dict[str, Given] = {
        name: values if len(values) > 1 else values[0] for name, values in asked.lists() if name not in WHICH
    }
    read(asking_of(comparison), query)  # so that what is wrong is told before anything is sent
    return Question(negotiation, comparison, query)


def read_comparison(given: str) -> Comparison:
    """Raises: BadParameters."""
    words = [word.value for word in Comparison]
    if given not in words:
        detail = f"There is no comparison {shown(given)!r}."
        raise BadParameters([Fault("unknown-choice", detail, "comparison", given, nearest_to(given, words))])
    return Comparison(given)


def keep(question: Question, request: HttpRequest) -> Snapshot:
    """Raises: TooOften, and what the comparison, `freeze` and `make_snapshot` raise."""
    count_in(SnapshotThrottle(), request)
    frozen = freeze(question.negotiation, question.comparison, question.query)
    return snapshots.make_snapshot(question.negotiation, frozen, by=user_of(request))


def count_in(throttle: Throttle, request: HttpRequest) -> None:
    """In the API's own count. Raises: TooOften."""
    # A throttle asks whose a request is and where it comes from, which Django's own says too.
    if not throttle.allow_request(cast("Request", request), APIView()):
        raise TooOften(throttle)


def refusal_of(exc: Exception) -> Refusal | None:
    """In the API's words; None for what nobody foresaw."""
    if isinstance(exc, TooOften):
        return Refusal(str(exc), KINDS["too-many-requests"].status)
    if isinstance(exc, history.TalksBusy):
        return Refusal(str(exc), KINDS["busy"].status)
    faults = faults_of(exc)
    text = " ".join(dict.fromkeys(told(fault) for fault in faults))
    return Refusal(text, KINDS[kind_of(faults)].status) if faults else None


def told(fault: Fault) -> str:
    nearest = f" The nearest that there is: {', '.join(fault.nearest)}." if fault.nearest else ""
    return fault.detail + nearest


def show(request: HttpRequest, template: str, title: str, refusal: Refusal | None, **context: object) -> HttpResponse:
    notice = Notice(refusal.text, "error") if refusal else None
    page = frame(request, title, notice=notice, **context)
    return render(request, f"admin/desk/{template}.html", page, status=refusal.status if refusal else 200)
