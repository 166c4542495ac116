"""Records are described from the strings in their source, which is parsed once for each, by one thread at a time."""

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from positions.adapters import adapter_of
from positions.api.asking.bodies import Body, read_body


@dataclass(frozen=True)
class Asked(Body):
    """What many ask at once."""

    word: str
    """A word."""


@dataclass(frozen=True)
class Told(Body):
    """What one thread asks about."""

    word: str
    """A word."""


@dataclass(frozen=True)
class ToldBesides(Body):
    """What another asks about at the same time."""

    word: str
    """A word."""


@pytest.fixture
def parsing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many threads parse source at each time that one begins to."""
    parse, now, seen = ast.parse, [], []

    def slowly(*arguments, **options):
        now.append(1)
        seen.append(len(now))
        time.sleep(0.05)
        now.pop()
        return parse(*arguments, **options)

    monkeypatch.setattr(ast, "parse", slowly)
    return seen


def test_bodies_of_a_kind_that_arrive_at_once_parse_their_source_once(parsing: list[int]):
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda n: read_body(Asked, {"word": str(n)}), range(24)))
    assert [one.word for one in read] == [str(n) for n in range(24)]
    assert parsing == [1, 1]  # to find the class in its file, then to read its strings


def test_no_two_threads_parse_source_at_once(parsing: list[int]):
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(adapter_of, [Told, ToldBesides])
    assert first is not second
    assert parsing == [1, 1, 1, 1]
