"""The demo does the product's job once, in a home of its own; twice doubles nothing."""

import re

from tests.homes import start


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
    assert counts(output) == counts(second[0]) != []
