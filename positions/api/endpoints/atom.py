"""The last public changes of one negotiation for feed readers: `negotiations/{slug}/changes.atom` (RFC 4287)."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from positions.api.answering.conditional import CATALOG
from positions.api.answering.representations import OneRepresentation
from positions.api.answering.schemas import SLUG, answers
from positions.api.asking.parameters import NoParameters
from positions.api.views import ReadView
from positions.models import Negotiation
from positions.queries.catalog.negotiations import Names, names_of
from positions.queries.listing.feed import FeedLink, FeedPosition, FeedRevision, last_revisions
from positions.vocabulary import RevisionKind, Salience

MEDIA_TYPE = "application/atom+xml"
N_ENTRIES = 50
# Ids of entries must stay the same whatever the site is called: UUIDs made from talks and number, in this space.
ENTRIES = uuid.UUID("7d6e3b0e-64a8-5f0c-9a31-0d5d3c8f5b1e")
# What XML 1.0 has no way to say.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AtomRenderer(BaseRenderer):
    """Names the media type; the feed is rendered already."""

    media_type = MEDIA_TYPE
    format = "atom"


class DatedFeed(Atom1Feed):
    """A feed that without entries says when the talks were set up, and not that it changed a moment ago."""

    def latest_post_date(self) -> Any:
        return super().latest_post_date() if self.items else self.feed["since"]


class AtomFeed(ReadView):
    hangs_on = CATALOG
    renderer_classes = [AtomRenderer]
    content_negotiation_class = OneRepresentation

    @extend_schema(
        operation_id="read_atom_feed",
        summary="The last changes as an Atom feed",
        description=f"The last {N_ENTRIES} public changes of the talks, newest first, each an entry in words.",
        tags=["changes"],
        parameters=[SLUG],
        responses={
            **answers(FeedRevision, 400, 404),
            200: OpenApiResponse({"type": "string"}, description="Atom by RFC 4287."),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        NoParameters.read(request)
        talks = self.find_negotiation(slug)
        feed = feed_of(talks, here=request.build_absolute_uri("/").rstrip("/"), own=request.build_absolute_uri())
        return HttpResponse(feed.writeString("utf-8"), content_type=f"{MEDIA_TYPE}; charset=utf-8")


def feed_of(talks: Negotiation, *, here: str, own: str) -> DatedFeed:
    """`here`: the site's address without a slash at the end; `own`: that of the feed."""
    page = f"{here}/negotiations/{talks.slug}/"
    feed = DatedFeed(
        title=xml_text(talks.title),
        link=page,
        description=xml_text(talks.description),
        feed_url=own,
        feed_guid=entry_id(talks.slug, 0),
        author_name="Parley",
        since=talks.created_at,
    )
    names = names_of(talks)
    for revision in last_revisions(talks, limit=N_ENTRIES):
        title, *lines = (xml_text(line) for line in lines_of(revision, names))
        feed.add_item(
            title=title,
            link=f"{page}?known_at={rfc3339_date(revision.committed_at).replace('+00:00', 'Z')}",
            description=linebreaksbr("\n".join(lines), autoescape=True),  # it goes out as HTML
            unique_id=entry_id(talks.slug, revision.revision),
            pubdate=revision.committed_at,
            updateddate=revision.committed_at,
            categories=[revision.kind.value],
        )
    return feed


def entry_id(slug: str, number: int) -> str:
    return uuid.uuid5(ENTRIES, f"{slug}/{number}").urn


def xml_text(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def lines_of(revision: FeedRevision, names: Names) -> Iterator[str]:
    """The entry in words: a title, then what there is to say besides."""
    new = revision.recorded[-1] if revision.recorded else None
    if revision.kind is RevisionKind.CATALOG:
        yield "The parties, issues or proposals changed"
        yield from brought(revision, names)
    elif new is None:
        yield bare_title(revision, names)
    else:
        yield f"{prefix(revision)}{where(new.party, new.target, names)}: {in_words(new)}"
        yield new.position.summary
        yield from details(new)
    yield f"Revision {revision.revision}."


def brought(revision: FeedRevision, names: Names) -> Iterator[str]:
    """What a change of the catalog brought with it: who is merged with another hands over what is recorded."""
    for new in revision.recorded:
        yield f"{where(new.party, new.target, names)}: {in_words(new)}"
    handed_over = {(new.party, new.target) for new in revision.recorded}
    gone = dict.fromkeys((gone.party, gone.target) for gone in revision.superseded)
    yield from (no_longer(*place, names) for place in gone if place not in handed_over)
    yield from (waiting(link, names) for link in revision.links_recorded)


def bare_title(revision: FeedRevision, names: Names) -> str:
    """Of a revision that recorded no position."""
    if revision.kind is RevisionKind.TAKEN_DOWN:
        return "The words of an article were taken down"
    if revision.article is not None:
        return "Correction: title, outlet or day of an article"
    for gone in revision.superseded:
        return f"{prefix(revision)}{no_longer(gone.party, gone.target, names)}"
    for link in revision.links_recorded:
        return waiting(link, names)
    if revision.links_superseded:
        return "A conditional link no longer holds"
    return "More evidence for what is recorded" if revision.evidence_recorded else f"{revision.kind.label}"


def prefix(revision: FeedRevision) -> str:
    return "Correction: " if revision.kind is RevisionKind.CORRECTED else ""


def where(party: str, target: str, names: Names) -> str:
    return f"{names.parties.get(party, party)} on {names.targets.get(target, target)}"


def no_longer(party: str, target: str, names: Names) -> str:
    return f"{where(party, target, names)}: no longer recorded"


def waiting(link: FeedLink, names: Names) -> str:
    awaited = where(link.awaits_party, link.awaits_target, names)
    return f"{where(link.party, link.target, names)}: waits for {awaited}"


def in_words(new: FeedPosition) -> str:
    if new.position.valid_to is not None:
        return f"{new.position.stance.value} until {new.position.valid_to}, {new.end_reason.label.lower()}"
    red_line = ", a red line" if new.position.salience is Salience.RED_LINE else ""
    return f"{new.position.stance.value}{red_line}, from {new.position.valid_from}"


def details(new: FeedPosition) -> Iterator[str]:
    if new.position.condition:
        yield f"Condition: {new.position.condition}"
    if new.position.terms:
        yield f"Terms: {'; '.join(term.text for term in new.position.terms)}"
