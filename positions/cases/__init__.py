"""Cases that ship with Parley: a folder each, with `catalog.yaml` and sample `articles/`. Data, no code."""

from pathlib import Path


def list_cases() -> list[Path]:
    """The folders of all bundled cases, by name."""
    return sorted(path.parent for path in Path(__file__).parent.glob("*/catalog.yaml"))
