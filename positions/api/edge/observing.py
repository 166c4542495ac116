"""The outermost edge of every request: its id, how long it took, and the probes that ask whether the site is up."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.log import log_response

from config.logs import request_in_logs
from config.metrics import REQUEST_SECONDS, REQUESTS
from positions.api.edge.operations import PROBES

logger = logging.getLogger("parley.requests")

Answering = Callable[[HttpRequest], HttpResponseBase]


def observed(get_response: Answering) -> Answering:
    """A middleware: gives the request an id, which logs, tasks and problem details carry, and counts the answer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path in PROBES:
            return PROBES[request.path](request)
        request_id = uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # a request has no place of its own for it
        started = time.perf_counter()
        with request_in_logs(request_id):
            response = get_response(request)
            note(request, response, seconds=time.perf_counter() - started)
            if response.status_code >= 400:
                tell_of_refusal(request, response)
        response["X-Request-ID"] = request_id
        return response

    return answer


def note(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    """Counts by route and not by path, of which there is no end."""
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "(unchanged)" if response.status_code == 304 else "(none)"
    method = request.method if request.method in METHODS else "(other)"
    REQUESTS.labels(route, method, response.status_code).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    if logger.isEnabledFor(logging.INFO):
        asked = {"method": request.method, "path": request.path, "status": response.status_code}
        said = {**asked, "route": route, "duration_ms": round(seconds * 1000, 1)}
        logger.info("%s %s %s", request.method, request.path, response.status_code, extra=said)


def tell_of_refusal(request: HttpRequest, response: HttpResponseBase) -> None:
    """As Django does after all middleware, where nobody knows the request's id any more; no answer is told of twice."""
    told = ("%s: %s", response.reason_phrase, request.path)
    log_response(*told, response=response, request=request)  # type: ignore[arg-type]  # it takes streams too


METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
