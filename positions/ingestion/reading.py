"""A page becomes a text with title, author, outlet, date and language, and with what the reader was not sure of.

In: the bytes of a page, fetched or from a file, and what whoever named its address said of it. Out: `SourceText`, or
`NoArticle`. The main text and what the page says of itself are found in a process of its own, within a time; nothing is
fetched here.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from charset_normalizer import from_bytes

from positions.extraction.readable import LANGUAGE_SAMPLE_LENGTH, load_identifier
from positions.ingestion.addresses import find_address
from positions.ingestion.recognition import (
    FEW_WORDS,
    FEWEST_WORDS,
    NoArticle,
    count_words,
    require_article,
)
from positions.ingestion.store import SourceText
from positions.ingestion.submissions import Claims, is_to_come
from positions.markup import apart
from positions.markup.pages import find_in_page

# How far two dates of one article may lie apart before it is said: a story is often dated in another time zone.
DATE_TOLERANCE = timedelta(days=2)
# Probability from which a language is believed.
SURE_OF_LANGUAGE = 0.9
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# More tags than this are no page for readers (the largest news pages have some 30,000), and finding the text among
# millions takes a minute.
MOST_TAGS = 100_000
URL_DAY = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:\D|$)")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH = "|".join(MONTHS)
PRINTED_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}}) (?P<m1>{MONTH})|(?P<m2>{MONTH}) (?P<d2>\d{{1,2}}),?) (?P<y>20\d\d)\b", re.IGNORECASE
)
# Unit: characters. Where a dateline stands, if there is one.
DATELINE_CHARACTERS = 300


@dataclass(frozen=True, kw_only=True)
class Page:
    """What an address answered, or a page that a person has saved: then without the address."""

    body: bytes
    url: str = ""
    content_type: str = "text/html"
    charset: str = ""

    @property
    def fewest_words(self) -> int:
        """Below this there is no article. Whoever has saved a page has seen that it is one, however short."""
        return FEWEST_WORDS if self.url else 1


def read_page(page: Page, *, claims: Claims, today: date) -> SourceText:
    """Raises: NoArticle."""
    text, doubts = decode(page)
    if page.content_type == "text/plain":
        found = SourceText(text=text.strip(), url=page.url)
        return _completed(found, doubts, claims=claims, today=today)
    try:
        return read_html(text, page, claims=claims, today=today, doubts=doubts)
    except (ValueError, RecursionError, AttributeError, TypeError) as problem:
        # A library may stumble over markup that nobody foresaw; the page is then one that can't be read.
        raise NoArticle(f"The page can't be read: {type(problem).__name__}.") from problem


def read_html(html: str, page: Page, *, claims: Claims, today: date, doubts: list[str]) -> SourceText:
    """The main text of a page, with what it says of itself. Raises: NoArticle."""
    if html.count("<") > MOST_TAGS:
        raise NoArticle(f"The page has more than {MOST_TAGS:,} tags; it is not read.")
    try:
        found = apart.run(find_in_page, html)
    except apart.NotDone as problem:
        raise NoArticle(f"The page {problem}.") from None
    if found is None:
        raise NoArticle("The page is not HTML.")
    url = page.url or (found.url if find_address(found.url) else "")
    require_article(found.signs, found.text, url=url, fewest_words=page.fewest_words)
    source = SourceText(
        text=found.text,
        title=found.title,
        url=url,
        outlet=found.outlet or claims.outlet or urlsplit(url).hostname or "",
        author=found.author or claims.author,
        published_on=_day(found.printed_day) or _day_in(URL_DAY.search(url)),
    )
    if found.signs.is_not_free:
        doubts.append("The page says that it is for subscribers: the text may be a part of the article.")
    return _completed(source, doubts, claims=claims, today=today)


def decode(page: Page) -> tuple[str, list[str]]:
    """The page as text. What the header says comes first, then the page itself, then a guess.

    Bytes never reach the parser: it would unpack what looks packed, however large that is.
    """
    declared = META_CHARSET.search(page.body[:4_096])
    said = declared.group(1).decode() if declared else ""
    for charset in ("utf-8-sig", page.charset, said):
        try:
            return page.body.decode(charset or "utf-8"), []
        except (ValueError, LookupError):  # wrong bytes, or a name that is none
            continue
    guess = from_bytes(page.body[:200_000]).best()
    text = page.body.decode(guess.encoding if guess else "utf-8", "replace")
    return text, ["The page does not say in which characters it is written; they were guessed."]


def _completed(found: SourceText, doubts: list[str], *, claims: Claims, today: date) -> SourceText:
    """With what the address's sender said where the page says nothing, and with every doubt."""
    day = found.published_on
    noted = list(doubts)
    if day is not None and is_to_come(day, today=today):
        noted.append(f"The page gives a date in the future, {day}; it was not kept.")
        day = None
    noted += list_date_doubts(day, claims.published_on, found)
    language, sure = find_language(found.text)
    if not sure:
        noted.append(f"The language is not certain; taken for “{language}”." if language else "No language was found.")
    if not (found.title or claims.title):
        noted.append("No title was found.")
    if count_words(found.text) < FEW_WORDS:
        noted.append(f"The text is short ({count_words(found.text)} words): perhaps it is not all of the article.")
    return SourceText(
        text=found.text,
        title=found.title or claims.title,
        url=found.url,
        outlet=found.outlet,
        author=found.author,
        language=language,
        published_on=day or claims.published_on,
        doubts=noted,
    )


def list_date_doubts(day: date | None, claimed: date | None, found: SourceText) -> list[str]:
    """What speaks against the date that is kept: the feed's or sender's, the address's, the dateline's."""
    if day is None and claimed is None:
        return ["No date of publication was found."]
    kept = day or claimed
    others = {
        "who named the address says": claimed,
        "the address says": _day_in(URL_DAY.search(found.url)),
        "the text begins with": _printed_day(found.text[:DATELINE_CHARACTERS]),
    }
    doubts = [
        f"The date {kept} is not certain: {who} {other}."
        for who, other in others.items()
        if other is not None and kept is not None and abs(other - kept) > DATE_TOLERANCE
    ]
    if day is None:
        doubts.append(f"The page has no date; {claimed} is what whoever named its address said.")
    return doubts


def find_language(text: str) -> tuple[str, bool]:
    """ISO 639 code of a text's language, and whether that is certain."""
    language, probability = load_identifier().classify(text[:LANGUAGE_SAMPLE_LENGTH])
    return str(language), float(probability) >= SURE_OF_LANGUAGE


def _day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed[:10]) if printed else None
    except ValueError:
        return None


def _day_in(match: re.Match[str] | None) -> date | None:
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _printed_day(text: str) -> date | None:
    match = PRINTED_DAY.search(text)
    if match is None:
        return None
    month = MONTHS.index((match["m1"] or match["m2"]).lower()) + 1
    try:
        return date(int(match["y"]), month, int(match["d1"] or match["d2"]))
    except ValueError:
        return None
