"""Why two entries of a catalog can't be one: each reason says what to put right first."""

from collections.abc import Iterator

from positions.history import Merge
from positions.models import Issue, Membership, Party, Proposal


def reasons_against(merge: Merge) -> list[str]:
    """Nothing, where the merge can be made."""
    if isinstance(merge.gone, Party) and isinstance(merge.kept, Party):
        return list(_of_parties(merge, merge.gone, merge.kept))
    if isinstance(merge.gone, Issue) and isinstance(merge.kept, Issue):
        return list(_of_issues(merge, merge.gone, merge.kept))
    if isinstance(merge.gone, Proposal) and isinstance(merge.kept, Proposal):
        return list(_of_proposals(merge.gone, merge.kept))
    raise TypeError("An issue is merged with an issue, a proposal with a proposal.")


def _of_issues(merge: Merge, gone: Issue, kept: Issue) -> Iterator[str]:
    parents = {issue.pk: issue.parent_id for issue in Issue.objects.filter(negotiation=merge.talks)}
    for narrow, wide in ((gone, kept), (kept, gone)):
        if _leads_to(narrow.pk, wide.pk, parents):
            yield f"“{narrow}” is a part of “{wide}”: give it another place, or none, before you merge them."
    if gone.scale and kept.scale and gone.scale != kept.scale:
        yield "Their scales differ, so a number means something else on each: make the two scales the same first."
    for proposal in Proposal.objects.listed().filter(terms__issue=gone).filter(terms__issue=kept).distinct():
        yield f"“{proposal}” has a term on each of the two: take one of them out first."


def _of_proposals(gone: Proposal, kept: Proposal) -> Iterator[str]:
    earlier = {one.pk: one.replaces_id for one in Proposal.objects.filter(negotiation=gone.negotiation)}
    for later, before in ((gone, kept), (kept, gone)):
        if _leads_to(later.pk, before.pk, earlier):
            yield f"“{later}” came after “{before}” and replaced it: if they are one, take that out first."


def _of_parties(merge: Merge, gone: Party, kept: Party) -> Iterator[str]:
    for member, bloc in ((gone, kept), (kept, gone)):
        if Membership.objects.filter(member=member, bloc=bloc).exists():
            yield f"“{member}” is a member of “{bloc}”: if they are one, end the membership first."
    tabled = Proposal.objects.filter(negotiation=merge.talks).listed()
    for proposal in tabled.filter(proposed_by=gone).filter(proposed_by=kept):
        yield f"“{proposal}” was tabled by both: take one of them out first."


def _leads_to(start: int, end: int, steps: dict[int, int | None]) -> bool:
    """Whether going up from `start` comes by `end`. A ring, which no catalog should have, is walked once."""
    seen: set[int] = set()
    at = steps.get(start)
    while at is not None and at not in seen:
        if at == end:
            return True
        seen.add(at)
        at = steps.get(at)
    return False
