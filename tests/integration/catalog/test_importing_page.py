"""What docs/importing.md shows is what happens."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from positions.catalog import CatalogFileInvalid, import_positions, mapping, read_data_set, summary_of
from positions.models import Position
from tests.integration.catalog.lake_talks import write

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")
CSV, MAPPING = (re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[1] for kind in ("csv", "yaml"))


def test_the_documented_data_set_imports_with_the_documented_mapping(tmp_path, curator):
    path, mapped = write(tmp_path, text=CSV, mapping=MAPPING)
    loaded = import_positions(read_data_set(path, mapping=mapped), negotiation="lake-talks", by=curator)
    assert f"--mapping lake.yaml\n{summary_of(loaded)}\n```" in PAGE
    assert {(p.party.slug, float(p.scale_low)) for p in Position.objects.known()} == {("alder", 10), ("birch", 55)}


def test_every_key_of_a_mapping_is_described():
    shapes = [shape for shape in vars(mapping).values() if isinstance(shape, type) and issubclass(shape, BaseModel)]
    keys = {name for shape in shapes if shape.__module__ == mapping.__name__ for name in shape.model_fields}
    assert len(keys) > 20
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE] == []


def test_the_documented_refusal_is_what_the_mistakes_give(tmp_path, curator):
    text = CSV.replace(",0.9", ",9").replace(",55,", ",5x,")
    path, mapped = write(tmp_path, text=text, mapping=MAPPING)
    with pytest.raises(CatalogFileInvalid) as refused:
        import_positions(read_data_set(path, mapping=mapped), negotiation="lake-talks", by=curator)
    shown = [line for line in PAGE.splitlines() if line.startswith("lake.csv:")]
    assert str(refused.value).replace(f"{tmp_path}/", "").splitlines() == shown
