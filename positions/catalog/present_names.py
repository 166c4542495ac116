"""A file that still uses names given up since: read as if it used the present ones, so that it doubles nothing."""

from collections import Counter
from dataclasses import dataclass

from positions.catalog.changes import CatalogConflict
from positions.catalog.shape import CatalogFile, IssueShape, PartyShape, PositionShape, ProposalShape
from positions.queries.catalog.former_slugs import PresentSlugs, present_slugs


def with_present_names(catalog_file: CatalogFile) -> CatalogFile:
    """Raises: CatalogConflict where an entry stands under its former name and under its present one. One query."""
    parties, targets = slugs_of(catalog_file)
    present = present_slugs({catalog_file.negotiation.slug, *parties, *targets}, with_drafts=True)
    if present == PresentSlugs():
        return catalog_file
    talks = present.talks.get(catalog_file.negotiation.slug, catalog_file.negotiation.slug)
    names = Names(present, talks)
    renamed = catalog_file.model_copy(
        update={
            "negotiation": catalog_file.negotiation.model_copy(update={"slug": talks}),
            "parties": tuple(map(names.of_party, catalog_file.parties)),
            "issues": tuple(map(names.of_issue, catalog_file.issues)),
            "proposals": tuple(map(names.of_proposal, catalog_file.proposals)),
            "positions": tuple(map(names.of_position, catalog_file.positions)),
        }
    )
    _require_each_once(renamed)
    return renamed


def slugs_of(catalog_file: CatalogFile) -> tuple[list[str], list[str]]:
    """Shape: (of the parties, of the targets)."""
    targets = [issue.slug for issue in catalog_file.issues] + [proposal.slug for proposal in catalog_file.proposals]
    return [party.slug for party in catalog_file.parties], targets


def _require_each_once(renamed: CatalogFile) -> None:
    for section, slugs in zip(("parties", "targets"), slugs_of(renamed), strict=True):
        for slug, n in Counter(slugs).items():
            if n > 1:
                raise CatalogConflict(f"{section}: “{slug}” stands in the file under a former name too")


@dataclass(frozen=True)
class Names:
    """What each slug of a file of these talks is today."""

    present: PresentSlugs
    talks: str

    def party(self, slug: str) -> str:
        return self.present.party(slug, talks=self.talks) or slug

    def parties(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self.party, slugs))

    def target(self, slug: str) -> str:
        return self.present.targets.get((self.talks, slug), slug)

    def of_party(self, shape: PartyShape) -> PartyShape:
        blocs = tuple(one.model_copy(update={"bloc": self.party(one.bloc)}) for one in shape.member_of)
        return shape.model_copy(update={"slug": self.party(shape.slug), "member_of": blocs})

    def of_issue(self, shape: IssueShape) -> IssueShape:
        parent = shape.parent and self.target(shape.parent)
        return shape.model_copy(update={"slug": self.target(shape.slug), "parent": parent})

    def of_proposal(self, shape: ProposalShape) -> ProposalShape:
        values = {
            "slug": self.target(shape.slug),
            "proposed_by": self.parties(shape.proposed_by),
            "replaces": shape.replaces and self.target(shape.replaces),
            "terms": tuple(term.model_copy(update={"issue": self.target(term.issue)}) for term in shape.terms),
        }
        return shape.model_copy(update=values)

    def of_position(self, shape: PositionShape) -> PositionShape:
        return shape.model_copy(update={"party": self.party(shape.party), "target": self.target(shape.target)})
