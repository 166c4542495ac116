"""What the web server itself refuses, before Django sees the request, in the form of every other refusal.

gunicorn answers a request line that is too long, or one that is no HTTP, with a page of HTML; a program that reads
problem details would stumble over it. It has no setting for that, so its one function that writes such answers is
replaced.
"""

import json
import socket

from gunicorn import util


def write_problem(client: socket.socket, status: int, reason: str, message: str) -> None:
    """Problem details (RFC 9457) on the bare connection, which then closes. `message` may be empty."""
    problem = {"type": "about:blank", "title": reason, "status": status, "detail": message or reason}
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(client, head.encode("latin-1") + body)


def refuse_with_problems() -> None:
    """Called once, where the application is loaded."""
    util.write_error = write_problem
