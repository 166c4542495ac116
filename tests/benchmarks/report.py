"""From times to figures, and from figures to a table that people read. Pure but for writing the two files."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson


@dataclass(frozen=True)
class Round:
    """One round of one measure. Units: CPU in seconds over the whole round."""

    milliseconds: Sequence[float]
    per_second: float
    web_seconds: float
    database_seconds: float
    n_bytes: int


@dataclass(frozen=True)
class Figures:
    """What one measure came to. Units: milliseconds; CPU of servers a request; `alone` is p50 of one connection."""

    what: str
    who: str
    n: int
    per_second: float
    alone: float | None
    p50: float
    p95: float
    p99: float
    web_cpu: float
    database_cpu: float
    kilobytes: float

    @property
    def cpu(self) -> float:
        return self.web_cpu + self.database_cpu


@dataclass(frozen=True)
class Missing:
    """A measure that can't be taken, and why."""

    what: str
    who: str
    why: str


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed (nearest rank). Raises: ValueError."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    return sorted(values)[math.ceil(share * len(values)) - 1]


def figures(what: str, who: str, rounds: Sequence[Round], *, alone: float | None) -> Figures:
    """Latencies of all rounds together; the middle of the rounds' rates, which one disturbed round does not move."""
    times = [time for one in rounds for time in one.milliseconds]
    n = len(times)
    return Figures(
        what=what,
        who=who,
        n=n,
        per_second=median(one.per_second for one in rounds),
        alone=alone,
        p50=percentile(times, 0.50),
        p95=percentile(times, 0.95),
        p99=percentile(times, 0.99),
        web_cpu=sum(one.web_seconds for one in rounds) / n * 1000,
        database_cpu=sum(one.database_seconds for one in rounds) / n * 1000,
        kilobytes=sum(one.n_bytes for one in rounds) / n / 1000,
    )


@dataclass(frozen=True)
class Aim:
    """A ratio that is aimed at: the rate of one measure over that of another."""

    sentence: str
    of: tuple[str, str]
    over: tuple[str, str]
    at_least: float | None = None


AIMS = [
    Aim("the matrix beside Datasette", ("matrix without evidence", "parley"), ("matrix", "datasette"), 3.0),
    Aim("the matrix beside PostgreSQL alone", ("matrix without evidence", "parley"), ("matrix", "postgresql")),
    Aim("the matrix beside plain DRF", ("matrix without evidence", "parley"), ("matrix", "plain")),
    Aim("an unchanged answer (304) beside a bare view", ("unchanged (304)", "parley"), ("one row", "bare"), 0.8),
]


def ratios(found: Sequence[Figures]) -> list[dict[str, Any]]:
    """Each aim whose two sides were measured, by rate and by CPU. More is better in both."""
    by_name = {(one.what, one.who): one for one in found}
    return [
        {
            "what": aim.sentence,
            "rate": by_name[aim.of].per_second / by_name[aim.over].per_second,
            "cpu": by_name[aim.over].cpu / by_name[aim.of].cpu if by_name[aim.of].cpu else None,
            "aim": aim.at_least,
        }
        for aim in AIMS
        if aim.of in by_name and aim.over in by_name
    ]


def table(found: Sequence[Figures]) -> str:
    names = ("requests/s", "alone", "p50", "p95", "p99", "CPU web", "CPU database", "kB")
    head = f"| what | who | {' | '.join(names)} |\n|---|---|{'--:|' * len(names)}"
    rows = [
        f"| {one.what} | {one.who} | {one.per_second:,.1f} | {shown(one.alone)} | {shown(one.p50)} | {shown(one.p95)} "
        f"| {shown(one.p99)} | {shown(one.web_cpu)} | {shown(one.database_cpu)} | {one.kilobytes:,.0f} |"
        for one in found
    ]
    return "\n".join([head, *rows])


def shown(number: float | None) -> str:
    """Two digits that say something, or a dash."""
    if number is None:
        return "–"
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def read_work(path: Path) -> dict[str, Any]:
    """What `run` wrote of one work: circumstances, figures, missing."""
    work: dict[str, Any] = orjson.loads(path.read_bytes())
    found = [Figures(**one) for one in work["figures"]]
    return work | {"figures": found, "missing": [Missing(**one) for one in work["missing"]]}


def write_work(path: Path, work: dict[str, Any]) -> None:
    path.write_bytes(orjson.dumps(work, option=orjson.OPT_INDENT_2))


def markdown(works: Sequence[dict[str, Any]]) -> str:
    """The first work beside the rivals; the others as a table of growth."""
    first = works[0]
    c = first["circumstances"]
    parts = [
        "# Benchmarks",
        f"{c['at']}, {c['machine']}. {c['load']}",
        f"{c['work']}. {c['how']} Times in milliseconds; CPU is what the servers used, a request.",
        table(first["figures"]),
        "## Beside the others",
        "\n".join(ratio_line(one) for one in ratios(first["figures"])),
    ]
    missing = [(work["circumstances"]["work"], one) for work in works for one in work["missing"]]
    if missing:
        lines = [f"- {one.what} ({one.who}) of {work}: {one.why}" for work, one in missing]
        parts += ["## Not measured", "\n".join(lines)]
    if len(works) > 1:
        parts += ["## Growth", growth(works)]
    return "\n\n".join(parts) + "\n"


def ratio_line(ratio: dict[str, Any]) -> str:
    aim = f"; aim {ratio['aim']:.1f}" if ratio["aim"] else ""
    cpu = f", by CPU {ratio['cpu']:.2f}" if ratio["cpu"] else ""
    return f"- {ratio['what']}: {ratio['rate']:.2f} by rate{cpu}{aim}"


def growth(works: Sequence[dict[str, Any]]) -> str:
    """Latency alone and CPU of each question of Parley, work by work."""
    names = list(dict.fromkeys(f.what for work in works for f in work["figures"] if f.who == "parley"))
    head = "| what | " + " | ".join(work["circumstances"]["work"] for work in works) + " |"
    lines = [head, "|---|" + "--:|" * len(works)]
    for name in names:
        cells = [next((f for f in work["figures"] if (f.what, f.who) == (name, "parley")), None) for work in works]
        lines.append(
            f"| {name} | " + " | ".join(f"{shown(f.alone)} ({shown(f.cpu)} CPU)" if f else "–" for f in cells) + " |"
        )
    return "\n".join(lines)


def as_json(works: Sequence[dict[str, Any]]) -> bytes:
    plain = [
        work
        | {
            "figures": [asdict(one) for one in work["figures"]],
            "missing": [asdict(one) for one in work["missing"]],
            "ratios": ratios(work["figures"]),
        }
        for work in works
    ]
    return orjson.dumps(plain, option=orjson.OPT_INDENT_2)
