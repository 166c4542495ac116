"""Versions of positions for tests of the comparison: days and instants are counted from a first one."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from positions.comparison.records import Moment, RecordedPosition, Scale, Term
from positions.comparison.versions import Version
from positions.vocabulary import Act, EndReason, Reason, Salience, Stance

FIRST_DAY = date(2024, 2, 1)
FIRST_INSTANT = datetime(2024, 6, 1, tzinfo=UTC)
_rows = count(1)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def instant(number: int) -> datetime:
    return FIRST_INSTANT + timedelta(hours=number)


def moment(valid: int, known: int) -> Moment:
    return Moment(valid_on=day(valid), known_at=instant(known), revision=known)


def version(
    stance: Stance = Stance.OPPOSES,
    *,
    valid: tuple[int, int | None] = (0, None),
    known: tuple[int, int | None] = (0, None),
    reason: Reason = Reason.FIRST_RECORDED,
    end_reason: EndReason | None = None,
    party: str = "northland",
    target: str = "water-share",
    salience: Salience = Salience.UNSPECIFIED,
    scale: tuple[float, float] | None = None,
    terms: list[Term] | None = None,
    condition: str = "",
) -> Version:
    """Held over the days of `valid`, said by the database over the instants of `known`; half-open, None: open."""
    row = next(_rows)
    position = RecordedPosition(
        id=UUID(int=row),
        stance=stance,
        act=Act.DECLARATION,
        salience=salience,
        salience_value=None,
        scale=Scale(*scale) if scale else None,
        terms=terms or [],
        condition=condition,
        summary="",
        valid_from=day(valid[0]),
        valid_to=None if valid[1] is None else day(valid[1]),
        recorded_at=instant(known[0]),
    )
    return Version(
        row=row,
        party=party,
        target=target,
        position=position,
        reason=reason,
        end_reason=end_reason or (EndReason.OPEN if valid[1] is None else EndReason.PARTY_MOVED),
        superseded_at=None if known[1] is None else instant(known[1]),
    )
