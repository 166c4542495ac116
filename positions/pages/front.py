"""The front page: all negotiations that this reader may see."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from positions.pages.access import public_page, sees_drafts
from positions.queries.catalog.negotiations import list_drafts, list_negotiations


@public_page
def front_page(request: HttpRequest) -> HttpResponseBase:
    """Every set of talks, with how much is recorded of it. One query; for staff one more, which are drafts."""
    found = list_negotiations(with_drafts=sees_drafts(request))
    drafts = list_drafts() if sees_drafts(request) else frozenset()
    return render(request, "pages/front.html", {"negotiations": found, "drafts": drafts})
