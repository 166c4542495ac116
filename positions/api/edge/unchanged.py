"""The short way to `304`: taken at the edge, before the framework does anything, where a request is plain enough.

Plain is: a GET or HEAD with If-None-Match, without cookies, for an address whose answers hang on revisions, by anybody
or by a token whose use was noted within the last minute. All others take the long way through `ReadView`, which comes
to the same tag.
"""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from knox.crypto import hash_token

from positions.api.answering.conditional import (
    PUBLIC,
    STAFF,
    HangsOn,
    Times,
    not_modified,
    parameters_named,
    tag_of,
    times_of,
)
from positions.queries.in_force import InForce, Reader, in_force
from positions.vocabulary import Scope

JSON = {"", "*/*", "application/json", "application/json, */*", "application/json, text/plain, */*"}
BEARER = "Bearer "


def find_unchanged(request: HttpRequest) -> HttpResponse | None:
    """A 304, if this reader has what would be answered. One query."""
    asked = request.META
    if "HTTP_IF_NONE_MATCH" not in asked or request.method not in {"GET", "HEAD"} or asked.get("HTTP_COOKIE"):
        return None
    shown = asked.get("HTTP_AUTHORIZATION", "")
    if asked.get("HTTP_ACCEPT", "") not in JSON or (shown and not shown.startswith(BEARER)):
        return None
    try:
        return compare(request, shown.removeprefix(BEARER))
    except (Resolver404, SuspiciousOperation, OperationalError, InterfaceError):  # the long way tells what it is
        return None


def compare(request: HttpRequest, secret: str) -> HttpResponse | None:
    """Raises: Resolver404; SuspiciousOperation for parameters that can't be read."""
    match = resolve(request.path_info)
    hangs_on: HangsOn | None = getattr(getattr(match.func, "cls", None), "hangs_on", None)
    times = times_of(request, hangs_on, timezone.now()) if hangs_on else None
    if hangs_on is None or times is None or "format" in parameters_named(request, "format"):
        return None
    slug = match.kwargs.get("slug")
    if secret and (hangs_on.for_staff or slug is None):  # what it hangs on is only known with who asks
        return None
    digest = hash_token(secret) if secret else None
    found = in_force(
        slug,
        known_at=times.instant,
        subjects=hangs_on.subjects,
        with_drafts=False,
        digest=digest,
        names_instant=hangs_on.instant is not None,
    )
    if found is None or (secret and found.reader is None):
        return None
    return answer(request, times, found)


def answer(request: HttpRequest, times: Times, found: InForce) -> HttpResponse | None:
    role = role_of(found.reader)
    is_draft = found.negotiation is not None and not found.negotiation.is_published
    if role is None or (is_draft and role != STAFF):
        return None
    tag = tag_of(request, times, found, role=role, representation="json")
    if not tag.is_among(request.META["HTTP_IF_NONE_MATCH"]):
        return None
    return not_modified(tag, is_public=found.reader is None)


def role_of(reader: Reader | None) -> str | None:
    """As whom a reader is answered; None where that is not known here, or reading is refused."""
    if reader is not None and Scope.READ.value in reader.scopes:
        return STAFF if reader.is_staff else PUBLIC
    return PUBLIC if settings.PUBLIC_READS else None
