"""The staff's side: lists of everything, and decisions, which `review` carries out."""

from positions.admin import (
    articles,
    catalogs,
    conditional_links,
    feeds,
    positions,
    snapshots,
    statements,
    take_downs,
    tokens,
    webhooks,
)

__all__ = [
    "articles",
    "catalogs",
    "conditional_links",
    "feeds",
    "positions",
    "snapshots",
    "statements",
    "take_downs",
    "tokens",
    "webhooks",
]
