"""Bodies of a bounded size, before and after decompression."""

import zlib
from collections.abc import Iterable, Iterator

from positions.outbound.limits import Limits
from positions.outbound.refusals import OutboundFailed, OutboundRefused

# What is asked for and understood: gzip, and no other, since each would be one more way to send a bomb.
ENCODING = "gzip"
GZIP_HEADER = 16 + zlib.MAX_WBITS  # zlib's way to say that the format is gzip's
# How much is decompressed at once: a bomb's thousandfold goes no further than this.
STEP_BYTES = 64 * 1024


def read_body(chunks: Iterable[bytes], *, encoding: str, limits: Limits) -> bytes:
    """The body as it was meant. Raises: OutboundRefused, OutboundFailed."""
    raw = _bounded(chunks, limits.body_bytes, "The answer is larger than {:,} bytes.")
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return b"".join(raw)
    if name.removeprefix("x-") != ENCODING:
        raise OutboundRefused(f"The answer is encoded as “{name[:40]}”, which was not asked for.")
    return b"".join(_bounded(_expand(raw), limits.expanded_bytes, "The answer is larger than {:,} bytes unpacked."))


def read_beginning(chunks: Iterable[bytes], *, limits: Limits) -> bytes:
    """As much of a body, as it was sent, as is kept; the rest is not read."""
    found = b""
    for chunk in chunks:
        found += chunk
        if len(found) >= limits.body_bytes:
            break
    return found[: limits.body_bytes]


def _bounded(chunks: Iterable[bytes], most: int, sentence: str) -> Iterator[bytes]:
    n_bytes = 0
    for chunk in chunks:
        n_bytes += len(chunk)
        if n_bytes > most:
            raise OutboundRefused(sentence.format(most))
        yield chunk


def _expand(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """gzip in steps of a bounded size; several members in a row are one body."""
    unpacker = zlib.decompressobj(GZIP_HEADER)
    n_bytes = 0
    try:
        for chunk in chunks:
            n_bytes += len(chunk)
            packed = chunk
            while packed:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(GZIP_HEADER)
                yield unpacker.decompress(packed, STEP_BYTES)
                packed = unpacker.unconsumed_tail or unpacker.unused_data
        while piece := unpacker.decompress(b"", STEP_BYTES):
            yield piece
    except zlib.error:
        raise OutboundFailed("The answer can't be decompressed.") from None
    if n_bytes and not unpacker.eof:
        raise OutboundFailed("The answer ends in the middle.")
