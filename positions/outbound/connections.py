"""Connections to checked network addresses only, which end when the request's time is over.

Weighed: advocate (unmaintained since 2020, requests alone), safehttpx (asynchronous, asks one company's name servers),
httpx's own transport (it takes no backend). httpcore, on which httpx stands, takes a network backend as a documented
argument: the one place where a name becomes a connection is then ours, and everything else is a well-kept library's.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import httpcore

from positions.outbound.addresses import is_public
from positions.outbound.limits import Deadline
from positions.outbound.refusals import HostNotPublic, OutboundFailed

# What a name stands for: (host, port) to network addresses as text. Raises OSError where it stands for nothing.
Resolver = Callable[[str, int], list[str]]
# A network address that does not take a connection within this time is given up for the next of its name.
CONNECT_SECONDS = 10.0


def resolve(host: str, port: int) -> list[str]:
    """All that the system says the name stands for."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def find_addresses(host: str, port: int, *, resolver: Resolver, deadline: Deadline) -> list[str]:
    """The resolver's answer, waited for no longer than there is time.

    A look-up can't be interrupted; one that hangs is left to itself, in a thread that keeps nothing alive.
    Raises: OutboundFailed.
    """
    answer: list[list[str] | Exception] = []

    def look_up() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError) as problem:
            answer.append(problem)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.seconds_left())
    if not answer:
        raise deadline.missed()
    (found,) = answer
    if isinstance(found, Exception) or not found:
        raise OutboundFailed(f"The name {host} can't be resolved.")
    return found


def checked_addresses(
    host: str, port: int, *, resolver: Resolver, deadline: Deadline, allowed: frozenset[str]
) -> list[str]:
    """Network addresses of a host, every one of which may be connected to.

    `allowed` names hosts (`host` or `host:port`) whose addresses are not looked at. One address that is not public
    refuses the name: which of them a connection takes would be chance. Raises: OutboundRefused, OutboundFailed.
    """
    found = find_addresses(host, port, resolver=resolver, deadline=deadline)
    if allowed.isdisjoint({host, f"{host}:{port}"}) and not all(map(is_public, found)):
        raise HostNotPublic(f"{host} is not on the public internet; its network address is not connected to.")
    return found


class CheckedBackend(httpcore.NetworkBackend):
    """Where httpcore gets its connections from."""

    def __init__(self, *, resolver: Resolver, deadline: Deadline, allowed: frozenset[str]) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first of the host's addresses that takes the connection. Raises: OutboundRefused, OutboundFailed."""
        addresses = checked_addresses(
            host, port, resolver=self._resolver, deadline=self._deadline, allowed=self._allowed
        )
        for address in addresses:
            seconds = min(CONNECT_SECONDS, self._deadline.seconds_left())
            try:
                # Given as a number, so nothing is looked up again.
                stream = httpcore.SyncBackend().connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return TimedStream(stream, self._deadline)
        raise OutboundFailed(f"{host} takes no connection at port {port}.")


class TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the request's time; a byte a second does not prolong it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.seconds_left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.seconds_left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        encrypted = self._stream.start_tls(ssl_context, server_hostname, self._deadline.seconds_left())
        return TimedStream(encrypted, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@cache
def trusted_authorities() -> ssl.SSLContext:
    """Made once a process: reading the certificates takes longer than most requests."""
    return httpcore.default_ssl_context()
