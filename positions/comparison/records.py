"""What is compared, as plain values. In: rows that `queries` read. Out: the parts of every answer.

The answers are sent as they are, so a field's meaning is said once, in the string below it; the API's schema shows it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson

from positions.vocabulary import Act, Attribution, PartyKind, Role, Salience, Stance, TargetKind


class Record:
    """The base of everything that is sent as it is."""

    # Read where the schema is made, and nowhere else: take each field's description from the string below it.
    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}


def plain(answer: Any) -> Any:
    """An answer as its readers get it: records as mappings, days and instants as text."""
    return orjson.loads(orjson.dumps(answer, option=orjson.OPT_UTC_Z))


def instant_text(instant: datetime) -> str:
    """An instant as answers and addresses write it: in UTC, like 2025-03-14T12:00:00Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Moment(Record):
    """The two times of a question, as they were answered."""

    valid_on: date
    """What did the parties hold on this day?"""
    known_at: datetime
    """What did this database say at this instant? Asked again with it, the answer is the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""


@dataclass(frozen=True)
class Party(Record):
    """A party, and its part in these talks."""

    slug: str
    """Its name in addresses."""
    name: str
    """What it is called in these talks."""
    kind: PartyKind
    """What sort of party it is."""
    role: Role
    """Its part in these talks."""
    iso: str | None
    """ISO 3166-1 alpha-2 code; null where it is no state."""


@dataclass(frozen=True)
class Target(Record):
    """What a stance can be about: an issue or a proposal."""

    slug: str
    """Its name in addresses, unique among issues and proposals."""
    kind: TargetKind
    """Issue or proposal."""
    title: str
    """What people call it."""
    proposition: str | None
    """The outcome that a stance on an issue is towards; null for a proposal."""
    topic: str | None
    """What the issue belongs to; null where it has none."""


@dataclass(frozen=True)
class Scale(Record):
    """A closed interval on an issue's scale."""

    low: float
    """Low end, 0 to 100."""
    high: float
    """High end, 0 to 100."""


@dataclass(frozen=True)
class Term(Record):
    """One thing that is asked for or offered."""

    text: str
    """In words."""
    value: float | None
    """The number in it; null where there is none."""
    unit: str | None
    """What the number counts: day, person, ...; null where there is no number."""


@dataclass(frozen=True)
class Article(Record):
    """Where a quote stands."""

    id: UUID
    """Public id."""
    title: str
    """Headline; empty where unknown."""
    url: str
    """Where it was published; empty where unknown."""
    outlet: str
    """Who published it; empty where unknown."""
    published_on: date | None
    """Day of publication; null where unknown."""


@dataclass(frozen=True)
class Evidence(Record):
    """An accepted statement that supports a position."""

    id: UUID
    """Public id of the statement."""
    quote: str
    """The words in the article, verbatim; of a quote of more than 600 characters, its first 600."""
    start: int
    """Where the quote begins in the article, in Unicode code points."""
    end: int
    """Where it ends, exclusive."""
    speaker: str | None
    """Who voiced it, as printed; null where nobody is named."""
    attribution: Attribution
    """How the article knows it."""
    said_on: date
    """When it was said."""
    article: Article
    """Where it stands."""


@dataclass(frozen=True)
class RecordedPosition(Record):
    """What a party holds on a target over a period, as it was recorded."""

    id: UUID
    """Public id; a correction gets one of its own."""
    stance: Stance
    """Towards the issue's proposition, or towards the proposal."""
    act: Act
    """How it was put."""
    salience: Salience
    """How much the party says that it cares."""
    salience_value: float | None
    """Salience as a number from 0 to 1, where a data set gives one."""
    scale: Scale | None
    """Where on the issue's scale; null where that is not known."""
    terms: list[Term]
    """What is asked for or offered."""
    condition: str
    """What a conditional stance hangs on; else empty."""
    summary: str
    """The position in one sentence."""
    valid_from: date
    """First day on which the party held it."""
    valid_to: date | None
    """The day after the last; null where it had no end when it was recorded."""
    recorded_at: datetime
    """From when this database said so."""


@dataclass(frozen=True)
class Position(RecordedPosition):
    """What a party holds on a target over a period."""

    valid_to: date | None
    """The day after the last; null while the party holds it."""
    last_reaffirmed_on: date
    """When evidence last supported it, up to the day asked about; without evidence, its first day."""
    is_stale: bool
    """Not reaffirmed for so long that it should be read with care."""
    n_sources: int
    """How many independent sources prove it: one story in many outlets is one, and so are all versions of an article.
    Of all its evidence, however much of it was asked for."""
    evidence: list[Evidence]
    """What proves it, oldest first; as much as was asked for."""
