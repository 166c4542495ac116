"""Which days a position can begin or end on. Pure: today is an argument."""

from datetime import date, timedelta

# Before it there are no talks that newspapers wrote of, and a year has often lost its first digits.
EARLIEST = date(1800, 1, 1)
LONGEST_LEAD = timedelta(days=366)  # a position may be announced for a day to come, but hardly for a later year


def lies_too_far(day: date, *, today: date) -> bool:
    """Whether the day can only be a slip, to be told to whoever wrote it."""
    return not EARLIEST <= day <= today + LONGEST_LEAD
