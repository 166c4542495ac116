"""Pages of one catalog: what is in it, one entry as a form, cues tried out, the whole as a file."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from positions import catalog
from positions.admin.catalog_desk.forms import Choices, RenamingForm, Sheet
from positions.models import Negotiation
from positions.queries.cue_trials import try_cues
from positions.vocabulary import PartyKind

NOUNS = {"parties": "party", "issues": "issue", "proposals": "proposal"}


@require_GET
def show_catalog(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything in the catalog, each with a way to its form."""
    require(request, "positions.view_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    content = catalog.stored_content(negotiation)
    sections = [(section, noun, content[section]) for section, noun in NOUNS.items()]
    return page(request, "catalog.html", f"Catalog: {negotiation}", negotiation=negotiation, sections=sections)


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
    sheet = Sheet(section, sent=request.POST or None, entry=stored, known=known_slugs(negotiation))
    trials = None
    if request.method == "POST" and sheet.is_valid():
        if "try" in request.POST:
            trials = try_cues(negotiation, sheet.cues())
        elif saved := save(
            request, sheet, lambda by: catalog.save_entry(negotiation, section, sheet.entry(entry), by=by)
        ):
            return saved
    title = f"{stored.get('name') or stored.get('title')}" if stored else f"New {NOUNS[section]}"
    renaming = RenamingForm(initial={"renamed": entry}) if entry else None
    shown = {"negotiation": negotiation, "sheet": sheet, "trials": trials, "renaming": renaming}
    may_merge = bool(entry) and cast("User", request.user).has_perm("positions.change_position")
    return page(request, "entry.html", title, **shown, may_merge=may_merge)


def edit_talks(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The talks themselves, or new ones: title, days, published or a draft."""
    require(request, "positions.change_negotiation" if slug else "positions.add_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug) if slug else None
    stored = catalog.stored_content(negotiation)["negotiation"] if negotiation else None
    sheet = Sheet("talks", sent=request.POST or None, entry=stored, known={})
    if request.method == "POST" and sheet.is_valid():
        values = sheet.entry(slug)
        saved = save(
            request,
            sheet,
            lambda by: (
                catalog.save_negotiation(negotiation, values, by=by)
                if negotiation
                else catalog.start_negotiation(values, by=by)
            ),
        )
        if saved:
            return saved
    title = str(negotiation) if negotiation else "New talks"
    renaming = RenamingForm(initial={"renamed": slug}) if slug else None
    return page(request, "entry.html", title, negotiation=negotiation, sheet=sheet, renaming=renaming)


@require_POST
def rename(request: HttpRequest, slug: str, section: str = "", entry: str = "") -> HttpResponse:
    """Another name in addresses for the talks or one entry; the old one keeps answering."""
    require(request, "positions.change_negotiation")
    negotiation = get_object_or_404(Negotiation, slug=slug)
    new, by = request.POST.get("renamed", "").strip(), cast("User", request.user)
    try:
        if entry:
            revisions = catalog.rename_entry(negotiation, section, entry, new, by=by)
        else:
            revisions = catalog.rename_talks(negotiation, new, by=by)
    except catalog.NoSuchEntry as missing:
        raise Http404(str(missing)) from missing
    except catalog.EntryInvalid as invalid:
        messages.error(request, f"Nothing was renamed: {invalid}.")
        return redirect(request.path.removesuffix("rename/"))
    words = f"Renamed from “{entry or slug}”, which keeps answering." if revisions else "Nothing differed."
    messages.success(request, words)
    negotiation.refresh_from_db()
    return redirect("admin:catalog", negotiation.slug)


def save(request: HttpRequest, sheet: Sheet, store: Any) -> HttpResponse | None:
    """Stores and leads back to the catalog; None where it was refused, and the sheet shows why."""
    try:
        loaded = store(cast("User", request.user))
    except catalog.EntryInvalid as invalid:
        sheet.show(invalid.problems)
    except catalog.CatalogConflict as conflict:
        sheet.form.add_error(None, str(conflict))
    else:
        words = f"Saved as revision {loaded.revision.number}." if loaded.revision else "Saved; nothing differed."
        messages.success(request, words)
        return redirect("admin:catalog", loaded.negotiation.slug)
    return None


def known_slugs(negotiation: Negotiation) -> dict[str, Choices]:
    """What the fields that name other entries may say."""
    content = catalog.stored_content(negotiation)
    parties = [(row["slug"], row["name"]) for row in content["parties"]]
    issues = [(row["slug"], row["title"]) for row in content["issues"]]
    with_members = {
        row["slug"] for row in content["parties"] if row["kind"] not in {PartyKind.STATE, PartyKind.COMPANY}
    }
    return {
        "proposed_by": parties,
        "member_of": [choice for choice in parties if choice[0] in with_members],
        "parent": issues,
        "issue": issues,
        "replaces": [(row["slug"], row["title"]) for row in content["proposals"]],
    }


def require(request: HttpRequest, permission: str) -> None:
    """Raises: PermissionDenied."""
    if not cast("User", request.user).has_perm(permission):
        raise PermissionDenied


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    frame = admin.site.each_context(request)
    return render(request, f"admin/catalog_desk/{template}", {**frame, "title": title, **context})
