"""Days from left to right as SVG: where each stands, and the axis below them. Units: pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.formats import date_format

from positions.charts.labels import SIZE
from positions.charts.look import Palette

MOST_TICKS = 11
MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
# Periods of fewer days have ticks at days, not at months; of each so much room for its day and month in words.
FEW_DAYS, DAY_ROOM = 70, 60
TICK = 5
# What the axis takes below the picture: two lines of words.
AXIS_HEIGHT = TICK + 4 + 2 * SIZE + 4


@dataclass(frozen=True)
class Days:
    """From a first to a last day, itself included, over so many pixels."""

    first: date
    last: date
    width: int

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.width * (day - self.first).days / ((self.last - self.first).days + 1)

    def x_of_end(self, end: date | None) -> float:
        """Where something ends that was so until that day; what has no end, or a later one, with the last day."""
        return self.width if end is None or end > self.last else self.x(end)

    @property
    def is_long(self) -> bool:
        """With ticks at months, not at days."""
        return (self.last - self.first).days >= FEW_DAYS

    def ticks(self) -> list[date]:
        """Every few days, or the first days of every few months."""
        if not self.is_long:
            n_days = (self.last - self.first).days + 1
            apart = ceil(n_days * DAY_ROOM / self.width)
            return [self.first + timedelta(days=n) for n in range(0, n_days, apart)]
        first, last = _month(self.first) + (self.first.day > 1), _month(self.last)
        apart = next(n for n in MONTHS_APART if (last - first) // n < MOST_TICKS)
        return [date(month // 12, month % 12 + 1, 1) for month in range(ceil(first / apart) * apart, last + 1, apart)]


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def axis(days: Days, y: float, palette: Palette) -> Iterator[str]:
    """Below `y`: a line with ticks, days or months, and years where they begin and below the first."""
    ticks = days.ticks()
    yield f'<path stroke="{palette.soft}" d="M0 {y:g}h{days.width}{_marks(days, ticks, y)}"/>'
    year = 0
    for tick in ticks:
        words = [date_format(tick, "M" if days.is_long else "j M")]
        if tick.year != year:
            words.append(str(tick.year))
        year = tick.year
        for number, word in enumerate(words):
            at = f'x="{days.x(tick):g}" y="{y + TICK + 4 + SIZE * (number + 0.8):g}"'
            yield f'<text {at} text-anchor="middle">{word}</text>'


def _marks(days: Days, ticks: list[date], y: float) -> str:
    return "".join(f"M{days.x(tick):g} {y:g}v{TICK}" for tick in ticks)


def upright_lines(days: Days, height: float, palette: Palette) -> str:
    """Behind a picture: one at each tick."""
    lines = "".join(f"M{days.x(tick):g} 0v{height:g}" for tick in days.ticks())
    return f'<path stroke="{palette.line}" d="{lines}"/>'
