"""A catalog file, read and checked as a whole; and what an extractor needs of it. Pure: no database."""

from pathlib import Path

from positions.catalog.checks import check_entries
from positions.catalog.entries import read_entries
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.shape import CatalogFile, IssueShape, PartyShape, ProposalShape, ProposalTermShape
from positions.catalog.texts import read_text
from positions.catalog.tree import NotYaml, read_tree
from positions.extraction.contract import (
    Catalog,
    IssueEntry,
    PartyEntry,
    ProposalEntry,
    ProposalTermEntry,
    SpeakerEntry,
)

# Bytes. The largest catalog known has 20 thousand; parsing takes about 5 seconds a million.
LARGEST = 2_000_000


def read_catalog_file(path: Path) -> CatalogFile:
    """The catalog in a YAML file.

    Raises: CatalogFileInvalid, which lists every problem with its line and field.
    """
    text = read_text(path, largest=LARGEST)
    try:
        tree = read_tree(text)
    except NotYaml as error:
        raise CatalogFileInvalid(path, [Problem(error.line, "", str(error))]) from error
    entries = read_entries(tree)
    check_entries(tree, entries)
    if tree.problems:
        raise CatalogFileInvalid(path, tree.problems)
    return entries.catalog_file()


def extraction_catalog(catalog_file: CatalogFile) -> Catalog:
    """The catalog as an extractor knows it, in the order of the file."""
    return Catalog(
        negotiation=catalog_file.negotiation.slug,
        parties=tuple(_party(party) for party in catalog_file.parties),
        issues=tuple(_issue(issue) for issue in catalog_file.issues),
        proposals=tuple(_proposal(proposal) for proposal in catalog_file.proposals),
    )


def _party(party: PartyShape) -> PartyEntry:
    speakers = tuple(
        SpeakerEntry(name=s.name, title=s.title, aliases=s.aliases, from_on=s.from_on, to_on=s.to_on)
        for s in party.speakers
    )
    return PartyEntry(
        slug=party.slug,
        name=party.name,
        kind=party.kind,
        role=party.role,
        aliases=party.aliases,
        member_of=tuple(dict.fromkeys(one.bloc for one in party.member_of)),
        speakers=speakers,
    )


def _issue(issue: IssueShape) -> IssueEntry:
    return IssueEntry(
        slug=issue.slug,
        title=issue.title,
        proposition=issue.proposition,
        topic=issue.topic,
        toward=issue.toward,
        against=issue.against,
    )


def _proposal(proposal: ProposalShape) -> ProposalEntry:
    return ProposalEntry(
        slug=proposal.slug,
        title=proposal.title,
        summary=proposal.summary,
        cues=proposal.cues,
        proposed_by=proposal.proposed_by,
        proposed_on=proposal.proposed_on,
        terms=tuple(_term(term) for term in proposal.terms),
    )


def _term(term: ProposalTermShape) -> ProposalTermEntry:
    quantity = f"{term.quantity.value} {term.quantity.unit}".strip() if term.quantity else ""
    return ProposalTermEntry(issue=term.issue, stance=term.stance, text=term.text, quantity=quantity)
