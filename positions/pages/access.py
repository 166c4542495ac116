"""Who may see a page, and what every page has in common: language, compression, what it may load, how long it keeps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from config.compression import Compression
from positions.models import Negotiation
from positions.queries.catalog.negotiations import UnknownNegotiation, get_negotiation

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """A page for everybody, or for those who are signed in where PARLEY_PUBLIC_READS is off."""

    @require_safe
    @conditional_page
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PUBLIC_READS and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), login_url="/admin/login/")
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = view(request, *args, **kwargs)
            except UnknownNegotiation as unknown:
                response = no_such_talks(request, unknown)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        is_theirs = settings.SESSION_COOKIE_NAME in request.COOKIES
        # Kept, and asked about before it is shown again; what somebody was shown who brought a session, by them alone.
        response.headers.setdefault("Cache-Control", "private, no-cache" if is_theirs else "no-cache")
        return response

    return page


def no_such_talks(request: HttpRequest, unknown: UnknownNegotiation) -> HttpResponse:
    return render(request, "pages/no_talks.html", {"slug": unknown.slug, "known": unknown.known}, status=404)


def find_negotiation(request: HttpRequest, slug: str) -> Negotiation:
    """The talks of the address; drafts are there for staff alone. Raises: UnknownNegotiation."""
    return get_negotiation(slug, with_drafts=sees_drafts(request))


def sees_drafts(request: HttpRequest) -> bool:
    """Staff who are signed in. A visitor who brings no cookie is not looked up, and gets none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(getattr(request.user, "is_staff", False))


def may_keep(request: HttpRequest) -> bool:
    """Whether who reads may have answers kept as snapshots: staff who may look at those in the admin."""
    return sees_drafts(request) and request.user.has_perm("positions.view_snapshot")


class PageCompression(Compression):
    """Compresses pages and what they load. The API's answers keep their entity tags, which compressing would weaken."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(("/api/", "/admin/")) or response.status_code == 304:
            return response
        return super().process_response(request, response)
