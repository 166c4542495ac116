"""The API's answers compressed, where that is accepted. Django's own middleware would weaken their tags.

Another coding is another representation, so its tag is another strong one: `"abc-gzip"` beside `"abc"`. The same bytes
come out each time; there is no secret in an answer that a guess could be measured against, as in a form of a page.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.compression import Compression
from positions.api import API
from positions.api.answering.conditional import COMPRESSED

SMALL_ALREADY = ("application/zip", "image/png")


class ApiCompression(Compression):
    """gzip below /api/; pages have a compression of their own."""

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(API) or response.get("Content-Type") in SMALL_ALREADY:
            return response
        compressed = super().process_response(request, response)
        etag = compressed.get("ETag", "")
        if compressed.get("Content-Encoding") == "gzip" and etag:
            compressed["ETag"] = f'"{etag.removeprefix("W/").strip(chr(34))}{COMPRESSED}"'
        return compressed
