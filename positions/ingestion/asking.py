"""How an address is asked, of an article or of a feed: as its site allows, in bounds, and only for what is new."""

from positions import outbound
from positions.ingestion import robots
from positions.models import Article, Feed

LIMITS = outbound.Limits(total_seconds=30.0, body_bytes=4_000_000, expanded_bytes=6_000_000)


def ask(url: str, *, headers: dict[str, str], accepts: frozenset[str]) -> outbound.Answer:
    """Raises: OutboundRefused, OutboundFailed, SiteForbids."""
    return outbound.fetch(url, headers=headers, accepts=accepts, limits=LIMITS, permit=robots.permit)


def unless_unchanged(row: Article | Feed) -> dict[str, str]:
    """Headers that make the site say 304 where it still has what it answered last."""
    given = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in given.items() if value}


def version_of(answer: outbound.Answer) -> dict[str, str]:
    """What the site calls that which it answered, as the columns `etag` and `last_modified` have room for it."""
    return {
        "etag": answer.headers.get("etag", "")[:300],
        "last_modified": answer.headers.get("last-modified", "")[:60],
    }
