"""Addresses that only take what a form sends, for every part of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
NOTHING_SENT = "Nothing was changed: that address takes what a form sends. The form is on this page."


def takes_a_form(view: View) -> View:
    """Opened as a page, as after signing in anew, it leads to the form, one step above."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, **named)
        messages.warning(request, NOTHING_SENT)
        query = request.META.get("QUERY_STRING", "")
        return redirect(urljoin(request.path, "..") + (f"?{query}" if query else ""))

    return answer
