"""One work of one size, stored, served and measured in the PARLEY_HOME of the environment; `__main__` starts it."""

import argparse
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - tables can be imported only from here on

from config.processes import Processes  # noqa: E402
from config.startup import bring_up_to_date  # noqa: E402
from tests.benchmarks import measures, questions, report, storing  # noqa: E402
from tests.benchmarks.load import ROOT  # noqa: E402
from tests.benchmarks.reference import Sizes  # noqa: E402
from tests.benchmarks.servers import database_server, start_all  # noqa: E402

N_PROCESSES = 2


def main() -> None:
    given = arguments()
    sizes = Sizes(given.parties, given.issues, given.versions, with_evidence=not given.no_evidence, seed=given.seed)
    effort = measures.Effort(seconds=given.seconds, n_rounds=given.rounds)
    bring_up_to_date()
    before = os.getloadavg()[0]
    print(f"Storing {described(sizes)} ...", flush=True)  # noqa: T201 - a command
    storing.store(sizes)
    storing.refresh_statistics()
    folder: Path = settings.HOME.path
    with Processes(folder=ROOT, logs=folder / "logs") as running:
        found, missing = measured(sizes, effort, running, folder, rivals=not given.no_rivals)
    how = (
        f"{N_PROCESSES} processes each, {effort.n_connections} keep-alive connections, {effort.n_rounds} rounds of "
        f"{effort.seconds:g} s, every request at other times."
    )
    work = {
        "circumstances": circumstances(before) | {"work": described(sizes), "how": how},
        "figures": found,
        "missing": missing,
    }
    report.write_work(given.to, work)


def measured(
    sizes: Sizes, effort: measures.Effort, running: Processes, folder: Path, *, rivals: bool
) -> tuple[list[report.Figures], list[report.Missing]]:
    """Figures of whatever is there to be measured, and what is not."""
    print("Starting the servers ...", flush=True)  # noqa: T201 - a command
    servers = start_all(running, folder=folder, n_processes=N_PROCESSES, rivals=rivals)
    asked, missing = [], []
    for question in questions.questions(sizes, rivals=rivals):
        why = measures.find_missing(question, servers[question.who])
        if why is None:
            asked.append(question)
        else:
            missing.append(report.Missing(question.what, question.who, why))
    again = measures.unchanged(asked[0], servers["parley"])
    if again is not None:
        asked.insert(1, again)
    else:
        missing.append(report.Missing("unchanged (304)", "parley", "answers carry no ETag that is honoured"))
    print(f"Measuring {len(asked)} questions ...", flush=True)  # noqa: T201 - a command
    database = database_server()
    found = measures.rounds_of(asked, servers, database, effort)
    if rivals:
        alone = measures.postgresql_alone(sizes, folder, database, effort)
        (missing if isinstance(alone, report.Missing) else found).append(alone)  # type: ignore[arg-type]
    return found, missing


def described(sizes: Sizes) -> str:
    return f"{sizes.n_parties} parties × {sizes.n_issues} issues × {sizes.n_versions} versions ({sizes.n_rows:,} rows)"


def circumstances(load_before: float) -> dict[str, Any]:
    """When and where; whether the machine had other work."""
    busy = load_before > 0.5
    return {
        "at": datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": load_before,
        "load": f"Load before it began: {load_before:.1f}"
        + ("; the machine was busy with other work." if busy else "; nothing else ran."),
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run")
    parser.add_argument("--to", type=Path, required=True, help="the JSON file to write")
    for name, default in (("parties", 40), ("issues", 50), ("versions", 50), ("seed", 1), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=4.0, help="a round of one measure")
    parser.add_argument("--no-evidence", action="store_true")
    parser.add_argument("--no-rivals", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
