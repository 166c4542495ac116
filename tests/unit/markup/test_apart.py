"""Work in a process of its own: what comes of it, and what becomes of work that would not end."""

import os
import re
import threading

import pytest

from positions.markup import apart

ENDLESS = (re.match, "(a+)+$", "a" * 40 + "b")


def test_what_the_work_gives_and_raises_is_what_whoever_asked_gets():
    assert apart.run(divmod, 7, 3) == (2, 1)
    with pytest.raises(ValueError, match="invalid literal"):
        apart.run(int, "seven")


def test_work_that_does_not_end_is_given_up_and_the_next_is_done(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    with pytest.raises(apart.NotDone, match=r"could not be read within 0.2 seconds"):
        apart.run(*ENDLESS)
    assert apart.run(abs, -1) == 1


def test_a_process_that_ends_in_the_middle_is_replaced():
    with pytest.raises(apart.NotDone, match=r"the process that read it ended \(9\)"):
        apart.run(os._exit, 9)
    assert apart.run(abs, -1) == 1


def test_other_threads_go_on_meanwhile(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 1.0)
    apart.run(abs, -1)
    gave_up = threading.Event()

    def ask() -> None:
        with pytest.raises(apart.NotDone):
            apart.run(*ENDLESS)
        gave_up.set()

    thread = threading.Thread(target=ask)
    thread.start()
    assert apart.run(abs, -2) == 2
    assert not gave_up.is_set()
    thread.join()


def test_it_imports_no_django():
    assert apart.run(eval, "'django' in __import__('sys').modules") is False
