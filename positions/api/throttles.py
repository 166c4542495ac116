"""How often an address may be asked that costs more than a read: counted in Redis, by network address or account."""

import logging

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class Throttle(SimpleRateThrottle):
    """Counts and refuses; where Redis does not answer it lets through, since reads do not depend on it."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return bool(super().allow_request(request, view))
        except RedisError:
            logger.warning("Redis does not answer; %s is not throttled", request.path)
            return True


class ByAddress(Throttle):
    """For what anybody may ask. Behind proxies, REST_FRAMEWORK's NUM_PROXIES says which address counts."""

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class WhatIfThrottle(ByAddress):
    """Each compares a whole matrix twice."""

    scope = "what-if"
    rate = "60/min"


class SnapshotThrottle(Throttle):
    """By account: what is made is kept for good."""

    scope = "snapshots"
    rate = "120/hour"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class VerifyThrottle(ByAddress):
    """Each computes an answer again, however large it is."""

    scope = "verify"
    rate = "60/min"


class SubmitThrottle(Throttle):
    """By account: more than a busy stream of news brings, and less than would fill the disk in a day."""

    scope = "articles"
    rate = "1200/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}
