"""From a source to a stored article and the extraction runs that wait for it.

In: a text with what is known of its source. Out: one Article row, however often it comes, and one queued run a
negotiation. Called by the API, the admin and commands, which wake the workers on commit.
"""

from positions.ingestion.store import SourceText, Stored, queue_extraction, store_article, store_excerpt, store_source
from positions.ingestion.texts import ArticleRefused

__all__ = [
    "ArticleRefused",
    "SourceText",
    "Stored",
    "queue_extraction",
    "store_article",
    "store_excerpt",
    "store_source",
]
