"""A change reads a position and its neighbours, however many positions the party has on the target."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from positions import history
from positions.catalog import import_positions, read_data_set
from positions.models import Position, Target
from positions.vocabulary import Act, Stance
from tests.integration.catalog.lake_talks import write
from tests.world import RiverTalks, hold

FIRST = date(2023, 1, 1)
UNDECIDED = history.Content(stance=Stance.UNDECIDED, act=Act.DECLARATION)
MAPPING = """
party: {column: party}
target: {column: target}
stance: {column: stance}
valid_from: {column: since}
withdrawn_on: {column: until}
create:
  negotiation: {title: Talks on the lake}
  parties: {kind: {value: organisation}, role: {value: principal}}
  issues: {proposition: {value: It is settled.}}
"""


def day(period: int, *, within: int = 0) -> date:
    return FIRST + timedelta(days=10 * period + within)


def stance(period: int) -> Stance:
    return Stance.OPPOSES if period % 2 else Stance.SUPPORTS


def moving(talks: RiverTalks, target: Target, *, n_periods: int) -> list[Position]:
    """Northland says yes and no in turns, every ten days; the positions that stand."""
    for period in range(n_periods):
        hold(talks, talks.northland, target, stance(period), day(period))
    rows = Position.objects.known().filter(target=target).select_related("party", "target__negotiation")
    return list(rows.order_by("valid_from"))


def rows_of(change: Callable[[], object]) -> list[tuple[str, int]]:
    """Each statement that the change needs, with the number of rows that it reads or writes."""
    told = []

    def count(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        told.append((sql.lstrip("(")[:40], context["cursor"].rowcount))
        return done

    with connection.execute_wrapper(count):
        change()
    return [(statement, n) for statement, n in told if "SAVEPOINT" not in statement]


def record(position: Position) -> None:
    place = {"party": position.party, "target": position.target, "by": position.recorded_by}
    history.record_position(content=UNDECIDED, valid_from=day(2, within=5), **place)


def correct(position: Position) -> None:
    history.correct_position(position, content=UNDECIDED, valid_to=day(3, within=-1), by=position.recorded_by)


def supersede(position: Position) -> None:
    history.supersede_position(position, content=UNDECIDED, valid_from=day(2, within=5), by=position.recorded_by)


def withdraw(position: Position) -> None:
    history.withdraw_position(position, on=day(2, within=5), by=position.recorded_by)


@pytest.mark.parametrize("change", [record, correct, supersede, withdraw])
def test_a_change_among_many_positions_reads_as_little_as_among_few(talks, change):
    """The lock, the neighbours, their evidence, the lock again, the last revision, the clock; then what is written."""
    among_few = moving(talks, talks.water_share, n_periods=6)[2]
    among_many = moving(talks, talks.dam, n_periods=30)[2]
    assert rows_of(lambda: change(among_many)) == rows_of(lambda: change(among_few))


def test_ten_more_lines_of_an_import_read_and_write_as_much_after_fifty_as_after_twenty(curator, tmp_path):
    def n_rows(n_lines: int) -> int:
        until = [day(n, within=5) if n % 5 == 4 else "" for n in range(n_lines)]
        lines = [f"alder,quota,{stance(n).value},{day(n)},{until[n]}" for n in range(n_lines)]
        text = "\n".join(["party,target,stance,since,until", *lines])
        path, mapping = write(tmp_path, text=text, mapping=MAPPING)
        coded = read_data_set(path, mapping=mapping)
        told = rows_of(lambda: import_positions(coded, negotiation=f"lake-{n_lines}", by=curator))
        return sum(n for _, n in told if n > 0)

    n_rows(1)  # makes the party
    assert n_rows(60) - n_rows(50) == n_rows(30) - n_rows(20)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (day(0, within=2), day(4, within=2)),  # over the two that follow
        (day(0, within=2), None),  # to its own end, over the one between
        (day(1, within=7), day(3, within=1)),  # from the gap before it, into the next one
        (day(5), day(6)),  # away from its own days, into the last one
    ],
)
def test_a_correction_that_reaches_into_any_other_position_is_refused(talks, start, end):
    second = moving(talks, talks.dam, n_periods=6)[1]
    third = Position.objects.known().get(valid_from=day(2))
    history.withdraw_position(second, on=day(1, within=5), by=talks.by)
    with pytest.raises(history.PeriodsOverlap):
        history.correct_position(third, valid_from=start, valid_to=end, by=talks.by)


def test_what_can_not_be_withdrawn_on_a_far_day_is_told_its_own_days(talks):
    first = moving(talks, talks.dam, n_periods=6)[0]
    with pytest.raises(history.PeriodNotForward):
        history.withdraw_position(first, on=day(5, within=5), by=talks.by)


def test_a_second_move_on_one_day_back_to_the_old_position_carries_it_on_among_many(talks):
    moving(talks, talks.dam, n_periods=6)
    hold(talks, talks.northland, talks.dam, stance(4), day(5))
    days = Position.objects.known().order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(days)[3:] == [(day(3), day(4)), (day(4), None)]
