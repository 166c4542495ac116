"""A made-up internet: names with public addresses that lead to this machine, and a note of every connection.

The product looks up and checks as it always does; only the system's look-up and its last step, the connection to a
number, are replaced. What is not a name or number of this internet is connected to for real, and noted.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Public, and nobody's business: each name gets the next number.
NUMBERS = "8.8.4.{}"


@dataclass
class Internet:
    """Where names lead; `looked_up` and `connected` say what was asked for and what was connected to."""

    looked_up: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    _answers: dict[str, list[list[str]]] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)
    _connect: Callable[..., socket.socket] = socket.create_connection
    _look_up: Callable[..., list[Any]] = socket.getaddrinfo

    def name(self, host: str, *, port: int, then: list[str] | None = None, beside: str = "") -> str:
        """A new public number for a host, behind which a port of this machine answers.

        `then`: what the second look-up and all later ones say. `beside`: another number of the same name.
        """
        number = NUMBERS.format(len(self._answers) + 1)
        first = [number, beside] if beside else [number]
        self._answers[host] = [first, then or first]
        self._ports[number] = port
        return number

    def look_up(self, host: str, port: int, *arguments: Any, **options: Any) -> list[Any]:
        if host not in self._answers:
            return self._look_up(host, port, *arguments, **options)
        self.looked_up.append(host)
        answers = self._answers[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in found]

    def connect(self, address: tuple[str, int], *arguments: Any, **options: Any) -> socket.socket:
        number, port = address
        self.connected.append(number)
        here = ("127.0.0.1", self._ports[number]) if number in self._ports else (number, port)
        return self._connect(here, *arguments, **options)
