"""What makes two texts the same text, and what cannot be stored at all."""

import hashlib
import re
import unicodedata

# Characters that show nothing: soft hyphen, zero-width space and joiners, directional marks, byte-order mark.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# A novel has about 600,000 characters; a longer "article" is a mistake.
LONGEST_TEXT_CHARACTERS = 1_000_000
# A tag of a page's frame, or three of its paragraphs or links: text only quotes such things in passing.
HTML_FRAME = re.compile(r"<\s*(?:!doctype\s+html|html|head|body)\b[^>]*>", re.IGNORECASE)
HTML_TAG = re.compile(r"</?\s*(?:p|div|span|a|br|li|ul|h[1-6]|script|table|article|section)\b[^<>]*>", re.IGNORECASE)
MIN_HTML_TAGS = 3


class ArticleRefused(Exception):
    """The text can't be stored; the message says why in a sentence."""


def require_storable(text: str) -> None:
    """Raises ArticleRefused for a text that is empty, too long, or has characters that PostgreSQL can't keep."""
    if not INVISIBLE.sub("", text).strip():
        raise ArticleRefused("The article has no text.")
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise ArticleRefused(f"The article has {len(text):,} characters; the limit is {LONGEST_TEXT_CHARACTERS:,}.")
    require_characters(text, of="The article")


def require_characters(text: str, *, of: str) -> None:
    """Raises ArticleRefused for characters that PostgreSQL can't keep. `of`: what has them, as a sentence begins."""
    if "\x00" in text:
        raise ArticleRefused(f"{of} contains NUL characters; it is not a text.")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise ArticleRefused(f"{of} contains half a character (a lone surrogate); it was decoded wrongly.")


def looks_like_html(text: str) -> bool:
    """Whether a text is the markup of a page rather than words to read."""
    if HTML_FRAME.search(text[:5_000]):
        return True
    return sum(1 for _ in zip(range(MIN_HTML_TAGS), HTML_TAG.finditer(text), strict=False)) >= MIN_HTML_TAGS


def sha256_of(text: str) -> str:
    """SHA-256, in hexadecimal, of the normalised text: NFKC, invisible characters gone, white space as one space."""
    normalised = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())
    return hashlib.sha256(normalised.encode()).hexdigest()
