"""The matrix is dense, in the order given, and tells the kinds of empty apart."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from positions.comparison import ENGINE
from positions.comparison.matrix import Withdrawal, build_matrix, is_stale
from positions.comparison.records import Moment, Party, Position, Target
from positions.comparison.rollup import Held, rolled_cells
from positions.vocabulary import Absence, Act, PartyKind, Role, Salience, Stance, TargetKind

MOMENT = Moment(valid_on=date(2024, 3, 5), known_at=datetime(2024, 3, 6, tzinfo=UTC), revision=17)
NORTHLAND, SOUTHLAND = (
    Party(slug=slug, name=slug.title(), kind=PartyKind.STATE, role=Role.PRINCIPAL, iso=None)
    for slug in ("northland", "southland")
)
WATER, DAM = (
    Target(slug=slug, kind=TargetKind.ISSUE, title=slug, proposition=f"{slug}.", topic=None)
    for slug in ("water-share", "dam")
)
OPPOSES = Position(
    id=UUID(int=1),
    stance=Stance.OPPOSES,
    act=Act.REJECTION,
    salience=Salience.RED_LINE,
    salience_value=None,
    scale=None,
    terms=[],
    condition="",
    summary="Northland wants the present quota kept.",
    valid_from=date(2024, 2, 10),
    valid_to=None,
    recorded_at=datetime(2024, 2, 11, tzinfo=UTC),
    last_reaffirmed_on=date(2024, 2, 10),
    is_stale=False,
    n_sources=1,
    evidence=[],
)
HELD = {("northland", "water-share"): OPPOSES}
TAKEN_BACK = Withdrawal(on=date(2024, 2, 20), position=UUID(int=2))


def cells(parties, targets, *, withdrawn=None):
    groups = [{record.slug: (record.slug,) for record in records} for records in (parties, targets)]
    return rolled_cells(*groups, Held(positions=HELD, withdrawn=withdrawn or {}))


def test_every_party_meets_every_target_in_the_order_given():
    assert [(cell.party, cell.target) for cell in cells([SOUTHLAND, NORTHLAND], [DAM, WATER])] == [
        ("southland", "dam"),
        ("southland", "water-share"),
        ("northland", "dam"),
        ("northland", "water-share"),
    ]


def test_a_cell_has_a_position_or_the_kind_of_its_absence():
    found = cells([NORTHLAND, SOUTHLAND], [WATER, DAM], withdrawn={("southland", "dam"): TAKEN_BACK})
    assert [(cell.position, cell.absence) for cell in found] == [
        (OPPOSES, None),
        (None, Absence.NEVER_STATED),
        (None, Absence.NEVER_STATED),
        (None, Absence.WITHDRAWN),
    ]


def test_what_was_taken_back_leads_to_the_day_and_the_position():
    taken_back, never = cells([SOUTHLAND], [DAM, WATER], withdrawn={("southland", "dam"): TAKEN_BACK})
    assert (taken_back.withdrawn_on, taken_back.last_position) == (TAKEN_BACK.on, TAKEN_BACK.position)
    assert (never.withdrawn_on, never.last_position) == (None, None)


def test_a_position_that_is_held_again_is_not_withdrawn():
    (cell,) = cells([NORTHLAND], [WATER], withdrawn=dict.fromkeys(HELD, TAKEN_BACK))
    assert cell.absence is None


def test_the_answer_names_its_moment_and_its_engine():
    matrix = build_matrix("river-talks", moment=MOMENT, parties=[], targets=[WATER], cells=[])
    assert (matrix.negotiation, matrix.valid_on, matrix.known_at, matrix.revision, matrix.engine) == (
        "river-talks",
        MOMENT.valid_on,
        MOMENT.known_at,
        17,
        ENGINE,
    )
    assert matrix.cells == []


@pytest.mark.parametrize(
    ("last", "stale"),
    [
        (date(2024, 2, 4), False),  # thirty days before
        (date(2024, 2, 3), True),
        (date(2024, 3, 5), False),
    ],
)
def test_a_position_is_stale_when_it_was_not_reaffirmed_for_longer_than_the_days_allowed(last: date, stale: bool):
    assert is_stale(last, valid_on=date(2024, 3, 5), stale_after_days=30) is stale
