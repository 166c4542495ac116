"""Bodies as they were meant, and no more of them than is wanted."""

import gzip
from collections.abc import Iterator

import pytest

from positions.outbound import Limits
from positions.outbound.bodies import read_beginning, read_body

LIMITS = Limits(body_bytes=100, expanded_bytes=100)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
def test_gzip_has_two_names(encoding):
    assert read_body([gzip.compress(b"No dam.")], encoding=encoding, limits=LIMITS) == b"No dam."


def test_a_packed_body_that_was_not_sent_is_empty():
    assert read_body([], encoding="gzip", limits=LIMITS) == b""


def test_of_an_endless_answer_the_beginning_is_read():
    def endless() -> Iterator[bytes]:
        for _ in range(3):
            yield bytes(40)
        pytest.fail("more was read than is kept")

    assert read_beginning(endless(), limits=LIMITS) == bytes(100)
