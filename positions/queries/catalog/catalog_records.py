"""The parts of a catalog as readers see them: plain values, sent as they are."""

from dataclasses import dataclass
from datetime import date, datetime

from positions.comparison.packages import Quantity
from positions.comparison.records import Record, Scale
from positions.vocabulary import PartyKind, Role, Stance, TargetKind


@dataclass(frozen=True)
class CatalogNegotiation(Record):
    """One set of talks, with how much is recorded of it now."""

    slug: str
    """Its name in addresses."""
    title: str
    """What the talks are called."""
    description: str
    """Who talks about what, in a sentence or two."""
    started_on: date | None
    """First day of the talks; null where unknown."""
    ended_on: date | None
    """The day after the last; null while they go on."""
    n_parties: int
    """How many parties take part."""
    n_issues: int
    """How many issues are told apart."""
    n_proposals: int
    """How many proposals were tabled."""
    n_positions: int
    """How many positions this database knows now, over all valid time."""
    revision: int
    """Number of the last public change; 0 before the first."""
    revised_at: datetime | None
    """When that change was committed; null before the first."""
    former_slugs: list[str]
    """Slugs that it gave up for this one, the first first; an address with one answers too."""


@dataclass(frozen=True)
class CatalogMembership(Record):
    """A party belongs to a bloc over a period."""

    bloc: str
    """Slug of the party that it belongs to."""
    from_on: date | None
    """First day as a member; null: always was."""
    to_on: date | None
    """The day after the last; null: still is."""


@dataclass(frozen=True)
class CatalogSpeaker(Record):
    """A person or organ that voices a party's stance in these talks."""

    name: str
    """Full name."""
    title: str
    """Office held."""
    from_on: date | None
    """First day in office; null: before the talks."""
    to_on: date | None
    """The day after the last; null: still in office."""


@dataclass(frozen=True)
class CatalogParty(Record):
    """A party, its part in these talks, and who speaks for it there."""

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
    aliases: list[str]
    """Other names that articles use for it."""
    from_on: date | None
    """First day of its part; null: from the start."""
    to_on: date | None
    """The day after the last; null: still takes part."""
    recorded_at: datetime
    """From when this database named it as a party to these talks."""
    member_of: list[CatalogMembership]
    """Blocs that it belongs or belonged to."""
    speakers: list[CatalogSpeaker]
    """Who speaks for it."""
    former_slugs: list[str]
    """Slugs given up for this one, by renaming or merging, in these talks; an address with one answers too."""


@dataclass(frozen=True)
class ScalePoint(Record):
    """What one number on an issue's scale means."""

    value: float
    """The number, 0 to 100."""
    label: str
    """What it stands for."""


@dataclass(frozen=True)
class CatalogIssue(Record):
    """A target with a neutral proposition."""

    slug: str
    """Its name in addresses, unique among issues and proposals."""
    kind: TargetKind
    """Always issue."""
    title: str
    """What people call it."""
    proposition: str
    """The outcome that a stance is towards."""
    topic: str | None
    """What it belongs to; null where it has none."""
    parent: str | None
    """Slug of the wider issue that it is part of; null where it stands alone."""
    scale: list[ScalePoint]
    """What the numbers 0 to 100 mean; empty where it has no scale."""
    recorded_at: datetime
    """From when this database knew it."""
    former_slugs: list[str]
    """Slugs given up for this one, by renaming or merging; an address with one answers too."""


@dataclass(frozen=True)
class CatalogTerm(Record):
    """What a proposal says on one issue."""

    issue: str
    """Slug of the issue."""
    stance: Stance
    """Where the package stands towards the issue's proposition."""
    scale: Scale | None
    """Where on the issue's scale; null where it does not say."""
    text: str
    """The term in words."""
    quantity: Quantity | None
    """The number in it; null where there is none."""


@dataclass(frozen=True)
class CatalogProposal(Record):
    """A target that is a package which somebody tabled."""

    slug: str
    """Its name in addresses, unique among issues and proposals."""
    kind: TargetKind
    """Always proposal."""
    title: str
    """What people call it."""
    summary: str
    """What it says, in a sentence or two."""
    proposed_by: list[str]
    """Slugs of the parties that tabled it."""
    proposed_on: date | None
    """The day it was tabled; null where unknown."""
    replaces: str | None
    """Slug of the proposal that it replaces; null where it replaces none."""
    terms: list[CatalogTerm]
    """What it says, issue by issue."""
    recorded_at: datetime
    """From when this database knew it."""
    former_slugs: list[str]
    """Slugs given up for this one, by renaming or merging; an address with one answers too."""
