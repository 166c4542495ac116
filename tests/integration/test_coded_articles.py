"""Coded articles for `evaluate` and `train_extractor`: what their catalog does not have is refused, not measured."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError

from positions.management.gold import read_gold_folder

CATALOG = """
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - {slug: northland, name: Northland, kind: state, role: principal}
issues:
  - {slug: water-quota, title: Water quota, proposition: Southland takes more water.}
proposals:
  - {slug: joint-plan, title: Joint plan, proposed_by: [northland], proposed_on: 2024-02-10}
"""
TEXT = "Northland rejects the water quota."


def coded(folder: Path, *statements: dict) -> Path:
    for name in ("statements", "articles", "catalogs"):
        (folder / name).mkdir()
    rows = [{"stance": "opposes", "attribution": "reported", "quote": TEXT, **statement} for statement in statements]
    content = json.dumps({"negotiation": "river-talks", "statements": rows})
    (folder / "statements" / "a1.json").write_text(content, encoding="utf-8")
    (folder / "articles" / "a1.json").write_text(json.dumps({"text": TEXT}), encoding="utf-8")
    (folder / "catalogs" / "river.yaml").write_text(CATALOG, encoding="utf-8")
    return folder


def test_slugs_that_the_catalog_does_not_have_are_refused_with_the_nearest_that_it_has(tmp_path):
    folder = coded(
        tmp_path,
        {"party": "nortland", "target": "water-quota"},
        {"party": "northland", "target": ["joint-plan", "join-plan"]},
    )
    with pytest.raises(CommandError) as refused:
        list(read_gold_folder(folder))
    assert str(refused.value).splitlines() == [
        "a1: “nortland” is no party of river-talks; did you mean “northland”?",
        "a1: “join-plan” is no target of river-talks; did you mean “joint-plan”?",
    ]


def test_issues_and_proposals_of_the_catalog_are_targets(tmp_path):
    folder = coded(tmp_path, {"party": "northland", "target": ["water-quota", "joint-plan"]})
    (article,) = read_gold_folder(folder)
    assert article.statements[0].targets == ("water-quota", "joint-plan")
