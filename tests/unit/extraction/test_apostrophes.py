"""Quotations in single marks: what a pattern defines is found in time that grows with the text, not with its square."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from positions.extraction.language.parsing import PLAIN
from positions.extraction.who.quotations import single_quotes
from positions.management.commands.train_extractor import INVENTED
from positions.management.gold import read_gold_folder

DEFINITION = re.compile(r"(?<![\w])'[^']{12,}?(?:'(?:\w[^']*?))*?[.,!?]?'(?!\w)")


def defined(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in DEFINITION.finditer(text)]


@given(st.text(alphabet="aé_ .,\n'", max_size=200) | st.lists(st.sampled_from(["'", " ", "a", "b. " * 5])).map("".join))
def test_they_are_what_the_pattern_says(text):
    assert list(single_quotes(text)) == defined(text)


def test_they_are_so_in_every_invented_article():
    n_found = 0
    for article in read_gold_folder(INVENTED):
        text = article.text.translate(PLAIN)
        assert list(single_quotes(text)) == defined(text), article.stem
        n_found += len(defined(text))
    assert n_found > 100


def test_a_text_of_marks_that_open_and_never_close_takes_no_time():
    text = " 'aaaaaaaaaaaa.b" * 25_000
    started = time.process_time()
    assert list(single_quotes(text)) == []
    assert time.process_time() - started < 5.0  # the pattern takes minutes
