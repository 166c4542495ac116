"""Answers that a reader has already: a tag for each, and `304` in place of one that has not changed.

A tag is a hash of what the answer hangs on: the question, the revision in force, both times as resolved, who reads, in
which representation, by which engine and code. It is made before anything is computed, from one query.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from positions.comparison import ENGINE
from positions.queries.in_force import InForce
from positions.vocabulary import Subject
from positions.written_times import find_day, find_instant

SOURCE = Path(__file__).resolve().parents[2]
# What makes two requests for one address get different answers.
VARY = ("Accept", "Accept-Encoding", "Authorization", "Cookie")
# How long an answer about the past may be kept without asking again. Its cells never change; names in it are today's,
# and a text may have to be taken down, so it is a day and not a year.
PAST_SECONDS = 24 * 60 * 60
# No write takes longer: what is committed later than this after an instant can't have begun before it.
LONGEST_WRITE = timedelta(hours=1)
# What compression adds to a tag: other bytes are another representation.
COMPRESSED = "-gzip"
# Roles in which answers differ.
STAFF, PUBLIC = "staff", "public"


@dataclass(frozen=True)
class HangsOn:
    """What an address's answers hang on besides its path and parameters.

    `day` and `instant` name the parameters that are the two times, None where there is none. `follows_catalog`: whether
    what it says of the past too changes with the catalog (terms, wider issues, members, roles): always, or where a
    parameter begins so. `subjects`: what may change without a revision; `for_staff`: what else staff are shown.
    """

    day: str | None = "valid_on"
    instant: str | None = "known_at"
    follows_catalog: bool | Sequence[str] = False
    subjects: Sequence[Subject] = (Subject.SHOWN,)
    for_staff: Sequence[Subject] = ()

    def subjects_for(self, role: str) -> Sequence[Subject]:
        return (self.for_staff or self.subjects) if role == STAFF else self.subjects


CATALOG = HangsOn(day=None, instant=None)


@dataclass(frozen=True)
class Times:
    """The two times of a request. `day`: today where none was asked for.

    `can_settle`: both were asked for, and the answer does not follow the catalog of today.
    """

    day: date | None
    instant: datetime | None
    today: date
    now: datetime
    can_settle: bool

    def is_past(self, found: InForce) -> bool:
        """Nothing that will be committed can come to be in the answer."""
        if not self.can_settle or self.instant is None or self.day is None or self.day >= self.today:
            return False
        is_before_the_last = found.last_at is not None and self.instant <= found.last_at
        return is_before_the_last or self.instant < self.now - LONGEST_WRITE


@dataclass(frozen=True)
class Tag:
    """The strong entity tag of an answer, and how long it may be kept without asking again."""

    hash: str
    is_past: bool = False
    # Of a single thing, its own version: what If-Match compares, whatever the representation.
    version: str = ""

    @property
    def text(self) -> str:
        return f"{self.version}.{self.hash}" if self.version else self.hash

    @property
    def quoted(self) -> str:
        return f'"{self.text}"'

    def is_among(self, header: str) -> bool:
        """By weak comparison, as RFC 9110 wants for If-None-Match."""
        given = {tag.removeprefix("W/").strip('"').removesuffix(COMPRESSED) for tag in parse_etags(header)}
        return self.text in given


ANY_VERSION = frozenset({"*"})


def versions_in(header: str) -> frozenset[str]:
    """The versions that an If-Match names, by strong comparison; a bare version is understood too."""
    given = parse_etags(header) or [f'"{header.strip()}"']
    strong = [tag.strip('"').removesuffix(COMPRESSED) for tag in given if not tag.startswith("W/")]
    return frozenset(tag.partition(".")[0] for tag in strong)


def parameters_named(request: HttpRequest, *names: str) -> QueryDict:
    """Those of the parameters with these names: to read all of a query with a hundred slugs takes longer than a 304.

    One whose name is written with escapes may be among them too; whoever reads by name won't see it.
    """
    pieces = str(request.META.get("QUERY_STRING", "")).split("&")
    kept = [piece for piece in pieces if piece.startswith(names) or ("%" in piece and "%" in piece.partition("=")[0])]
    return QueryDict("&".join(kept).encode("latin-1"))


def times_of(request: HttpRequest, hangs_on: HangsOn, now: datetime) -> Times | None:
    """The times asked for; None where one of them can't be read, which is for the address to say."""
    asked = parameters_named(request, *filter(None, (hangs_on.day, hangs_on.instant)))
    day_given = asked.get(hangs_on.day) if hangs_on.day else None
    instant_given = asked.get(hangs_on.instant) if hangs_on.instant else None
    day = find_day(day_given) if day_given is not None else None
    instant = find_instant(instant_given) if instant_given is not None else None
    if (day_given is not None and day is None) or (instant_given is not None and instant is None):
        return None
    today = now.astimezone(UTC).date()
    can_settle = day is not None and instant is not None and not follows_catalog(request, hangs_on)
    return Times(day or (today if hangs_on.day else None), instant, today, now, can_settle)


def follows_catalog(request: HttpRequest, hangs_on: HangsOn) -> bool:
    """Whether what the catalog says today counts in the answer, of a day long past too."""
    if isinstance(hangs_on.follows_catalog, bool):
        return hangs_on.follows_catalog
    beginnings = tuple(hangs_on.follows_catalog)
    asked = parameters_named(request, *(beginning.partition("=")[0] for beginning in beginnings))
    return any(f"{name}={value}".startswith(beginnings) for name, values in asked.lists() for value in values)


def tag_of(request: HttpRequest, times: Times, found: InForce, *, role: str, representation: str) -> Tag:
    """The tag of the answer to this request."""
    parts = (
        request.path,
        request.META.get("QUERY_STRING", ""),
        times.day,
        found.named_instant(times.instant),
        found.revision,
        found.edition,
        role,
        representation,
    )
    return Tag(hashed(parts), is_past=times.is_past(found))


def hashed(parts: Sequence[object]) -> str:
    """22 characters that differ where the parts, the code or what it is set to differ."""
    text = "\0".join(map(str, (*parts, settings.STALE_AFTER_DAYS, ENGINE, code())))
    return (
        base64.urlsafe_b64encode(blake2b(text.encode(errors="replace"), digest_size=16).digest()).decode().rstrip("=")
    )


@cache
def code() -> str:
    """A hash of the product's own source: another version may say the same otherwise."""
    digest = blake2b(digest_size=16)
    for path in sorted(SOURCE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def not_modified(tag: Tag, *, is_public: bool) -> HttpResponse:
    response = HttpResponse(status=304)
    del response["Content-Type"]
    mark(response, tag, is_public=is_public)
    return response


def mark(response: HttpResponseBase, tag: Tag | None, *, is_public: bool) -> None:
    """Says of an answer what tells it from others, and for how long it may be kept by whom."""
    patch_vary_headers(response, VARY)
    whose = "public" if is_public else "private"
    if tag is None:
        response.headers.setdefault(
            "Cache-Control", "no-store" if response.status_code >= 400 else f"{whose}, no-cache"
        )
        return
    response["ETag"] = tag.quoted
    response["Cache-Control"] = f"{whose}, max-age={PAST_SECONDS}, immutable" if tag.is_past else f"{whose}, no-cache"
