"""The page that corrects what is said of an article: its title, its outlet, its day of publication, and why."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from positions import correction, history
from positions.admin.accounts import require, user_of
from positions.admin.desk.coding import find_article
from positions.admin.desk.forms import DayField
from positions.admin.desk.frame import frame
from positions.admin.desk.sheet import Notice
from positions.admin.first_problem import go_to_problem
from positions.counting import counted
from positions.models import Article
from positions.models.former_wording import CORRECTED


class CorrectionForm(forms.Form):
    """What is to be said of it, and why; `seen`: how many corrections the page was made after."""

    title = forms.CharField(required=False, max_length=500)
    outlet = forms.CharField(required=False, max_length=200, help_text="Who published it.")
    published_on = DayField(required=False, label="Published on", help_text="Empty: nobody knows the day.")
    reason = forms.CharField(
        max_length=300, label="Why", help_text="In one line: where you know it from, or what went wrong."
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    # Whether whoever sent it was told that somebody else corrected it meanwhile.
    is_overtaken = False

    def __init__(self, given: Any, *, article: Article) -> None:
        said = {name: getattr(article, name) for name in CORRECTED}
        super().__init__(given, initial=said, auto_id="choice_%s")

    def correct(self, article: Article, request: HttpRequest) -> correction.Corrected | None:
        """None where it is refused; the form says why."""
        given = self.cleaned_data
        wording = correction.Wording(**{name: as_sent(given[name], getattr(article, name)) for name in CORRECTED})
        try:
            return correction.correct_article(
                article, wording, reason=given["reason"], by=user_of(request), n_seen=given["seen"]
            )
        except (correction.CorrectionRefused, history.TalksBusy) as refusal:
            self.is_overtaken = isinstance(refusal, correction.CorrectedMeanwhile)
            self.add_error(getattr(refusal, "field", "") or None, str(refusal))
            return None

    def take_in(self, article: Article) -> int:
        """What another corrected meanwhile, where nobody typed anything over it; else it would be taken back unseen.

        Gives how many corrections whoever sent the form has been told of.
        """
        earlier = list(article.former_wordings.all())
        shown = self.cleaned_data.get("seen") if self.is_bound else None
        if shown is None or shown >= len(earlier):
            return len(earlier)
        if not self.is_overtaken:
            return int(shown)
        was = {name: getattr(earlier[shown], name) for name in CORRECTED if name in self.cleaned_data}
        untyped = [name for name in was if as_sent(self.cleaned_data[name], was[name]) == was[name]]
        sent = {name: self.data.get(name, "") for name in self.fields}
        self.data = sent | {name: getattr(article, name) or "" for name in untyped}
        return len(earlier)


def as_sent(value: Any, stored: Any) -> Any:
    """What a browser leaves out of a line (its breaks, and white space at its ends), nobody typed."""
    if isinstance(value, str) and value == stored.replace("\r", "").replace("\n", "").strip():
        return stored
    return value


def correct_article(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Shows what is said of it; sent with something else and the reason, says so from then on."""
    require(request, "positions.change_article")
    article, notice = find_article(uuid), None
    form = CorrectionForm(request.POST or None, article=article)
    if request.method == "POST":
        done = form.correct(article, request) if form.is_valid() else None
        if done is not None:
            messages.success(request, said_of(done))
            return redirect("admin:positions_article_change", article.pk)
        refused = " ".join(map(str, form.non_field_errors())) or "A value can't be used; see below."
        notice = Notice(f"Nothing was changed. {refused}", "error")
        go_to_problem([form])
    article = find_article(uuid)  # as it is now, where the form was refused
    context = {"article": article, "form": form, "notice": notice, "n_seen": form.take_in(article)}
    title = "Correct what is said of an article"
    return render(request, "admin/desk/correct_article.html", frame(request, title, **context))


def said_of(done: correction.Corrected) -> str:
    n = done.n_followed
    followed = f" {counted(n, 'statement')} that nobody has decided followed its day." if n else ""
    return f"Corrected; what was said before is below.{followed}"
