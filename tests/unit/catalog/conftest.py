"""Small catalogs as text, and what reading them says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from positions.catalog import CatalogFile, CatalogFileInvalid, read_catalog_file


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], CatalogFile]:
    """Reads a catalog that consists of this text."""

    def read_text(content: str | bytes) -> CatalogFile:
        path = tmp_path / "catalog.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return read_catalog_file(path)

    return read_text


@pytest.fixture
def problems(read: Callable[[str | bytes], CatalogFile]) -> Callable[[str | bytes], list[tuple[int | None, str, str]]]:
    """Line, field and message of everything that is wrong with a catalog."""

    def list_problems(content: str | bytes) -> list[tuple[int | None, str, str]]:
        with pytest.raises(CatalogFileInvalid) as refused:
            read(content)
        return [(problem.line, problem.field, problem.message) for problem in refused.value.problems]

    return list_problems
