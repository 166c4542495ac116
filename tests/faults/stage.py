"""The processes of one round, on a home of its own whose disk can be filled, and the ways to do them harm."""

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from config import embedded
from config.embedded.postgresql import Postgresql
from config.embedded.processes import processes_of
from config.embedded.valkey import Valkey
from config.processes import beat_command, fetcher_command, worker_command

ROOT = Path(__file__).resolve().parents[2]
# Unit: bytes. PostgreSQL's first files and its log have 150 MB; the rest is what a round writes.
DISK_BYTES = 700_000_000
PATIENCE_SECONDS = 60.0


class Disk:
    """A folder with little room, where the machine allows that to be made: it takes the right to mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        options = f"size={DISK_BYTES},mode=0700"
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
        )
        self.is_small = mounted.returncode == 0

    def fill(self) -> None:
        with suppress(OSError), (self.folder / "filler").open("wb") as filler:
            while True:
                filler.write(bytes(1_000_000))
                filler.flush()

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        if self.is_small:
            subprocess.run(["umount", "--lazy", str(self.folder)], capture_output=True, check=False)


class Stage:
    """An extractor, a fetcher and two clocks, started again whenever one of them has ended."""

    def __init__(self, home: embedded.Home, disk: Disk, *, outbound_hosts: str) -> None:
        self.home, self.disk = home, disk
        self.environment = {**os.environ, "PARLEY_OUTBOUND_HOSTS": outbound_hosts}
        self.commands: dict[str, list[str]] = {
            "extractor": worker_command(),
            "fetcher": fetcher_command(),
            "clock": beat_command(),
            "second clock": beat_command(),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.harm: Counter[str] = Counter()
        self.n_ended = 0
        self.over = threading.Event()

    def start(self, name: str) -> None:
        with (self.home.path.parent / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def start_what_has_ended(self) -> None:
        """What was killed; and what has ended by itself, which is counted, as nothing should."""
        for name in self.commands:
            process = self.running.get(name)
            if process is not None and process.poll() is None:
                continue
            self.n_ended += process is not None
            self.start(name)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_extractor(self) -> None:
        self.kill("extractor")

    def kill_fetcher(self) -> None:
        self.kill("fetcher")

    def kill_and_wipe_broker(self) -> None:
        broker = Valkey(self.home)
        for process in processes_of(broker):
            process.kill()
        for path in broker.folder.rglob("*.rdb"):
            path.unlink(missing_ok=True)
        self.await_services(broker.answers)

    def restart_database(self) -> None:
        """Killed, not asked: the hardest of restarts."""
        for process in processes_of(Postgresql(self.home)):
            with suppress(Exception):
                process.kill()
        self.await_services(Postgresql(self.home).answers)

    def fill_disk(self) -> None:
        self.disk.fill()
        self.over.wait(2.0)
        self.disk.free()
        self.await_services(lambda: Postgresql(self.home).answers() and Valkey(self.home).answers())

    def await_services(self, answer: Callable[[], bool]) -> None:
        """Until they answer again; whoever runs Parley would start them if they did not by themselves."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answer():
            if time.monotonic() > deadline:
                raise TimeoutError("the services did not come back")
            with suppress(embedded.ServicesCouldNotStart):
                embedded.start(self.home)
            self.over.wait(0.2)

    def do_harm(self, name: str) -> None:
        self.harm[name] += 1
        getattr(self, name)()

    def __enter__(self) -> Self:
        self.start_what_has_ended()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for name in list(self.running):
            self.kill(name)


HARM = ["kill_extractor", "kill_fetcher", "kill_and_wipe_broker", "kill_extractor", "restart_database", "kill_fetcher"]
