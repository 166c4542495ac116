"""Addresses that only take what a form sends, for every part of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from positions.admin.accounts import require

View = Callable[..., HttpResponse]
NOTHING_SENT = "Nothing was changed: that address takes what a form sends. The form is on this page."


def takes_a_form(permission: str) -> Callable[[View], View]:
    """For those with the permission. Opened as a page, as after signing in anew, it leads to the form, one step above.

    Raises: PermissionDenied.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        @require_http_methods(["GET", "HEAD", "POST"])
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            require(request, permission)
            if request.method == "POST":
                return view(request, **named)
            if is_opened(request):
                messages.warning(request, NOTHING_SENT)
            query = request.META.get("QUERY_STRING", "")
            return redirect(urljoin(request.path, "..") + (f"?{query}" if query else ""))

        return answer

    return guarded


def is_opened(request: HttpRequest) -> bool:
    """Whether somebody is to see the answer: a message for an image or a page fetched ahead would be read elsewhere.

    Browsers say so only where the connection is safe; what says nothing counts as a page.
    """
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and is_page and "Sec-Purpose" not in request.headers
