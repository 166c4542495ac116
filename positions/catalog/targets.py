"""Issues and proposals of a catalog file into tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from positions.catalog.changes import CatalogChange, CatalogConflict, Counts, Outcome
from positions.catalog.shape import CatalogFile, IssueShape, ProposalShape, ProposalTermShape
from positions.models import Issue, Party, PendingStatement, Position, Proposal, ProposalTerm
from positions.vocabulary import TargetKind


def require_same_kinds(change: CatalogChange, catalog_file: CatalogFile) -> None:
    """An issue stays an issue, for its positions are about a proposition. Raises: CatalogConflict."""
    stored = dict(change.negotiation.targets.values_list("slug", "kind"))
    kinds = {
        TargetKind.ISSUE: [shape.slug for shape in catalog_file.issues],
        TargetKind.PROPOSAL: [shape.slug for shape in catalog_file.proposals],
    }
    conflicts = [
        f"{kind.value}s: “{slug}” is stored as {TargetKind(stored[slug]).label.lower()}; use another slug"
        for kind, slugs in kinds.items()
        for slug in slugs
        if stored.get(slug, kind.value) != kind.value
    ]
    if conflicts:
        raise CatalogConflict("\n".join(conflicts))


@dataclass(frozen=True, kw_only=True)
class Rewording:
    """Another proposition under what is on record: every stance was towards `before` and counts towards `now`."""

    slug: str
    before: str
    now: str
    n_positions: int
    n_waiting: int


def list_rewordings(change: CatalogChange, shapes: Sequence[IssueShape]) -> tuple[Rewording, ...]:
    """Of issues on which something stands or waits. Call before `load_issues`."""
    said = {shape.slug: shape.proposition for shape in shapes}
    issues = Issue.objects.filter(negotiation=change.negotiation, slug__in=said).listed()
    found = [
        Rewording(
            slug=issue.slug,
            before=issue.proposition,
            now=said[issue.slug],
            n_positions=Position.objects.known().filter(target=issue).count(),
            n_waiting=PendingStatement.objects.filter(target=issue).count(),
        )
        for issue in issues
        if issue.proposition != said[issue.slug]
    ]
    return tuple(one for one in found if one.n_positions or one.n_waiting)


def load_issues(change: CatalogChange, shapes: Sequence[IssueShape]) -> Counts:
    stored = {issue.slug: issue for issue in Issue.objects.filter(negotiation=change.negotiation).listed()}
    gone = [slug for slug in stored if slug not in {shape.slug for shape in shapes}]
    outcomes = {shape.slug: _load_issue(change, shape, stored) for shape in shapes}
    for shape in shapes:  # once all exist: a parent may stand below its child
        above = stored[shape.parent] if shape.parent else None
        _note(outcomes, shape.slug, change.update(stored[shape.slug], {"parent": above}))
    return Counts.of(outcomes.values(), kept=gone)


def _load_issue(change: CatalogChange, shape: IssueShape, stored: dict[str, Issue]) -> Outcome:
    values = {
        "title": shape.title,
        "proposition": shape.proposition,
        "topic": shape.topic,
        "toward": list(shape.toward),
        "against": list(shape.against),
        "scale": [{"value": _json_number(point.value), "label": point.label} for point in shape.scale],
    }
    if shape.slug in stored:
        return change.update(stored[shape.slug], values)
    stored[shape.slug] = Issue.objects.create(
        negotiation=change.negotiation,
        slug=shape.slug,
        kind=TargetKind.ISSUE.value,
        recorded_at=change.recorded_at(),
        **values,
    )
    return Outcome.NEW


def load_proposals(change: CatalogChange, shapes: Sequence[ProposalShape]) -> Counts:
    """Call after `load_parties` and `load_issues`, which these name."""
    stored = {proposal.slug: proposal for proposal in Proposal.objects.filter(negotiation=change.negotiation).listed()}
    gone = [slug for slug in stored if slug not in {shape.slug for shape in shapes}]
    issues = {issue.slug: issue for issue in Issue.objects.filter(negotiation=change.negotiation).listed()}
    outcomes = {shape.slug: _load_proposal(change, shape, stored) for shape in shapes}
    for shape in shapes:
        proposal = stored[shape.slug]
        earlier = stored[shape.replaces] if shape.replaces else None
        _note(outcomes, shape.slug, change.update(proposal, {"replaces": earlier}))
        _note(outcomes, shape.slug, _load_proposers(change, proposal, shape.proposed_by))
        _note(outcomes, shape.slug, _load_terms(change, proposal, shape.terms, issues))
    return Counts.of(outcomes.values(), kept=gone)


def _load_proposal(change: CatalogChange, shape: ProposalShape, stored: dict[str, Proposal]) -> Outcome:
    values = {
        "title": shape.title,
        "proposed_on": shape.proposed_on,
        "summary": shape.summary,
        "cues": list(shape.cues),
    }
    if shape.slug in stored:
        return change.update(stored[shape.slug], values)
    stored[shape.slug] = Proposal.objects.create(
        negotiation=change.negotiation,
        slug=shape.slug,
        kind=TargetKind.PROPOSAL.value,
        recorded_at=change.recorded_at(),
        **values,
    )
    return Outcome.NEW


def _load_proposers(change: CatalogChange, proposal: Proposal, slugs: Sequence[str]) -> Outcome:
    stored = {party.slug for party in proposal.proposed_by.all()}
    if stored == set(slugs):
        return Outcome.UNCHANGED
    change.recorded_at()
    parties = Party.objects.in_bulk(slugs, field_name="slug")
    proposal.proposed_by.clear()
    for slug in slugs:  # one by one: the order of the file is that of the rows
        proposal.proposed_by.add(parties[slug])
    return Outcome.UPDATED


def _load_terms(
    change: CatalogChange, proposal: Proposal, shapes: Sequence[ProposalTermShape], issues: dict[str, Issue]
) -> Outcome:
    """Terms belong to their package: the file's take the place of the stored ones where any differs."""
    wanted = [_term_values(number, shape, issues) for number, shape in enumerate(shapes, start=1)]
    stored = list(proposal.terms.order_by("number").values(*TERM_FIELDS))
    if wanted == stored:
        return Outcome.UNCHANGED
    change.recorded_at()
    proposal.terms.all().delete()
    ProposalTerm.objects.bulk_create(ProposalTerm(proposal=proposal, **values) for values in wanted)
    return Outcome.UPDATED


def _term_values(number: int, shape: ProposalTermShape, issues: dict[str, Issue]) -> dict[str, Any]:
    low, high = shape.scale or (None, None)
    return {
        "number": number,
        "issue_id": issues[shape.issue].pk,
        "stance": shape.stance.value,
        "scale_low": low,
        "scale_high": high,
        "text": shape.text,
        "quantity_value": shape.quantity.value if shape.quantity else None,
        "quantity_unit": shape.quantity.unit if shape.quantity else "",
    }


TERM_FIELDS = (
    "number",
    "issue_id",
    "stance",
    "scale_low",
    "scale_high",
    "text",
    "quantity_value",
    "quantity_unit",
)


def _note(outcomes: dict[str, Outcome], slug: str, outcome: Outcome) -> None:
    """An entry that stayed the same so far was updated if a part of it was."""
    if outcomes[slug] is Outcome.UNCHANGED:
        outcomes[slug] = outcome


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
