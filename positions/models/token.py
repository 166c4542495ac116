"""Credentials of programs that call the API, hashed at rest."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken, AuthTokenManager
from knox.settings import CONSTANTS

from positions.models.fields import database_now
from positions.vocabulary import Scope


class AccessToken(AbstractAuthToken):  # type: ignore[misc]  # knox has no types
    """What a program shows to prove for whom it asks and what it may do.

    Two are the same when their digests are; the secret itself is shown once, when it is made, and stored nowhere.
    """

    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, primary_key=True, help_text="SHA-512 of the secret.")
    token_key = models.CharField(
        max_length=CONSTANTS.MAXIMUM_TOKEN_PREFIX_LENGTH + CONSTANTS.TOKEN_KEY_LENGTH,
        db_index=True,
        help_text="How the secret begins, by which people tell one token from another.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="auth_token_set", help_text="For whom it asks."
    )
    scopes = ArrayField(
        models.CharField(max_length=16, choices=Scope.choices()), help_text="What it may do: read, submit, curate."
    )
    created = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was made.")
    expiry = models.DateTimeField(null=True, blank=True, help_text="From when it is no longer valid; empty: never.")
    revoked_at = models.DateTimeField(
        null=True, blank=True, help_text="From when it was taken back; empty: it was not."
    )
    last_used_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last used, to a minute; empty: never."
    )

    objects = AuthTokenManager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]), name="token_scopes_are_known_words"
            ),
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="token_has_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.token_key}… of {self.user}"

    def is_valid(self, *, at: datetime) -> bool:
        """Neither expired nor revoked, and its user may still log in."""
        is_expired = self.expiry is not None and self.expiry <= at
        return self.revoked_at is None and not is_expired and bool(self.user.is_active)
