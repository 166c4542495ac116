"""Addresses with a slug that was given up since: answered as if asked by the present one.

Only what would be refused is looked at, so an address that is right costs nothing, and a slug that somebody has today
is never taken for another's former one. What was merged is led on as far as it was by the instant that the address asks
about: as known before, it is still asked for under its own name. Over all talks, new names are tried before merges.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from urllib.parse import quote

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase

from positions.api import API
from positions.queries.catalog.former_slugs import PresentSlugs, present_slugs
from positions.queries.catalog.names_then import NamesThen, names_then
from positions.vocabulary import Scope
from positions.written_times import find_instant

PAGES = "/negotiations/"
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
REFUSED = frozenset({400, 404})
# What the value of a parameter names, and what the part of a path after this one names.
PARAMETERS = {"negotiation": "talks", "party": "party", "left": "party", "right": "party", "target": "target"}
PARAMETERS |= {"proposal": "target", "with": "target", "cell": "cell"}
PARTS = {"negotiations": "talks", "parties": "party", "proposals": "target"}
# More values than anybody's link has are not looked up.
MOST_NAMES = 200


def former_addresses(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A middleware. The API answers, and says the present address in Content-Location; a page leads there.

    What is posted was read already, so it is led there too: 308, and a program that follows sends its body again.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = led = get_response(request)
        for path, query in addresses_to_try(request, response):
            address = quote(path) + (f"?{query}" if query else "")
            if request.method == "POST":
                return HttpResponsePermanentRedirect(address, preserve_request=True)
            again = get_response(asked_there(request, path, query))
            # 404: nothing there either, or nothing that this reader may know of
            led = response if again.status_code == 404 else led_there(again, address)
            if again.status_code not in REFUSED:
                break
        return led

    return answer


def led_there(answer: HttpResponseBase, address: str) -> HttpResponseBase:
    if address.startswith(PAGES):
        return HttpResponsePermanentRedirect(address)
    answer.headers["Content-Location"] = address
    return answer


def addresses_to_try(request: HttpRequest, response: HttpResponseBase) -> list[tuple[str, str]]:
    """Where what was refused may stand today; none for what was not, and for parameters that can't be read."""
    if not may_have_moved(request, response):
        return []
    try:
        return present_addresses(request, with_drafts=sees_drafts(request))
    except SuspiciousOperation:
        return []


def may_have_moved(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_ours = request.path_info.startswith((API, PAGES))
    return is_ours and response.status_code in REFUSED and request.method in METHODS


def sees_drafts(request: HttpRequest) -> bool:
    """Whether the one who was just answered is staff, by session or by a token that may read."""
    user, token = getattr(request, "user", None), getattr(request, "auth", None)
    may_read = token is None or Scope.READ.value in token.scopes
    return bool(getattr(user, "is_staff", False)) and may_read


def present_addresses(request: HttpRequest, *, with_drafts: bool) -> list[tuple[str, str]]:
    """Path and query with former slugs replaced, in the order to try; none where there are none in them.

    One query; five more about one set of talks. Over all talks first with new names alone, then with merges too.
    `with_drafts`: names of drafts too; to others not even the name that one has now is told.
    """
    parts = request.path_info.split("/")
    named = [part for before, part in pairwise(parts) if before in PARTS and part]
    for name, values in request.GET.lists():
        if kind_of(name):
            named += [piece for value in values for piece in value.split("~")]
    if not named or len(named) > MOST_NAMES:
        return []
    present = present_slugs({name for name in named if "\0" not in name}, with_drafts=with_drafts)
    talks = talks_asked(parts, request.GET, present)
    then = names_then(talks, known_at=instant_asked(request.GET), with_drafts=with_drafts) if talks else None
    found = []
    for slugs in (present.before_merging(), present):
        moved = Moved(slugs, then)
        path, query = moved.path(parts), moved.query(request.GET)
        if path != request.path_info or query != request.GET:
            found.append((path, query.urlencode()))
    return list(dict.fromkeys(found))


def talks_asked(parts: list[str], asked: QueryDict, present: PresentSlugs) -> str | None:
    """The present slug of the one set of talks that an address is about."""
    named = [part for before, part in pairwise(parts) if PARTS.get(before) == "talks" and part]
    slug, *more = named or asked.getlist("negotiation") or [""]
    return present.talks.get(slug, slug) if slug and not more and "\0" not in slug else None


def instant_asked(asked: QueryDict) -> datetime | None:
    """Of a period, that of its end. None for now, and where it can't be read, which is told elsewhere."""
    return find_instant(asked.get("known_at") or asked.get("to_known_at") or "")


def kind_of(parameter: str) -> str | None:
    """What the values of a parameter name, of its negation too."""
    return PARAMETERS.get(parameter.removesuffix("__not"))


class Moved:
    """Puts the slugs of another time in the place of those that were asked for. `then`: of one set of talks."""

    def __init__(self, present: PresentSlugs, then: NamesThen | None) -> None:
        self.present = present
        self.then = then

    def path(self, parts: list[str]) -> str:
        found = parts[:1]
        for before, part in pairwise(parts):
            kind = PARTS.get(before)
            found.append(self.now(kind, part) if kind else part)
        return "/".join(found)

    def query(self, asked: QueryDict) -> QueryDict:
        found = asked.copy()
        for name, values in asked.lists():
            kind = kind_of(name)
            if kind:
                now = [self.now(kind, value) for value in values]
                given_once = len(set(values)) == len(values)
                found.setlist(name, list(dict.fromkeys(now)) if given_once else now)  # two that were merged are one
        return found

    def now(self, kind: str, value: str) -> str:
        if kind == "cell":
            party, mark, target = value.partition("~")
            return self.now("party", party) + mark + self.now("target", target)
        if kind == "talks":
            return self.present.talks.get(value, value)
        if self.then is not None:
            return (self.then.parties if kind == "party" else self.then.targets).get(value, value)
        found = self.present.party if kind == "party" else self.present.target
        return found(value, talks=None) or value


def asked_there(request: HttpRequest, path: str, query: str) -> WSGIRequest:
    """The same request for another address."""
    there = WSGIRequest({**request.META, "PATH_INFO": path, "QUERY_STRING": query})
    there.request_id = getattr(request, "request_id", "")  # type: ignore[attr-defined]  # a request has no place for it
    return there
