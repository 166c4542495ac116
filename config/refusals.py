"""What the web server itself refuses, before Django sees the request, in the form of every other refusal.

gunicorn answers a request line that is too long, or one that is no HTTP, with a page of HTML; a program that reads
problem details would stumble over it. It has no setting for that, so its one function that writes such answers is
replaced.
"""

import json
import socket
from http import HTTPStatus

from gunicorn import util

# Where gunicorn says how long something was, and not what to do.
ADVICE: dict[int, str] = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "The address is longer than the 8,190 bytes that are taken. Leave out what names everything; choose by kind, "
        "topic or role instead of by name; or ask in parts, with the same valid_on and known_at, whose cells belong "
        "together."
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "There are more than 100 headers, or one has more than 8,190 bytes. Send fewer, or shorter ones."
    ),
}


def write_problem(client: socket.socket, status: int, _reason: str, message: str) -> None:
    """Problem details (RFC 9457) on the bare connection, which then closes. `message` may be empty.

    gunicorn's reason is not sent: a coding that it doesn't know is a bad request to it, with 501.
    """
    title = HTTPStatus(status).phrase
    problem = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": ADVICE.get(status) or message or title,
    }
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {title}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(client, head.encode("latin-1") + body)


def refuse_with_problems() -> None:
    """Called once, where the application is loaded."""
    util.write_error = write_problem
