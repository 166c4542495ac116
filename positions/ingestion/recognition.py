"""Pages that have no article although they answer as if they had: what shows it, and what is said of them.

In: a page's tree and the text that was found in it. Out: nothing, or `NoArticle` with the reason. The signs are what
pages say of themselves (schema.org, Open Graph, titles) and, where the text is short, phrases that such pages use.
"""

import re
from urllib.parse import urlsplit

from positions.counting import counted
from positions.markup.signs import Signs

# Units: words. Below the first there is no article; below the second a phrase or a mark tells what the page is instead.
FEWEST_WORDS = 40
FEW_WORDS = 200
# Scripts without spaces between words: so many characters count as enough.
ENOUGH_CHARACTERS = 250

NOT_FOUND = re.compile(
    r"\b404\b|\b(page|article|story) (was |is |could )?(not|no longer|can.?t be) (be )?(found|available|exist)"
    r"|\bnot found\b|doesn.t exist|does not exist|nicht gefunden|introuvable|no encontrad[ao]|не найден",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"subscribe (now )?(to|and) (continue|keep|read|unlock|get)|subscribers? only|only for subscribers"
    r"|to continue reading|continue reading (this|with|by)|already a subscriber|become a (member|subscriber) to"
    r"|this (article|content|story) is (for|available to|reserved for) (our )?(subscribers|members)"
    r"|register to (read|continue)|sign in to (read|continue)|réservé aux abonnés|nur für abonnenten",
    re.IGNORECASE,
)
WALL = re.compile(
    r"(accept|manage|use of) (all )?cookies|we (and our partners )?use cookies|before you continue|value your privacy"
    r"|your (privacy|consent) choices|enable javascript|are you a (robot|human)|verify(ing)? (that )?you are (a )?human"
    r"|checking your browser|access denied|unusual traffic|complete the (captcha|security check)",
    re.IGNORECASE,
)
VIDEO = re.compile(r'"@type"\s*:\s*"VideoObject"')


class NoArticle(Exception):
    """The page has no article to read; the message says what it has instead, in a sentence."""


def require_article(signs: Signs, text: str, *, url: str, fewest_words: int = FEWEST_WORDS) -> None:
    """Raises: NoArticle."""
    n_words = count_words(text)
    if n_words >= FEW_WORDS:
        return
    if NOT_FOUND.search(signs.title):
        raise NoArticle("The page says that there is nothing at this address, though it answers as if there were.")
    if signs.kind.startswith("video") or (VIDEO.search(signs.scripts) and n_words < FEW_WORDS / 2):
        raise NoArticle("The page shows a video; it has no article.")
    if signs.is_not_free or PAYWALL.search(signs.visible):
        raise NoArticle(f"The article is for subscribers; the page has {counted(n_words, 'word')} of it.")
    if WALL.search(signs.visible[:5_000]) and n_words < FEW_WORDS / 2:
        raise NoArticle("The site wants consent or a proof of being human before it shows the article.")
    if n_words < fewest_words and len(text) < ENOUGH_CHARACTERS:
        raise NoArticle(f"The page has no article: it has {counted(n_words, 'word')} of text.")
    if url and urlsplit(url).path in {"", "/"} and signs.kind != "article":
        raise NoArticle("The address is a front page, not an article.")


def count_words(text: str) -> int:
    return len(text.split())
