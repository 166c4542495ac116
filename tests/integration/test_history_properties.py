"""Whatever is done in whatever order, every past answer can be given again; checked against a naive model.

The model is an array of days: it knows nothing of rows, periods or record time.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from positions import history, review
from positions.models import Evidence, Negotiation, Position, Revision, Statement
from positions.vocabulary import Act, RevisionKind, Stance
from tests.world import RiverTalks, river_talks, say

FIRST = date(2024, 2, 1)
N_DAYS = 14
STANCES = [Stance.SUPPORTS, Stance.OPPOSES, Stance.UNDECIDED]

days = st.integers(0, N_DAYS - 1)
steps = st.one_of(
    st.tuples(st.just("record"), days, st.sampled_from(STANCES)),
    st.tuples(st.just("accept"), days, st.sampled_from(STANCES)),
    st.tuples(st.just("correct"), days, st.sampled_from(STANCES)),
    st.tuples(st.just("withdraw"), days, st.just(None)),
)


@dataclass
class Naive:
    """For each day the stance held and a number that tells one stretch from the next; what was said, by day."""

    held: list[tuple[Stance, int] | None] = field(default_factory=lambda: [None] * N_DAYS)
    said: set[tuple[int, int]] = field(default_factory=set)  # (day, stretch)
    last: int = 0

    def stretch(self, day: int) -> list[int]:
        return [d for d, cell in enumerate(self.held) if cell and self.held[day] and cell[1] == self.held[day][1]]

    def place(self, day: int, stance: Stance, *, said: bool) -> None:
        cell = self.held[day]
        if cell and cell[0] == stance:
            number = cell[1]
        elif cell:
            number = self._move(day, stance, cell)
        else:
            number = self._fill(day, stance)
        if said:
            self.said.add((day, number))

    def _move(self, day: int, stance: Stance, old: tuple[Stance, int]) -> int:
        ahead = [d for d in self.stretch(day) if d >= day]
        resumed = min((d for d, number in self.said if number == old[1] and d > day and d in ahead), default=None)
        if resumed is None:
            number = self._neighbour(ahead[-1] + 1, stance)
            if number is None and self.stretch(day)[0] == day:
                number = self._neighbour(day - 1, stance)
            number = number or self._new()
        else:
            number, again = self._new(), self._new()
            for d in ahead:
                if d >= resumed:
                    self.held[d] = (old[0], again)
            self.said = {(d, again if n == old[1] and d >= resumed else n) for d, n in self.said}
        for d in ahead:
            if resumed is None or d < resumed:
                self.held[d] = (stance, number)
        self.said = {(d, n) for d, n in self.said if not (n == old[1] and d > day)}
        if self.stretch_of(old[1]) == []:
            self.said = {(d, n) for d, n in self.said if n != old[1]}
        return number

    def stretch_of(self, number: int) -> list[int]:
        return [d for d, cell in enumerate(self.held) if cell and cell[1] == number]

    def _fill(self, day: int, stance: Stance) -> int:
        end = next((d for d in range(day, N_DAYS) if self.held[d]), N_DAYS)
        number = self._neighbour(end, stance) or self._new()
        self.held[day:end] = [(stance, number)] * (end - day)
        return number

    def _neighbour(self, day: int, stance: Stance) -> int | None:
        cell = self.held[day] if 0 <= day < N_DAYS else None
        return cell[1] if cell and cell[0] == stance else None

    def _new(self) -> int:
        self.last += 1
        return self.last

    def correct(self, day: int, stance: Stance) -> None:
        for d in self.stretch(day):
            self.held[d] = (stance, self.held[d][1])

    def withdraw(self, day: int) -> bool:
        stretch = self.stretch(day)
        if not stretch or day == stretch[0]:
            return False
        for d in stretch:
            if d >= day:
                self.held[d] = None
        return True


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def answers(talks: RiverTalks, known_at=None) -> list[str | None]:
    rows = Position.objects.filter(party=talks.northland, target=talks.water_share).known(known_at)
    found: list[str | None] = []
    for day in range(N_DAYS):
        cell = list(rows.held(on(day)))
        assert len(cell) <= 1, "two positions on one day"
        found.append(cell[0].stance if cell else None)
    return found


def proven(talks: RiverTalks) -> set[tuple[str, date, date | None, int]]:
    """Each accepted statement with the period that it proves."""
    cell = Evidence.objects.known().filter(position__party=talks.northland, position__target=talks.water_share)
    return set(cell.values_list("position__stance", "position__valid_from", "position__valid_to", "statement"))


def do(talks: RiverTalks, naive: Naive, step: tuple[str, int, Stance | None]) -> None:
    """One step on the tables and on the model."""
    kind, day, stance = step
    standing = Position.objects.filter(party=talks.northland).as_of(valid_on=on(day)).first()
    if kind == "record":
        record(talks, day, stance)
        naive.place(day, stance, said=False)
    elif kind == "accept":
        accept(talks, day, stance)
        naive.place(day, stance, said=True)
    elif kind == "correct" and standing:
        content = history.Content(stance=stance, act=Act.DECLARATION)
        history.correct_position(standing, content=content, by=talks.by)
        naive.correct(day, stance)
    elif kind == "withdraw" and standing:
        possible = naive.withdraw(day)
        try:
            history.withdraw_position(standing, on=on(day), by=talks.by)
        except history.PeriodNotForward:
            assert not possible
        else:
            assert possible


def record(talks: RiverTalks, day: int, stance: Stance) -> None:
    content = history.Content(stance=stance, act=Act.DECLARATION)
    history.record_position(
        party=talks.northland, target=talks.water_share, content=content, valid_from=on(day), by=talks.by
    )


def accept(talks: RiverTalks, day: int, stance: Stance) -> Statement:
    statement = say(talks, talks.northland, talks.water_share, stance, on(day))
    review.accept_statement(statement, by=talks.by)
    return statement


def last_instant() -> datetime:
    return Revision.objects.latest("number").committed_at


Plan = list[tuple[str, int, Stance]]
YES, NO = Stance.SUPPORTS, Stance.OPPOSES
# Two moves on one day, then one learnt of before it, then an older word: what the last day proved stays with one piece.
TWO_MOVES_ON_A_DAY: Plan = [
    ("keep", 3, YES),
    ("keep", 8, YES),
    ("keep", 12, YES),
    ("keep", 12, NO),
    ("keep", 5, NO),
    ("undo", 1, YES),
]


class WhateverIsDone(TestCase):
    @settings(max_examples=80, deadline=None)
    @given(st.lists(steps, min_size=1, max_size=14))
    def test_every_past_answer_can_be_given_again_and_the_present_one_is_right(self, plan):
        talks = river_talks(by=User.objects.create_user("ada"))
        naive, past = Naive(), []
        for step in plan:
            do(talks, naive, step)
            assert answers(talks) == [cell[0].value if cell else None for cell in naive.held]
            past.append((last_instant(), answers(talks)))
        for instant, answer in past:
            assert answers(talks, instant) == answer

    @settings(max_examples=60, deadline=None)
    @example(TWO_MOVES_ON_A_DAY)
    @given(
        st.lists(st.tuples(st.sampled_from(["record", "keep", "undo"]), days, st.sampled_from(STANCES)), max_size=12)
    )
    def test_an_undone_decision_leaves_what_stood_before_it(self, plan):
        talks = river_talks(by=User.objects.create_user("ada"))
        past = []
        for kind, day, stance in plan:
            before, evidence = answers(talks), proven(talks)
            if kind == "record":
                record(talks, day, stance)
            else:
                statement = accept(talks, day, stance)
            past.append((last_instant(), answers(talks)))
            if kind == "undo":
                review.undo_decision(statement, by=talks.by)
                assert (answers(talks), proven(talks)) == (before, evidence)
            assert len(proofs := list(Evidence.objects.known())) == len({proof.statement_id for proof in proofs})
        for instant, answer in past:
            assert answers(talks, instant) == answer

    @settings(max_examples=60, deadline=None)
    @example([(12, YES), (12, NO), (5, NO)])
    @given(st.lists(st.tuples(days, st.sampled_from(STANCES)), max_size=6))
    def test_decisions_undone_from_the_last_to_the_first_go_all_the_way_back(self, plan):
        talks = river_talks(by=User.objects.create_user("ada"))
        past = []
        for day, stance in plan:
            before = answers(talks), proven(talks)
            past.append((before, accept(talks, day, stance), last_instant(), answers(talks)))
        for before, statement, _, _ in reversed(past):
            review.undo_decision(statement, by=talks.by)
            assert (answers(talks), proven(talks)) == before
        for _, _, instant, answer in past:
            assert answers(talks, instant) == answer


class OfSeveralTalks(TestCase):
    @settings(max_examples=25, deadline=None)
    @example([None, 3600])
    @given(st.lists(st.none() | st.integers(-3600, 3600), min_size=1, max_size=4))
    def test_a_change_told_to_several_talks_is_later_than_all_before_whatever_the_clock_says(self, ahead):
        """`ahead`: by how many seconds each one's last change lies ahead of the clock; None: it had none."""
        by, now = User.objects.create_user("ada"), history.database_clock()
        talks = [Negotiation.objects.create(slug=f"talks-{n}", title="Talks") for n in range(len(ahead))]
        before = [
            Revision.objects.create(
                negotiation=one,
                number=1,
                committed_at=now + timedelta(seconds=seconds),
                committed_by=by,
                kind=RevisionKind.CATALOG.value,
            )
            for one, seconds in zip(talks, ahead, strict=True)
            if seconds is not None
        ]
        told = history.open_revisions(talks, kind=RevisionKind.CORRECTED, by=by)
        (instant,) = {revision.committed_at for revision in told}
        assert all(instant > revision.committed_at for revision in before)
        assert [(one.negotiation, one.number) for one in told] == [
            (one, 1 if seconds is None else 2) for one, seconds in zip(talks, ahead, strict=True)
        ]
