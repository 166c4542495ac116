"""Articles in which people coded stances, as those who improve a catalog take them. Plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPlace:
    """Where somebody coded a stance. `targets`: any of them would have been right. Units: code points, half-open."""

    party: str
    targets: tuple[str, ...]
    start: int
    end: int
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """An article, and the stances that people found in it (none where nobody has looked)."""

    name: str
    text: str
    published_on: date | None = None
    places: tuple[CodedPlace, ...] = ()
