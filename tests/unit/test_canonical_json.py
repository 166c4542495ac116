"""One text for one answer, by RFC 8785."""

import hashlib
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.snapshots.canonical import NoSuchNumber, canonical_json, number_text
from positions.snapshots.differences import differences

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    # A lone surrogate is no character, and no text that is stored here has one.
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("bits", "text"),  # RFC 8785, appendix B
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_the_standard_says(bits: str, text: str):
    (value,) = struct.unpack(">d", bytes.fromhex(bits))
    assert number_text(value) == text


def test_the_example_of_the_standard_comes_out_as_it_says():
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_by_utf_16():
    assert list(json.loads(canonical_json({"\ufb33": 1, "\U0001f600": 2, "\r": 3, "1": 4}))) == [
        "\r",
        "1",
        "\U0001f600",
        "\ufb33",
    ]


@given(values)
def test_what_is_written_is_read_back_and_written_again_the_same(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text, parse_int=float)) == text  # all numbers are doubles, as in JavaScript


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values))
def test_the_order_of_names_makes_no_difference(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, float("inf"), float("nan")])
def test_a_number_that_readers_would_not_agree_on_is_refused(number: float):
    with pytest.raises(NoSuchNumber):
        number_text(number)


@given(values, values)
def test_there_is_a_difference_where_the_texts_differ_and_else_none(one, other):
    assert bool(list(differences(one, other))) == (canonical_json(one) != canonical_json(other))


def test_a_difference_names_its_place():
    frozen = {"a/b": [1, {"~": None}], "gone": "x" * 300}
    computed = {"a/b": [1, {"~": 0}, 2], "new": None}
    assert [(d.pointer, d.frozen, d.computed) for d in differences(frozen, computed)] == [
        ("/a~1b/1/~0", "null", "0"),
        ("/a~1b/2", None, "2"),
        ("/gone", '"' + "x" * 199, None),
        ("/new", None, "null"),
    ]


def test_the_worked_example_of_the_page_comes_out_as_it_says():
    page = (Path(__file__).parents[2] / "docs" / "snapshots.md").read_text(encoding="utf-8")
    given_text, canonical = (line.strip() for line in page.splitlines() if line.startswith("    {"))
    written = canonical_json(json.loads(given_text))
    assert written.decode() == canonical
    assert f"`{hashlib.sha256(written).hexdigest()}`" in page
