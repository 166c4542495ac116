"""What the charts say alike: shares, and where a picture comes from."""

from datetime import date, datetime
from math import copysign, floor
from typing import Protocol

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _


class Answer(Protocol):
    """What every answer of a comparison names."""

    @property
    def negotiation(self) -> str: ...
    @property
    def known_at(self) -> datetime: ...
    @property
    def revision(self) -> int: ...


def percent(share: float | None) -> str:
    return "–" if share is None else f"{number_format(whole_percent(share))} %"


def whole_percent(share: float) -> int:
    """A half goes away from 0, as in the numbers that browsers round: 0.625 is 63 in words and in a picture's cell."""
    return int(copysign(floor(abs(100 * share) + 0.5), share))


def source_of(answer: Answer, *, valid_on: date | None = None) -> str:
    """The line below a picture."""
    values = {
        "talks": answer.negotiation,
        "known": date_format(answer.known_at, "DATETIME_FORMAT"),
        "revision": answer.revision,
        "day": date_format(valid_on, "DATE_FORMAT") if valid_on else "",
    }
    if valid_on:
        return (
            _("Source: Parley, %(talks)s, positions held on %(day)s as known on %(known)s UTC (revision %(revision)s).")
            % values
        )
    return _("Source: Parley, %(talks)s, as known on %(known)s UTC (revision %(revision)s).") % values
