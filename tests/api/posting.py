"""How the API's tests post, and with which credentials."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from positions.tokens import make_token
from positions.vocabulary import Scope
from tests.world import may_look


def bearer(user: User, *, scopes: Collection[Scope] = (Scope.READ,), lifetime: timedelta | None = None) -> Client:
    """A program that shows a token of that account with every request."""
    secret = make_token(user, scopes=scopes, lifetime=lifetime).secret
    return Client(headers={"authorization": f"Bearer {secret}"})


def may_decide(user: User) -> User:
    """The same, with the permission that the group curator gives, beside those to look."""
    may_look(user).user_permissions.add(
        Permission.objects.get(content_type__app_label="positions", codename="add_decision")
    )
    return user


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    """The response to a JSON body, or to bytes as they are."""
    return client.post(address, body, content_type="application/json", headers=headers or None)


def posted(client: Client, address: str, body: Any, *, status: int = 200) -> Any:
    """The answer to a body that has one."""
    response = post(client, address, body)
    assert response.status_code == status, response.content
    return response.json()


def refused_post(client: Client, address: str, body: Any) -> Any:
    """The problem that a body has."""
    response = post(client, address, body)
    assert response.status_code >= 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()
