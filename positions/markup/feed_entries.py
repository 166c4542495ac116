"""What a feed says: RSS and Atom by feedparser, JSON Feed by its specification, all as the same entries.

In: the bytes that a feed's address answered. Out: `FeedContent`, or `FeedUnreadable`. Nothing is fetched, and XML that
declares entities is not read at all: no feed needs them, and that is what XML bombs and stolen files are made of.

Weighed: feedparser (reads what there really is out there), fastfeedparser and atoma (stricter, younger or dead).
"""

import hashlib
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import feedparser

# No feed is read further than this: what a page of news has, many times over.
MOST_ENTRIES = 500
ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# Unit: characters, markup included. 500 are kept.
TITLE_CHARACTERS = 4_000
REFERENCE = re.compile(rb"&#(x[0-9a-f]{1,12}|[0-9]{1,12});", re.IGNORECASE)
NO_CHARACTER = b"&#xFFFD;"
JSON_FEED = "https://jsonfeed.org/version/"


class FeedUnreadable(Exception):
    """What the address answered is no feed; the message says why, in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry: where its article is, what the feed says of it. `content_sha256` changes when the entry does."""

    url: str
    title: str
    published_on: date | None
    entry_key: str
    content_sha256: str


@dataclass(frozen=True, kw_only=True)
class FeedContent:
    """What a feed calls itself, and its entries that lead somewhere, newest first as they come."""

    title: str
    entries: list[Entry]


def read_feed(body: bytes, *, url: str, content_type: str) -> FeedContent:
    """Raises: FeedUnreadable."""
    start = body.lstrip()[:1]
    if "json" in content_type or start == b"{":
        return _read_json(body)
    return _read_xml(body, url=url, content_type=content_type)


def _read_json(body: bytes) -> FeedContent:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise FeedUnreadable("The answer is not JSON.") from None
    if not isinstance(said, dict) or not str(said.get("version", "")).startswith(JSON_FEED):
        raise FeedUnreadable("The answer is JSON, but no JSON Feed: it has no “version” of one.")
    items = said.get("items")
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [
        _entry(item.get("id"), item.get("url") or item.get("external_url"), _said_in_json(item)) for item in listed
    ]
    return _content(said.get("title"), entries)


def _said_in_json(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": item.get("title"),
        "published": _day(item.get("date_published")),
        "updated": item.get("date_modified"),
        "summary": item.get("content_html") or item.get("content_text") or item.get("summary"),
    }


def _read_xml(body: bytes, *, url: str, content_type: str) -> FeedContent:
    if any(ENTITY.search(body.decode(encoding, "ignore")) for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise FeedUnreadable("The XML declares entities; such a feed is not read.")
    # As a stream: a string would be taken for an address or a file's name.
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    stream = io.BytesIO(REFERENCE.sub(_character, body))
    parsed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    if not parsed.get("version"):
        raise FeedUnreadable("The answer is neither RSS nor Atom nor JSON Feed.")
    entries = [_entry(entry.get("id"), entry.get("link"), _said_in_xml(entry)) for entry in parsed.entries]
    return _content(parsed.feed.get("title"), entries)


def _character(reference: re.Match[bytes]) -> bytes:
    """One that there is, for the library stumbles over any other."""
    said = reference[1].lower()
    code = int(said[1:], 16) if said.startswith(b"x") else int(said)
    return reference[0] if code < 0xD800 or 0xDFFF < code <= sys.maxunicode else NO_CHARACTER


def _said_in_xml(entry: Any) -> dict[str, Any]:
    # As a plain mapping: the library's own takes a missing `updated` from `published`, with a warning.
    published = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return {
        "title": entry.get("title"),
        "published": _day_of(published) if published else None,
        "updated": dict.get(entry, "updated"),
        "summary": [entry.get("summary"), *(part.get("value") for part in entry.get("content", []))],
    }


def _entry(key: object, url: object, said: dict[str, Any]) -> Entry | None:
    """None where it leads nowhere."""
    address = str(url or "").strip()
    if not address.startswith(("http://", "https://")):
        address = str(key or "").strip()
    if not address.startswith(("http://", "https://")):
        return None
    return Entry(
        url=address,
        title=plain(said["title"]),
        published_on=said["published"],
        entry_key=hashlib.sha256(str(key or address).encode(errors="replace")).hexdigest(),
        content_sha256=hashlib.sha256(repr(sorted(said.items())).encode(errors="replace")).hexdigest(),
    )


def _content(title: object, entries: list[Entry | None]) -> FeedContent:
    leading = [entry for entry in entries if entry is not None]
    return FeedContent(
        title=plain(title)[:200], entries=list({e.entry_key: e for e in leading}.values())[:MOST_ENTRIES]
    )


def plain(text: object) -> str:
    """A title without markup and entities, on one line."""
    printed = unescape(TAG.sub("", str(text or "")[:TITLE_CHARACTERS]))
    return " ".join(printed.encode(errors="replace").decode().replace("\x00", "").split())


def _day_of(parts: Sequence[int]) -> date | None:
    """None where the calendar has no such day: the library gives years before 1 and after 9999."""
    try:
        return date(*parts[:3])
    except ValueError:
        return None


def _day(instant: object) -> date | None:
    try:
        return datetime.fromisoformat(str(instant)).astimezone(UTC).date() if instant else None
    except (ValueError, OverflowError):
        return None
