"""How the API's tests read lists, page by page."""

from typing import Any

from django.test import Client

from tests.api.asking import ask

POSITIONS = "/api/v1/positions/"
STATEMENTS = "/api/v1/statements/"


def rows(client: Client, address: str, **parameters: Any) -> list[Any]:
    """What is on the first page."""
    found: list[Any] = ask(client, address, **parameters)["results"]
    return found


def pages(client: Client, address: str, **parameters: Any) -> list[list[Any]]:
    """All pages, from the first to the last."""
    answer = ask(client, address, **parameters)
    found = [answer["results"]]
    while answer["next"]:
        answer = ask(client, answer["next"])
        found.append(answer["results"])
    return found


def ids(rows: list[Any]) -> list[str]:
    return [row["id"] for row in rows]
