"""A text is cut at the edges of quotes, and nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from positions.admin.desk.marks import LONGEST_SHOWN_CHARACTERS, Span, cut_out, pieces

TEXT = "One 🕊️ two three four."


def test_overlapping_quotes_are_cut_into_pieces():
    cut = pieces(TEXT, [Span(1, 4, 10), Span(2, 7, 16)], cut_out(TEXT, None))
    assert [(p.start, sorted(p.keys)) for p in cut] == [(0, []), (4, [1]), (7, [1, 2]), (10, [2]), (16, [])]


spans = st.lists(st.tuples(st.integers(0, 21), st.integers(1, 22)).filter(lambda s: s[0] < s[1]), max_size=8)


@given(spans)
def test_the_pieces_are_the_text_and_each_lies_in_its_spans(given_spans):
    found = pieces(TEXT, [Span(n, *span) for n, span in enumerate(given_spans)], cut_out(TEXT, None))
    assert "".join(piece.text for piece in found) == TEXT
    for piece in found:
        assert piece.text == TEXT[piece.start : piece.start + len(piece.text)]
        assert piece.keys == {n for n, (start, end) in enumerate(given_spans) if start <= piece.start < end}


def test_a_long_text_is_shown_around_the_quote():
    text = "word " * LONGEST_SHOWN_CHARACTERS
    shown = cut_out(text, Span(1, 75_000, 75_004))
    assert (shown.start, shown.end, shown.cut_before, shown.cut_after) == (65_000, 85_004, True, True)
    cut = pieces(text, [Span(1, 75_000, 75_004), Span(2, 10, 20)], shown)
    assert "".join(piece.text for piece in cut) == text[65_000:85_004]
