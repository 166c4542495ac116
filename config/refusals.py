"""What the web server itself refuses, before Django sees the request, in the form of every other refusal.

gunicorn answers a request line that is too long, or one that is no HTTP, with a page of HTML; a program that reads
problem details would stumble over it. It has no setting for that, so its one function that writes such answers is
replaced.
"""

import json
import socket

from gunicorn import util

REQUEST_LINE_TOO_LONG = 414
# What gunicorn says of it is how long it was, and not what to do.
ASK_IN_PARTS = (
    "The address is longer than the 8,190 bytes that are taken. Leave out what names everything; choose by kind, topic "
    "or role instead of by name; or ask in parts, with the same valid_on and known_at, whose cells belong together."
)


def write_problem(client: socket.socket, status: int, reason: str, message: str) -> None:
    """Problem details (RFC 9457) on the bare connection, which then closes. `message` may be empty."""
    detail = ASK_IN_PARTS if status == REQUEST_LINE_TOO_LONG else message or reason
    problem = {"type": "about:blank", "title": reason, "status": status, "detail": detail}
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(client, head.encode("latin-1") + body)


def refuse_with_problems() -> None:
    """Called once, where the application is loaded."""
    util.write_error = write_problem
