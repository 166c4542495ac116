"""What a party held on a target, as a list of periods, and what each change makes of it.

Pure functions on plain values: `changes` reads the rows that stand now, calls one of these, and records the
difference. So the rules of time can be read, and tested, without a database.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from positions.days import day_in_words
from positions.extraction.contract import Term
from positions.vocabulary import Act, EndReason, Reason, Salience, Stance


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is held. Units: `scale` is a closed interval within 0-100, `salience_value` a number within 0-1."""

    stance: Stance
    act: Act
    salience: Salience = Salience.UNSPECIFIED
    salience_value: float | None = None
    scale: tuple[Decimal, Decimal] | None = None
    terms: tuple[Term, ...] = ()
    condition: str = ""
    summary: str = ""

    def says_the_same_as(self, other: "Content") -> bool:
        """Equal stance, scale, terms and condition: the same position, however it was put."""
        return self.substance() == other.substance()

    def substance(self) -> tuple[object, ...]:
        """What makes two positions the same. A term with a number is its number: "30 days" and "a 30-day" are one."""
        terms = [(t.value, t.unit) if t.value is not None else t.text.strip().casefold() for t in self.terms]
        return self.stance, self.scale, terms, self.condition.strip()

    def is_put_as(self, other: "Content") -> bool:
        """The same position, put in the same way and of the same weight, in whatever words it is summed up."""
        return self.says_the_same_as(other) and self.manner() == other.manner()

    def manner(self) -> tuple[object, ...]:
        """How it is put, and what weight it has."""
        return self.act, self.salience, self.salience_value


@dataclass(frozen=True, kw_only=True)
class Proof:
    """An accepted statement as evidence. Shape: ids of the statement and of the decision that accepted it."""

    statement: int
    decision: int
    said_on: date


@dataclass(frozen=True, kw_only=True)
class Period:
    """One position over its half-open valid period. `row`: the id of the row that it was read from, None while new."""

    content: Content
    valid_from: date
    valid_to: date | None = None
    reason: Reason = Reason.FIRST_RECORDED
    end_reason: EndReason = EndReason.OPEN
    proofs: Mapping[int, Proof] = field(default_factory=lambda: MappingProxyType({}))
    row: int | None = None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def with_proofs(self, proofs: tuple[Proof, ...]) -> "Period":
        return replace(self, proofs={**self.proofs, **{proof.statement: proof for proof in proofs}})

    def without_proofs(self, statements: Container[int]) -> "Period":
        return replace(self, proofs={key: proof for key, proof in self.proofs.items() if key not in statements})

    def resumed_after(self, day: date) -> date | None:
        """The first day after `day` on which the party said the same again, within this period."""
        return min(
            (p.said_on for p in self.proofs.values() if p.said_on > day and self.covers(p.said_on)), default=None
        )


Timeline = tuple[Period, ...]
# When what is said on a day is no move away from what stands then.
Alike = Callable[[Content, Content], bool]


class PeriodsOverlap(Exception):
    """The new period would overlap another one that is recorded for the same party and target."""


class PeriodNotForward(Exception):
    """A period must end after it begins."""


def rule_for(proofs: Sequence[Proof]) -> Alike:
    """What is said again proves what stands, however it is put; what is recorded without a word is as it is put."""
    return Content.says_the_same_as if proofs else Content.is_put_as


def place(
    timeline: Timeline,
    content: Content,
    *,
    on: date,
    proofs: tuple[Proof, ...] = (),
    alike: Alike = Content.says_the_same_as,
) -> Timeline:
    """The party held `content` on that day: evidence for what stands, or a period of its own from then on."""
    standing = next((p for p in timeline if p.covers(on)), None)
    following = next((p for p in timeline if p.valid_from > on), None)
    if standing is None:
        return _fill(timeline, following, Period(content=content, valid_from=on), proofs, alike)
    if alike(standing.content, content):
        return swap(timeline, standing, standing.with_proofs(proofs))
    if standing.resumed_after(on) is None:
        if following and following.valid_from == standing.valid_to and alike(following.content, content):
            return swap(_cut(timeline, standing, on), following, _grown_back(following, on, proofs))
        before = next((p for p in timeline if p.valid_to == on == standing.valid_from), None)
        if before and alike(before.content, content):
            carried_on = replace(before, valid_to=standing.valid_to, end_reason=standing.end_reason)
            return swap(_cut(timeline, standing, on), before, carried_on.with_proofs(proofs))
    return _split(timeline, standing, content, on, proofs)


def withdraw(timeline: Timeline, period: Period, *, on: date) -> Timeline:
    """The party took the position back on that day, and holds none from then on.

    Raises: PeriodNotForward where the day is not within the position's period.
    """
    if not period.covers(on) or on == period.valid_from:
        raise PeriodNotForward(
            f"A position held from {day_in_words(period.valid_from)} can't be withdrawn on {day_in_words(on)}."
        )
    return swap(timeline, period, replace(period, valid_to=on, end_reason=EndReason.WITHDRAWN))


def correct(timeline: Timeline, period: Period, corrected: Period) -> Timeline:
    """What was recorded was wrong: `corrected` takes the place of `period`, in content, period or both.

    Raises: PeriodNotForward; PeriodsOverlap where it would reach into another period.
    """
    if corrected.valid_to is not None and corrected.valid_to <= corrected.valid_from:
        raise PeriodNotForward(
            f"A period from {day_in_words(corrected.valid_from)} can't end on {day_in_words(corrected.valid_to)}."
        )
    if replace(corrected, reason=period.reason) == period:
        return timeline
    others = tuple(p for p in timeline if p != period)
    for other in others:
        if overlap(corrected, other):
            raise PeriodsOverlap(f"Another position is recorded from {day_in_words(other.valid_from)}.")
    return ordered((*others, replace(corrected, reason=Reason.CORRECTED)))


def _split(timeline: Timeline, standing: Period, content: Content, on: date, proofs: tuple[Proof, ...]) -> Timeline:
    """The party moved away from what stands; where it said the old words again later, they stand again from then."""
    resumed = standing.resumed_after(on)
    last = standing.valid_to is None and resumed is None
    moved = Period(
        content=content,
        valid_from=on,
        valid_to=resumed or standing.valid_to,
        reason=Reason.PARTY_MOVED if last else Reason.LEARNT_LATER,
        end_reason=EndReason.PARTY_MOVED if resumed else standing.end_reason,
    ).with_proofs(proofs)
    if resumed is None:
        return ordered((*_cut(timeline, standing, on), moved))
    # What was said on the last day or after it proves the later piece, not both.
    late = {key: proof for key, proof in standing.proofs.items() if proof.said_on >= resumed}
    early = standing.without_proofs(late)
    again = replace(standing, valid_from=resumed, reason=Reason.LEARNT_LATER, proofs=late)
    return ordered((*_cut(swap(timeline, standing, early), early, on), moved, again))


def _fill(
    timeline: Timeline, following: Period | None, new: Period, proofs: tuple[Proof, ...], alike: Alike
) -> Timeline:
    """Nothing is recorded for that day: what follows grows back to it, or a period of its own fills the gap."""
    if following is None:
        new = replace(new, reason=Reason.PARTY_MOVED if timeline else Reason.FIRST_RECORDED)
    elif alike(following.content, new.content):
        return swap(timeline, following, _grown_back(following, new.valid_from, proofs))
    else:
        new = replace(new, valid_to=following.valid_from, reason=Reason.LEARNT_LATER, end_reason=EndReason.PARTY_MOVED)
    return ordered((*timeline, new.with_proofs(proofs)))


def _grown_back(period: Period, on: date, proofs: tuple[Proof, ...]) -> Period:
    return replace(period, valid_from=on, reason=Reason.LEARNT_LATER).with_proofs(proofs)


def _cut(timeline: Timeline, period: Period, on: date) -> Timeline:
    """`period` ends on that day because the party moved; one that began that day is gone.

    Nothing that proves it was said within it after that day: `place` and `_split` see to that.
    """
    others = tuple(p for p in timeline if p != period)
    if period.valid_from == on:
        return others
    return ordered((*others, replace(period, valid_to=on, end_reason=EndReason.PARTY_MOVED)))


def overlap(one: Period, other: Period) -> bool:
    """Whether some day lies in both."""
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )


def swap(timeline: Timeline, old: Period, new: Period) -> Timeline:
    """`new` in the place of `old`."""
    return ordered((*(p for p in timeline if p != old), new))


def ordered(periods: tuple[Period, ...]) -> Timeline:
    """By the first day."""
    return tuple(sorted(periods, key=lambda p: p.valid_from))
