"""What answers say in headers, as the schema tells of it: tags, links, rates, when to come back.

Called by drf-spectacular when the schema is made.
"""

from collections.abc import Iterator, Mapping
from typing import Any

# Header: what it says, and the type of its value.
HEADERS: Mapping[str, tuple[str, str]] = {
    "X-Request-ID": ("Names this request in the server's log.", "string"),
    "RateLimit-Policy": (
        "How many requests may be made in how many seconds, for each count it was counted in.",
        "string",
    ),
    "RateLimit": ("How many requests are left, and for how many seconds, for each of these counts.", "string"),
    "ETag": ("Tells this answer from others. Sent back as `If-None-Match`, what has not changed is 304.", "string"),
    "NewETag": ("Tag of what it is now, for the next `If-Match`; not there after a dry run.", "string"),
    "Cache-Control": ("Who may keep the answer for how long without asking again.", "string"),
    "Content-Location": (
        "Where names in the address were given up for others: the same address with the present ones.",
        "string",
    ),
    "Link": ("The pages beside this one, `next` and `prev`, by RFC 8288; not there where there is one page.", "string"),
    "Location": ("Where what was made is found.", "string"),
    "Retry-After": ("In how many seconds it may be asked again.", "integer"),
    "WWW-Authenticate": ("How to show who you are.", "string"),
    "Repr-Digest": ("SHA-256 of the bytes, by RFC 9530.", "string"),
    "Content-Disposition": ("A name for the file.", "string"),
}
# Those that are not in every answer of the kind.
NOT_ALWAYS = {"Content-Disposition", "Content-Location", "Link", "NewETag", "RateLimit", "RateLimit-Policy"}
# What is computed anew each time, and says when.
UNTAGGED = {"verify_snapshot"}
IN_PAGES = {"list_articles", "list_positions", "list_statements", "get_position_history"}
MADE = {"submit_article": "202", "make_snapshot": "201", "make_webhook": "201"}
# Writes whose answer has the tag that the next one needs.
RETAGGED = {"decide_statement", "change_webhook"}
COUNTED = ("X-Request-ID", "RateLimit-Policy", "RateLimit")
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "ETag of an answer that you have: where it has not changed you are told so, with 304 and no body.",
}
NOT_MODIFIED = "What you have, by `If-None-Match`, has not changed."


def describe_headers(result: Any, **_: Any) -> Any:
    """Adds to each response the headers that it has, and to each read that it may be asked whether it changed."""
    result["components"]["headers"] = {name: described(name) for name in sorted(HEADERS)}
    for path in result["paths"].values():
        for method, operation in path.items():
            if method == "get" and operation["operationId"] not in UNTAGGED:
                operation.setdefault("parameters", []).insert(0, dict(IF_NONE_MATCH))
                operation["responses"]["304"] = {"description": NOT_MODIFIED}
                operation["responses"] = dict(sorted(operation["responses"].items()))
            for status, response in operation["responses"].items():
                response["headers"] = dict(sorted(headers_of(operation, method, status)))
    return result


def described(name: str) -> dict[str, Any]:
    meaning, kind = HEADERS[name]
    always = {} if name in NOT_ALWAYS else {"required": True}
    return {"description": meaning, **always, "schema": {"type": kind}}


def headers_of(operation: Mapping[str, Any], method: str, status: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The headers that an answer of that operation with that status has, each with what describes it."""
    for name in names_of(operation, method, status):
        yield name.removeprefix("New"), {"$ref": f"#/components/headers/{name}"}


def names_of(operation: Mapping[str, Any], method: str, status: str) -> Iterator[str]:
    if status == "304":
        yield from ("ETag", "Cache-Control", "X-Request-ID")
        return
    yield from COUNTED
    yield from {"401": ("WWW-Authenticate",), "429": ("Retry-After",), "503": ("Retry-After",)}.get(status, ())
    if status.startswith("2"):
        yield from names_of_read(operation) if method == "get" else names_of_write(operation["operationId"], status)


def names_of_read(operation: Mapping[str, Any]) -> Iterator[str]:
    name: str = operation["operationId"]
    yield from ("Cache-Control", "Content-Location")
    if name not in UNTAGGED:
        yield "ETag"
    if name in IN_PAGES:
        yield "Link"
    if name == "read_download":
        yield "Repr-Digest"
    if name == "read_download" or "text/csv" in operation["responses"]["200"]["content"]:
        yield "Content-Disposition"


def names_of_write(name: str, status: str) -> Iterator[str]:
    if status == MADE.get(name):
        yield "Location"
    if name in RETAGGED:
        yield "NewETag"
