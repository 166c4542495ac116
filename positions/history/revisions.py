"""Numbered public changes: the lock and the clock of record time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection

from positions.history.busy import waiting_for_others
from positions.models import Negotiation, Revision
from positions.queries.moments import last_revision
from positions.queries.settled import SHOW_WRITING
from positions.vocabulary import RevisionKind

# The smallest step of PostgreSQL's timestamps; two changes of one transaction lie this far apart.
TICK = timedelta(microseconds=1)


def lock(negotiation: Negotiation) -> None:
    """Nobody else changes this negotiation until the transaction ends. Call before reading what is to be changed.

    Raises: TalksBusy where somebody else has it for longer than this connection waits.
    """
    row = Negotiation.objects.select_for_update(no_key=True).filter(pk=negotiation.pk)
    with waiting_for_others():
        row.values_list(SHOW_WRITING).get()


def open_revision(negotiation: Negotiation, *, kind: RevisionKind, by: User) -> Revision:
    """One more public change of a negotiation, later than every earlier one there.

    Must run inside a transaction; locks the negotiation until it ends, so that instants rise in the order of commits.
    """
    (revision,) = open_revisions([negotiation], kind=kind, by=by)
    return revision


def open_revisions(negotiations: Sequence[Negotiation], *, kind: RevisionKind, by: User) -> list[Revision]:
    """As `open_revision`, of each, all at one instant, which is later than every earlier one of any of them."""
    for negotiation in negotiations:
        lock(negotiation)
    last = [last_revision(negotiation) for negotiation in negotiations]
    instant = max([database_clock(), *(one.committed_at + TICK for one in last if one)])
    return [
        Revision.objects.create(
            negotiation=negotiation,
            number=one.number + 1 if one else 1,
            committed_at=instant,
            committed_by=by,
            kind=kind.value,
        )
        for negotiation, one in zip(negotiations, last, strict=True)
    ]


def database_clock() -> datetime:
    """The database's clock now, not at the start of the transaction: the lock may have taken a while."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    return instant  # type: ignore[no-any-return]
