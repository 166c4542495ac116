"""Who asks, and what they may do: tokens with scopes for programs, the admin's session for staff."""

from typing import cast

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from positions import tokens
from positions.models import AccessToken
from positions.vocabulary import Scope


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Bearer parley_…`. Unlike knox's own: one query, and what has expired stays on record."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AccessToken]:
        """Raises: AuthenticationFailed, in the same words for a token that never was and one that is no longer."""
        now = timezone.now()
        found = tokens.find_token(token.decode("ascii", "replace"), now=now)
        if found is None:
            raise AuthenticationFailed("This token is not valid: it is unknown, expired or revoked.")
        tokens.note_use(found, at=now)
        return found.user, found


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes a token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made by `manage.py create_token`, with the scopes that the address asks for.",
        }


# What an account must be allowed in the admin for its session to do what a scope names, and how that is said.
ALLOWED = {
    Scope.SUBMIT: ("add_article", "submit articles, like those of the group coder"),
    Scope.CURATE: ("add_decision", "decide about statements, like those of the group curator"),
}


def may(request: Request, scope: Scope) -> bool:
    """A token may do what its scopes say. A session may read, and do what the admin lets its account do."""
    if isinstance(request.auth, AccessToken):
        return scope.value in request.auth.scopes
    return admin_lets(request, ALLOWED[scope][0]) if scope in ALLOWED else bool(request.user.is_authenticated)


def is_staff(request: Request) -> bool:
    """Whether drafts, and what else waits unpublished, are there for who asks: staff, with a token that may read."""
    return bool(request.user.is_staff) and may(request, Scope.READ)


def admin_lets(request: Request, permission: str) -> bool:
    """Whether the account is staff's, and one of its groups lets it do that in the admin."""
    return bool(request.user.is_staff and request.user.has_perm(f"positions.{permission}"))


def user_of(request: Request) -> User:
    """Whose token or session it is, where a permission lets nobody through without."""
    return cast("User", request.user)


class HasScope(BasePermission):
    """Lets through whoever may do what the scope names; whoever shows nothing is asked who they are."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def has_permission(self, request: Request, view: APIView) -> bool:
        self.message = self.said_to(request)
        return may(request, self.scope)

    def said_to(self, request: Request) -> str:
        if isinstance(request.auth, AccessToken):
            held = ", ".join(request.auth.scopes)
            return f"This needs a token with the scope {self.scope.value}; yours has {held}."
        if request.user.is_staff and self.scope in ALLOWED:
            return f"This needs an account that may {ALLOWED[self.scope][1]}."
        return f"This needs a token with the scope {self.scope.value}."


class MayKeep(HasScope):
    """Lets through tokens that may read, and sessions of staff whom the admin lets do what the permission names."""

    def __init__(self, permission: str, said: str) -> None:
        super().__init__(Scope.READ)
        self.permission = permission
        self.said = said

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        self.message = f"This needs an account that may {self.said}."
        return isinstance(request.auth, AccessToken) or admin_lets(request, self.permission)


class MayCurate(HasScope):
    """Lets through staff whose account may decide, by session or with a token to decide: no token gives more."""

    def __init__(self) -> None:
        super().__init__(Scope.CURATE)

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if not request.user.is_staff:
            self.message = "This needs an account of staff."
            return False
        self.message = f"This needs an account that may {ALLOWED[self.scope][1]}."
        return admin_lets(request, ALLOWED[self.scope][0])
