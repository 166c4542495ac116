"""`python -m tests.faults [--rounds N] [--articles N]`: exit status 0 when every round's account is exact."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from config import embedded, startup
from tests.faults.stage import Disk

ROUNDS, ARTICLES = 5, 2000
# After everything was submitted: half a second an article, and what it takes to come back from the dead.
PATIENCE_SECONDS_AN_ARTICLE = 0.5
PATIENCE_SECONDS = 120.0


def main() -> int:
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="parley-faults-") as folder:
        disk = Disk(Path(folder) / "disk")
        home = embedded.Home(disk.folder / "home")
        os.environ |= {"PARLEY_HOME": str(home.path), "PARLEY_SWEEP_SECONDS": "2", "PARLEY_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        for own in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(own, None)
        if not disk.is_small:
            sys.stderr.write("No right to mount: the full disk is left out.\n")
        try:
            with startup.make_ready("faults"):
                return run(given, home, disk)
        finally:
            embedded.stop(home)
            disk.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def run(given: argparse.Namespace, home: embedded.Home, disk: Disk) -> int:
    from tests.faults.rounds import run_round  # noqa: PLC0415 - models can be imported once the settings are complete

    patience = PATIENCE_SECONDS + given.articles * PATIENCE_SECONDS_AN_ARTICLE
    accounts = []
    for seed in range(given.seed, given.seed + given.rounds):
        found = run_round(home, disk, n_articles=given.articles, seed=seed, patience_seconds=patience)
        sys.stdout.write(f"round {seed}: {found}\n")
        sys.stdout.flush()
        accounts.append(found)
    return 0 if all(found.is_exact for found in accounts) else 1


if __name__ == "__main__":
    sys.exit(main())
