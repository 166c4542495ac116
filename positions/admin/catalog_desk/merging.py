"""Two entries of a catalog made one: choose the other, read what would happen, confirm."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from positions import catalog, history
from positions.admin.accounts import require, user_of
from positions.admin.catalog_desk.views import page
from positions.admin.first_problem import go_to_problem
from positions.models import Negotiation


class MergingForm(forms.Form):
    """`seen`: what the curator read, given back with the confirmation."""

    into = forms.ChoiceField(label="Merge into", help_text="the one that stays; this one is no longer listed then")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, negotiation: Negotiation, section: str, entry: str, *, sent: object = None) -> None:
        super().__init__(sent)  # type: ignore[arg-type]  # a QueryDict, or None
        rows = catalog.stored_content(negotiation)[section]
        others = [(row["slug"], row.get("name") or row["title"]) for row in rows if row["slug"] != entry]
        self.fields["into"].choices = [("", "—"), *others]  # type: ignore[attr-defined]  # a field with choices


def merge(request: HttpRequest, slug: str, section: str, entry: str) -> HttpResponse:
    """Editing a catalog is not enough: positions are recorded anew, so that it takes the right to change them too."""
    require(request, "positions.change_negotiation")
    require(request, "positions.change_position")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    try:
        found = catalog.find_entry(negotiation, section, entry)
    except catalog.NoSuchEntry as missing:
        raise Http404(str(missing)) from missing
    form = MergingForm(negotiation, section, entry, sent=request.POST or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        into, seen = form.cleaned_data["into"], form.cleaned_data["seen"]
        try:
            if "confirm" in request.POST:
                return _merged(request, negotiation, section, entry, into=into, seen=seen)
            plan = catalog.plan_merge(negotiation, section, entry, into=into)
        except catalog.NoSuchEntry as missing:
            form.add_error("into", str(missing))
        except catalog.MergeRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except (catalog.MergeChangedMeanwhile, history.TalksBusy) as changed:
            why = str(changed).removesuffix(".")
            form.add_error(None, f"Nothing was merged: {why}. Read again what would happen now.")
            plan = catalog.plan_merge(negotiation, section, entry, into=into)
    go_to_problem([form])
    name = found.get("name") or found["title"]
    context = {"negotiation": negotiation, "name": name, "form": form, "plan": plan}
    return page(request, "merge.html", f"Merge “{name}” into another", **context)


def _merged(
    request: HttpRequest, negotiation: Negotiation, section: str, entry: str, *, into: str, seen: str
) -> HttpResponse:
    """Raises: what `merge_entry` raises."""
    by = user_of(request)
    revision = catalog.merge_entry(negotiation, section, entry, into=into, seen=seen, by=by)
    words = f"“{entry}” is “{into}” from revision {revision.number} on; its old addresses keep answering."
    messages.success(request, words)
    return redirect("admin:catalog", negotiation.slug)
