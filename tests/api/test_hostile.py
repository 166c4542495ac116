"""SQL, scripts and what no text has, in every parameter and every body that there is: told, and nothing done."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.test import Client

from positions.models import Article, Decision, Snapshot, Webhook
from positions.vocabulary import Scope
from tests.api.examples import river_talks_of_the_examples
from tests.api.posting import bearer, may_decide
from tests.api.test_schema import COMMITTED

VALUES = (
    "' OR 1=1; DROP TABLE positions_position; --",
    "<script>alert(1)</script>",
    "a\x00b",
    "\udcff",
    "9" * 400,
    "-1",
    "9999-99-99T99:99:99Z",
)
BODIES = (
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"NaN",
    b'{"text": "\\ud800"}',
    b'{"text": "\\u0000"}',
    b'{"text": "a", "text": "b"}',
    b'{"__proto__": {}}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
)
TABLES = (Article, Decision, Snapshot, Webhook)


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    return yaml.safe_load(COMMITTED.read_text())["paths"]


@pytest.fixture
def curator_client(db: None) -> Client:
    by = may_decide(User.objects.create_user("ada", is_staff=True))
    river_talks_of_the_examples(by=by)
    return bearer(by, scopes=list(Scope))


def filled(path: str) -> str:
    """With what there is, or an id that there is not."""
    path = path.replace("{slug}", "river-talks").replace("{proposal}", "league-draft")
    return re.sub(r"{\w+}", "01a211dc-0969-7282-8726-564987bdc355", path)


def refused_in_words(response: Any) -> bool:
    """A problem, or an answer; in no case a page, a trace, or what was sent as markup."""
    is_plain = response["Content-Type"].split(";")[0] not in {"text/html", "application/xhtml+xml"}
    is_problem = response["Content-Type"] == "application/problem+json"
    return response.status_code < 500 and is_plain and (response.status_code < 400 or is_problem)


def asked(paths: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, operations in paths.items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                yield filled(path), parameter["name"]


@pytest.mark.parametrize("value", VALUES, ids=["sql", "script", "nul", "surrogate", "digits", "negative", "instant"])
def test_in_every_parameter_it_is_told_or_taken_as_text(curator_client: Client, paths: dict[str, Any], value: str):
    sent = value.encode("utf-8", "surrogateescape").decode("latin-1") if value == "\udcff" else value
    found = [(a, n, curator_client.get(a, {n: sent})) for a, n in asked(paths)]
    assert len(found) > 100
    assert [(address, name) for address, name, response in found if not refused_in_words(response)] == []


def writing(paths: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, operations in paths.items():
        for method in operations.keys() & {"post", "patch"}:
            if "requestBody" in operations[method]:
                yield method, filled(path)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_none_is_told_and_nothing_is_written(curator_client: Client, paths: dict[str, Any], body: bytes):
    before = [table.objects.count() for table in TABLES]
    for method, address in writing(paths):
        send = getattr(curator_client, method)
        response = send(address, body, content_type="application/json", headers={"if-match": "*"})
        assert 400 <= response.status_code < 500, (method, address)
        assert refused_in_words(response), (method, address)
    assert [table.objects.count() for table in TABLES] == before


def test_ten_megabytes_and_what_is_not_json_are_refused_everywhere(curator_client: Client, paths: dict[str, Any]):
    large = b'{"text": "' + b"x" * 10_000_000 + b'"}'
    for method, address in writing(paths):
        send = getattr(curator_client, method)
        asked = {"headers": {"if-match": "*"}}
        assert send(address, large, content_type="application/json", **asked).status_code in {404, 413}, address
        assert send(address, b"a=1", content_type="text/plain", **asked).status_code in {404, 415}, address
