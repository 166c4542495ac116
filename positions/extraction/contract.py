"""What every extractor takes and gives: an article's text and a catalog in, statements out.

Pure: plain frozen values; no tables, services, clock or settings.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from urllib.parse import urlsplit

from positions.vocabulary import Act, Attribution, PartyKind, Role, Salience, Stance

HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# Unit: code points. Source: RFC 1035, section 2.3.4.
LONGEST_HOST = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerEntry:
    """Who speaks for a party. `from_on`/`to_on`: dates of office, half-open, None = open."""

    name: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEntry:
    """A party as this negotiation's catalog names it."""

    slug: str
    name: str
    kind: PartyKind
    role: Role
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    speakers: tuple[SpeakerEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEntry:
    """An issue: its proposition, and the phrases that name its outcome or the opposite."""

    slug: str
    title: str
    proposition: str
    topic: str = ""
    toward: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTermEntry:
    """What a package says on one issue, in words; `quantity` as printed ("30 day"), empty where there is none."""

    issue: str
    stance: Stance
    text: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalEntry:
    """A tabled package: the phrases that name it, who tabled it and when, what it says issue by issue."""

    slug: str
    title: str
    summary: str = ""
    cues: tuple[str, ...] = ()
    proposed_by: tuple[str, ...] = ()
    proposed_on: date | None = None
    terms: tuple[ProposalTermEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """One negotiation as an extractor knows it. Slugs are unique; issues and proposals share one slug space."""

    negotiation: str
    parties: tuple[PartyEntry, ...]
    issues: tuple[IssueEntry, ...] = ()
    proposals: tuple[ProposalEntry, ...] = ()


# Of the number in a term. Nobody states a larger or a finer one, and so many digits are nowhere rounded on their way.
LARGEST_NUMBER = Decimal(10) ** 16
MOST_DECIMALS = 10


def is_kept(number: Decimal) -> bool:
    """Whether the number of a term is stored as it is: below 10^16, with at most 10 digits after the point."""
    return number.is_finite() and abs(number) < LARGEST_NUMBER and number == round(number, MOST_DECIMALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term as the text gives it: "30 days" is 30 and `day`; "a small army" has no number."""

    text: str
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedStatement:
    """One place in a text where a party puts its stance on a target on record.

    Units: `start`/`end` count Unicode code points, half-open; `text[start:end] == quote` always holds.
    `confidence` lies in 0-1. `explanation` says which mention, cue and rule made it.
    """

    party: str
    target: str
    stance: Stance
    act: Act
    attribution: Attribution
    quote: str
    start: int
    end: int
    confidence: float
    explanation: str
    speaker: str | None = None
    salience: Salience = Salience.UNSPECIFIED
    terms: tuple[Term, ...] = ()
    condition: str = ""
    said_on: date | None = None
    """When it was said, where the text names a day; None: on the day of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text comes from, as far as that is known: it tells whose words, or whose account of others, a text is."""

    title: str = ""
    url: str = ""
    published_on: date | None = None

    @property
    def host(self) -> str:
        """Who published it, in lower case; empty where the address has no host that looks like one."""
        try:
            host = (urlsplit(self.url).hostname or "").rstrip(".")
        except ValueError:
            return ""
        return host if len(host) <= LONGEST_HOST and HOST.fullmatch(host) else ""


UNKNOWN = Source()


class Extractor(Protocol):
    """A way to find statements. `name` and `version` identify what was found with what."""

    name: str
    version: str

    def extract(self, text: str, *, catalog: Catalog, source: Source = UNKNOWN) -> list[ExtractedStatement]:
        """Statements in the order of the text.

        Raises: ArticleNotReadable when the text cannot be worked on (empty, too long, another language).
        """
        ...


class ArticleNotReadable(Exception):
    """The text can't be worked on; the message says why in a sentence that a curator understands."""


class LanguageNotRead(ArticleNotReadable):
    """The text is in a language that this extractor does not read; another may. `language`: its ISO 639-1 code."""

    def __init__(self, message: str, *, language: str) -> None:
        super().__init__(message)
        self.language = language


class ExtractionFailed(Exception):
    """An extractor could not do its work this time, through no fault of the text; nothing was found or not found.

    The message says why in a sentence. `account`: what the attempt cost until then, where it cost anything.
    """

    account: object = None


class ModelBusy(ExtractionFailed):
    """The language model did not answer in time, or has too much to do. Later it may."""


class ModelRefused(ExtractionFailed):
    """The language model's server does not take the question (wrong key, unknown model); asking again won't help."""


class ReplyBroken(ExtractionFailed):
    """The language model answered something that is not of the shape asked for."""


class BudgetExhausted(ExtractionFailed):
    """Reading the article would cost more tokens than one article may."""
