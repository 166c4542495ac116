"""How long the web server waits for others who write. Commands and workers wait as long as it takes.

A request that waits holds a thread, and there are few: behind a long import a handful of them would keep everybody
from an answer. A write of the usual size takes a tenth of this.
"""

from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

LONGEST_WAIT_SECONDS = 2
# Left alone, Celery tries a broker that is down for four seconds, twice a message, and waits for a silent one for ever.
BROKER = {"max_retries": 0, "socket_connect_timeout": LONGEST_WAIT_SECONDS, "socket_timeout": LONGEST_WAIT_SECONDS}


def wait_briefly_for_others() -> None:
    """Called once, where the application is loaded: each of this process's connections gives up after that long."""
    connection_created.connect(give_up_soon)


def wait_briefly_for_the_broker() -> None:
    """Called once, before Celery reads the settings. What a message would have woken, the sweeper finds."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS |= BROKER


def give_up_soon(*, connection: Any, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LONGEST_WAIT_SECONDS}s"])
