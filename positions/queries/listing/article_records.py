"""An article and its runs, as they are sent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from positions.comparison.records import Record
from positions.vocabulary import ArticleState, Extent, Origin, RunState


@dataclass(frozen=True)
class Run(Record):
    """One reading of one article for one negotiation by one extractor."""

    id: UUID
    """Its id."""
    article: UUID
    """Id of the article that is read."""
    negotiation: str
    """Slug of the talks that it is read for."""
    extractor: str
    """Which extractor."""
    version: str
    """The extractor's version."""
    catalog_revision: int
    """Number of the revision whose catalog it was given."""
    catalog_hash: str
    """SHA-256 of that catalog; empty before it was read."""
    model: str
    """Which parser or language model it read with; empty before."""
    model_hash: str
    """SHA-256 of the parser's files, or the fingerprint that a model's server gives; may be empty."""
    prompt_hash: str
    """SHA-256 of what a language model was asked, but for catalog and article; empty where none was."""
    lexicon_hash: str
    """SHA-256 of the rules' words; empty where no rules were used."""
    weights_hash: str
    """SHA-256 of the rules' weights; empty where no rules were used."""
    run_state: RunState
    """Where it stands."""
    reason: str
    """Why it failed or waits, in a sentence; empty otherwise."""
    n_statements: int
    """How many statements it found."""
    n_attempts: int
    """How often a worker took it up."""
    queued_at: datetime
    """When it was asked for."""
    started_at: datetime | None
    """When a worker last took it up; null before that."""
    finished_at: datetime | None
    """When it was done or failed; null before that."""
    retry_at: datetime | None
    """When it is taken up again; null unless it waits."""
    superseded_at: datetime | None
    """When a later run took its place; null while it stands."""


@dataclass(frozen=True)
class TextChange(Record):
    """A passage by which a version differs from the one before it. One side is empty where nothing stood there."""

    before: str
    """What the version before says there."""
    after: str
    """What this version says there."""


@dataclass(frozen=True)
class ArticleRecord(Record):
    """One source text, or an address whose text is to be fetched, and how far it has come."""

    id: UUID
    """Its id."""
    address: str
    """Where this answer is found; it goes on answering."""
    state: ArticleState
    """How far it has come."""
    reason: str
    """Why it failed, waits or was skipped, in a sentence; empty otherwise."""
    retry_at: datetime | None
    """When it is taken up again; null unless it waits."""
    state_at: datetime
    """Since when it is in this state."""
    received_at: datetime
    """When it was accepted."""
    origin: Origin
    """Who it came from."""
    url: str
    """Where it was published; empty where that is not known."""
    title: str
    """Its headline; empty where that is not known."""
    author: str
    """Who wrote it, as printed; empty where that is not known."""
    outlet: str
    """Who published it; empty where that is not known."""
    published_on: date | None
    """Day of publication; null where that is not known."""
    language: str
    """ISO 639 code of the text's language; empty where that is not known."""
    extent: Extent
    """Full text, an excerpt, a source without text, or an address not read."""
    n_characters: int
    """Length of the text in Unicode code points; 0 where there is none."""
    sha256: str
    """SHA-256 of the normalised text; empty where there is none."""
    duplicate_of: UUID | None
    """Id of the article that has this very text under another address; null where there is none."""
    story: UUID | None
    """Id of the first article with the same story; null where no other carries it. A story is one source."""
    previous: UUID | None
    """Id of the version before; null for a first version."""
    next: UUID | None
    """Id of the version after; null for the latest."""

    doubts: list[str]
    """What the reader of the page was not sure of."""
    runs: list[Run]
    """Readings of it for each negotiation, those that stand first, the latest before."""
    text: str | None
    """The text, for staff; null in lists, for everybody else, and where there is none."""
    changes: list[TextChange]
    """By what it differs from the version before; empty where the text is null, and for a first version."""
    taken_down_at: datetime | None
    """When its text and quotes had to go; null while they may be here. Nothing is decided about them any more."""
