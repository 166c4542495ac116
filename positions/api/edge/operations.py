"""For those who run the site: `/healthz` (alive), `/readyz` (fit to serve), `/metrics` (Prometheus).

The two probes are answered at the outermost edge, by whatever name or address the site is called: what probes it knows
neither PARLEY_HOSTS nor a certificate. They say words, never reasons; those are in the log.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from config import embedded, metrics, tables
from config.beat import seconds_since_beat
from positions.api.asking.access import TokenAuthentication, is_staff
from positions.queries.curating.workload import workload

logger = logging.getLogger(__name__)

# Beat wakes a worker every 30 seconds; three missed are too many. Units: seconds.
LATEST_BEAT_SECONDS = 100
PATIENCE_SECONDS = 2.0
# What was found to be so stays so while this process lives.
_migrated: list[bool] = []


class NotFit(Exception):
    """A check found something wrong; the message is for the log."""


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks no other: a database that is down is no reason to start this process again."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything is there that answers need; `?exclude=workers` leaves a check out, as in Kubernetes."""
    left_out = set(request.GET.getlist("exclude"))
    found = {name: outcome(name, check) for name, check in CHECKS.items() if name not in left_out}
    is_ready = all(word == "ok" for word in found.values())
    return JsonResponse({"ready": is_ready, "checks": found}, status=200 if is_ready else 503)


def outcome(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as problem:  # noqa: BLE001 - whatever is wrong, the others are still told of
        logger.warning("not ready, %s: %s", name, problem)
        return "failing"
    return "ok"


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """Raises: NotFit where the tables are not those of this code, NotTheseTables where they never will be."""
    if _migrated:
        return
    if not tables.are_current():
        raise NotFit("the database is not at the current migrations; run: manage.py migrate")
    _migrated.append(True)


def check_broker() -> None:
    address = embedded.redis_client_url(settings.CELERY_BROKER_URL)
    with Redis.from_url(address, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS) as broker:
        broker.ping()


def check_workers() -> None:
    """Raises: NotFit where no worker has done lately what beat asked for: one of broker, worker and beat is down."""
    seconds = seconds_since_beat()
    if seconds is None or seconds > LATEST_BEAT_SECONDS:
        raise NotFit("no worker has beaten yet" if seconds is None else f"workers last beat {seconds:.0f} s ago")


CHECKS: Mapping[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
    "workers": check_workers,
}
PROBES: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": alive, "/readyz": ready}


class StaffMayRead(BasePermission):
    """How much waits unpublished is not for everybody."""

    message = "This needs a token with the scope read of an account of staff."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return is_staff(request)


class Metrics(APIView):
    """What was counted and what waits, as Prometheus reads it."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [StaffMayRead]

    @extend_schema(exclude=True)  # for Prometheus, and no part of the API
    def get(self, request: Request) -> HttpResponse:
        waiting = CollectorRegistry()
        waiting.register(Waiting())
        body = generate_latest(metrics.counts()) + generate_latest(waiting)
        return HttpResponse(body, content_type=CONTENT_TYPE_PLAIN_0_0_4)


class Waiting:
    """What the tables say, read when it is asked for."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        now = workload(now=timezone.now())
        runs = GaugeMetricFamily("parley_runs", "Extraction runs, by state.", labels=["state"])
        for state, n_runs in now.runs.items():
            runs.add_metric([state], n_runs)
        yield runs
        yield gauge("parley_run_waiting_seconds", "How long the oldest unfinished run waits.", now.waiting_seconds)
        yield gauge("parley_statements_pending", "Statements that wait for a person.", now.n_pending_statements)
        yield gauge("parley_revisions", "Public changes so far.", now.n_revisions)
        try:
            beat = seconds_since_beat()
        except RedisError as problem:  # while it is down the rest is wanted most
            logger.warning("Redis does not answer, parley_worker_beat_age_seconds is left out: %s", problem)
            return
        if beat is not None:
            yield gauge("parley_worker_beat_age_seconds", "Since a worker last did what beat asked for.", beat)


def gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
