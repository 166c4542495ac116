"""Words that are meant to stand in a text are found there, at the text's own words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.extraction.asking.quoting import LONGEST_QUOTE, Quotable, bare_words

TEXT = "🌊 He said: “We\u00a0won’t \n\n sign.”\u200b They’re se\u00adrious — 30 days…"


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("We\u00a0won’t \n\n sign.", "We\u00a0won’t \n\n sign."),
        ("We won't sign.", "We\u00a0won’t \n\n sign."),
        ('"We won\'t sign."', "“We\u00a0won’t \n\n sign.”"),
        ("«We won`t sign.»", "“We\u00a0won’t \n\n sign.”"),
        ("We wont sign", "We\u00a0won’t \n\n sign"),
        ("sign. They're serious", "sign.”\u200b They’re se\u00adrious"),
        ("  30 days ", "30 days"),
        ("'serious'", "se\u00adrious"),  # no marks of the text's own there
        ("🌊 He said", "🌊 He said"),
    ],
)
def test_white_space_and_quotation_marks_are_repaired_to_the_text_s_own(quote, words):
    found = Quotable(TEXT).find(quote)
    assert TEXT[found.start : found.end] == words
    assert found.is_repaired == (quote != words)


@pytest.mark.parametrize(
    "quote", ["We will not sign", "we won’t sign", "30 days...", "serious - 30", "", " ", "“”", "…"]
)
def test_any_other_difference_is_no_quotation(quote):
    assert Quotable(TEXT).find(quote) is None


def test_a_quotation_is_looked_for_within_its_part():
    text = "Yes, now. Yes, now. Yes, \n now."
    quotable = Quotable(text)
    assert quotable.find("Yes, now.", start=5).start == 10
    assert quotable.find("'Yes, now.'").start == 0
    assert quotable.find("Yes, now.", start=12).start == 20
    assert quotable.find("Yes, now.", start=12, end=25) is None


def test_a_very_long_quotation_is_cut_at_a_word():
    text = "word " * 400
    found = Quotable(text).find(text.strip())
    assert found.end - found.start <= LONGEST_QUOTE
    assert text[found.start : found.end].endswith("word")


def test_ten_thousand_names_in_one_sentence_are_searched_in_no_time():
    names = ", ".join(f"Person{n} Name{n}" for n in range(10_000))
    quotable = Quotable(f"{names} want peace.")
    assert quotable.find("'Person9999' Name9999 want peace.").is_repaired
    assert quotable.find("Person10000 wants war") is None


@given(st.text(st.sampled_from("ab \n“\"’'\u200b") | st.characters(), min_size=1), st.data())
def test_what_is_found_is_always_the_text_s_own_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    found = Quotable(text).find(quote)
    if found is None:
        assert not any(character.isalnum() for character in quote)
    else:
        assert 0 <= found.start < found.end <= len(text)
        assert bare_words(text[found.start : found.end])[0].strip() == bare_words(quote)[0].strip()
