"""The feed of public changes, by revision number: `changes/`."""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import Annotated, Any

from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField

from positions.api.answering.conditional import CATALOG
from positions.api.answering.schemas import answers, examples
from positions.api.asking.access import is_staff
from positions.api.asking.paging import Page
from positions.api.asking.parameters import Query, WholeField
from positions.api.asking.visible import find_talks
from positions.api.problems import BadParameters, Fault
from positions.api.views import ReadView
from positions.models import Negotiation
from positions.queries.catalog.former_slugs import present_slugs
from positions.queries.listing.feed import FeedRevision, Marks, next_revisions

# How many revisions a page has where the reader asks for no number.
PAGE_REVISIONS = 100
CHECKSUM_CHARACTERS = 8


@dataclass(frozen=True)
class ChangeFeed(Page):
    """Public changes in the order to read them."""

    results: list[FeedRevision]
    """What is on this page."""
    cursor: Annotated[
        str,
        Field(description="Where this page ends. Keep it: asked with it later, the feed goes on with what came since."),
    ]


class FeedParameters(Query):
    """From where on, of which talks, and how many at once."""

    cursor = CharField(
        required=False,
        help_text="`cursor` of an earlier page: only what came after it. Default: from the first change on.",
    )
    negotiation = CharField(required=False, help_text="Slug of the talks. Default: all.")
    after = WholeField(
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text="Instead of a cursor, with `negotiation`: only revisions with a higher number.",
    )
    limit = WholeField(
        required=False, min_value=1, max_value=500, help_text="How many revisions a page has at most. Default: 100."
    )


class Changes(ReadView):
    hangs_on = CATALOG

    @extend_schema(
        operation_id="follow_changes",
        summary="What changed, revision by revision",
        description=(
            "Every public change with what it recorded and what it superseded, so that a copy of the positions can be "
            "kept up to date, deletions too. Numbers of one negotiation come without a gap and in order. Each page has "
            "a `cursor`; follow `next` until it is null, keep the last `cursor`, and ask with it again later. Nothing "
            "is missed or sent twice, whatever is committed or published meanwhile."
        ),
        tags=["changes"],
        parameters=[FeedParameters],
        responses=answers(ChangeFeed, 400),
        examples=examples("follow_changes"),
    )
    def get(self, request: Request) -> Response:
        asked = FeedParameters.read(request)
        scope = asked.get("negotiation", "")
        talks = find_talks(scope, request) if scope else None
        only = talks.pk if talks else None
        limit = asked.get("limit", PAGE_REVISIONS)
        page = next_revisions(marks_of(asked, talks), only=only, with_drafts=is_staff(request), limit=limit)
        cursor = written(page.marks, only=only)
        following = following_address(request, cursor) if page.has_more else None
        return Response(ChangeFeed(results=page.revisions, next=following, previous=None, cursor=cursor))


def marks_of(asked: Any, talks: Negotiation | None) -> Marks:
    """What the reader has already. Raises: BadParameters."""
    if "after" in asked:
        if talks is None or "cursor" in asked:
            detail = "after goes with negotiation, and not with cursor: numbers are counted for each talks."
            raise BadParameters([Fault("bad-value", detail, "after", str(asked["after"]))])
        return {talks.pk: asked["after"]}
    return read_cursor(asked["cursor"], talks) if "cursor" in asked else {}


def following_address(request: Request, cursor: str) -> str:
    """The same question from that cursor on."""
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    parameters.pop("after", None)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def written(marks: Marks, *, only: int | None) -> str:
    """A cursor: which list it is of, and what a reader has who has read up to it.

    The talks are named by their key, since their slug may be given up for another.

    It has a checksum against mistakes and no signature: it opens nothing that its holder could not ask for anyway, and
    must outlive a change of the secret key, since readers keep it for months.
    """
    pairs = [number for mark in sorted(marks.items()) for number in mark]
    told = json.dumps([only or "", pairs], separators=(",", ":"))
    body = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
    return checksum(body) + body


def read_cursor(cursor: str, talks: Negotiation | None) -> Marks:
    """The inverse of `written`. Raises: BadParameters for a cursor of another list, or one that never was."""
    try:
        checked, body = cursor[:CHECKSUM_CHARACTERS], cursor[CHECKSUM_CHARACTERS:]
        of, pairs = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        marks = dict(zip(pairs[::2], pairs[1::2], strict=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        checked, body, of, marks = "", "?", None, {}
    if checked != checksum(body) or not all(fits(number) for mark in marks.items() for number in mark):
        detail = "This is no cursor of this feed; take it from an earlier answer as it is."
        raise BadParameters([Fault("bad-cursor", detail, "cursor", cursor)])
    if not is_of(of, talks):
        detail = f"This cursor is of {'other' if of else 'all'} talks; ask with it for the same."
        raise BadParameters([Fault("bad-cursor", detail, "cursor", cursor)])
    return marks


def is_of(of: object, talks: Negotiation | None) -> bool:
    """Whether a cursor belongs to the list of these talks, or of all. Old cursors name the talks by their slug."""
    if talks is None or not of:
        return talks is None and of == ""
    if isinstance(of, str) and of.isascii() and of.isprintable():
        return talks.slug in {of, present_slugs([of], with_drafts=True).talks.get(of)}
    return of == talks.pk


def fits(number: object) -> bool:
    """A whole number that the database has room for."""
    return isinstance(number, int) and 0 <= number < 2**63


def checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):0{CHECKSUM_CHARACTERS}x}"
