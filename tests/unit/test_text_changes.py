"""By what two texts differ is told sentence by sentence, and in no more time than a page may take."""

import time
from itertools import chain

import pytest

from positions.queries.listing.text_changes import list_text_changes

# Unit: seconds of processor time, with much to spare on a slow machine: without a bound it took 18.
SOON = 5.0
SAME = [f"Sentence {number}." for number in range(3_000)]


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.before, change.after) for change in list_text_changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("One. Two. Three.", "One. Two. Three.", []),
        ("One. Two. Three.", "One. 2. Three.", [("Two.", "2.")]),
        ("One. Two. Three. Four.", "1. Two. Four.", [("One.", "1."), ("Three.", "")]),
        ("One. Two.", "One. One. Two.", [("", "One.")]),
        ("One. Two.", "Two.", [("One.", "")]),
        ("One.", "Two.", [("One.", "Two.")]),
    ],
)
def test_what_differs_is_told_sentence_by_sentence(before, after, changes):
    assert told(before, after) == changes


def test_one_sentence_of_thousands_is_told_alone():
    assert told(" ".join(SAME), " ".join([*SAME[:1_500], "Other.", *SAME[1_501:]])) == [(SAME[1_500], "Other.")]
    assert told("a. " * 5_000, "a. " * 4_999 + "b.") == [("a.", "b.")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x. " + "a. " * 5_000 + "y.", "z. " + "a. " * 4_999 + "b."),
        (" ".join(SAME), " ".join(chain(SAME[1::2], SAME[::2]))),
    ],
    ids=["one sentence again and again", "all in another order"],
)
def test_texts_with_too_much_to_compare_differ_in_one_passage(before, after):
    started = time.process_time()
    assert told(before, after) == [(before, after)]
    assert time.process_time() - started < SOON
