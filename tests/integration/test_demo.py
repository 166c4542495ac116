"""The demo does the product's job once, in a home of its own; twice doubles nothing."""

import re
import signal
from io import StringIO

import psutil
from django.contrib.auth.models import User
from rich.console import Console

from config.processes import Processes
from positions.management.commands.demo import show_addresses
from positions.management.serving import Site
from tests.homes import ROOT, start
from tests.worker import until


def counts(output: str) -> list[str]:
    """The lines that say how much there is: cells with a stance, and suggestions with how sure they are."""
    return [line for line in output.splitlines() if re.search(r"supports|opposes|undecided \(|\d+%", line)]


def test_the_demo_prints_the_comparison_and_what_waits_and_twice_is_the_same(home):
    first, second = (start(home, "demo", "--once").communicate(timeout=240) for _ in range(2))
    output, errors = first
    assert "Traceback" not in errors
    for word in ("Russia", "Ukraine", "United States", "opposes (demand)", "undecided", "acceptance", "RED LINE"):
        assert word in output
    assert "predicted" in output
    assert "Nothing answers there any more" in output
    assert counts(output) == counts(second[0]) != []
    assert passwords(output) == passwords(second[0]) != []
    assert [line for line in shown_in_the_readme() if line not in map(str.rstrip, output.splitlines())] == []


def shown_in_the_readme() -> list[str]:
    """What the README says that the demo prints, without the marks for lines that it leaves out."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"… stands for lines left out\):\n\n```\n(.*?)```", readme, re.DOTALL)[1]
    return [line for line in block.splitlines() if line not in {"", "…"}]


def passwords(output: str) -> list[str]:
    return re.findall(r"user admin, password (\S+)", output)


def test_the_demo_changes_no_password_that_somebody_set(db):
    User.objects.create_user("admin", password="one of my own")
    screen = Console(file=StringIO())
    site = Site(address="http://127.0.0.1:8000", processes=Processes(folder=ROOT))
    show_addresses(site, "of the demo", screen)
    assert User.objects.get(username="admin").check_password("one of my own")
    assert "user admin, password as it was" in screen.file.getvalue()


def test_a_demo_that_is_stopped_before_its_end_says_so(home):
    process = start(home, "demo", "--once")
    family = psutil.Process(process.pid)
    until(lambda: len(family.children(recursive=True)) > 4, what="the demo's processes at work", patience_seconds=120)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, "Traceback" in errors) == (130, False)
