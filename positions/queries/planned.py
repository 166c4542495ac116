"""Statements that are asked in the same words again and again: PostgreSQL plans each once a connection.

Django's own cursor writes the values into the statement, so that each time it is read and planned anew: most of what a
`304` takes in PostgreSQL, and a millisecond of a matrix. A plan that is made for all values also finds places by their
index where one made for some values now and then sorts.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from psycopg import Cursor
from psycopg.types.datetime import TimestamptzLoader


@contextmanager
def planned_once() -> Iterator[CursorWrapper]:
    """As `connection.cursor()`, but values travel beside the statement, each of the type that psycopg gives it."""
    with connection.cursor() as cursor:
        cursor.cursor = Cursor(connection.connection)
        yield cursor


def first_row(statement: str, parameters: Sequence[Any] = ()) -> Any:
    """The first row, None where there is none. One query."""
    with planned_once() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def array_of(keys: Iterable[int]) -> str:
    """An array as PostgreSQL writes it; numbers need none of the care that the driver takes with each."""
    return f"{{{','.join(map(str, keys))}}}"


def read_plainly(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The columns of `values_list` as psycopg reads them, JSON as text: for thousands of rows.

    Django would take each row apart again, and reads instants in Python.
    """
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # Django saw that nothing can be found
        return []
    with connection.cursor() as cursor:
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
