"""Reading and loading the river talks, as they stand or with parts of their text replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from positions.catalog import CatalogFile, Loaded, load_catalog, read_catalog_file
from tests.integration.catalog.talks import TALKS


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], CatalogFile]:
    def read_text(text: str) -> CatalogFile:
        path = tmp_path / "talks.yaml"
        path.write_text(text, encoding="utf-8")
        return read_catalog_file(path)

    return read_text


@pytest.fixture
def load(curator: User, read: Callable[[str], CatalogFile]) -> Callable[..., Loaded]:
    """Loads the catalog, with parts of its text replaced."""

    def load_text(*changes: tuple[str, str]) -> Loaded:
        text = TALKS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return load_catalog(read(text), by=curator)

    return load_text
