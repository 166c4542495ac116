"""The extractor as a whole: the same in, the same out; quick; explained."""

import time

import pytest

from positions.extraction.contract import Catalog, Term
from positions.extraction.judging.terms import find_terms
from positions.extraction.rules import RulesExtractor

TEXT = (
    "Southland rejected the carbon levy on Monday. “We want fishing rights for 30 days,” Bo Varga said. "
    "Northland's demands include steel tariffs and a levy on carbon."
)


def test_the_same_text_gives_the_same_statements(extractor, catalog):
    first = extractor.extract(TEXT, catalog=catalog)
    again = extractor.extract(TEXT, catalog=catalog)

    assert first == again
    assert [s.start for s in first] == sorted(s.start for s in first)


def test_a_higher_threshold_only_takes_away(catalog):
    few = RulesExtractor(min_confidence=0.7).extract(TEXT, catalog=catalog)
    many = RulesExtractor(min_confidence=0.005).extract(TEXT, catalog=catalog)

    assert set(few) < set(many)
    assert all(s.confidence >= 0.7 for s in few)


def test_a_statement_explains_itself(read):
    statement = read("Southland rejected the carbon levy.")[0]

    assert statement.explanation.startswith(
        "name “Southland” → southland; cue “carbon levy” → carbon-levy; words “rejected” → opposes (says it here 0."
    )
    assert statement.explanation.endswith("; reported")


def test_terms_and_red_lines_are_taken_from_the_quote(read):
    statement = read("Fishing rights for 30 days are a red line for Southland, and Southland demands fishing rights.")[
        0
    ]

    assert statement.salience.value == "red_line"
    assert [(t.text, t.value, t.unit) for t in statement.terms] == [("30 days", 30, "day")]


def test_what_is_unlikely_is_no_likelier_for_being_repeated(read):
    once = "Southland rejected the carbon levy on Sunday. "

    assert {(s.party, s.target) for s in read(once * 200)} == {("southland", "carbon-levy")}


def test_a_catalog_without_issues_finds_nothing(extractor, catalog):
    bare = Catalog(negotiation="bare", parties=catalog.parties)

    assert extractor.extract(TEXT, catalog=bare) == []


def test_a_catalog_without_parties_finds_nothing(extractor, catalog):
    bare = Catalog(negotiation="bare", parties=(), issues=catalog.issues)

    assert extractor.extract(TEXT, catalog=bare) == []


def test_ten_thousand_names_in_one_sentence_take_seconds(extractor, catalog):
    text = "Southland, " * 10_000 + "and Northland rejected the carbon levy."
    started = time.monotonic()

    extractor.extract(text, catalog=catalog)

    assert time.monotonic() - started < 60


def test_a_list_of_thousands_of_names_does_not_exhaust_the_stack(extractor, catalog):
    text = "Northport" + " and Al" * 1_400 + " rejected the carbon levy, demanded it" + " and saw it" * 500 + "."

    extractor.extract(text, catalog=catalog)


def test_quantities_come_with_value_and_unit():
    found = find_terms("a $1.5 trillion fund, 800,000 troops, 15 per cent, two weeks and 7 ideas")

    assert [(t.text, str(t.value), t.unit) for t in found] == [
        ("$1.5 trillion", "1500000000000.0", "USD"),
        ("800,000 troops", "800000", "person"),
        ("15 per cent", "15", "percent"),
        ("two weeks", "2", "week"),
    ]
    assert Term(text="a small army").value is None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("within sixty days", [("sixty days", 60, "day")]),
        ("one hundred and fifty days or twenty four hours", []),
        ("a ninety-day truce", [("ninety-day", 90, "day")]),
        ("twenty-five per cent less", [("twenty-five per cent", 25, "percent")]),
        ("in seven and a half hours", [("seven and a half hours", 7.5, "hour")]),
        ("half a million euros", [("half a million euros", 500_000, "EUR")]),
        ("two dozen prisoners", [("two dozen prisoners", 24, "person")]),
        ("by 10 to 15 percent", [("10 to 15 percent", 10, "percent"), ("10 to 15 percent", 15, "percent")]),
        ("by 10-15%", [("10-15%", 10, "percent"), ("10-15%", 15, "percent")]),
        (
            "between ten and twelve days",
            [("between ten and twelve days", 10, "day"), ("between ten and twelve days", 12, "day")],
        ),
        ("€40-50 million", [("€40-50 million", 40_000_000, "EUR"), ("€40-50 million", 50_000_000, "EUR")]),
        ("$40 million to 1,200 workers", [("$40 million", 40_000_000, "USD"), ("1,200 workers", 1_200, "person")]),
        ("a levy of US$40 a month", [("US$40 a month", 40, "USD")]),
        ("a 36-hour week", [("36-hour", 36, "hour")]),
        ("12 nautical miles out", [("12 nautical miles", 12, "nautical_mile")]),
        ("30 square kilometres", [("30 square kilometres", 30, "square_kilometre")]),
        ("800 foreign troops", [("800 foreign troops", 800, "person")]),
        ("since 2031 last year, a 10-year-old harbour and 7 ideas", []),
    ],
)
def test_a_quantity_is_read_in_words_and_in_ranges_with_the_unit_that_is_its_own(text, terms):
    assert [(t.text, t.value, t.unit) for t in find_terms(text)] == terms


def test_a_number_that_nobody_could_mean_makes_no_term():
    assert find_terms(f"{'9' * 400}.5 percent, 20000 trillion dollars, 1.{'0' * 40}1 days") == ()
