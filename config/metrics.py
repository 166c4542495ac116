"""What Prometheus counts in our processes; served at /metrics with what the tables say (`api.edge.operations`).

With PROMETHEUS_MULTIPROC_DIR set, as `manage.py serve` does, the counts of all processes of the machine are summed;
without it each process tells its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    multiprocess,
)

from config.memory import memory_folder

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# From a 304 to the largest comparison. Units: seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a series more for each count, which nobody asks for
REQUESTS = Counter("parley_requests", "Requests answered, by route, method and status.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("parley_request_seconds", "How long answers took, by route.", ["route"], buckets=BUCKETS)
TASKS = Counter("parley_tasks", "Tasks that workers ended, by name and state.", ["task", "state"])


@contextmanager
def shared_counts() -> Iterator[None]:
    """Processes started in this block count together, from nothing, and apart from those of any other block."""
    with memory_folder() as folder:
        os.environ[SHARED_FOLDER] = str(folder)
        try:
            yield
        finally:
            del os.environ[SHARED_FOLDER]


def counts() -> CollectorRegistry:
    """What was counted: by all processes that share a folder, else by this one."""
    if SHARED_FOLDER not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    return registry
