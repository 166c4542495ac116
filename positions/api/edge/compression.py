"""The API's answers compressed, where that is accepted. Django's own middleware would weaken their tags.

Another coding is another representation, so its tag is another strong one: `"abc-gzip"` beside `"abc"`. The same bytes
come out each time; there is no secret in an answer that a guess could be measured against, as in a form of a page.
"""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from positions.api import API
from positions.api.answering.conditional import COMPRESSED

SMALL_ALREADY = ("application/zip", "image/png")


GZIP_REFUSED = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")


def is_refused(request: HttpRequest) -> bool:
    """Whether the reader says that gzip is not to be sent, which to Django is the same as naming it."""
    return GZIP_REFUSED.search(request.headers.get("Accept-Encoding", "")) is not None


class ApiCompression(GZipMiddleware):
    """gzip below /api/; pages have a compression of their own."""

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(API) or response.get("Content-Type") in SMALL_ALREADY or is_refused(request):
            return response
        compressed = super().process_response(request, response)
        etag = compressed.get("ETag", "")
        if compressed.get("Content-Encoding") == "gzip" and etag:
            compressed["ETag"] = f'"{etag.removeprefix("W/").strip(chr(34))}{COMPRESSED}"'
        return compressed
