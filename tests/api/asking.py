"""How the API's tests ask, and how they count queries."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

RIVER = "/api/v1/negotiations/river-talks/"
COMPARISON = f"{RIVER}comparison/"


def ask(client: Client, address: str, **parameters: Any) -> Any:
    """The answer to a question that has one."""
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def refused(client: Client, address: str, **parameters: Any) -> Any:
    """The problem that a question has."""
    response = client.get(address, parameters)
    assert response.status_code >= 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def cell_of(answer: Any, party: str, target: str) -> Any:
    (cell,) = [c for c in answer["cells"] if (c["party"], c["target"]) == (party, target)]
    return cell


def n_queries(client: Client, address: str, **parameters: Any) -> int:
    """How many queries the question takes."""
    with CaptureQueriesContext(connection) as queries:
        ask(client, address, **parameters)
    return len(queries)
