"""How often who may ask: counted in Redis in windows of time, by token, account or network address.

Every answer that was counted says how it stands, in the headers `RateLimit-Policy` and `RateLimit`.
Source: draft-ietf-httpapi-ratelimit-headers-10, structured fields.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from config.counting import count
from positions.models import AccessToken

logger = logging.getLogger(__name__)

SECONDS_OF = {"min": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class RateStanding:
    """How one count stands after a request. Units: `seconds` of the window, `resets_in_seconds` until the next."""

    scope: str
    allowed: int
    seconds: int
    n_left: int
    resets_in_seconds: int

    @property
    def policy(self) -> str:
        return f'"{self.scope}";q={self.allowed};w={self.seconds}'

    @property
    def state(self) -> str:
        return f'"{self.scope}";r={self.n_left};t={self.resets_in_seconds}'


class Throttle(BaseThrottle):
    """Counts and refuses; where Redis does not answer it lets through, since reads do not depend on it.

    `rate`: how often in which window, `60/min`; 0 is without limit. Counts by network address, for what anybody may
    ask; behind proxies, REST_FRAMEWORK's NUM_PROXIES says which address that is.
    """

    scope = ""
    rate = "0/min"
    waits_seconds = 0

    def who(self, request: Request) -> str:
        """In whose count a request is."""
        return self.get_ident(request)

    def allow_request(self, request: Request, view: APIView) -> bool:
        number, _, window = self.rate.partition("/")
        allowed, seconds = int(number), SECONDS_OF[window]
        if allowed == 0:
            return True
        try:
            n_asked, self.waits_seconds = count(f"parley:rate:{self.scope}:{self.who(request)}", seconds)
        except RedisError:
            logger.warning("Redis does not answer; %s is not throttled", request.path)
            return True
        standing = RateStanding(self.scope, allowed, seconds, max(0, allowed - n_asked), self.waits_seconds)
        request.rates = [*rates_of(request), standing]  # type: ignore[attr-defined]  # a request has no place for it
        return n_asked <= allowed

    def wait(self) -> float:
        return self.waits_seconds


def rates_of(request: Request) -> Iterable[RateStanding]:
    """How the counts stand that this request was counted in."""
    found: Iterable[RateStanding] = getattr(request, "rates", ())
    return found


class ByAccount(Throttle):
    """For what an account alone may ask, whichever of its tokens it shows."""

    def who(self, request: Request) -> str:
        return str(request.user.pk)


class ByReader(Throttle):
    """By token where one is shown, else by account, else by network address."""

    def who(self, request: Request) -> str:
        if isinstance(request.auth, AccessToken):
            return f"token-{request.auth.digest[:32]}"
        return f"account-{request.user.pk}" if request.user.is_authenticated else super().who(request)


class AskThrottle(ByReader):
    """Every request but what has not changed: more for who says who they are."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        is_known = bool(request.auth) or request.user.is_authenticated
        self.scope = "known" if is_known else "public"
        self.rate = f"{settings.RATE_KNOWN if is_known else settings.RATE_PUBLIC}/min"
        return super().allow_request(request, view)


class WriteThrottle(ByReader):
    """What is kept for good."""

    scope = "writes"

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.rate = f"{settings.RATE_WRITES}/min"
        return super().allow_request(request, view)


class WhatIfThrottle(Throttle):
    """Each compares a whole matrix twice."""

    scope = "what-if"
    rate = "60/min"


class RefusedThrottle(Throttle):
    """What is refused for who asks, before anything else counts it: a program that tries one token after another."""

    scope = "refused"
    rate = "300/min"


class SnapshotThrottle(ByAccount):
    """What is made is kept for good."""

    scope = "snapshots"
    rate = "120/hour"


class VerifyThrottle(Throttle):
    """Each computes an answer again, however large it is."""

    scope = "verify"
    rate = "60/min"


class DownloadThrottle(Throttle):
    """Each is megabytes."""

    scope = "downloads"
    rate = "60/min"


class SubmitThrottle(ByAccount):
    """More than a busy stream of news brings, and less than would fill the disk in a day."""

    scope = "articles"
    rate = "1200/min"


class WebhookThrottle(ByAccount):
    """Each may cause requests to others."""

    scope = "webhooks"
    rate = "600/hour"
