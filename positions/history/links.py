"""The only writer of ConditionalLink: a link is set, or removed; what was said before can still be told.

Each call locks the negotiation, reads what stands, and commits one revision, or none where nothing differs.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from positions.history.revisions import lock, open_revision
from positions.models import ConditionalLink, Negotiation, Participation, Party, Revision, Statement, Target
from positions.vocabulary import RevisionKind


class LinkInvalid(Exception):
    """The two ends and the statement don't make a link of one set of talks; the text says what is wrong."""


class LinkNotStanding(Exception):
    """The link was removed or set anew meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """`party` moves on `target` only after `awaits_party` has moved on `awaits_target`."""

    party: Party
    target: Target
    awaits_party: Party
    awaits_target: Target
    note: str = ""
    statement: Statement | None = None

    @property
    def negotiation(self) -> Negotiation:
        return self.target.negotiation


@dataclass(frozen=True, kw_only=True)
class LinkChange:
    """What a call committed. `revision` is None where nothing differed; `link` is the row that stands, if any."""

    revision: Revision | None
    link: ConditionalLink | None


def check_link(link: Link) -> None:
    """What the database can't hold, since it takes rows of other tables. Call with the talks locked: what a link names
    may be merged meanwhile. Raises: LinkInvalid.
    """
    talks = link.negotiation
    if link.awaits_target.negotiation_id != talks.pk:
        raise LinkInvalid(f"“{link.awaits_target}” is no target of {talks}.")
    if (link.party.pk, link.target.pk) == (link.awaits_party.pk, link.awaits_target.pk):
        raise LinkInvalid("Nothing waits for itself.")
    taking_part = set(Participation.objects.filter(negotiation=talks).listed().values_list("party_id", flat=True))
    for party in (link.party, link.awaits_party):
        if party.pk not in taking_part:
            raise LinkInvalid(f"{party} takes no part in {talks}.")
    ends = Target.objects.filter(pk__in=[link.target.pk, link.awaits_target.pk])
    if merged := ends.filter(retired_at__isnull=False).first():
        raise LinkInvalid(f"“{merged}” is listed no longer: it was merged into another.")
    said = link.statement
    if said and (said.party_id, said.target.negotiation_id) != (link.party.pk, talks.pk):
        raise LinkInvalid(f"The statement is not one of {link.party} in {talks}.")


def set_link(link: Link, *, by: User) -> LinkChange:
    """From now on this database says so. Set again with another note or statement, it takes the first one's place.

    Raises: LinkInvalid.
    """
    with transaction.atomic():
        lock(link.negotiation)
        check_link(link)
        standing = ConditionalLink.objects.known().filter(
            party=link.party, target=link.target, awaits_party=link.awaits_party, awaits_target=link.awaits_target
        )
        row = standing.first()
        if row and (row.note, row.statement_id) == (link.note, link.statement and link.statement.pk):
            return LinkChange(revision=None, link=row)
        kind = RevisionKind.CORRECTED if row else RevisionKind.RECORDED
        revision = open_revision(link.negotiation, kind=kind, by=by)
        standing.update(superseded_at=revision.committed_at)
        recorded = ConditionalLink.objects.create(
            negotiation=link.negotiation,
            party=link.party,
            target=link.target,
            awaits_party=link.awaits_party,
            awaits_target=link.awaits_target,
            note=link.note,
            statement=link.statement,
            recorded_at=revision.committed_at,
            recorded_by=by,
        )
        return LinkChange(revision=revision, link=recorded)


def remove_link(link: ConditionalLink, *, by: User) -> LinkChange:
    """From now on this database no longer says so. Raises: LinkNotStanding."""
    with transaction.atomic():
        lock(link.negotiation)
        standing = ConditionalLink.objects.known().filter(pk=link.pk)
        if not standing.exists():
            raise LinkNotStanding("The link was changed meanwhile; look at what is recorded now.")
        revision = open_revision(link.negotiation, kind=RevisionKind.WITHDRAWN, by=by)
        standing.update(superseded_at=revision.committed_at)
        return LinkChange(revision=revision, link=None)
