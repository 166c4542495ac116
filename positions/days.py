"""A day and an instant as sentences for people write them. Pure; everybody may call it."""

from datetime import date, datetime


def day_in_words(day: date) -> str:
    """`5 March 2024`; of an instant its day."""
    return f"{day.day} {day:%B %Y}"


def instant_in_words(instant: datetime) -> str:
    """`5 March 2024 at 09:30 UTC`; `instant` is in UTC, as all that this database stores."""
    return f"{day_in_words(instant)} at {instant:%H:%M} UTC"
