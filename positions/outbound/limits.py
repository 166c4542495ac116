"""How much of anything one request may take, and the clock and the scales that hold it to that."""

import time
from dataclasses import dataclass

from positions.outbound.refusals import OutboundFailed, OutboundRefused


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one request may take, redirects included.

    Units: as in the names; `body_bytes` is what is sent, `expanded_bytes` what it is after decompression.
    """

    total_seconds: float = 30.0
    n_redirects: int = 5
    header_bytes: int = 32 * 1024
    body_bytes: int = 4_000_000
    expanded_bytes: int = 8_000_000


class Deadline:
    """The end of the time that a request has, look-ups, redirects and slow servers included."""

    def __init__(self, total_seconds: float) -> None:
        self.total_seconds = total_seconds
        self._ends_at = time.monotonic() + total_seconds

    def seconds_left(self) -> float:
        """More than 0. Raises: OutboundFailed when there is no time left."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> OutboundFailed:
        return OutboundFailed(f"The answer was not complete within {self.total_seconds:g} seconds.")


def require_short_headers(headers: list[tuple[bytes, bytes]], *, limits: Limits) -> None:
    """Raises: OutboundRefused."""
    n_bytes = sum(len(name) + len(value) for name, value in headers)
    if n_bytes > limits.header_bytes:
        raise OutboundRefused(f"The answer's headers have {n_bytes:,} bytes ({limits.header_bytes:,} at most).")
