"""The talks that ship with Parley hold what was on record in mid-March 2025."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions.catalog import Loaded, extraction_catalog, load_catalog, read_catalog_file
from positions.extraction.rules import RulesExtractor
from positions.models import Position

CASE = Path(__file__).parents[3] / "positions" / "cases" / "ukraine-peace-talks" / "catalog.yaml"
RUSSIA_IN_MID_MARCH = {
    "nato-membership": ("opposes", "demand"),
    "territory-recognition": ("supports", "demand"),
    "demilitarization": ("supports", "demand"),
    "kursk-withdrawal": ("supports", "demand"),
    "pow-treatment": ("opposes", "declaration"),
    "strikes-on-russia": ("opposes", "declaration"),
    "ceasefire": ("opposes", "rejection"),
    "us-30-day-ceasefire": ("undecided", "declaration"),
}


@pytest.fixture
def case(curator: User) -> Loaded:
    return load_catalog(read_catalog_file(CASE), by=curator)


def held_by(slug: str, on: date) -> dict[str, tuple[str, str]]:
    rows = Position.objects.as_of(valid_on=on).filter(party__slug=slug).select_related("target")
    return {row.target.slug: (row.stance, row.act) for row in rows}


def test_the_case_that_ships_with_parley_holds_the_terms_of_mid_march_2025(case):
    day = date(2025, 3, 14)
    assert held_by("russia", day) == RUSSIA_IN_MID_MARCH
    assert held_by("ukraine", day) == {"us-30-day-ceasefire": ("supports", "acceptance")}
    assert held_by("united-states", day)["us-30-day-ceasefire"] == ("supports", "proposal")
    assert Position.objects.get(target__slug="strikes-on-russia").salience == "red_line"


def test_in_the_case_nothing_is_held_before_it_was_said(case):
    assert held_by("ukraine", date(2025, 2, 1)) == held_by("ukraine", date(2025, 3, 10)) == {}
    assert "us-30-day-ceasefire" not in held_by("russia", date(2025, 3, 11))
    assert "us-30-day-ceasefire" in held_by("russia", date(2025, 3, 12))


def test_every_position_of_the_case_has_a_short_quotation_with_its_source(case):
    for position in Position.objects.known():
        statements = [evidence.statement for evidence in position.evidence.known()]
        assert statements
        assert all(len(statement.quote.split()) <= 16 for statement in statements)
        assert all(statement.article.title and statement.article.published_on for statement in statements)
        assert position.summary


def test_the_sample_article_changes_one_position_confirms_others_and_predicts_one():
    article = json.loads((CASE.parent / "articles" / "putin-answers.json").read_text(encoding="utf-8"))
    catalog = extraction_catalog(read_catalog_file(CASE))
    found = RulesExtractor().extract(
        article["text"], catalog=catalog, published_on=date.fromisoformat(article["published_on"])
    )
    assert {
        ("russia", "us-30-day-ceasefire", "conditional", "paraphrased"),
        ("russia", "nato-membership", "opposes", "reported"),
        ("ukraine", "us-30-day-ceasefire", "supports", "paraphrased"),
        ("russia", "military-aid", "opposes", "predicted"),
    } <= {(s.party, s.target, s.stance.value, s.attribution.value) for s in found}
    assert all(article["text"][s.start : s.end] == s.quote for s in found)
