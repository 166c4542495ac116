"""A small invented world: a trade quarrel between two states, and a dock strike."""

from datetime import date

import pytest

from positions.extraction.contract import (
    Catalog,
    ExtractedStatement,
    IssueEntry,
    PartyEntry,
    ProposalEntry,
    Source,
    SpeakerEntry,
)
from positions.extraction.rules import RulesExtractor
from positions.vocabulary import PartyKind, Role

CATALOG = Catalog(
    negotiation="harbour-talks",
    parties=(
        PartyEntry(
            slug="northland",
            name="Northland",
            kind=PartyKind.STATE,
            role=Role.PRINCIPAL,
            aliases=("Northlandic", "Northport"),
            speakers=(SpeakerEntry(name="Ada Holm", title="Trade Minister"),),
        ),
        PartyEntry(
            slug="southland",
            name="Southland",
            kind=PartyKind.STATE,
            role=Role.PRINCIPAL,
            aliases=("Southlandic", "Southport"),
            speakers=(SpeakerEntry(name="Bo Varga", title="President", aliases=("Varga",)),),
        ),
        PartyEntry(
            slug="dockers",
            name="Dockers' Union",
            kind=PartyKind.UNION,
            role=Role.OBSERVER,
            aliases=("dockworkers",),
            speakers=(SpeakerEntry(name="Cara Lind", title="General Secretary", aliases=("Lind",)),),
        ),
    ),
    issues=(
        IssueEntry(
            slug="steel-tariffs",
            title="Steel tariffs",
            proposition="Northland keeps its tariffs on steel.",
            toward=("steel tariffs", "tariffs on steel"),
            against=("scrap the steel tariffs",),
        ),
        IssueEntry(
            slug="fishing-rights",
            title="Fishing rights",
            proposition="Southland's boats may fish in the northern waters.",
            toward=("fishing rights", "access to the northern waters"),
        ),
        IssueEntry(
            slug="carbon-levy",
            title="Carbon levy",
            proposition="Both states put a levy on carbon.",
            toward=("carbon levy", "levy on carbon"),
        ),
        IssueEntry(
            slug="night-shifts",
            title="Night shifts",
            proposition="The docks end night shifts.",
            toward=("end night shifts", "abolition of night shifts"),
            against=("keep night shifts",),
        ),
    ),
    proposals=(
        ProposalEntry(
            slug="april-draft",
            title="Draft of April",
            cues=("April draft", "Northport draft"),
            proposed_by=("northland",),
            proposed_on=date(2031, 4, 2),
        ),
    ),
)

PUBLISHED_ON = date(2031, 5, 6)
SOURCE = Source(published_on=PUBLISHED_ON)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return CATALOG


@pytest.fixture(scope="session")
def extractor() -> RulesExtractor:
    """An extractor whose model is loaded, at a confidence that leaves the choice out of the way."""
    ready = RulesExtractor(min_confidence=0.2)
    ready.extract("Northland rejects the carbon levy.", catalog=CATALOG, source=SOURCE)
    return ready


@pytest.fixture
def read(extractor: RulesExtractor):
    """The statements in a text, surest first."""

    def read(text: str, published_on: date | None = PUBLISHED_ON) -> list[ExtractedStatement]:
        found = extractor.extract(text, catalog=CATALOG, source=Source(published_on=published_on))
        return sorted(found, key=lambda s: -s.confidence)

    return read


@pytest.fixture
def stances(read):
    """What each party holds on each target, surest first: {(party, target): stance}."""

    def stances(text: str) -> dict[tuple[str, str], str]:
        held: dict[tuple[str, str], str] = {}
        for statement in read(text):
            held.setdefault((statement.party, statement.target), statement.stance.value)
        return held

    return stances
