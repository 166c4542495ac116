"""Where words stand in an article: the words decide, a place that is told is a hint."""

import pytest

from positions.statements.places import QuoteNotFound, find_place

TEXT = "No dam. The upper\ndam (a+b) stays. No dam."


def test_white_space_may_differ_and_signs_are_signs():
    assert find_place(TEXT, " upper  dam (a+b) ", near=None) == (12, 27)


@pytest.mark.parametrize(("near", "start"), [(0, 0), (17, 0), (18, 35), (35, 35), (99, 35)])
def test_of_several_places_it_is_the_nearest_before_or_after(near, start):
    assert find_place(TEXT, "No dam.", near=near) == (start, start + 7)


def test_words_that_stand_once_are_found_wherever_they_are_said_to_be():
    assert find_place(TEXT, "stays", near=0) == find_place(TEXT, "stays", near=None) == (28, 33)


@pytest.mark.parametrize(
    ("quote", "said"),
    [(" \n", "Select the words"), ("no dam", "as they are"), ("No dam.", "2 times; select the place")],
)
def test_words_that_can_not_be_placed_are_refused_with_a_reason(quote, said):
    with pytest.raises(QuoteNotFound, match=said):
        find_place(TEXT, quote, near=None)
