"""One round in which everything dies, on servers of its own; `make faults` runs more and longer ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_doubled_when_everything_dies():
    command = [sys.executable, "-m", "tests.faults", "--rounds", "1", "--articles", "200"]
    ran = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.count(": exact")) == (0, 1), ran.stdout + ran.stderr
    for harm in ("kill extractor", "kill fetcher", "kill and wipe broker", "restart database"):
        assert harm in ran.stdout
