"""A number and its noun."""

import pytest

from positions.counting import counted


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 statements"), (1, "1 statement"), (2, "2 statements"), (2000, "2,000 statements")]
)
def test_one_thing_has_no_plural(number: int, told: str):
    assert counted(number, "statement") == told


def test_a_plural_of_another_form_is_given():
    assert [counted(n, "entry", plural="entries") for n in (1, 2)] == ["1 entry", "2 entries"]
