"""The most that a form of the admin may send, seen to before anything of it is kept, read into forms or parsed."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render

ADMIN = "/admin/"
# Bytes of one request with files; the largest data set that is read has 20 million, its mapping 2 million.
LARGEST_UPLOAD = 24_000_000
# Bytes that are read and dropped, a piece at a time: a browser shows an answer only once it has sent what it began.
MOST_DROPPED, PIECE = 512_000_000, 1 << 16


def limited(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuses what is too large with a page that says so; the rest goes on."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        is_form = request.path.startswith(ADMIN)
        if is_form and "Transfer-Encoding" in request.headers:
            return HttpResponse("Send a form with its length, not in chunks.\n", status=411, content_type="text/plain")
        if not is_form or n_bytes_of(request) <= most_of(request):
            return get_response(request)
        drop(request)
        context = {
            **admin.site.each_context(request),
            "title": "Too large",
            "n_bytes": n_bytes_of(request),
            "most": most_of(request),
        }
        return render(request, "admin/too_large.html", context, status=413)

    return answer


def n_bytes_of(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else 0


def most_of(request: HttpRequest) -> int:
    """Fewer bytes for a form without files, whose fields are held in memory."""
    has_files = request.content_type == "multipart/form-data"
    return LARGEST_UPLOAD if has_files else (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or LARGEST_UPLOAD)


def drop(request: HttpRequest) -> None:
    """Until there is no more, or the client has gone."""
    n_dropped = 0
    with suppress(UnreadablePostError):
        while n_dropped < MOST_DROPPED and (piece := request.read(PIECE)):
            n_dropped += len(piece)
