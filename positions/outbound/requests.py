"""`fetch` (GET, redirects followed, each checked) and `send` (POST, none followed)."""

import http
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message

import httpcore
import httpx
from django.conf import settings

from positions.outbound.bodies import ENCODING, read_beginning, read_body
from positions.outbound.connections import CheckedBackend, Resolver, resolve, trusted_authorities
from positions.outbound.limits import Deadline, Limits, require_short_headers
from positions.outbound.refusals import OutboundFailed, OutboundRefused

Url = httpx.URL
# Longest address that is asked, in characters: as long as the tables keep.
LONGEST_URL_CHARACTERS = 2000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What is read of the answer to something sent: enough to see what was wrong.
SEND_LIMITS = Limits(total_seconds=15.0, n_redirects=0, body_bytes=4_096)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. `url` is the last address asked; a name in `headers` is found in any case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """Without its parameters, in lower case; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """What the header says of the characters; empty where it says nothing."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset("")

    @property
    def phrase(self) -> str:
        """The status in words."""
        try:
            return http.HTTPStatus(self.status).phrase
        except ValueError:
            return "unknown"


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """One request on its way."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes = b""
    accepts: frozenset[str] = field(default_factory=frozenset)


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    accepts: frozenset[str] = frozenset(),
    limits: Limits | None = None,
    permit: Callable[[str], None] | None = None,
    resolver: Resolver = resolve,
) -> Answer:
    """What is at an address, whatever its status.

    `accepts`: content types that a body may have (none given: any; a body that names none passes). `headers` go to the
    address itself, and not to another host that it sends on to. `permit` is called with each address before it is
    asked, and may raise. Raises: OutboundRefused, OutboundFailed.
    """
    bounds = limits or Limits()
    deadline = Deadline(bounds.total_seconds)
    asked = _Asked(method="GET", url=require_address(url), headers=headers or {}, accepts=accepts)
    for _ in range(bounds.n_redirects + 1):
        if permit is not None:
            permit(str(asked.url))
        answer = _ask(asked, limits=bounds, deadline=deadline, resolver=resolver)
        if answer.status not in REDIRECTS or not answer.headers.get("location"):
            return answer
        asked = _sent_on(asked, answer.headers["location"])
    raise OutboundRefused(f"The address sends on to others more than {bounds.n_redirects} times.")


def send(
    url: str,
    content: bytes,
    *,
    headers: Mapping[str, str],
    limits: Limits | None = None,
    resolver: Resolver = resolve,
) -> Answer:
    """What an address says to a body that is posted to it; it is not followed elsewhere.

    Of the answer's body only the beginning is kept, as it was sent. Raises: OutboundRefused, OutboundFailed.
    """
    bounds = limits or SEND_LIMITS
    asked = _Asked(method="POST", url=require_address(url), headers=headers, content=content)
    return _ask(asked, limits=bounds, deadline=Deadline(bounds.total_seconds), resolver=resolver)


def require_address(url: str) -> httpx.URL:
    """The address as it is asked: http or https, a host, no credentials, no fragment. Raises: OutboundRefused."""
    if len(url) > LONGEST_URL_CHARACTERS:
        raise OutboundRefused(f"The address is longer than {LONGEST_URL_CHARACTERS:,} characters.")
    try:
        parsed = httpx.URL(url.strip())
        port = parsed.port
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise OutboundRefused("The address is no address of the web.") from None
    if parsed.scheme not in {"http", "https"}:
        raise OutboundRefused("The address must begin with http:// or https://.")
    if not parsed.host or "%" in parsed.host:
        raise OutboundRefused("The address names no host.")
    if port is not None and not 0 < port < 65536:
        raise OutboundRefused("The address has a port that there is not.")
    if parsed.userinfo:
        raise OutboundRefused("The address has credentials in it; they are not sent.")
    return parsed.copy_with(fragment=None)


def _sent_on(asked: _Asked, location: str) -> _Asked:
    """The same question at the next address. What was meant for one host does not go to another."""
    try:
        target = require_address(str(asked.url.join(location)))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise OutboundRefused("The address sends on to something that is no address.") from None
    same = (target.scheme, target.netloc) == (asked.url.scheme, asked.url.netloc)
    headers = asked.headers if same else {}
    return _Asked(method=asked.method, url=target, headers=headers, accepts=asked.accepts)


def _ask(asked: _Asked, *, limits: Limits, deadline: Deadline, resolver: Resolver) -> Answer:
    """One request and its answer, on a connection of its own."""
    backend = CheckedBackend(resolver=resolver, deadline=deadline, allowed=settings.OUTBOUND_HOSTS)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=trusted_authorities(), max_connections=1, network_backend=backend
            ) as pool,
            pool.stream(
                asked.method, _core_url(asked.url), headers=_headers(asked), content=asked.content or None
            ) as response,
        ):
            return _read(asked, response, limits=limits)
    except (httpcore.ConnectTimeout, httpcore.ReadTimeout, httpcore.WriteTimeout):
        raise deadline.missed() from None
    except httpcore.ConnectError as problem:
        raise OutboundFailed(f"{asked.url.host} offers no connection that can be trusted: {problem}.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as problem:
        raise OutboundFailed(f"{asked.url.host} broke off: {problem or type(problem).__name__}.") from None


def _read(asked: _Asked, response: httpcore.Response, *, limits: Limits) -> Answer:
    require_short_headers(response.headers, limits=limits)
    headers = httpx.Headers(response.headers)
    answer = Answer(url=str(asked.url), status=response.status, headers=headers, body=b"")
    if response.status in REDIRECTS or response.status in {http.HTTPStatus.NO_CONTENT, http.HTTPStatus.NOT_MODIFIED}:
        return answer
    if asked.method == "POST":
        return replace(answer, body=read_beginning(response.iter_stream(), limits=limits))
    if asked.accepts and response.status < 400 and answer.content_type not in {"", *asked.accepts}:
        raise OutboundRefused(f"What is there is “{answer.content_type[:80]}”, not something to read.")
    encoding = headers.get("content-encoding", "")
    return replace(answer, body=read_body(response.iter_stream(), encoding=encoding, limits=limits))


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(asked: _Asked) -> list[tuple[bytes, bytes]]:
    """No cookies, no credentials, no referrer: what an honest reader says of itself, and what the caller adds."""
    own = {"Host": asked.url.netloc.decode(), "User-Agent": settings.USER_AGENT, "Accept": "*/*"}
    own |= {"Accept-Encoding": ENCODING, "Connection": "close"}
    if asked.method == "POST":
        own["Content-Length"] = str(len(asked.content))
    return [(name.encode(), value.encode()) for name, value in (own | dict(asked.headers)).items()]
