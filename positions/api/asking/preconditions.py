"""What a change must say of the thing that it changes: the version that was read, as `If-Match`."""

from collections.abc import Sequence

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from positions.api.answering.conditional import ANY_VERSION, versions_in
from positions.api.problems import Fault, faults_of


class IfMatchMissing(Exception):
    """A change came without If-Match."""


class ChangedSinceRead(Exception):
    """The version that was read is no longer the one that stands."""


@faults_of.register
def _(exc: IfMatchMissing) -> Sequence[Fault]:
    return [Fault("if-match-missing", "Send the ETag of what you read as If-Match.", "If-Match", "")]


@faults_of.register
def _(exc: ChangedSinceRead) -> Sequence[Fault]:
    return [Fault("changed-since", "It was changed since you read it.", "If-Match", str(exc))]


def if_match(description: str) -> OpenApiParameter:
    """How the schema tells of it."""
    tag = {"type": "string", "minLength": 1}
    return OpenApiParameter("If-Match", tag, OpenApiParameter.HEADER, required=True, description=description)


def given_version(request: Request) -> str:
    """What the header says, as it came. Raises: IfMatchMissing, also where it is empty."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise IfMatchMissing
    return header


def require_version(request: Request, version: str) -> None:
    """Raises: IfMatchMissing; ChangedSinceRead."""
    header = given_version(request)
    versions = versions_in(header)
    if versions != ANY_VERSION and version not in versions:
        raise ChangedSinceRead(header)
