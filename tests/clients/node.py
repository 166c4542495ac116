"""Node's tools, which CI installs from .ci/package.json. Elsewhere their tests are skipped where they are missing."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / ".ci"
INSTALLED = CI / "node_modules"

needs_node = pytest.mark.skipif(
    not INSTALLED.is_dir() and not os.environ.get("CI"), reason="npm install --prefix .ci was not run"
)


def run(*command: str, folder: Path, **env: str) -> str:
    """What a command prints; the test fails with its words where it fails."""
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | quiet | env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tool(name: str) -> str:
    return str(INSTALLED / ".bin" / name)
