"""What a page has: its main text and what it says of itself, found by trafilatura. Nothing is fetched here."""

import logging
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from positions.markup.signs import Signs

# What a page lacks is no error of this program.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found in a page; empty where nothing was. `printed_day`: as the library gives it."""

    signs: Signs
    text: str
    title: str
    url: str
    outlet: str
    author: str
    printed_day: str


def find_in_page(html: str) -> Found | None:
    """None where it is no HTML."""
    tree = trafilatura().load_html(html) if html.strip() else None
    if tree is None:
        return None
    signs, document = Signs.of(tree), _document(html)
    return Found(
        signs=signs,
        text=(document.text or "").strip(),
        title=document.title or "",
        url=document.url or "",
        outlet=document.sitename or "",
        author=document.author or "",
        printed_day=document.date or "",
    )


@cache
def trafilatura() -> Any:
    """Loaded when the first page is read: a fifth of a second, for which every start would wait."""
    return import_module("trafilatura")


def _document(html: str) -> Any:
    """What the library finds, as its `Document`; empty where it finds nothing.

    It is not told the address: a day in it would be taken before what the page says, and the two be one and no check.
    """
    found = trafilatura().bare_extraction(html, with_metadata=True, include_comments=False)
    return import_module("trafilatura.settings").Document() if found is None else found
