"""What is typed into `q`, as PostgreSQL is asked it."""

import pytest

from positions.api.asking.filters import as_words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        *(("F‑16 or -S-400", "F16 or -S400"), ("(T-72B3, G-7s)", "(T72B3, G7)"), ("F16", "F16")),
        *(("S-400? F-16: [F-16] S-400/S-300!", "S400? F16: [F16] S400/S300!"),),
        *(("Minsk-2 mid-1990s 12-May-2024 A.B-12", "Minsk-2 mid-1990s 12-May-2024 A.B-12"), ("F-16.5", "F-16.5")),
        *(("dam -停火-2024", 'dam -"停火-2024"'), ("dam -停", 'dam -"停"'), ("F-16战机", '"F-16战机"')),
        *(("“F-16 停” F-16 “S-400", '"F-16 停" F16 "S-400'), ("nego\u00adtiation", "negotiation")),
    ],
)
def test_outside_of_phrases_a_letter_and_a_number_are_one_word_and_what_has_no_spaces_a_phrase(asked: str, words: str):
    assert as_words(asked) == words
