"""What is recorded of a target, or of a party, comes over to another that turned out to be the same.

Part of one revision that the caller opened: whoever merges two entries of a catalog holds the negotiation's lock.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from positions.history.joining import Joined, join
from positions.history.rows import read_timeline, write_difference
from positions.history.timeline import Timeline
from positions.models import ConditionalLink, Negotiation, Party, Position, Revision, Target


@dataclass(frozen=True, kw_only=True)
class Merge:
    """In these talks `gone` turned out to be `kept`: two parties, or two targets."""

    talks: Negotiation
    gone: Party | Target
    kept: Party | Target

    def party(self, party: Party) -> Party:
        return self.kept if isinstance(self.kept, Party) and party == self.gone else party

    def target(self, target: Target) -> Target:
        return self.kept if isinstance(self.kept, Target) and target.pk == self.gone.pk else target


@dataclass(frozen=True, kw_only=True)
class CellMerge:
    """One cell comes over to another: what is recorded of both now, and as one after."""

    party: Party
    target: Target
    onto_party: Party
    onto_target: Target
    gone: Timeline
    kept: Timeline
    joined: Joined


def foresee_merge(merge: Merge) -> list[CellMerge]:
    """What `carry_over` would do to positions, cell by cell; nothing is written."""
    return list(_cells(merge))


def links_of(merge: Merge) -> list[ConditionalLink]:
    """The links that name what goes, as they stand now."""
    name = "party" if isinstance(merge.gone, Party) else "target"
    naming = Q(**{name: merge.gone}) | Q(**{f"awaits_{name}": merge.gone})
    links = ConditionalLink.objects.known().filter(naming, negotiation=merge.talks)
    return list(links.select_related("party", "target", "awaits_party", "awaits_target").order_by("id"))


def carry_over(merge: Merge, *, revision: Revision, by: User) -> None:
    """Positions with their evidence, and links. What was said before stays on record, as superseded."""
    for cell in foresee_merge(merge):
        write_difference(cell.gone, (), party=cell.party, target=cell.target, revision=revision, by=by)
        write_difference(
            cell.kept,
            cell.joined.timeline,
            party=cell.onto_party,
            target=cell.onto_target,
            revision=revision,
            by=by,
        )
    for link in links_of(merge):
        _carry_link(link, merge, revision=revision, by=by)


def link_after(link: ConditionalLink, merge: Merge) -> ConditionalLink:
    """The same link between what stands now; not stored."""
    return ConditionalLink(
        negotiation=link.negotiation,
        party=merge.party(link.party),
        target=merge.target(link.target),
        awaits_party=merge.party(link.awaits_party),
        awaits_target=merge.target(link.awaits_target),
        note=link.note,
        statement_id=link.statement_id,
    )


def waits_for_itself(link: ConditionalLink) -> bool:
    return (link.party_id, link.target_id) == (link.awaits_party_id, link.awaits_target_id)


def _carry_link(link: ConditionalLink, merge: Merge, *, revision: Revision, by: User) -> None:
    """A link that would wait for itself, or stands already, is not set anew."""
    ConditionalLink.objects.filter(pk=link.pk).update(superseded_at=revision.committed_at)
    after = link_after(link, merge)
    ends = {name: getattr(after, name) for name in ("party", "target", "awaits_party", "awaits_target")}
    if waits_for_itself(after) or ConditionalLink.objects.known().filter(**ends).exists():
        return
    after.recorded_at, after.recorded_by = revision.committed_at, by
    after.save(force_insert=True)


def _cells(merge: Merge) -> Iterator[CellMerge]:
    for party, target in _places(merge):
        onto_party, onto_target = merge.party(party), merge.target(target)
        gone, kept = read_timeline(party, target), read_timeline(onto_party, onto_target)
        yield CellMerge(
            party=party,
            target=target,
            onto_party=onto_party,
            onto_target=onto_target,
            gone=gone,
            kept=kept,
            joined=join(kept, gone),
        )


def _places(merge: Merge) -> list[tuple[Party, Target]]:
    """Where something is recorded of what goes, in one order."""
    name = "party" if isinstance(merge.gone, Party) else "target"
    rows = Position.objects.known().filter(negotiation=merge.talks, **{name: merge.gone})
    found = rows.select_related("party", "target").order_by("party_id", "target_id").distinct("party_id", "target_id")
    return [(row.party, row.target) for row in found]
