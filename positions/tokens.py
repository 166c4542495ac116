"""The stage that gives out credentials: tokens with scopes, an end and a way to take them back.

In: an account and what a program may do for it. Out: a row without the secret, and the secret, once. Called by
`manage.py create_token`, by the admin and by the API when a token is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from positions.models import AccessToken
from positions.vocabulary import Scope

# Uses within this time of one another are noted once, so that reading does not mean writing every time.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class NewToken:
    """A token just made, with the secret that nobody can ask for again."""

    token: AccessToken
    secret: str


def make_token(user: User, *, scopes: Collection[Scope], lifetime: timedelta | None) -> NewToken:
    """Without `lifetime` it never expires."""
    words = sorted({scope.value for scope in scopes})
    token, secret = AccessToken.objects.create(user=user, expiry=lifetime, scopes=words)
    return NewToken(token=token, secret=secret)


def find_token(secret: str, *, now: datetime) -> AccessToken | None:
    """The valid token with that secret, with its user. One query. Secrets are compared by their hashes in the index."""
    if not secret.isascii() or not secret.isprintable():
        return None
    known = AccessToken.objects.filter(digest=hash_token(secret), token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH])
    token: AccessToken | None = known.select_related("user").first()
    return token if token is not None and token.is_valid(at=now) else None


def note_use(token: AccessToken, *, at: datetime) -> None:
    """Remembers when the token was last used, to a minute. No query where that was noted already, else one."""
    if token.last_used_at is None or token.last_used_at <= at - NOTED_EVERY:
        long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - NOTED_EVERY)
        AccessToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=at)


def rotate_token(token: AccessToken, *, lifetime: timedelta | None, grace: timedelta, now: datetime) -> NewToken:
    """A new one for the same account with the same scopes; the old one ends after `grace`, if not before.

    So there is an hour or a day in which both work, and no program stands still while it learns the new one.
    """
    with transaction.atomic():
        made = make_token(token.user, scopes=[Scope(word) for word in token.scopes], lifetime=lifetime)
        later = Q(expiry__isnull=True) | Q(expiry__gt=now + grace)
        AccessToken.objects.filter(later, pk=token.pk).update(expiry=now + grace)
    return made


def revoke_token(token: AccessToken, *, at: datetime) -> bool:
    """No longer valid from then on; says whether it was until then. The row stays, so that its use can be traced."""
    return bool(AccessToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at))
