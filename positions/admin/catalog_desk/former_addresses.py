"""Addresses of a catalog's pages with a name given up since: a page leads to the present one, a form is taken there."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from positions.models import Negotiation, Participation
from positions.queries.catalog.former_slugs import find_talks, former_names

View = Callable[..., HttpResponse]


def at_present_address(view: View, *, follows_merges: bool = True) -> View:
    """Only what is not there is looked for under another name.

    `follows_merges`: what is asked of an entry that was merged is asked of the one that it is now.
    """

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except Http404:
            present = present_names(named, follows_merges=follows_merges)
            if present == named:
                raise
        if request.method == "POST":
            return view(request, **present)
        return redirect(address_of(present, request.path.removeprefix(address_of(named))))

    return answer


def present_names(named: dict[str, str], *, follows_merges: bool) -> dict[str, str]:
    """What an address names, by the names of today."""
    talks = find_talks(named.get("slug", ""))
    if talks is None:
        return named
    section, entry = named.get("section", ""), named.get("entry", "")
    former = former_names(talks)
    now = (former.parties if section == "parties" else former.targets).get(entry)
    if now is None or (was_merged(talks, section, entry) and not follows_merges):
        return {**named, "slug": talks.slug}
    return {**named, "slug": talks.slug, "entry": now}


def was_merged(talks: Negotiation, section: str, entry: str) -> bool:
    """What was merged keeps its row and its name; what was renamed has another."""
    if section == "parties":
        return Participation.objects.filter(negotiation=talks, party__slug=entry).exists()
    return talks.targets.filter(slug=entry).exists()


def address_of(named: dict[str, str], rest: str = "") -> str:
    """Of the catalog or an entry in it, and what follows in the address."""
    parts = [named["section"], named["entry"]] if named.get("entry") else []
    return reverse("admin:catalog", args=[named["slug"]]) + "".join(f"{part}/" for part in parts) + rest
