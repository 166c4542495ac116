"""A PARLEY_HOME of a test's own, and `manage.py` as a newcomer would run it there."""

import os
import subprocess
import sys
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parents[1]


def start(home: embedded.Home, *arguments: str) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "PARLEY_SECRET_KEY"}}
    return subprocess.Popen(
        # Tests that were started in the background ignore Ctrl-C, and so would their children but for env.
        ["env", "--default-signal=INT", sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**env, "PARLEY_HOME": str(home.path), "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
