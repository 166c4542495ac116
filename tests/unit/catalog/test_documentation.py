"""What docs/adding-a-negotiation.md shows is what happens."""

import re
from pathlib import Path

import pytest

from positions.catalog import CatalogFileInvalid
from positions.catalog.shape import Shape

PAGE = (Path(__file__).parents[3] / "docs" / "adding-a-negotiation.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_documented_example_is_a_catalog(read):
    assert read(EXAMPLE).positions[0].summary == "Northland wants the present quota kept."


def test_the_documented_example_has_every_key_and_the_tables_describe_it():
    keys = {info.alias or name for shape in Shape.__subclasses__() for name, info in shape.model_fields.items()}
    assert [key for key in keys if not re.search(rf"\b{key}:", EXAMPLE)] == []
    assert [key for key in keys if f"`{key}`" not in PAGE and f"### {key}\n" not in PAGE] == []


def test_the_documented_refusal_is_what_the_mistakes_give(read):
    with pytest.raises(CatalogFileInvalid) as refused:
        read(EXAMPLE.replace("kind: state\n", "kind: stat\n").replace("- issue: water-share", "- issue: water-shar"))
    shown = [
        line.removeprefix("river-talks.yaml") for line in PAGE.splitlines() if line.startswith("river-talks.yaml:")
    ]
    assert [line.split("catalog.yaml", 1)[1] for line in str(refused.value).splitlines()] == shown
