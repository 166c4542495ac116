"""Logs: to standard error, in lines for people or JSON for programs, each with the request that it belongs to.

The request's id goes with a task through the broker, so that what a worker does is found by the id that a client saw.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from pythonjsonlogger.json import JsonFormatter

from config.metrics import TASKS

# Which request is being answered, or was when the task that runs was asked for; empty: none.
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_started: ContextVar[float] = ContextVar("started", default=0.0)

FORMATS = ("line", "json")
HEADER = "parley_request_id"
tasks = logging.getLogger("parley.tasks")


@contextmanager
def request_in_logs(request_id: str) -> Iterator[None]:
    """What is logged within the block carries this id."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def current_request_id() -> str:
    return _request_id.get()


class WithRequest(logging.Filter):
    """Adds `request_id` to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        return True


class NotToldYet(logging.Filter):
    """Leaves out what Django tells of a 503: whoever answers with one has said why already, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != 503


def printable(text: str) -> str:
    """What no terminal obeys and no line ends at: `\\n` and `\\x1b` in place of the characters themselves."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Line(logging.Formatter):
    """A record as one line for people; a trace follows it, indented. So nothing that is told of begins a line."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {request_id}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (its name there)
        return printable(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        line, *trace = super().format(record).split("\n")
        return "\n".join([line, *(f"    {printable(row)}" for row in trace)])


class JsonLine(JsonFormatter):
    """A record as one line of JSON: time in UTC, level, logger, message, request id, and what was given as `extra`."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}{request_id}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            # Objects of the framework, which say nothing as text.
            reserved_attrs=[*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName", "request", "server"],
        )


def logging_of(*, level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING. Requests and tasks are told about at INFO."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": WithRequest}, "not_told_yet": {"()": NotToldYet}},
        "formatters": {
            "line": {"()": Line},
            "json": {"()": JsonLine},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request"]}},
        "loggers": {"django.request": {"filters": ["not_told_yet"]}},
        "root": {"handlers": ["console"], "level": level},
    }


@setup_logging.connect
def keep_as_set_up(**_: object) -> None:
    """Celery leaves logging as the settings have it, its own levels too."""


@before_task_publish.connect
def send_request_id(headers: dict[str, Any], **_: object) -> None:
    """The message carries the id of the request that asks for the task."""
    if current_request_id():
        headers[HEADER] = current_request_id()


@task_prerun.connect
def take_request_id(task: Any, **_: object) -> None:
    """The worker logs under that id from here on."""
    _request_id.set(getattr(task.request, HEADER, None) or "")
    _started.set(time.monotonic())


@task_postrun.connect
def tell_of_task(task: Any, task_id: str, state: str | None = None, **_: object) -> None:
    seconds = time.monotonic() - _started.get()
    said = {"task": task.name, "task_id": task_id, "state": state, "duration_ms": round(seconds * 1000, 1)}
    TASKS.labels(task.name, state or "").inc()
    tasks.info("%s %s", task.name, state, extra=said)
    _request_id.set("")
