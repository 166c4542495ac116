"""What is answered while the database can't: 503 and when to come back, a problem in the API and a page elsewhere.

Whatever the database refuses for its own reasons (it does not answer, it stops, others hold what is needed for too
long) is over by itself. It is nobody's fault, and nothing was changed.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path
from django.views.defaults import server_error
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from positions.api import API
from positions.api.problems import problem_response, respond
from positions.history import TalksBusy

logger = logging.getLogger(__name__)

# When to come back. Units: seconds.
RETRY_AFTER = {"busy": 5, "unavailable": 10}


def kind_of_outage(exc: BaseException | None) -> str | None:
    """The kind of problem, where the database is the reason."""
    if isinstance(exc, TalksBusy) or isinstance(getattr(exc, "__cause__", None), LockNotAvailable | DeadlockDetected):
        return "busy"
    return "unavailable" if isinstance(exc, OperationalError | InterfaceError) else None


def answer_exception(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The framework's exception handler: as `problem_response`, and where the database is the reason."""
    kind = kind_of_outage(exc)
    if kind is None:
        return problem_response(exc, context)
    request = context["request"]
    return refuse(respond(request, kind), kind, exc, path=request.path)


def handle_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of whatever was not handled, called while it is: a page, or in the API a problem."""
    exc = sys.exc_info()[1]
    kind = kind_of_outage(exc)
    if kind is None:
        return server_error(request)
    if request.path.startswith(API):
        return refuse(respond(request, kind), kind, exc, path=request.path)
    # Without the request, whose session and account are in the database.
    return refuse(HttpResponse(render_to_string("503.html", {"kind": kind}), status=503), kind, exc, path=request.path)


def refuse(response: HttpResponse, kind: str, exc: BaseException | None, *, path: str) -> HttpResponse:
    """With one line in the log. A trace tells nothing more of a database that is away; of a slow statement it does."""
    took_too_long = isinstance(getattr(exc, "__cause__", None), QueryCanceled)
    told = " ".join(str(exc).split())
    logger.warning("%s: %s: %s", escape_uri_path(path), kind, told, exc_info=exc if took_too_long else None)
    response["Retry-After"] = str(RETRY_AFTER[kind])
    return response
