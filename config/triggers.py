"""What the database's triggers read of a session, set in every session before anything is written.

A trigger of django-pgtrigger first asks which triggers its session ignores, and where nobody has said so it catches the
error. PostgreSQL goes through all that a transaction has still to check, each time an error is caught: so a transaction
of N rows would cost N² steps. Said once to be none, nothing is caught, and the triggers act as before.
"""

from typing import Any

from django.db.backends.signals import connection_created


def spare_triggers_an_error() -> None:
    """Called once, where the application is loaded, in every process."""
    connection_created.connect(ignore_none)


def ignore_none(*, connection: Any, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', false)")
