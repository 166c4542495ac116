"""Schemathesis against a running server: every operation of the committed schema, with all of its checks.

`make fuzz` asks longer, with a seed of its own: FUZZ_SECONDS each round, FUZZ_SEED to do one again.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
SECONDS = os.environ.get("FUZZ_SECONDS", "")
SEED = os.environ.get("FUZZ_SEED") or (str(random.randrange(1_000_000)) if SECONDS else "20240305")


def fuzz(address: str, *arguments: str, folder: Path) -> str:
    """What Schemathesis reports; the test fails with its words where it found something."""
    length = ["--max-time", SECONDS] if SECONDS else ["--max-examples", "8", "--phases", "examples,fuzzing"]
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "--config-file", str(ROOT / "tests" / "api" / "schemathesis.toml"), "run"),
            *(str(ROOT / "docs" / "openapi.yaml"), "--url", address, "--seed", SEED, *length),
            *("--continue-on-failure", "--no-shrink", "--no-color", "--generation-database", "none", *arguments),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-20000:]}\n{done.stderr[-2000:]}"
    if SECONDS:
        sys.stdout.write(done.stdout)
    return done.stdout
