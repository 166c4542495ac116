"""One keep-alive connection that asks and times; several of these processes make the load, the same for every server.

`python -m tests.benchmarks.load` reads a plan as one line of JSON, warms up, says `ready`, waits for a line, asks
until its time or its count is over, and prints what it took. Without Django, so that it starts at once.
"""

import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 120.0


@dataclass(frozen=True)
class Plan:
    """What one connection asks of whom; it begins over when it has asked everything."""

    port: int
    addresses: Sequence[str]
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    at_most: int = 100_000
    n_warm: int = 3


@dataclass(frozen=True)
class Taken:
    """What came back. Units: `milliseconds` of each answer; `seconds` from the first question to the last answer."""

    milliseconds: list[float]
    seconds: float
    statuses: dict[str, int]
    n_bytes: int


class Connection:
    """To one server; opened again when the server has closed it in between."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.open = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=TIMEOUT_SECONDS)

    def ask(self, address: str) -> tuple[int, int]:
        """Shape: status, length of the body in bytes."""
        try:
            return self._ask(address)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.open.close()
            return self._ask(address)

    def _ask(self, address: str) -> tuple[int, int]:
        self.open.request("GET", address, headers=self.plan.headers)
        answer = self.open.getresponse()
        return answer.status, len(answer.read())


def take(plan: Plan) -> Taken:
    """Asks until the time or the count is over."""
    connection = Connection(plan)
    for address in plan.addresses[: plan.n_warm]:
        connection.ask(address)
    print("ready", flush=True)  # noqa: T201 - the protocol with the process that started this one
    sys.stdin.readline()
    milliseconds: list[float] = []
    statuses: Counter[str] = Counter()
    n_bytes = 0
    begun = now = time.perf_counter()
    while now - begun < plan.seconds and len(milliseconds) < plan.at_most:
        address = plan.addresses[(plan.n_warm + len(milliseconds)) % len(plan.addresses)]
        status, length = connection.ask(address)
        before, now = now, time.perf_counter()
        milliseconds.append((now - before) * 1000)
        statuses[str(status)] += 1
        n_bytes += length
    return Taken(milliseconds, now - begun, dict(statuses), n_bytes)


class Load:
    """The processes of one load: `with Load(plans) as load: load.go()`; warmed up when the block begins."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.clients: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.benchmarks.load"]
        for plan in self.plans:
            client = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.clients.append(client)
            self._tell(client, json.dumps(asdict(plan)))
        for client in self.clients:
            if self._hear(client) != "ready":
                raise RuntimeError("a client of the load did not get ready")
        return self

    def go(self) -> list[Taken]:
        for client in self.clients:
            self._tell(client, "go")
        return [Taken(**json.loads(self._hear(client))) for client in self.clients]

    def __exit__(self, *_: object) -> None:
        for client in self.clients:
            client.kill()
            client.communicate()

    def _tell(self, client: "subprocess.Popen[str]", line: str) -> None:
        client.stdin.write(line + "\n")
        client.stdin.flush()

    def _hear(self, client: "subprocess.Popen[str]") -> str:
        return client.stdout.readline().strip()


if __name__ == "__main__":
    print(json.dumps(asdict(take(Plan(**json.loads(sys.stdin.readline()))))))  # noqa: T201 - see above
