"""The desk's addresses: show a statement, foresee, decide and go on, undo.

A browser with the desk's script sends forms in the background and gets the sheet alone (`X-Desk`); without it, whole
pages. Refusals are shown on the sheet with everything that was typed, never as an error page.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from positions import history, review
from positions.admin.accounts import require, user_of
from positions.admin.desk.forms import ChoiceForm, read_filter, with_present_day
from positions.admin.desk.sheet import Asked, Notice, Sheet, outcome_of, read_seen
from positions.admin.form_addresses import takes_a_form
from positions.admin.present_names import with_present_filter, with_present_names
from positions.models import Statement
from positions.queries.curating import desk as reading
from positions.queries.curating.queue import Place, find_next, find_previous
from positions.vocabulary import DecisionKind
from positions.written_times import find_day

REFUSALS = (*review.REFUSALS, history.TalksBusy)
DONE = {
    DecisionKind.ACCEPT: "Accepted",
    DecisionKind.AMEND: "Accepted as amended",
    DecisionKind.REJECT: "Rejected",
    DecisionKind.DUPLICATE: "Marked as duplicate",
}

LONGEST_REASON = 2000


@require_GET
def show_desk(request: HttpRequest) -> HttpResponse:
    """One statement: the one asked for, or the next in the queue from a place on."""
    require(request, "positions.view_statement")
    asked = asked_of(request)
    if uuid := request.GET.get("statement"):
        return show(request, Sheet(asked=asked, statement=get_statement(uuid)))
    return show(request, next_sheet(asked, is_backward=request.GET.get("go") == "previous"))


@takes_a_form("positions.add_decision")
def decide(request: HttpRequest) -> HttpResponse:
    """Carries out a decision and shows the next statement; where it is refused, the same one with what was typed."""
    asked, statement = asked_of(request), get_statement(request.POST.get("statement", ""))
    form = sent_form(request, statement)
    try:
        choice = read_choice(request, form)
        decision = review.decide(statement, choice, by=user_of(request))
    except REFUSALS as refusal:
        again = get_statement(str(statement.uuid))
        if again.said_on != statement.said_on:
            form = sent_form(request, again)
        return show(request, Sheet(asked=asked, statement=again, form=form, notice=refused(refusal)))
    done = f"{DONE[DecisionKind(decision.decision)]}: {say_as_decided(statement, decision.amended)}."
    return show(request, next_sheet(asked, notice=Notice(done, "success")))


@takes_a_form("positions.add_decision")
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back this person's last decision that stands, if it is the one that the page named; shows its statement."""
    asked, last = asked_of(request), reading.find_last_decided(user_of(request))
    if last is None:
        return show(request, next_sheet(asked, notice=Notice("There is no decision of yours to undo.", "warning")))
    if request.POST.get("last") != str(last.standing.decision_id):
        says = (
            f"Nothing was undone: {last} is by now your last decision. It is below; undo again to take that one back."
        )
        return show(request, Sheet(asked=asked, statement=get_statement(str(last.uuid)), notice=Notice(says, "error")))
    try:
        review.undo_decision(last, by=user_of(request))
        notice = Notice(f"Undone: {last}. The decision stays on record, with its undoing.", "success")
    except REFUSALS as refusal:
        notice = refused(refusal)
    return show(request, Sheet(asked=asked, statement=get_statement(str(last.uuid)), notice=notice))


@takes_a_form("positions.view_statement")
def foresee(request: HttpRequest) -> HttpResponse:
    """The part of the sheet that says what accepting would do, for the values as they are typed now."""
    statement = get_statement(request.POST.get("statement", ""))
    form = sent_form(request, statement)
    return render(request, "admin/desk/outcome.html", {"outcome": outcome_of(statement, form)})


def show(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet alone for the desk's script, else the page around it."""
    context = {**sheet.context(user_of(request)), "may_decide": request.user.has_perm("positions.add_decision")}
    context["may_code"] = request.user.has_perm("positions.add_statement")
    if request.headers.get("X-Desk"):
        response = render(request, "admin/desk/sheet.html", context)
        response["X-Desk"] = "sheet"
        return response
    frame = {**admin.site.each_context(request), "title": "Review desk"}
    return render(request, "admin/desk/desk.html", {**frame, **context})


def next_sheet(asked: Asked, *, notice: Notice | None = None, is_backward: bool = False) -> Sheet:
    """The statement after the place, or before it; at an end, a sheet that says so."""
    now = timezone.now()
    if is_backward and asked.place is not None:
        found = find_previous(asked.filter, before=asked.place, now=now)
    else:
        found = find_next(asked.filter, after=asked.place, now=now)
    if found is None:
        return Sheet(asked=asked, notice=notice, is_at_start=is_backward)
    return Sheet(asked=asked, statement=reading.get_statement(pk=found.statement_id), notice=notice)


def read_choice(request: HttpRequest, form: ChoiceForm) -> review.Choice:
    """The decision and its values. Raises: review.AmendmentInvalid for values that can't be."""
    reason = request.POST.get("reject_because", "")
    word = "reject" if reason else request.POST.get("decision", "")
    if word not in {kind.value for kind in DONE}:
        raise review.AmendmentInvalid("No decision was sent; use one of the buttons.")
    kind = DecisionKind(word)
    if kind in {DecisionKind.REJECT, DecisionKind.DUPLICATE}:
        why = reason_with_note(reason, request.POST.get("reason", ""))
        if kind is DecisionKind.REJECT and not why:  # the desk's script asks before it sends; without it, nobody did
            form.fields["reason"].widget.attrs["autofocus"] = True
            raise review.AmendmentInvalid("Say why: type it into “Reason or note”, then press Reject… again.")
        return review.Choice(decision=kind, reason=why)
    if not form.is_valid():
        raise review.AmendmentInvalid("A value can't be used; see below.")
    seen = read_seen(request.POST.get("seen", ""), form)
    return replace(form.choice(kind, seen=seen), seen_on=find_day(request.POST.get("shown_on", "")))


def reason_with_note(reason: str, note: str) -> str:
    """Both of them, where a reason was chosen and a note was typed. Raises: review.AmendmentInvalid."""
    reason, note = reason.strip(), note.strip()
    joined = f"{reason.removesuffix('.')}. {note}" if reason and note else reason or note
    if len(joined) > LONGEST_REASON:
        raise review.AmendmentInvalid(f"A reason has at most {LONGEST_REASON:,} characters, with its note.")
    return joined.replace("\0", "")


def say_as_decided(statement: Statement, amended: dict[str, Any]) -> str:
    """The statement in a few words, with what was amended in it. No query where nothing of them was."""
    if not amended.keys() & {"party", "target", "stance"}:
        return str(statement)
    read = review.read_statement(statement, amended)
    return f"{read.party}: {read.stance.value} {read.target}"


def refused(refusal: Exception) -> Notice:
    return Notice(f"Nothing was changed. {refusal}", "error")


def asked_of(request: HttpRequest) -> Asked:
    """The queue and the place in it that an address names."""
    query = with_present_filter(request.GET)
    return Asked(filter=read_filter(query), query=query, place=Place.read(query.get("at", "")))


def sent_form(request: HttpRequest, statement: Statement) -> ChoiceForm:
    """With what was typed; what is not found is looked for under its present name."""
    now = statement.said_on.isoformat()
    talks, sent = statement.target.negotiation, with_present_day(request.POST, now)
    if sent is not request.POST and statement.is_undated:
        sent["said_on"] = ""
    choices = reading.choices_of(talks)
    form = ChoiceForm(sent, statement=statement, choices=choices)
    if form.errors.keys() & {"party", "target"}:
        form = ChoiceForm(with_present_names(sent, talks), statement=statement, choices=choices)
    return form


def get_statement(uuid: str) -> Statement:
    try:
        return reading.get_statement(uuid=UUID(uuid))
    except (ValueError, Statement.DoesNotExist) as unknown:
        raise Http404("There is no such statement.") from unknown
