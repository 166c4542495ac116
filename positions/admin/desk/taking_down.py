"""The page that takes an article down: what goes, what stays, the reason, and one deliberate tick."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from positions import history, take_down
from positions.admin.accounts import require, user_of
from positions.admin.desk.coding import find_article
from positions.admin.desk.frame import frame
from positions.admin.desk.sheet import Notice
from positions.admin.first_problem import go_to_problem
from positions.counting import counted

REFUSALS = (take_down.AlreadyTakenDown, take_down.NothingToTakeDown, take_down.ReasonMissing, history.TalksBusy)


class TakeDownForm(forms.Form):
    """Why, and that it is meant."""

    reason = forms.CharField(
        max_length=2000, help_text="Shown in place of the text: who demanded it, and on what ground."
    )
    is_meant = forms.BooleanField(label="I know that this can't be undone.")


def take_down_article(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Shows what would go; sent with a reason and the tick, does it."""
    require(request, "positions.take_down_article")
    article = find_article(uuid)
    form, notice = TakeDownForm(request.POST or None, auto_id="choice_%s"), None
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            done = take_down.take_down_article(article, reason=reason, by=user_of(request))
            article, notice = done.article, Notice(f"Taken down, with {counted(done.n_quotes, 'quote')}.", "success")
        except REFUSALS as refusal:
            article, notice = find_article(uuid), Notice(str(refusal), "error")
    go_to_problem([form])
    context = {"article": article, "form": form, "notice": notice, "n_statements": article.statements.count()}
    return render(request, "admin/desk/take_down.html", frame(request, "Take down an article", **context))
