"""The edge of the API: what a reader has already is not sent again, no error page is HTML, no write is lost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware

from positions.api import API
from positions.api.edge.unchanged import find_unchanged
from positions.api.problems import kind_of_status, respond


def api_edge(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Outside all others but `observed`, so that it sees what they and Django itself make of an error."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        unchanged = find_unchanged(request) if request.path.startswith(API) else None
        response = unchanged or get_response(request)
        if is_error_page(request, response):
            response = respond(request, kind_of_status(response.status_code))
        return response

    return answer


def is_error_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """HTML that tells of an error to somebody who asked the API."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    return request.path.startswith(API) and response.status_code >= 400 and is_html


class SlashMiddleware(CommonMiddleware):
    """Leads to the address that ends with a slash. Under /api/ a write is sent there as it is: 308, not 301.

    After 301 programs ask the new address with GET: a POST would seem to succeed and store nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_write = request.path.startswith(API) and request.method not in {"GET", "HEAD"}
        if is_write and response.status_code == 404 and self.should_redirect_with_slash(request):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True), preserve_request=True)
        return super().process_response(request, response)
