"""The slider over valid time: its ends, its marks, and the days to step to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from positions.comparison.records import Moment
from positions.queries.comparing.cells_over_time import DayOfChange

# How wide the strip of marks is drawn; days that fall on one step share a mark.
STRIP_STEPS = 400
STRIP_HEIGHT = 24
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """One or more days of change at one step of the strip; `height` grows with the number of changes."""

    step: int
    height: int


@dataclass(frozen=True)
class Timeline:
    """`first` to `last`: the days of the slider. `marks`: where something changed. Days to step to; None at an end."""

    first: date
    last: date
    on: date
    marks: Sequence[Mark]
    earlier: date | None
    later: date | None
    n_days_of_change: int

    @property
    def n_days(self) -> int:
        return (self.last - self.first).days

    @property
    def day_number(self) -> int:
        return min(max((self.on - self.first).days, 0), self.n_days)

    @property
    def path(self) -> str:
        """The marks as one path of upright lines, in a box of STRIP_STEPS by STRIP_HEIGHT."""
        return "".join(f"M{mark.step + 0.5} {STRIP_HEIGHT}v-{mark.height}" for mark in self.marks)


def timeline_of(days: Sequence[DayOfChange], *, moment: Moment, now: datetime) -> Timeline:
    """From the day before anything was held to today, or to the last change or the day shown where that is later."""
    today = now.astimezone(UTC).date()
    first = min([days[0].on - ONE_DAY if days and days[0].on > date.min else moment.valid_on, today])
    last = max([today, *(day.on for day in days[-1:])])
    on = moment.valid_on
    return Timeline(
        first=first,
        last=last,
        on=on,
        marks=marks_of(days, first=first, last=last),
        earlier=max((day.on for day in days if day.on < on), default=None),
        later=min((day.on for day in days if day.on > on), default=None),
        n_days_of_change=len(days),
    )


def marks_of(days: Sequence[DayOfChange], *, first: date, last: date) -> list[Mark]:
    n_days = max((last - first).days, 1)
    sums: dict[int, int] = {}
    for day in days:
        step = round((day.on - first).days / n_days * (STRIP_STEPS - 1))
        sums[step] = sums.get(step, 0) + day.n_changes
    most = max(sums.values(), default=1)
    return [Mark(step, round(6 + (STRIP_HEIGHT - 6) * n / most)) for step, n in sorted(sums.items())]
