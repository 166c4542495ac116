"""The weights file, for the commands that learn it and calibrate it: whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def write_weights(path: Path, stored: Mapping[str, Any]) -> None:
    """Put a new file in the place of the old one: a worker that starts meanwhile reads either. Raises: CommandError."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        unfinished.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as problem:
        raise CommandError(f"{path} can't be written: {problem.strerror}.") from problem
