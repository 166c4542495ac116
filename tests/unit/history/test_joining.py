"""Two timelines as one, day by day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.history.joining import join
from positions.history.timeline import Content, Period, Proof, Timeline
from positions.vocabulary import Act, EndReason, Reason, Stance

FIRST = date(2024, 3, 1)
N_DAYS = 12
LETTERS = {"s": Stance.SUPPORTS, "o": Stance.OPPOSES, "u": Stance.UNDECIDED}


def timeline(days: str, *, row: int = 1) -> Timeline:
    """From a letter a day, a dot where nothing is held; what stands on the last day goes on."""
    periods: list[Period] = []
    for number, letter in enumerate(days):
        day, previous = FIRST + timedelta(days=number), days[number - 1] if number else "."
        if previous not in {".", letter}:
            ended = EndReason.WITHDRAWN if letter == "." else EndReason.PARTY_MOVED
            periods[-1] = _until(periods[-1], day, ended)
        if letter not in {".", previous}:
            proof = Proof(statement=100 * row + number, decision=1, said_on=day)
            content = Content(stance=LETTERS[letter], act=Act.DECLARATION, summary=f"row {row}")
            periods.append(Period(content=content, valid_from=day, proofs={proof.statement: proof}, row=row + number))
    return tuple(periods)


def _until(period: Period, day: date, reason: EndReason) -> Period:
    return Period(
        content=period.content,
        valid_from=period.valid_from,
        valid_to=day,
        end_reason=reason,
        proofs=period.proofs,
        row=period.row,
    )


def held(periods: Timeline, day: date) -> Period | None:
    (one,) = [p for p in periods if p.covers(day)] or [None]
    return one


def written(periods: Timeline) -> str:
    found = [held(periods, FIRST + timedelta(days=day)) for day in range(N_DAYS)]
    return "".join(one.content.stance.value[0] if one else "." for one in found)


@pytest.mark.parametrize(
    ("kept", "gone", "after", "n_differences"),
    [
        ("............", "ssss....oooo", "ssss....oooo", 0),
        ("ssss........", "....oooo....", "ssssoooo....", 0),
        ("ssssssssssss", "..ssss......", "ssssssssssss", 0),
        ("ssssssssssss", "..oooo......", "ssssssssssss", 1),
        ("....ssss....", "oooooooooooo", "oooossssoooo", 1),
        ("....ssss....", "ssssssssssss", "ssssssssssss", 0),
        ("....ss..uu..", "oooooooooooo", "oooossoouuoo", 2),
        ("oooo........", "ssssssssssss", "oooossssssss", 1),
    ],
)
def test_gone_comes_over_where_kept_says_nothing(kept, gone, after, n_differences):
    joined = join(timeline(kept), timeline(gone, row=50))
    assert (written(joined.timeline), len(joined.differences)) == (after, n_differences)


def test_the_same_on_both_sides_is_one_period_with_the_evidence_of_both_and_its_row():
    joined = join(timeline("ssssssssssss"), timeline("..ssss......", row=50))
    (one,) = joined.timeline
    assert (set(one.proofs), one.row, one.content.summary) == ({100, 5002}, 1, "row 1")


def test_the_same_on_other_days_is_a_period_of_its_own_with_its_own_evidence():
    joined = join(timeline("......ssssss"), timeline("..ss........", row=50))
    assert [set(one.proofs) for one in joined.timeline] == [{5002}, {106}]


def test_the_same_before_and_after_makes_what_is_kept_longer():
    (one,) = join(timeline("....ssss...."), timeline("ssssssssssss", row=50)).timeline
    assert (one.valid_from, one.valid_to, one.end_reason) == (FIRST, None, EndReason.OPEN)
    assert (one.content.summary, one.reason) == ("row 1", Reason.CORRECTED)


def test_a_piece_before_what_differs_ends_there_with_what_was_said_by_then():
    first, *_ = join(timeline("....ssss...."), timeline("oooooooooooo", row=50)).timeline
    assert (first.valid_to, first.end_reason, set(first.proofs)) == (
        FIRST + timedelta(days=4),
        EndReason.PARTY_MOVED,
        {5000},
    )


def test_what_was_said_before_what_differs_does_not_prove_what_comes_after_it_too():
    first, _, last = join(timeline("....oooossss"), timeline("ssssssssssss", row=50)).timeline
    assert (set(first.proofs), set(last.proofs)) == ({5000}, {108})


days = st.text("sou.", min_size=N_DAYS, max_size=N_DAYS)


@given(days, days)
def test_no_day_is_lost_none_is_held_twice_and_kept_wins(kept: str, gone: str):
    mine, theirs = timeline(kept), timeline(gone, row=50)
    after = join(mine, theirs).timeline
    for number in range(N_DAYS + 5):
        day = FIRST + timedelta(days=number)
        before, other, now = held(mine, day), held(theirs, day), held(after, day)
        expected = before or other
        assert (now and now.content.stance) == (expected and expected.content.stance)
        if before is not None and now is not None:
            assert now.content == before.content
    for one, following in pairwise(after):
        assert one.valid_to is not None
        assert one.valid_to <= following.valid_from
    proofs = [key for p in after for key in p.proofs]
    assert set(proofs) >= {key for p in mine for key in p.proofs}
    assert len(proofs) == len(set(proofs)), "a statement proves one position"
    said = {key: (proof, p.content.stance) for p in (*mine, *theirs) for key, proof in p.proofs.items()}
    for key, (proof, stance) in said.items():
        proven = [p for p in after if key in p.proofs]
        assert {p.content.stance for p in proven} <= {stance}  # no words prove what they don't say
        on_its_day = held(after, proof.said_on)
        assert proven or on_its_day.content.stance != stance
    assert all((p.valid_to is None) == (p.end_reason is EndReason.OPEN) for p in after)
