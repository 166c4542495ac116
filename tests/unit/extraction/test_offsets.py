"""A quote is the text at its offsets, whatever stands in the text."""

import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.extraction.contract import ArticleNotReadable
from positions.extraction.language.parsing import MAX_PART_LENGTH, parse

SENTENCES = (
    "Southland rejected the carbon levy.",
    "“We demand fishing rights,” said Bo Varga.",
    "Northland’s Ada Holm called for an end to the steel tariffs.",
)
NOISE = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize("prefix", ["", "🌎🌍 ", "\ufeff", "A\u200bdo. ", "\n\n  \t", "«Hm» — … ", "e\u0301\u0301 "])
def test_a_quote_is_verbatim_after_odd_characters(read, prefix):
    text = prefix + "Southland rejected the carbon\u200b levy 🙂 on Monday."

    (statement,) = read(text)

    assert text[statement.start : statement.end] == statement.quote
    assert statement.quote.endswith("on Monday.")


@pytest.mark.parametrize(
    "broken", ["South\u200bland", "\u2060Southland", "South\u00adland\u200b", "S\u200d\u200douthland"]
)
def test_a_name_with_invisible_characters_in_it_is_that_name(read, broken):
    (statement,) = read(f"{broken} rejected the carbon levy.")

    assert (statement.party, statement.target) == ("southland", "carbon-levy")
    assert broken.strip("\u2060") in statement.quote


@pytest.mark.parametrize("alias", ["South\u00a0Landers", "South  Landers", "South\u200b Landers", "The South Landers"])
def test_an_alias_pasted_with_odd_spaces_is_found_where_it_is_printed_with_plain_ones(extractor, catalog, alias):
    parties = tuple(replace(p, aliases=(*p.aliases, alias)) if p.slug == "southland" else p for p in catalog.parties)
    odd = replace(catalog, parties=parties)

    (found,) = extractor.extract("The South\nLanders rejected the carbon levy.", catalog=odd)

    assert (found.party, found.target) == ("southland", "carbon-levy")


@pytest.mark.parametrize("first", ["ı", "ß", "ŉ", "ſ", "ﬁ", "ǆ", "ω"])
def test_an_alias_that_begins_with_any_letter_is_found_as_it_is_written(extractor, catalog, first):
    alias = f"{first}outhlanders"
    parties = tuple(replace(p, aliases=(*p.aliases, alias)) if p.slug == "southland" else p for p in catalog.parties)
    odd = replace(catalog, parties=parties)

    for printed in (alias, alias[0].upper() + alias[1:]):
        extractor.extract(f"{printed} rejected the carbon levy.", catalog=odd)
    (found,) = extractor.extract(f"{alias} rejected the carbon levy.", catalog=odd)

    assert (found.party, found.target) == ("southland", "carbon-levy")


def test_lines_that_were_only_wrapped_are_one_sentence(read):
    text = "After two days of talks in the capital the government of Southland\nrejected the carbon levy\nonce more."

    (statement,) = read(text)

    assert statement.quote == text


@settings(max_examples=60, deadline=None)
@given(
    pieces=st.lists(st.one_of(NOISE, st.sampled_from(SENTENCES)), max_size=6), joiner=st.sampled_from(["", " ", "\n"])
)
def test_quotes_are_verbatim_in_any_text(extractor, catalog, pieces, joiner):
    text = joiner.join(pieces)
    try:
        found = extractor.extract(text, catalog=catalog)
    except ArticleNotReadable:
        return

    for statement in found:
        assert statement.quote
        assert text[statement.start : statement.end] == statement.quote
        assert 0 <= statement.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(text=NOISE)
def test_tokens_are_where_they_say_they_are(text):
    tokens = parse(text).tokens

    assert all(text[t.start : t.end] for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


def test_a_row_of_signs_without_end_costs_no_more_than_words_and_leaves_the_sentence_before_it(read):
    parse("Southland.")  # loads the model
    began = time.process_time()

    (statement,) = read("Southland rejected the carbon levy on Monday " + "!?…—–" * 2_000)

    assert statement.quote.startswith("Southland rejected the carbon levy on Monday")
    assert time.process_time() - began < 4  # seconds; taken off one by one they took 13


def test_a_paragraph_longer_than_a_part_is_parsed_whole():
    text = "Southland rejected the carbon levy. " * (MAX_PART_LENGTH // 20)

    parsed = parse(text)

    assert len(parsed.spans) > 1
    assert parsed.tokens[-1].text == "."
    assert parsed.tokens[-1].end == len(text.rstrip())


def test_a_name_is_found_whether_its_accents_are_letters_or_marks(extractor, catalog):
    """File names of some systems, and PDFs, have the accent as a character of its own."""
    named = replace(catalog.parties[0], name="Hämn", aliases=("Côte d'Or",), speakers=())
    harbour = replace(catalog, parties=(named, *catalog.parties[1:]))

    for text in ("Hämn rejected the carbon levy.", "Officials of Côte d'Or rejected the carbon levy in Hämn."):
        composed, marks = (
            [
                (s.party, s.target, s.stance, s.quote)
                for s in extractor.extract(unicodedata.normalize(form, text), catalog=harbour)
            ]
            for form in ("NFC", "NFD")
        )
        assert composed
        assert marks == [(*key, unicodedata.normalize("NFD", quote)) for *key, quote in composed]
