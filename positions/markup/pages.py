"""What a page has: its main text and what it says of itself, found by trafilatura. Nothing is fetched here."""

import logging
import re
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document

NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)

# What a page lacks is no error of this program.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Signs:
    """What a page says of itself."""

    title: str
    kind: str
    scripts: str
    visible: str

    @classmethod
    def of(cls, tree: HtmlElement) -> "Signs":
        heads = [*tree.xpath("//title//text()"), *tree.xpath("//h1//text()")]
        kinds = tree.xpath("//meta[@property='og:type']/@content")
        scripts = tree.xpath("//script[@type='application/ld+json']//text()")
        body = tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        return cls(
            title=" ".join(map(str, heads)),
            kind=str(kinds[0]).lower() if kinds else "",
            scripts="\n".join(map(str, scripts)),
            visible=" ".join(" ".join(map(str, body)).split()),
        )

    @property
    def is_not_free(self) -> bool:
        return NOT_FREE.search(self.scripts) is not None


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
    tree = trafilatura.load_html(html) if html.strip() else None
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


def _document(html: str) -> Document:
    """What the library finds; empty where it finds nothing.

    It is not told the address: a day in it would be taken before what the page says, and the two be one and no check.
    """
    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    return found if isinstance(found, Document) else Document()
