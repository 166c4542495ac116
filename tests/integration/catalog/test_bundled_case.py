"""The talks that ship with Parley: what was on record on which day, and that each word of it has its source."""

import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions.catalog import Loaded, extraction_catalog, load_catalog, read_catalog_file
from positions.extraction.contract import Source
from positions.extraction.rules import RulesExtractor
from positions.models import Position, Statement

CASE = Path(__file__).parents[3] / "positions" / "cases" / "ukraine-peace-talks" / "catalog.yaml"
# From the print that the case began with; nobody has found a page of it since.
WITHOUT_ADDRESS = "Putin visits Kursk command point ahead of ceasefire talks"
MOST_WORDS = 15
RUSSIA_IN_MID_MARCH = {
    "nato-membership": ("opposes", "demand"),
    "territory-recognition": ("supports", "demand"),
    "demilitarization": ("supports", "demand"),
    "ukrainian-withdrawal": ("supports", "demand"),
    "front-line-freeze": ("opposes", "declaration"),
    "kursk-withdrawal": ("supports", "demand"),
    "pow-treatment": ("opposes", "declaration"),
    "strikes-on-russia": ("opposes", "declaration"),
    "peacekeepers": ("opposes", "declaration"),
    "ceasefire": ("opposes", "rejection"),
    "us-30-day-ceasefire": ("undecided", "declaration"),
}
UKRAINE_IN_MID_MARCH = {
    "nato-membership": ("supports", "demand"),
    "security-guarantees": ("supports", "demand"),
    "us-30-day-ceasefire": ("supports", "acceptance"),
}
MOVES = [
    ("russia", "us-30-day-ceasefire", "2025-03-18", "undecided", "conditional"),
    ("ukraine", "direct-talks", "2025-07-19", "conditional", "supports"),
    ("united-states", "ceasefire", "2025-08-16", "supports", "opposes"),
    ("ukraine", "nato-membership", "2025-12-14", "supports", "conditional"),
    ("ukraine", "demilitarization", "2025-12-24", "opposes", "conditional"),
]


@pytest.fixture
def case(curator: User) -> Loaded:
    return load_catalog(read_catalog_file(CASE), by=curator)


def held_by(slug: str, on: date) -> dict[str, tuple[str, str]]:
    rows = Position.objects.as_of(valid_on=on).filter(party__slug=slug).select_related("target")
    return {row.target.slug: (row.stance, row.act) for row in rows}


def proofs(position: Position) -> list[Statement]:
    return [evidence.statement for evidence in position.evidence.known()]


def test_the_case_that_ships_with_parley_holds_the_terms_of_mid_march_2025(case):
    day = date(2025, 3, 14)
    assert held_by("russia", day) == RUSSIA_IN_MID_MARCH
    assert held_by("ukraine", day) == UKRAINE_IN_MID_MARCH
    assert held_by("united-states", day)["us-30-day-ceasefire"] == ("supports", "proposal")
    assert Position.objects.get(target__slug="strikes-on-russia").salience == "red_line"


def test_in_the_case_nothing_is_held_before_it_was_said(case):
    assert "us-30-day-ceasefire" not in held_by("ukraine", date(2025, 3, 10))
    assert "us-30-day-ceasefire" not in held_by("russia", date(2025, 3, 11))
    assert "us-30-day-ceasefire" in held_by("russia", date(2025, 3, 12))
    for position in Position.objects.known():
        assert min(proof.said_on for proof in proofs(position)) == position.valid_from, position


@pytest.mark.parametrize(("party", "target", "day", "before", "after"), MOVES)
def test_in_the_case_parties_move(case, party, target, day, before, after):
    moved = date.fromisoformat(day)
    assert held_by(party, moved - timedelta(days=1))[target][0] == before
    assert held_by(party, moved)[target][0] == after


def test_in_the_case_ukraine_draws_a_red_line_later_than_it_takes_the_stance(case):
    rows = Position.objects.known().filter(party__slug="ukraine", target__slug="territory-recognition")
    assert [(row.stance, row.salience) for row in rows.order_by("valid_from")] == [
        ("opposes", "high"),
        ("opposes", "red_line"),
    ]


def test_every_position_of_the_case_has_a_short_quotation_with_its_source(case):
    for position in Position.objects.known():
        assert position.summary
        assert (position.stance == "conditional") == bool(position.condition), position
        assert proofs(position), position
        for proof in proofs(position):
            assert len(proof.quote.split()) <= MOST_WORDS, proof.quote
            assert proof.quote not in position.summary
            source = proof.article
            assert source.title, proof.quote
            assert source.published_on, proof.quote
            assert source.published_on >= proof.said_on, proof.quote
            assert source.url or source.title == WITHOUT_ADDRESS, proof.quote


def test_a_page_that_proves_several_positions_of_the_case_is_described_alike_each_time(case):
    pages = defaultdict(set)
    for proof in Statement.objects.select_related("article").exclude(article__url=""):
        pages[proof.article.url].add((proof.article.title, proof.article.outlet, proof.article.published_on))
    assert {url: described for url, described in pages.items() if len(described) > 1} == {}


def test_in_the_case_ten_parties_are_heard_and_numbers_have_a_unit(case):
    known = Position.objects.known()
    assert known.values("party").distinct().count() == 10
    sizes = {int(term["value"]): term["unit"] for row in known for term in row.terms}
    assert {600_000: "person", 800_000: "person", 90: "day"}.items() <= sizes.items()


def test_the_sample_article_changes_one_position_confirms_others_and_predicts_one():
    article = json.loads((CASE.parent / "articles" / "putin-answers.json").read_text(encoding="utf-8"))
    catalog = extraction_catalog(read_catalog_file(CASE))
    source = Source(title=article["title"], published_on=date.fromisoformat(article["published_on"]))
    found = RulesExtractor().extract(article["text"], catalog=catalog, source=source)
    assert {
        ("russia", "us-30-day-ceasefire", "conditional", "paraphrased"),
        ("russia", "nato-membership", "opposes", "reported"),
        ("ukraine", "us-30-day-ceasefire", "supports", "paraphrased"),
        ("russia", "military-aid", "opposes", "predicted"),
    } <= {(s.party, s.target, s.stance.value, s.attribution.value) for s in found}
    assert all(article["text"][s.start : s.end] == s.quote for s in found)
