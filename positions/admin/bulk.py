"""Many decisions at once: first a dry run that says what each would do, then all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from positions import history, review
from positions.admin.accounts import user_of
from positions.admin.desk.forms import NO_DAY
from positions.counting import counted
from positions.days import day_in_words
from positions.models import Position, Statement
from positions.queries.curating import desk
from positions.queries.listing.listed_statements import version_said
from positions.vocabulary import DecisionKind

# More at once can no longer be looked through, and would keep everybody else waiting; the rest waits.
MOST_AT_ONCE = 200


def why_left_to_the_desk(statement: Statement, choice: review.Choice) -> review.AmendmentInvalid | None:
    """Where accepting needs a day first, which the desk asks for: nothing counts from a day that nobody read."""
    if choice.decision is DecisionKind.ACCEPT and review.lacks_day(statement, choice.amendment):
        return review.AmendmentInvalid(f"{NO_DAY} The review desk asks for it.")
    return None


@dataclass(frozen=True)
class Row:
    """What a decision about one statement would do, or why it is refused.

    `is_changed`: it may still do something, but not what was told. `version`, `seen`: sent back with the confirmation.
    `alike`: what the review desk shows beside it before it is accepted.
    """

    statement: Statement
    effect: str
    version: str
    seen: str
    is_refused: bool = False
    is_changed: bool = False
    alike: Sequence[desk.Alike] = ()


def decide_selected(
    request: HttpRequest, queryset: "QuerySet[Statement]", kind: DecisionKind, *, action: str
) -> HttpResponse:
    """The first time shows what would happen; confirmed, does it, unless anything changed meanwhile."""
    chosen = queryset.select_related("article", "party", "target__negotiation", "waiting").order_by("said_on", "pk")
    statements = list(chosen.annotate(n_decisions=Count("decisions", distinct=True))[:MOST_AT_ONCE])
    reason = request.POST.get("reason", "")[:2000].replace("\0", "")
    is_confirmed = "confirm" in request.POST
    choice = review.Choice(decision=kind, reason=reason)
    asked = [_as_shown(s, choice, request.POST) if is_confirmed else _asked(s, choice) for s in statements]
    rows, is_done = _run(asked, by=user_of(request), is_confirmed=is_confirmed)
    if kind is DecisionKind.ACCEPT and not is_done:
        alike = desk.list_alike([row.statement for row in rows if not row.is_refused])
        rows = [replace(row, alike=alike.get(row.statement.pk, ())) for row in rows]
    n_left_out = queryset.count() - len(statements)
    context = {
        **admin.site.each_context(request),
        "title": f"{kind.label}: {counted(len(statements), 'statement')}",
        "rows": rows,
        "is_done": is_done,
        "is_confirmed": is_confirmed,
        "n_refused": sum(row.is_refused for row in rows),
        "n_changed": sum(row.is_changed for row in rows),
        "action": action,
        "kind": kind,
        "reason": reason,
        "left_over": left_over(n_left_out) if n_left_out > 0 else "",
    }
    return render(request, "admin/desk/bulk.html", context)


def left_over(n: int) -> str:
    """The oldest are taken first: whoever selects what was refused again has it refused again, before all others."""
    return f"{n:,} more were selected and wait; select them next time, without those that were refused."


def _asked(statement: Statement, choice: review.Choice) -> review.AskedDecision:
    """With what is recorded now, which the page sends back when it is confirmed."""
    foreseen = review.foresee(statement, choice) if choice.decision is DecisionKind.ACCEPT else None
    seeing = replace(choice, seen=foreseen.seen if foreseen else None)
    return review.AskedDecision(statement=statement, choice=seeing, versions=None)


def _as_shown(statement: Statement, choice: review.Choice, sent: QueryDict) -> review.AskedDecision:
    """Of the statement, and of what is recorded, as the dry run showed them."""
    version, seen = (sent.get(f"{name}_{statement.pk}", "") for name in ("version", "seen"))
    seeing = replace(choice, seen=tuple(row for row in seen.split("-") if row))
    return review.AskedDecision(statement=statement, choice=seeing, versions=frozenset({version}))


def _run(asked: Sequence[review.AskedDecision], *, by: User, is_confirmed: bool) -> tuple[list[Row], bool]:
    """Goes the whole way; without confirmation, or where a day is not known, everything is taken back."""
    refusals = dict[int, Exception](
        (place, why)
        for place, one in enumerate(asked)
        if (why := why_left_to_the_desk(one.statement, one.choice)) is not None
    )
    with transaction.atomic():
        try:
            made = review.decide_all(asked, by=by)
        except review.NotDecided as refused:
            refusals |= refused.refusals
        except history.TalksBusy as busy:
            return [_refused(one, busy) for one in asked], False
        transaction.set_rollback(not is_confirmed or bool(refusals))
        if refusals:
            return [_refused(one, refusals.get(place)) for place, one in enumerate(asked)], False
        return [_row(one, _effect(now)) for one, now in zip(asked, made, strict=True)], is_confirmed


def _refused(asked: review.AskedDecision, why: Exception | None) -> Row:
    if why is None:
        return _row(asked, "nothing, since others are refused")
    is_changed = isinstance(why, history.PositionChangedMeanwhile)
    return replace(_row(asked, str(why)), is_changed=is_changed, is_refused=not is_changed)


def _row(asked: review.AskedDecision, effect: str) -> Row:
    """With the version of the statement, and what was recorded, when they were looked at."""
    statement = asked.statement
    version = version_said(getattr(statement, "n_decisions", 0), statement.said_on)
    return Row(statement, effect, version, "-".join(asked.choice.seen or ()))


def _effect(made: review.MadeDecision) -> str:
    if made.revision is None:
        return "recorded; no position changes"
    return "; ".join(map(_held, made.recorded)) or "adds evidence for what stands"


def _held(row: Position) -> str:
    until = f" until {day_in_words(row.valid_to)}" if row.valid_to else ""
    return f"{row.party}: {history.say_content(history.content_of(row))} from {day_in_words(row.valid_from)}{until}"
