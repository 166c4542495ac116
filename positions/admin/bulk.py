"""Many decisions at once: first a dry run that says what each would do, then all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from positions import review
from positions.models import Statement
from positions.vocabulary import DecisionKind

# More at once can no longer be looked through; the rest is taken next time.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Row:
    """What a decision about one statement would do, or why it is refused."""

    statement: Statement
    effect: str
    is_refused: bool
    version: str


def decide_selected(
    request: HttpRequest, queryset: "QuerySet[Statement]", kind: DecisionKind, *, action: str
) -> HttpResponse:
    """The first time shows what would happen; confirmed, does it, unless anything changed meanwhile."""
    chosen = queryset.select_related("article", "party", "target__negotiation").order_by("said_on", "pk")
    statements = list(chosen.annotate(n_decisions=Count("decisions", distinct=True))[:MOST_AT_ONCE])
    reason = request.POST.get("reason", "")[:2000].replace("\0", "")
    is_confirmed = "confirm" in request.POST
    seen = {name: str(value) for name, value in request.POST.items() if name.startswith("version_")}
    asked = [_asked(s, kind, reason, seen.get(f"version_{s.pk}") if is_confirmed else None) for s in statements]
    rows, is_done = _run(asked, by=cast("User", request.user), is_confirmed=is_confirmed)
    context = {
        **admin.site.each_context(request),
        "title": f"{kind.label}: {len(statements)} statements",
        "rows": rows,
        "is_done": is_done,
        "is_confirmed": is_confirmed,
        "n_refused": sum(row.is_refused for row in rows),
        "action": action,
        "kind": kind,
        "reason": reason,
        "n_left_out": max(0, queryset.count() - len(statements)),
    }
    return render(request, "admin/desk/bulk.html", context)


def _asked(statement: Statement, kind: DecisionKind, reason: str, version: str | None) -> review.AskedDecision:
    choice = review.Choice(decision=kind, reason=reason)
    versions = None if version is None else frozenset({version})
    return review.AskedDecision(statement=statement, choice=choice, versions=versions)


def _run(asked: Sequence[review.AskedDecision], *, by: User, is_confirmed: bool) -> tuple[list[Row], bool]:
    """Goes the whole way; without confirmation everything is taken back."""
    with transaction.atomic():
        try:
            made = review.decide_all(asked, by=by)
        except review.NotDecided as refused:
            return [_refused(one, refused.refusals.get(place)) for place, one in enumerate(asked)], False
        rows = [Row(one.statement, _effect(one), is_refused=False, version=_version(one.statement)) for one in made]
        transaction.set_rollback(not is_confirmed)
        return rows, is_confirmed


def _refused(asked: review.AskedDecision, why: Exception | None) -> Row:
    effect = "nothing, since others are refused" if why is None else str(why)
    return Row(asked.statement, effect, is_refused=why is not None, version=_version(asked.statement))


def _version(statement: Statement) -> str:
    """How often it had been decided on when it was looked at."""
    return str(getattr(statement, "n_decisions", 0))


def _effect(made: review.MadeDecision) -> str:
    if made.revision is None:
        return "recorded; no position changes"
    if not made.recorded:
        return "adds evidence for what stands"
    return "; ".join(f"{row.party}: {row.stance} from {row.valid_from}" for row in made.recorded)
