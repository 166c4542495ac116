"""From the two times that were asked for to the moment that is answered."""

from datetime import UTC, date, datetime, timedelta

from positions.comparison.records import Moment, instant_text
from positions.models import Negotiation, Revision
from positions.queries.planned import first_row

# Clocks differ: an instant no further ahead than this is answered as now.
CLOCK_TOLERANCE = timedelta(seconds=60)
LAST_REVISION = """
    SELECT committed_at, number FROM positions_revision
    WHERE negotiation_id = %s AND committed_at <= coalesce(%s::timestamptz, 'infinity') ORDER BY number DESC LIMIT 1
"""


def last_revision(negotiation: Negotiation) -> Revision | None:
    """The newest public change of the talks. One query."""
    return Revision.objects.filter(negotiation=negotiation).order_by("-number").first()


class KnownAtInTheFuture(Exception):
    """Nobody can say today what this database will say then."""

    def __init__(self, known_at: datetime, *, now: datetime, parameter: str = "known_at") -> None:
        super().__init__(f"{instant_text(known_at)} is later than now, {instant_text(now)}.")
        self.known_at = known_at
        self.now = now
        self.parameter = parameter


class PeriodRunsBackward(Exception):
    """The second time of a question lies before the first. Named by the parameters that say so."""

    def __init__(self, parameter: str, start: str, *, end: str) -> None:
        super().__init__(f"{parameter} {start} is later than {end}, where the period ends.")
        self.parameter = parameter
        self.start = start
        self.end = end


def refuse_future(known_at: datetime | None, *, now: datetime, parameter: str = "known_at") -> None:
    """Raises: KnownAtInTheFuture where it is more than 60 seconds ahead of `now`."""
    if known_at is not None and known_at > now + CLOCK_TOLERANCE:
        raise KnownAtInTheFuture(known_at, now=now, parameter=parameter)


def resolve_moment(
    negotiation: Negotiation, *, valid_on: date | None, known_at: datetime | None, now: datetime
) -> Moment:
    """The moment that is answered: `known_at` becomes the instant of the last revision committed by then.

    Without `known_at` that is the last revision of all; without `valid_on` it is today in UTC. An instant without any
    revision before it becomes revision 0, at the latest when the talks were set up here: nothing was said by then, and
    nothing that is still being committed can come to be said.
    One query. Raises: KnownAtInTheFuture.
    """
    refuse_future(known_at, now=now)
    last = first_row(LAST_REVISION, [negotiation.pk, known_at])
    committed_at, number = last or (min(known_at or negotiation.created_at, negotiation.created_at), 0)
    return Moment(
        valid_on=valid_on or now.astimezone(UTC).date(), known_at=committed_at.astimezone(UTC), revision=number
    )
