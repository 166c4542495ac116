"""The admin's door, with an end to trying passwords: wrong ones are counted, and after too many none is looked at.

Three counts, each in a window that begins with the first wrong password and ends by itself, however often it is tried
meanwhile. Who signed in to an account lately is not kept out by what others try elsewhere: at that network address only
the first count holds for that account.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from config.counting import count, store

logger = logging.getLogger("parley.signing_in")

WINDOW_SECONDS = 15 * 60
# Wrong passwords in a window: for one account from one network address, from one address, and for one account.
MOST_HERE = 10
MOST_FROM_ADDRESS = 50
MOST_FOR_ACCOUNT = 100
# For how long an address counts as one where somebody signs in to an account.
KNOWN_SECONDS = 30 * 24 * 60 * 60


@dataclass(frozen=True)
class Door:
    """One account, whether there is one or not, asked for from one network address."""

    account: str
    address: str

    @property
    def here(self) -> str:
        return _key("here", self.account, self.address)

    @property
    def known(self) -> str:
        return _key("known", self.account, self.address)

    @property
    def elsewhere(self) -> dict[str, int]:
        """The counts that others have a part in, with how many each allows."""
        return {_key("address", self.address): MOST_FROM_ADDRESS, _key("account", self.account): MOST_FOR_ACCOUNT}

    def seconds_to_wait(self) -> int:
        """Until a password is looked at again; 0: at once."""
        limits = {self.here: MOST_HERE}
        if not store().exists(self.known):
            limits |= self.elsewhere
        found = store().mget(limits)
        full = [key for (key, most), wrong in zip(limits.items(), found, strict=True) if int(wrong or 0) >= most]
        return max((max(1, int(store().ttl(key))) for key in full), default=0)

    def note_wrong(self) -> None:
        for key in (self.here, *self.elsewhere):
            count(key, WINDOW_SECONDS)

    def note_right(self) -> None:
        store().delete(self.here)
        store().set(self.known, 1, ex=KNOWN_SECONDS)


def _key(kind: str, *of: str) -> str:
    """Of one length whatever is typed, and without anybody's name in it."""
    named = sha256("\0".join(of).encode(errors="replace")).hexdigest()
    return f"parley:door:{kind}:{named}"


@contextmanager
def where_redis_answers() -> Iterator[None]:
    """Without it nothing is counted and nobody kept out."""
    try:
        yield
    except RedisError:
        logger.warning("Redis does not answer; wrong passwords are not counted")


class SigningInForm(AdminAuthenticationForm):
    """Django's, which asks first whether a password is looked at, and counts it where it is wrong."""

    def clean(self) -> dict[str, Any]:
        door = Door(self.cleaned_data.get("username", ""), address_of(self.request))
        wait_seconds = 0
        with where_redis_answers():
            wait_seconds = door.seconds_to_wait()
        if wait_seconds:
            raise ValidationError(said_of(wait_seconds), code="too_many")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            with where_redis_answers():
                door.note_wrong()
            raise
        if self.get_user() is not None:
            with where_redis_answers():
                door.note_right()
        return cleaned


def address_of(request: HttpRequest | None) -> str:
    """As where the API counts by address: PARLEY_PROXIES says whose word is believed."""
    return str(BaseThrottle().get_ident(cast("Request", request)))


def said_of(wait_seconds: int) -> str:
    minutes = math.ceil(wait_seconds / 60)
    return (
        "Too many wrong passwords, for this account or from your network address. None is looked at for the next "
        f"{minutes} minute{'s' if minutes > 1 else ''}; then try again."
    )
