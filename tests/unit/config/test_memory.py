"""Counts that processes share lie in memory, apart for each serving process, and go with it, however it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import memory
from config.metrics import SHARED_FOLDER, shared_counts

DIES = "import os; from config.memory import memory_folder as m; f = m(); print(f.__enter__(), flush=True); os._exit(1)"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where such folders are made, of this test alone."""
    monkeypatch.setattr(memory, "MEMORY", tmp_path)
    return tmp_path


def test_two_that_serve_count_apart_and_leave_nothing_behind(place, monkeypatch):
    monkeypatch.delenv(SHARED_FOLDER, raising=False)
    with shared_counts():
        first = Path(os.environ[SHARED_FOLDER])
        (first / "counter_1.db").touch()
        with memory.memory_folder() as second:
            assert second != first
            assert (first / "counter_1.db").exists()
    assert SHARED_FOLDER not in os.environ
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_is_removed_by_the_next():
    dead = subprocess.run([sys.executable, "-c", DIES], stdout=subprocess.PIPE, text=True, check=False)
    left = Path(dead.stdout.strip())
    assert left.is_dir()
    with memory.memory_folder():
        assert not left.exists()


def test_what_is_not_ours_alone_is_left_alone(place):
    stranger = place / "parley-stranger"
    stranger.mkdir(mode=0o755)
    (stranger / memory.LOCK).touch()
    with memory.memory_folder():
        assert stranger.exists()


def test_without_a_folder_in_memory_there_is_one_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "MEMORY", tmp_path / "none")
    with memory.memory_folder() as folder:
        assert folder.is_dir()
