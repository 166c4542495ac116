"""Those whose session ended, or was begun anew, while they typed: nothing of theirs is lost without a word.

The admin's script asks here before it sends a form. Without it, and where the two miss each other, a page says that
nothing was stored.
"""

from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def say_who(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token that forms need by now; whoever is not is led to the door instead."""
    return JsonResponse({"who": request.user.get_username(), "token": get_token(request)})


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django gives it)
    """The answer to a form with a token that is old, or forged. `reason` is for programmers.

    What was typed is shown to be copied. It is not offered for sending again: a forged form must stay one that no
    click of a person who is signed in carries out.
    """
    typed = typed_fields(request) if is_ours(request) else []
    context = {**admin.site.each_context(request), "title": "Not stored", "typed": typed}
    return render(request, "admin/sent_in_vain.html", context, status=403)


def is_ours(request: HttpRequest) -> bool:
    """Whether somebody who is signed in sent it from a page of this host; a stranger's text is not shown here."""
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return admin.site.has_permission(request) and urlsplit(came_from).netloc == request.get_host()


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values, without what nobody typed and what nobody else is to read."""
    return [
        (name.replace("_", " "), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name != "csrfmiddlewaretoken" and "password" not in name
    ]
