"""Positions: their timeline, and the forms that correct, supersede or withdraw one through `history`.

A form is sent twice: the first time it says what would happen, the second time it does it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from positions import history, review
from positions.admin.accounts import require, user_of
from positions.admin.desk.forms import DayField
from positions.admin.desk.frame import frame
from positions.admin.desk.sheet import Notice, lines
from positions.admin.desk.terms import TermRow, WithTerms, read_term_rows
from positions.admin.first_problem import go_to_problem
from positions.models import Position
from positions.queries.records.timelines import get_position, list_versions
from positions.vocabulary import Act, Salience, Stance

UNLIKE = (
    "Nothing was changed yet: what you typed, or what is recorded, is no longer what the page spoke of. "
    "Read again what would happen."
)
SUMMARY_HELP = "The position in one sentence. If the stance changes, a new one is written unless you type one."
REFUSALS = (history.PositionNotStanding, history.PeriodNotForward, history.PeriodsOverlap, history.TalksBusy)


class ContentForm(WithTerms):
    """What is held, as a curator words it."""

    stance = forms.ChoiceField(choices=Stance.choices(), widget=forms.RadioSelect)
    condition = forms.CharField(required=False, max_length=2000)
    summary = forms.CharField(required=False, max_length=1000, help_text=SUMMARY_HELP)
    act = forms.ChoiceField(choices=Act.choices())
    salience = forms.ChoiceField(choices=Salience.choices())
    scale_low = forms.DecimalField(required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)
    scale_high = forms.DecimalField(required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)

    def __init__(self, given: QueryDict | None, *, position: Position, moves: bool = False) -> None:
        held = {name: getattr(position, name) for name in (*ContentForm.base_fields, "valid_from", "valid_to")}
        super().__init__(given, initial=held | ({"valid_from": None, "valid_to": None} if moves else {}))
        self.auto_id = "choice_%s"
        self.position = position
        stored = [TermRow.of(term) for term in history.terms_of(position.terms)]
        self.term_rows = read_term_rows(given) if given else stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        low, high = cleaned.get("scale_low"), cleaned.get("scale_high")
        if (low is None) != (high is None) or (low is not None and high is not None and low > high):
            self.add_error(
                "scale_low", "A place on the scale is from a lower to a higher number; give both or neither."
            )
        if cleaned.get("stance") == Stance.UNSPECIFIED.value and low is None:
            self.add_error("stance", "Without a stance, give the place on the scale.")
        if not self.errors:
            cleaned["summary"] = self._show_summary(cleaned)
        return cleaned

    def _show_summary(self, cleaned: dict[str, Any]) -> str:
        """What was typed; a sentence that was left as it is and no longer true is written anew, and shown."""
        held, summary = self.position, str(cleaned["summary"])
        if not summary or summary != held.summary.strip():
            return summary

        def plain(stance: str, condition: str) -> str:
            return review.plain_summary(held.party, held.target, stance=Stance(stance), condition=condition)

        if cleaned["stance"] == held.stance and summary != plain(held.stance, held.condition):
            return summary  # in somebody's words, which the condition need not touch
        anew = plain(cleaned["stance"], cleaned["condition"])
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["summary"] = anew
        self.data = shown
        return anew

    def content(self) -> history.Content:
        given = self.cleaned_data
        low, high = given["scale_low"], given["scale_high"]
        return replace(
            history.content_of(self.position),
            stance=Stance(given["stance"]),
            act=Act(given["act"]),
            salience=Salience(given["salience"]),
            scale=None if low is None else (low, high),
            terms=given["terms"],
            condition=given["condition"],
            summary=given["summary"],
        )


class CorrectionForm(ContentForm):
    """What should have been recorded, and for which period."""

    valid_from = DayField(label="Valid from")
    valid_to = DayField(required=False, label="Valid to", help_text="The day after the last; empty: as it is.")

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"content": self.content(), "valid_from": given["valid_from"], "valid_to": given["valid_to"]}


class MoveForm(ContentForm):
    """What the party holds instead, and since when."""

    valid_from = DayField(label="Since")

    def __init__(self, given: QueryDict | None, *, position: Position) -> None:
        super().__init__(given, position=position, moves=True)

    def changes(self) -> dict[str, Any]:
        return {"content": self.content(), "valid_from": self.cleaned_data["valid_from"]}


class WithdrawalForm(forms.Form):
    """The day on which the party took it back."""

    on = DayField(label="Withdrawn on")

    def __init__(self, given: QueryDict | None, *, position: Position) -> None:
        super().__init__(given, auto_id="choice_%s")
        self.position = position

    def changes(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"]}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to change a position: its form, what foresees it, what does it."""

    title: str
    about: str
    form: type[CorrectionForm] | type[MoveForm] | type[WithdrawalForm]
    foresee: Callable[..., history.Foresight]
    change: Callable[..., history.Change]

    def foresee_or_do(
        self, position: Position, changes: dict[str, Any], *, confirmed: str | None, by: User
    ) -> tuple[history.Foresight, bool]:
        """What would happen, and whether it did: only where it is to the letter what was `confirmed`."""
        if confirmed is None:
            return self.foresee(position, **changes), False
        with transaction.atomic():
            history.lock(position.target.negotiation)
            foreseen = self.foresee(position, **changes)
            is_meant = foreseen.digest == confirmed and not foreseen.changes_nothing
            if is_meant:
                self.change(position, by=by, **changes)
            return foreseen, is_meant


WAYS = {
    "correct": Way(
        title="Correct",
        about="What is recorded was wrong. The old answer can still be given for the time when it stood here.",
        form=CorrectionForm,
        foresee=history.foresee_correction,
        change=history.correct_position,
    ),
    "supersede": Way(
        title="The party moved",
        about="It held this until a day, and holds something else since.",
        form=MoveForm,
        foresee=history.foresee_supersession,
        change=history.supersede_position,
    ),
    "withdraw": Way(
        title="Withdraw",
        about="The party took it back on a day, and has held nothing on this since.",
        form=WithdrawalForm,
        foresee=history.foresee_withdrawal,
        change=history.withdraw_position,
    ),
}


def show_timeline(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every version of a party's position on a target: reason, evidence, who."""
    require(request, "positions.view_position")
    position = find(uuid)
    may_change = request.user.has_perm("positions.change_position")
    context = {"versions": list_versions(position), "position": position, "ways": WAYS, "may_change": may_change}
    done = request.GET.get("done", "")
    context["notice"] = Notice("Done; what was recorded before is below.", "success") if done else None
    return render(
        request, "admin/desk/timeline.html", frame(request, f"{position.party}: {position.target}", **context)
    )


def change_position(request: HttpRequest, uuid: UUID, way: str) -> HttpResponse:
    """Says what would happen; on the second sending, with the same position still standing, does it."""
    require(request, "positions.change_position")
    position, chosen = find(uuid), WAYS.get(way)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, position=position)
    foreseen, notice = None, None
    if request.method == "POST" and form.is_valid():
        confirmed = request.POST.get("seen", "") if "confirm" in request.POST else None
        try:
            foreseen, is_done = chosen.foresee_or_do(position, form.changes(), confirmed=confirmed, by=user_of(request))
            if is_done:
                return redirect(f"{reverse('admin:desk_timeline', args=[standing_of(position).uuid])}?done=1")
            notice = None if confirmed is None else Notice(UNLIKE, "error")
        except REFUSALS as refusal:
            notice, foreseen = Notice(f"Nothing was changed. {refusal}", "error"), None
    elif request.method == "POST":
        notice = Notice("Nothing was changed: a value can't be used; see below.", "error")
        go_to_problem([form])
    context: dict[str, Any] = {
        "way": chosen,
        "form": form,
        "position": position,
        "foreseen": foreseen,
        "notice": notice,
    }
    if foreseen:
        context |= {"before": lines(foreseen.before, foreseen.after), "after": lines(foreseen.after, foreseen.before)}
    return render(request, "admin/desk/change.html", frame(request, f"{chosen.title}: {position}", **context))


def standing_of(position: Position) -> Position:
    """A version that stands now in the same cell, or the same one where none does."""
    rows = Position.objects.known().filter(party=position.party, target=position.target)
    return rows.order_by("-valid_from").first() or position


def find(uuid: UUID) -> Position:
    try:
        return get_position(uuid)
    except Position.DoesNotExist as unknown:
        raise Http404(f"There is no position {uuid}.") from unknown
