"""A day and an instant as addresses write them, for the API and the pages alike; no other way is guessed at."""

import re
from datetime import UTC, date, datetime

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339, with the offset that makes it one instant.
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[-+][0-9]{2}:[0-9]{2})")


def find_day(text: str) -> date | None:
    """The day written like 2025-03-14, if it is one."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def find_instant(text: str) -> datetime | None:
    """The instant written with its offset, in UTC, if it is one that the calendar has."""
    try:
        written = text.replace(" ", "+").upper()  # a plus that was not encoded arrives as a space
        return datetime.fromisoformat(written).astimezone(UTC) if INSTANT.fullmatch(written) else None
    except (ValueError, OverflowError):
        return None
