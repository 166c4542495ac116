"""Numeric terms are compared in one unit where they count the same kind of thing, and refused where they don't."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pint import UnitRegistry

from positions.comparison.quantities import (
    COUNTED,
    UNITS,
    TermsCompared,
    TermsRefused,
    compare_terms,
    compare_two,
    registry,
)
from positions.comparison.records import Term
from positions.vocabulary import TermRefusal


def term(value: float | None, unit: str | None) -> Term:
    return Term(text=f"{value} {unit}", value=value, unit=unit)


def test_thirty_days_and_two_months_are_compared_in_days():
    (found,) = compare_terms([term(30, "day")], [term(2, "month")])
    assert (found.unit, found.left_value, found.right_value, found.difference) == ("day", 30, 60.875, -30.875)
    assert found.ratio == pytest.approx(30 / 60.875)


@pytest.mark.parametrize(
    ("left", "right", "unit", "values"),
    [
        ((600_000, "person"), (800_000, "soldiers"), "person", (600_000, 800_000)),
        ((1, "trillion dollars"), (900, "billion dollars"), "USD", (1e12, 9e11)),
        ((3, "hundred people"), (4, "thousand people"), "person", (300, 4000)),
        ((2, "million dollars"), (3_000_000, "USD"), "USD", (2_000_000, 3_000_000)),
        ((3, "square kilometres"), (100, "hectares"), "hectare", (300, 100)),
        ((12, "USD per year"), (1, "dollar per month"), "USD per year", (12, 12)),
        ((2, "percent"), (5, "per cent"), "percent", (2, 5)),
        ((3, "countries"), (4, "country"), "country", (3, 4)),
        ((2, "decades"), (15, "years"), "year", (20, 15)),
        ((50, "tonnes per decade"), (4, "tonnes per year"), "tonne per decade", (50, 40)),
        ((3, "ferries"), (4, "ferries"), "ferries", (3, 4)),
        ((2, "barrels a day"), (730.5, "barrels/year"), "barrel per year", (730.5, 730.5)),
        ((2, "km²"), (100, "hectares"), "hectare", (200, 100)),
        ((1, "GW"), (400, "megawatts"), "megawatt", (1000, 400)),
        ((1, "TWh"), (400, "gigawatt hours"), "gigawatt hour", (1000, 400)),
        ((1.5, "degrees Celsius"), (2, "°C"), "degree", (1.5, 2)),
    ],
    ids=str,
)
def test_numbers_of_one_kind_are_compared_in_the_smaller_unit(left, right, unit, values):
    found = compare_two(term(*left), term(*right))
    assert (found.unit, (found.left_value, found.right_value)) == (unit, values)


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ((30, "day"), (30, "person"), TermRefusal.OTHER_KIND),
        ((30, "person"), (30, "seat"), TermRefusal.OTHER_KIND),
        ((5, "USD"), (5, "EUR"), TermRefusal.OTHER_KIND),  # rates of exchange move
        ((5, "percent"), (5, "percentage point"), TermRefusal.OTHER_KIND),
        ((5, "percentage points"), (5, "metre"), TermRefusal.OTHER_KIND),  # no printer's points
        ((2, "dams"), (5, "mile"), TermRefusal.UNKNOWN_UNIT),  # no decametres
        ((3, "ferries"), (4, "trains"), TermRefusal.UNKNOWN_UNIT),
        ((3, None), (4, "day"), TermRefusal.NO_UNIT),
        ((3, "day"), (4, None), TermRefusal.NO_UNIT),
        ((3, None), (4, None), TermRefusal.NO_UNIT),
    ],
    ids=str,
)
def test_numbers_of_different_kinds_are_refused_with_the_reason(left, right, reason):
    found = compare_two(term(*left), term(*right))
    assert isinstance(found, TermsRefused)
    assert found.reason is reason


def test_every_number_meets_every_number_of_the_other_side_and_words_meet_none():
    left = [term(30, "day"), term(None, None), term(5, "person")]
    right = [term(2, "month"), term(7, "person")]
    found = compare_terms(left, right)
    assert [(c.left.unit, c.right.unit, c.reason) for c in found] == [
        ("day", "month", None),
        ("day", "person", TermRefusal.OTHER_KIND),
        ("person", "month", TermRefusal.OTHER_KIND),
        ("person", "person", None),
    ]


def test_the_page_on_comparison_gives_the_numbers_of_the_code():
    page = (Path(__file__).parents[3] / "docs" / "comparison.md").read_text(encoding="utf-8")
    found = compare_two(term(30, "day"), term(2, "month"))
    shown = f"30 and {found.right_value} days, their `difference` (left minus right)\n  is −{-found.difference} days"
    assert shown in page
    assert f"{found.ratio:.6f}" in page
    assert [word for word in COUNTED[:11] if f"{word}" not in page] == []


@pytest.mark.parametrize("value", [1e100, -1e100, math.inf, math.nan])
def test_a_number_too_large_to_convert_in_and_what_is_none_are_not_compared(value: float):
    assert compare_terms([term(value, "day")], [term(1, "day")]) == []


def test_by_nothing_there_is_no_ratio():
    assert compare_two(term(1, "day"), term(0, "day")).ratio is None


numbers = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**6), 10**6)
words = st.sampled_from([*UNITS, "million dollars", "ferry", "", None])
terms = st.lists(st.builds(term, numbers, words), max_size=3)


@given(left=terms, right=terms)
def test_the_other_way_round_the_difference_has_the_other_sign(left: list[Term], right: list[Term]):
    there, back = compare_terms(left, right), compare_terms(right, left)
    swapped = sorted(((c.right.text, c.left.text, c.unit, c.reason) for c in back), key=str)
    assert sorted(((c.left.text, c.right.text, c.unit, c.reason) for c in there), key=str) == swapped
    for one in there:
        if isinstance(one, TermsCompared):
            other = compare_two(one.right, one.left)
            assert (other.left_value, other.right_value) == (one.right_value, one.left_value)
            assert other.difference == -one.difference


@given(left=terms, right=terms)
def test_no_number_in_an_answer_is_infinite_or_none_at_all(left: list[Term], right: list[Term]):
    for found in compare_terms(left, right):
        given_numbers = [found.left_value, found.right_value, found.difference, found.ratio]
        assert all(math.isfinite(number) for number in given_numbers if number is not None)


def test_what_talks_count_is_a_kind_of_its_own_and_no_unit_of_the_library():
    library = UnitRegistry()
    assert [name for name in COUNTED if name in library] == []
    assert [name for name in COUNTED if registry().Unit(name).dimensionality != {f"[{name}]": 1}] == []


def test_a_unit_with_more_large_numbers_than_a_float_can_hold_is_not_known():
    found = compare_two(term(1, "trillion " * 30 + "dollars"), term(1, "dollar"))
    assert found.reason is TermRefusal.UNKNOWN_UNIT


@given(value=st.integers(1, 10**9), one=st.sampled_from(sorted(UNITS)), other=st.sampled_from(sorted(UNITS)))
def test_every_unit_makes_a_rate_with_every_other(value: int, one: str, other: str):
    found = compare_two(term(value, f"{one} per {other}"), term(value, f"{one} per {other}"))
    assert (found.difference, found.ratio) == (0, 1)


@given(value=st.integers(1, 10**9), unit=st.sampled_from(sorted(UNITS)))
def test_a_number_is_once_itself(value: int, unit: str):
    found = compare_two(term(value, unit), term(value, unit))
    assert (found.difference, found.ratio) == (0, 1)
