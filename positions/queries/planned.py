"""Statements that are asked in the same words again and again: PostgreSQL plans each once a connection.

Django's own cursor writes the values into the statement, so that each time it is read and planned anew: most of what a
`304` takes in PostgreSQL, and a millisecond of a matrix. A plan that is made for all values also finds places by their
index where one made for some values now and then sorts.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


@contextmanager
def planned_once() -> Iterator[CursorWrapper]:
    """As `connection.cursor()`, but values travel beside the statement, each of the type that psycopg gives it."""
    with connection.cursor() as cursor:
        cursor.cursor = Cursor(connection.connection)
        yield cursor
