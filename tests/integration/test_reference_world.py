"""The work that speed is measured on obeys the database's rules, and every question of it has an answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from positions.comparison.matrix import HeldCell
from positions.comparison.records import Moment
from positions.models import Evidence, Participation, Position, Revision, Statement, Target
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.queries.records.held import read_held
from tests.benchmarks.reference import FIRST_DAY, FIRST_INSTANT, Sizes, versions
from tests.benchmarks.storing import store

TINY = Sizes(n_parties=3, n_issues=4, n_versions=6)


@pytest.fixture
def matrix_of(db):
    talks = store(TINY)

    def ask(valid_on: date, known_at: datetime | None = None):
        return compare_positions(
            talks, MatrixQuestion(valid_on=valid_on, known_at=known_at), now=timezone.now(), stale_after_days=180
        )

    return ask


def test_it_is_stored_as_generated(matrix_of):
    stored = Position.objects.order_by("id").values_list("uuid", "valid_from", "recorded_at", "superseded_at")
    assert list(stored) == [(v.uuid, v.valid_from, v.recorded_at, v.superseded_at) for v in versions(TINY)]


@pytest.mark.parametrize("known_at", [datetime(2015, 1, 2, tzinfo=UTC), datetime(2019, 7, 1, tzinfo=UTC), None])
def test_every_cell_is_held_with_its_evidence_at_any_two_times(matrix_of, known_at):
    cells = matrix_of(date(2020, 5, 17), known_at).cells
    assert len(cells) == TINY.n_parties * TINY.n_issues
    assert all(isinstance(cell, HeldCell) and len(cell.position.evidence) == 1 for cell in cells)


def test_one_statement_a_period_supports_every_version_of_it(matrix_of):
    assert Statement.objects.count() == 3 * 4 * (TINY.n_moves + 1)
    assert Evidence.objects.count() == TINY.n_rows


def test_record_time_begins_with_the_catalog(matrix_of):
    first = Revision.objects.order_by("number").first()
    assert (first.number, first.committed_at) == (1, FIRST_INSTANT)
    assert Revision.objects.count() == 1 + TINY.n_parties * TINY.n_changes


@pytest.mark.parametrize("days_known", [-1, 0, 1, 700, 1900, 4000])
@pytest.mark.parametrize("days_valid", [-1, 0, 1, 700, 1900, 4000])
def test_what_began_last_is_what_is_held_then(matrix_of, days_valid, days_known):
    day = FIRST_DAY + timedelta(days=days_valid)
    instant = FIRST_INSTANT + timedelta(days=days_known, seconds=2)
    parties = dict(Participation.objects.values_list("party_id", "party__slug"))
    targets = dict(Target.objects.values_list("id", "slug"))
    found = read_held(Moment(day, instant, 1), "id", parties=parties, targets=targets)
    expected = Position.objects.as_of(valid_on=day, known_at=instant)
    assert {key for (key,) in found} == set(expected.values_list("id", flat=True))
