"""Who asks for a page of the admin, and whether they may."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def user_of(request: HttpRequest) -> User:
    """The admin's site lets nobody through who is not signed in."""
    return cast("User", request.user)


def require(request: HttpRequest, permission: str) -> None:
    """Raises: PermissionDenied."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
