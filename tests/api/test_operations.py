"""`/healthz`, `/readyz` and `/metrics`: for those who run the site."""

import time

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import ConnectionError as RedisConnectionError

from config import beat, tables
from positions.api.edge import operations
from positions.vocabulary import Scope
from tests.api.asking import RIVER, ask
from tests.api.posting import bearer
from tests.world import RiverTalks, write_article


@pytest.fixture
def beaten(db: None) -> None:
    beat.note_beat()


def samples(client: Client) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics")
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, "text/plain")
    families = text_string_to_metric_families(response.content.decode())
    return {
        (s.name, *(word for _, word in sorted(s.labels.items()))): s.value
        for family in families
        for s in family.samples
    }


def test_alive_asks_nothing_else(client: Client):
    # without the mark for the database, so asking it would fail
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_a_probe_is_answered_under_any_name_and_without_https(client: Client, beaten, settings, probe: str):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(probe, headers={"host": "10.0.0.7"}).status_code == 200


def test_ready_when_everything_is_there(client: Client, beaten):
    checks = {"database": "ok", "migrations": "ok", "broker": "ok", "workers": "ok"}
    assert client.get("/readyz").json() == {"ready": True, "checks": checks}


def test_not_ready_without_workers_unless_that_is_left_out(client: Client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["workers"]) == (503, "failing")
    assert client.get("/readyz?exclude=workers").status_code == 200


def test_not_ready_when_workers_beat_too_long_ago(client: Client, beaten, monkeypatch):
    monkeypatch.setattr(operations, "LATEST_BEAT_SECONDS", -1)
    assert client.get("/readyz").status_code == 503


def test_not_ready_when_workers_last_beat_before_the_clock_was_set_back(client: Client, beaten):
    cache.set(beat.KEY, time.time() + 3600)
    assert client.get("/readyz").json()["checks"]["workers"] == "failing"


def test_not_ready_without_the_broker_and_the_answer_says_no_more_than_that(client: Client, beaten, settings):
    settings.CELERY_BROKER_URL = "redis://someone:secret@127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["broker"]) == (503, "failing")
    assert b"secret" not in response.content


def test_not_ready_before_the_tables_are_those_of_the_code(client: Client, beaten, monkeypatch):
    monkeypatch.setattr(operations, "_migrated", [])
    monkeypatch.setattr(tables.MigrationExecutor, "migration_plan", lambda self, targets: ["one more"])
    assert client.get("/readyz").json()["checks"]["migrations"] == "failing"


def test_metrics_are_for_staff(client: Client, talks: RiverTalks):
    assert client.get("/metrics").status_code == 401
    assert bearer(User.objects.create_user("reader")).get("/metrics").status_code == 403
    assert bearer(talks.by, scopes=[Scope.SUBMIT]).get("/metrics").status_code == 403


def test_metrics_count_requests_by_route_and_tell_what_waits(client: Client, talks: RiverTalks):
    staff = bearer(talks.by)
    route = ("parley_requests_total", "GET", "api/v1/negotiations/<slug:slug>/", "200")
    before = samples(staff).get(route, 0)
    ask(client, RIVER)
    write_article("Northland rejects the upper dam.")
    after = samples(staff)
    assert after[route] == before + 1
    assert (after[("parley_revisions",)], after[("parley_runs", "queued")]) == (1, 0)


def test_paths_that_lead_nowhere_do_not_make_metrics_grow(client: Client, talks: RiverTalks):
    staff = bearer(talks.by)
    client.get("/api/v1/nothing/")
    client.generic("XYZZY", "/api/v1/nothing/")
    samples(staff)  # asking is counted too
    n_samples = len(samples(staff))
    for number in range(3):
        client.get(f"/api/v1/nothing-{number}/")
        client.generic("XYZZY", f"/api/v1/nothing-{number}/")
    assert len(samples(staff)) == n_samples


def test_the_worker_s_beat_is_told(talks: RiverTalks):
    staff = bearer(talks.by)
    assert ("parley_worker_beat_age_seconds",) not in samples(staff)
    cache.set(beat.KEY, 0.0)
    assert samples(staff)[("parley_worker_beat_age_seconds",)] > 0


def test_metrics_are_told_without_the_broker(talks: RiverTalks, monkeypatch):
    def nobody_answers() -> None:
        raise RedisConnectionError("connection refused")

    monkeypatch.setattr(operations, "seconds_since_beat", nobody_answers)
    told = samples(bearer(talks.by))
    assert told[("parley_revisions",)] == 1
    assert ("parley_worker_beat_age_seconds",) not in told
