"""From a source to a stored article and the extraction runs that wait for it.

In: an address, a feed, or a text with what is known of its source. Out: one Article row, however often it comes, and
one queued run a negotiation. Called by `catalog`, and by the API, the admin, commands and
tasks, which wake the workers on commit.
"""

from positions.ingestion.addresses import require_no_account, require_web_address
from positions.ingestion.feeds import Polled, list_due_feeds, pause_feed, poll_feed, resume_feed
from positions.ingestion.fetching import Fetched, fetch_article, list_due_articles
from positions.ingestion.retrying import read_again, retry_article
from positions.ingestion.runs import queue_extraction
from positions.ingestion.store import SourceText, Stored, store_article, store_excerpt, store_source
from positions.ingestion.submissions import (
    Claims,
    active_negotiations,
    is_to_come,
    require_possible,
    submit_address,
    submit_text,
)
from positions.ingestion.texts import ArticleRefused, require_storable

__all__ = [
    "ArticleRefused",
    "Claims",
    "Fetched",
    "Polled",
    "SourceText",
    "Stored",
    "active_negotiations",
    "fetch_article",
    "is_to_come",
    "list_due_articles",
    "list_due_feeds",
    "pause_feed",
    "poll_feed",
    "queue_extraction",
    "read_again",
    "require_no_account",
    "require_possible",
    "require_storable",
    "require_web_address",
    "resume_feed",
    "retry_article",
    "store_article",
    "store_excerpt",
    "store_source",
    "submit_address",
    "submit_text",
]
