"""Processes that are kept running: one that was killed is started again, one that can't start ends all."""

import os
import signal
from pathlib import Path

import pytest

from config import processes
from config.processes import ProcessEnded, Processes
from tests.worker import until


def test_a_process_that_is_killed_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "SOON_SECONDS", 0)
    started = tmp_path / "started"
    started.touch()
    with Processes(folder=tmp_path) as site:
        site.start("clock", ["sh", "-c", "echo $$ >> started; exec sleep 600"])
        until(lambda: len(started.read_text().split()) == 1, what="it runs")
        os.kill(int(started.read_text()), signal.SIGKILL)
        until(lambda: site.check() or len(started.read_text().split()) == 2, what="another one runs")


def test_a_process_that_ends_at_its_start_ends_all(tmp_path: Path):
    with Processes(folder=tmp_path) as site:
        site.start("clock", ["false"])
        with pytest.raises(ProcessEnded, match="the clock process ended with status 1"):
            until(site.check, what="its end is noticed")
