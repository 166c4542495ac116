"""Keeping the logs bounded: beyond a size a log becomes `<name>.1` and starts anew.

The writers append to an open file, so cutting it is enough and needs no signal; a line written in between is lost.
"""

import os
import shutil
from pathlib import Path

LARGEST_BYTES = 10 * 1024 * 1024


def keep_bounded(folder: Path, largest_bytes: int = LARGEST_BYTES) -> None:
    """Cut each log that has grown too large, keeping one older part."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > largest_bytes:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            os.truncate(log, 0)
