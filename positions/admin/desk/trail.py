"""The audit trail: one page of who did what, filtered, and exported as CSV."""

from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from positions.admin.accounts import require
from positions.admin.desk.frame import frame
from positions.admin.exporting import csv_response
from positions.admin.present_names import with_present_talks
from positions.models import Negotiation
from positions.queries.curating.trail import SORTS, TrailFilter, each_deed, list_deeds

ON_A_PAGE = 100
ALL = ("", "all")


class TrailForm(forms.Form):
    """Whose deeds of which sort, when."""

    sort = forms.ChoiceField(required=False, choices=[ALL, *SORTS.items()], label="What")
    by = forms.ChoiceField(required=False, label="Who")
    talks = forms.ChoiceField(required=False)
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(with_present_talks(request.GET, "talks"), auto_id="filter_%s")
        people = [(name, name) for name in User.objects.order_by("username").values_list("username", flat=True)]
        self.fields["by"].choices = [ALL, *people]  # type: ignore[attr-defined]
        talks = Negotiation.objects.order_by("title").values_list("slug", "title")
        self.fields["talks"].choices = [ALL, *talks]  # type: ignore[attr-defined]


@require_GET
def show_trail(request: HttpRequest) -> HttpResponseBase:
    """What can't be meant in an address is said, and nothing is left out in silence."""
    require(request, "positions.view_decision")
    form = TrailForm(request)
    if not form.is_valid():
        return render(request, "admin/desk/trail.html", frame(request, "Who did what", form=form), status=400)
    given = form.cleaned_data
    asked = TrailFilter(**{name: given[name] for name in ("sort", "by", "talks", "since", "until")})
    if "export" in request.GET:
        columns = ("at", "by", "sort", "what", "talks", "about", "why", "statement")
        rows = ([getattr(deed, name) for name in columns] for deed in each_deed(asked))
        return csv_response("who-did-what", columns, rows)
    page = given["page"] or 1
    deeds = list_deeds(asked, start=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE + 1)
    kept = {name: str(value) for name, value in given.items() if value and name != "page"}
    context = {
        "form": form,
        "deeds": deeds[:ON_A_PAGE],
        "export": "?" + urlencode(kept | {"export": "csv"}),
        "newer": "?" + urlencode(kept | {"page": page - 1}) if page > 1 else "",
        "older": "?" + urlencode(kept | {"page": page + 1}) if len(deeds) > ON_A_PAGE else "",
    }
    return render(request, "admin/desk/trail.html", frame(request, "Who did what", **context))
