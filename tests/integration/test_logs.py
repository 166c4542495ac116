"""Logs as JSON, and a request's id that goes with its task to the worker."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import AdminShutdown, QueryCanceled

from config.beat import seconds_since_beat
from config.clock import Clock
from config.logs import JsonLine, Line, WithRequest, logging_of, request_in_logs
from positions.follow_ups import beat
from tests.worker import running_worker, until


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[StringIO]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(WithRequest())
    logger = logging.getLogger("parley")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def written():
    """What is logged, as lines of JSON."""
    with logged(JsonLine()) as stream:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def lines():
    """What is logged, as lines for people."""
    with logged(Line()) as stream:
        yield lambda: stream.getvalue().removesuffix("\n").split("\n")


def test_a_request_is_one_line_with_the_id_that_the_client_sees(client: Client, db, written):
    response = client.get("/api/v1/negotiations/?format=json")
    (line,) = written()
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/negotiations/", 200)
    assert (line["level"], line["logger"], line["time"][-1]) == ("INFO", "parley.requests", "Z")


def test_what_is_refused_is_told_once_with_the_id_that_the_client_sees(client: Client, db, caplog):
    caplog.handler.addFilter(WithRequest())
    response = client.get("/api/v1/negotiations/?colour=blue")
    (told,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert (told.name, told.request_id, response.status_code) == ("django.request", response["X-Request-ID"], 400)


def test_a_broker_that_is_away_is_one_line_of_beat(written, monkeypatch):
    app = Celery("parley", broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.update(beat_schedule=settings.CELERY_BEAT_SCHEDULE, task_publish_retry=False)
    clock = Clock(app)
    entries = list(clock.schedule.values())
    for entry in entries:
        clock.apply_entry(entry)
    monkeypatch.setattr(clock, "apply_async", lambda *_, **__: None)
    clock.apply_entry(entries[0])
    away, back = written()
    assert ("Connection refused" in away["message"], back["message"]) == (True, "the broker answers again")
    assert "exc_info" not in away


def test_a_trace_is_part_of_its_line(written):
    try:
        raise ValueError("a line\nand another")
    except ValueError:
        logging.getLogger("parley").exception("it broke")
    (line,) = written()
    assert (line["message"], line["request_id"], "and another" in line["exc_info"]) == ("it broke", "-", True)


FORGED = "2026-11-29 10:00:00,000 WARNING parley.requests -: all is well"


def test_an_address_writes_no_line_of_its_own_and_nothing_that_a_terminal_obeys(client: Client, db, lines):
    client.get(f"/api/v1/x%0a{FORGED}%0d%1b%5b2J%c2%9b%e2%80%ae/")
    (line,) = lines()
    assert line.isprintable()
    assert f"x\\n{FORGED}\\r\\x1b[2J\\x9b\\u202e/" in line


def test_the_words_of_an_error_begin_no_line(lines):
    try:
        raise ValueError(f"said:\n{FORGED}\x1b[2J")
    except ValueError:
        logging.getLogger("parley").exception("it broke")
    first, *trace = lines()
    assert first.endswith("ERROR parley -: it broke")
    assert trace[0] == "    Traceback (most recent call last):"
    assert trace[-1] == f"    {FORGED}\\x1b[2J"


@pytest.mark.parametrize("route", ["/api/v1/negotiations/", "/"])
@pytest.mark.parametrize(("reason", "has_trace"), [(QueryCanceled, True), (AdminShutdown, False)])
def test_what_the_database_refuses_is_told_once_and_of_a_slow_statement_where_it_was_asked(
    client: Client, db, caplog, route: str, reason: type[Exception], has_trace: bool
):
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("canceling statement") from reason()

    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        assert client.get(route).status_code == 503
    (record,) = caplog.records
    assert (record.name, record.exc_info is not None) == ("positions.api.edge.not_now", has_trace)


@pytest.mark.parametrize("form", ["line", "json"])
def test_both_forms_can_be_set_up(form: str):
    handler = logging_of(level="INFO", form=form)["handlers"]["console"]
    assert handler["formatter"] == form


@pytest.mark.django_db(transaction=True)
def test_the_id_goes_with_the_task_to_the_worker(tmp_path: Path):
    log = tmp_path / "worker.log"
    with running_worker(log=log, PARLEY_LOG_FORMAT="json", PARLEY_LOG_LEVEL="INFO"):
        with request_in_logs("4c95557dfeee49bf"):
            beat.delay()
        until(lambda: lines_of_tasks(log, "4c95557dfeee49bf"), what="the task's line in the log")
    (line,) = lines_of_tasks(log, "4c95557dfeee49bf")
    assert (line["task"], line["state"]) == ("positions.beat", "SUCCESS")
    assert seconds_since_beat() is not None


def lines_of_tasks(log: Path, request_id: str) -> list[dict[str, str]]:
    """What the worker says of tasks that this request asked for."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{") and line.endswith("}")]
    return [line for line in lines if (line["logger"], line["request_id"]) == ("parley.tasks", request_id)]
