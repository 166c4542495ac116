"""Pages of one catalog: what is in it, one entry as a form, cues tried out, the whole as a file."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from positions import catalog, history
from positions.admin.accounts import require, user_of
from positions.admin.catalog_desk.saving import open_entry
from positions.admin.form_addresses import takes_a_form
from positions.models import Negotiation
from positions.queries.curating.cue_trials import try_cues
from positions.written_times import find_day

LONGEST_TYPED = 200  # more of a name is not sent back in an address
NOUNS = {"parties": "party", "issues": "issue", "proposals": "proposal"}


@require_GET
def show_catalog(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything in the catalog, each with a way to its form for those who may edit it."""
    require(request, "positions.view_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    content = catalog.stored_content(negotiation)
    for proposal in content["proposals"]:
        proposal["proposed_on"] = find_day(proposal["proposed_on"] or "")  # written as every other day then
    sections = [(section, noun, content[section]) for section, noun in NOUNS.items()]
    may_edit = user_of(request).has_perm("positions.change_negotiation")
    shown = {"negotiation": negotiation, "sections": sections, "may_edit": may_edit}
    return page(request, "catalog.html", f"Catalog: {negotiation}", **shown)


@require_GET
def download_catalog(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalog as a file that `load_catalog` reads."""
    require(request, "positions.view_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    response = HttpResponse(catalog.catalog_yaml(negotiation), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{negotiation.slug}.yaml"'
    return response


def edit_entry(request: HttpRequest, slug: str, section: str, entry: str = "") -> HttpResponse:
    """A party, an issue or a proposal: shown, tried out, or stored by `catalog`, which says what is wrong with it."""
    require(request, "positions.change_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    try:
        stored = catalog.find_entry(negotiation, section, entry) if entry else None
    except catalog.NoSuchEntry as missing:
        raise Http404(str(missing)) from missing
    opened = open_entry(request, section, negotiation=negotiation, stored=stored)
    trials = None
    if request.method == "POST" and opened.sheet.is_valid():
        if "try" in request.POST:
            trials = try_cues(negotiation, opened.sheet.cues())
        elif saved := opened.save(
            request, lambda typed, by: catalog.save_entry(negotiation, section, typed, seen=opened.seen, by=by)
        ):
            return saved
    title = f"{stored.get('name') or stored.get('title')}" if stored else f"New {NOUNS[section]}"
    may_merge = bool(entry) and user_of(request).has_perm("positions.change_position")
    shown = {"negotiation": negotiation, "trials": trials, "may_merge": may_merge, **opened.shown()}
    return page(request, "entry.html", title, **shown)


def edit_talks(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The talks themselves, or new ones: title, days, published or a draft."""
    require(request, "positions.change_negotiation" if slug else "positions.add_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug) if slug else None
    stored = catalog.stored_content(negotiation)["negotiation"] if negotiation else None
    opened = open_entry(request, "talks", negotiation=negotiation, stored=stored)

    def store(typed: dict[str, Any], by: User) -> catalog.Loaded:
        if negotiation is None or opened.seen is None:
            return catalog.start_negotiation(typed, by=by)
        return catalog.save_negotiation(negotiation, typed, seen=opened.seen, by=by)

    if request.method == "POST" and opened.sheet.is_valid() and (saved := opened.save(request, store)):
        return saved
    title = str(negotiation) if negotiation else "New talks"
    return page(request, "entry.html", title, negotiation=negotiation, **opened.shown())


@takes_a_form("positions.change_negotiation")
def rename(request: HttpRequest, slug: str, section: str = "", entry: str = "") -> HttpResponse:
    """Another name in addresses for the talks or one entry; the old one keeps answering."""
    negotiation = get_object_or_404(Negotiation, slug=slug)
    new, by = request.POST.get("renamed", "").strip(), user_of(request)
    try:
        if entry:
            revisions = catalog.rename_entry(negotiation, section, entry, new, by=by)
        else:
            revisions = catalog.rename_talks(negotiation, new, by=by)
    except catalog.NoSuchEntry as missing:
        raise Http404(str(missing)) from missing
    except (catalog.EntryInvalid, history.TalksBusy) as refusal:
        messages.error(request, f"Nothing was renamed: {str(refusal).removesuffix('.')}.")
        # With what was typed, and to the field that holds it: the form of the entry stands above it.
        typed = urlencode({"renamed": new[:LONGEST_TYPED]})
        return redirect(f"{request.path.removesuffix('rename/')}?{typed}#id_renamed")
    words = f"Renamed from “{entry or slug}”, which keeps answering." if revisions else "Nothing differed."
    messages.success(request, words)
    negotiation.refresh_from_db()
    return redirect("admin:catalog", negotiation.slug)


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    frame = admin.site.each_context(request)
    return render(request, f"admin/catalog_desk/{template}", {**frame, "title": title, **context})
