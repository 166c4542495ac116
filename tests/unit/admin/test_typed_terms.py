"""A number that is typed is stored as it was meant, or refused in words; no comma makes it ten times larger."""

from decimal import Decimal

import pytest

from positions.admin.desk.terms import TermProblem, TermRow
from positions.extraction.contract import Term


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("30", "30"),
        ("2.5", "2.5"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("1000", "1000"),
        ("1,000", "1000"),
        ("1,000,000", "1000000"),
        ("1,000.25", "1000.25"),
        ("1 000 000", "1000000"),
        ("12\u202f000", "12000"),
    ],
)
def test_a_number_is_read_as_it_is_written(typed, value):
    assert TermRow("a share", typed, "percent").as_term().value == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["2,5", "0,5", "0,500", "1000,5", "10,00", "1,000 000", "2 5", "1.000,5", "1e3", "NaN", "1_000", "ten"]
)
def test_a_number_that_may_mean_another_is_refused_with_how_to_write_it(typed):
    with pytest.raises(TermProblem, match=r"is no number\. Write it with a point, such as 2\.5"):
        TermRow("a share", typed, "percent").as_term()


def test_what_is_counted_needs_its_number():
    with pytest.raises(TermProblem, match="The term “two armed” says what is counted, “brigades”, and no number"):
        TermRow("two armed", "", "brigades").as_term()


@pytest.mark.parametrize("value", ["0.0001", "1000", "1E+3", "-2.5"])
def test_a_stored_number_is_shown_as_it_would_be_typed(value):
    term = Term(text="a share", value=Decimal(value), unit="percent")
    assert TermRow.of(term).as_term() == term
