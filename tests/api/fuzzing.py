"""Schemathesis against a running server: every operation of the committed schema, with all of its checks.

`make fuzz` asks longer, with a seed of its own: FUZZ_SECONDS each round, FUZZ_SEED to do one again.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
SECONDS = os.environ.get("FUZZ_SECONDS", "")
SEED = os.environ.get("FUZZ_SEED") or (str(random.randrange(1_000_000)) if SECONDS else "20240305")


def fuzz(address: str, *arguments: str, folder: Path, known: Mapping[str, str], also: Collection[int] = ()) -> str:
    """What Schemathesis reports; the test fails with its words where it found something.

    `known`: by the name of a parameter in paths, what there is. `also`: statuses that what is well formed may have.
    """
    length = ["--max-time", SECONDS] if SECONDS else ["--max-examples", "8", "--phases", "examples,fuzzing"]
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "--config-file", str(write_config(folder, known, also)), "run"),
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


def write_config(folder: Path, known: Mapping[str, str], also: Collection[int]) -> Path:
    """What is well formed may still name what is not there, or be a cursor of another list: the schema can't know.

    That is a 400, and a 422 for what contradicts itself. What is in a path is there, so a 404 is none of them.
    """
    statuses = json.dumps(["2xx", "3xx", 400, 422, *also])
    parameters = "\n".join(f'"path.{name}" = {json.dumps(value)}' for name, value in known.items())
    path = folder / "schemathesis.toml"
    path.write_text(
        f"[parameters]\n{parameters}\n[checks.positive_data_acceptance]\nexpected-statuses = {statuses}\n",
        encoding="utf-8",
    )
    return path
