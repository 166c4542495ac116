"""`python -m tests.benchmarks --out FOLDER [--quick]`: measures, prints the table, and writes it as Markdown and JSON.

Every work gets services of its own in a temporary PARLEY_HOME, which are stopped and removed at the end.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config import embedded, startup
from config.processes import raise_on_terminate
from tests.benchmarks import report
from tests.benchmarks.load import ROOT

# What is measured beside the reference work to see how cost grows; written without evidence to save time.
GROWN = {
    "history-times-10": ["--versions", "500"],
    "200-parties-500-targets": ["--parties", "200", "--issues", "500", "--versions", "2"],
}
QUICK = ["--rounds", "1", "--seconds", "2"]


def main() -> None:
    given = arguments()
    raise_on_terminate()
    given.out.mkdir(parents=True, exist_ok=True)
    works = {"reference": QUICK if given.quick else []}
    if not given.quick:
        works |= {name: [*sizes, "--no-evidence", "--no-rivals", "--rounds", "1"] for name, sizes in GROWN.items()}
    files = [measure(name, options, given.out) for name, options in works.items()]
    found = [report.read_work(file) for file in files]
    (given.out / "benchmarks.json").write_bytes(report.as_json(found))
    text = report.markdown(found)
    (given.out / "benchmarks.md").write_text(text, encoding="utf-8")
    for file in files:
        file.unlink()
    print(text)  # noqa: T201 - a command


def measure(name: str, options: Sequence[str], out: Path) -> Path:
    """One work in a home of its own. Raises: CalledProcessError."""
    file = out / f"{name}.json"
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        home = embedded.Home(Path(folder) / "home")
        os.environ["PARLEY_HOME"] = str(home.path)
        for variable in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(variable, None)
        try:
            with startup.servers():
                command = [sys.executable, "-m", "tests.benchmarks.run", "--to", str(file.resolve()), *options]
                subprocess.run(command, cwd=ROOT, check=True)
        finally:
            embedded.stop(home)
    return file


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="How fast Parley answers.")
    parser.add_argument("--out", type=Path, required=True, help="folder for benchmarks.md and benchmarks.json")
    parser.add_argument("--quick", action="store_true", help="one short round and no growth: at most three minutes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
