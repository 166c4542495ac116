"""Two entries of a catalog turn out to be one: what goes is told first, then it comes over in one public change.

In: the talks, and two parties, two issues or two proposals of them. Out: a plan in sentences, or a revision. No row is
deleted: whatever is asked as known before is answered as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction

from positions import history
from positions.catalog import carrying
from positions.catalog.editing import find_row
from positions.catalog.load import wait_for_other_loads
from positions.catalog.meanwhile import who_changed
from positions.catalog.merge_rules import reasons_against
from positions.catalog.merge_words import sentences_of, sentences_of_what_waits
from positions.history import CellMerge, Merge
from positions.models import Negotiation, Revision
from positions.queries.moments import last_revision
from positions.vocabulary import RevisionKind


class MergeRefused(Exception):
    """The two can't be one as they are. `reasons`: one sentence each, with what to put right first."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class MergeChangedMeanwhile(Exception):
    """What the merge would do is not what was confirmed; the text says who changed what since."""


@dataclass(frozen=True, kw_only=True)
class MergePlan:
    """What a merge would do. `seen`: given back with the confirmation, so that what was read is what is done."""

    gone: str
    kept: str
    sentences: tuple[str, ...]
    seen: str


def plan_merge(negotiation: Negotiation, section: str, slug: str, *, into: str) -> MergePlan:
    """Nothing is written. Raises: NoSuchEntry, MergeRefused."""
    merge = _find(negotiation, section, slug, into)
    return _plan(merge, history.foresee_merge(merge))


def merge_entry(negotiation: Negotiation, section: str, slug: str, *, into: str, seen: str, by: User) -> Revision:
    """The entry `slug` is `into` from now on. `seen`: that of the plan which was confirmed.

    Raises: NoSuchEntry, MergeRefused, MergeChangedMeanwhile; and nothing is written.
    """
    with transaction.atomic():
        wait_for_other_loads()
        history.lock(negotiation)
        merge = _find(negotiation, section, slug, into)
        plan = _plan(merge, history.foresee_merge(merge))
        if plan.seen != seen:
            raise MergeChangedMeanwhile(_what_changed(negotiation, seen))
        revision = history.open_revision(negotiation, kind=RevisionKind.CATALOG, by=by)
        history.carry_over(merge, revision=revision, by=by)
        carrying.carry_catalog(merge, at=revision.committed_at, by=by)
        return revision


def _find(negotiation: Negotiation, section: str, slug: str, into: str) -> Merge:
    """Raises: NoSuchEntry, MergeRefused."""
    gone, kept = find_row(negotiation, section, slug), find_row(negotiation, section, into)
    if gone.pk == kept.pk:
        raise MergeRefused("An entry can't be merged into itself.")
    merge = Merge(talks=negotiation, gone=gone, kept=kept)
    if reasons := reasons_against(merge):
        raise MergeRefused(*reasons)
    return merge


def _plan(merge: Merge, cells: list[CellMerge]) -> MergePlan:
    sentences = tuple(sentences_of(merge, cells))
    last = last_revision(merge.talks)
    number = last.number if last else 0
    digest = sha256("\n".join([*_rows(merge, cells), *sentences]).encode()).hexdigest()[:32]
    told = (*sentences, *sentences_of_what_waits(merge))  # what comes in to wait is no reason to ask again
    return MergePlan(gone=str(merge.gone), kept=str(merge.kept), sentences=told, seen=f"{number}-{digest}")


def _rows(merge: Merge, cells: list[CellMerge]) -> Iterator[str]:
    """Everything that the merge rests on, named once."""
    yield f"{merge.gone.pk} {merge.kept.pk}"
    for cell in cells:
        for period in (*cell.gone, *cell.kept):
            yield f"{period.row} {sorted(period.proofs)}"
    for link in history.links_of(merge):
        yield f"link {link.pk}"


def _what_changed(negotiation: Negotiation, seen: str) -> str:
    number = seen.partition("-")[0]
    told = who_changed(negotiation, since=int(number) if number.isdecimal() else 0)
    return told or "what the merge would do is not what was confirmed"
