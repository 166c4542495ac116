"""Columns that many tables share: public ids, words of the vocabulary, the database's own clock."""

import uuid
from typing import Any

import uuid_utils.compat
from django.db import models
from django.db.models.functions import Now

from positions.vocabulary import Word


def new_public_id() -> uuid.UUID:
    """A UUIDv7: unique without asking the database, and in the order of creation, which keeps indexes compact."""
    return uuid_utils.compat.uuid7()


def public_id() -> "models.UUIDField[Any, Any]":
    """The id that the outside world sees; integer keys stay inside."""
    return models.UUIDField(
        default=new_public_id, unique=True, editable=False, help_text="Public id: stable, and safe to show."
    )


def word(vocabulary: type[Word], help_text: str, **options: Any) -> "models.CharField[Any, Any]":
    """A column that holds one word of `vocabulary`; pair it with `word_is_known` in the table's constraints."""
    return models.CharField(max_length=16, choices=vocabulary.choices(), help_text=help_text, **options)


def word_is_known(field: str, vocabulary: type[Word], *, table: str) -> models.CheckConstraint:
    """The database refuses a word that the vocabulary does not have."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [member.value for member in vocabulary]}),
        name=f"{table}_{field}_is_a_known_word",
    )


def period_is_forward(start: str, end: str, *, table: str, name: str) -> models.CheckConstraint:
    """Half-open [start, end): an end, where there is one, lies strictly after the start."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{end}__isnull": True})
        | models.Q(**{f"{start}__isnull": True})
        | models.Q(**{f"{end}__gt": models.F(start)}),
        name=f"{table}_{name}_is_forward",
    )


def rendered_once(function: str, *columns: str) -> models.GeneratedField:
    """The row's part of an answer as JSON, without its braces, made of these columns when the row is written.

    The functions stand in `migrations/schema/functions.py`; `queries.comparing.rendered` puts the parts together.
    """
    return models.GeneratedField(
        expression=models.Func(*map(models.F, columns), function=function),
        output_field=models.TextField(),
        db_persist=True,
        help_text="Its part of an answer, as JSON.",
    )


def database_now() -> Now:
    """The default of every `*_at` column: the database's clock, so that all machines share one."""
    return Now()


def scale_value(help_text: str) -> "models.DecimalField[Any, Any]":
    """One end of a closed interval on an issue's scale, 0 to 100, to two places."""
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True, help_text=help_text)


def scale_is_an_interval(*, table: str) -> models.CheckConstraint:
    """`scale_low` and `scale_high` are both there or neither, in order, within 0 to 100."""
    return models.CheckConstraint(
        condition=models.Q(scale_low__isnull=True, scale_high__isnull=True)
        | models.Q(  # not null is said outright: a check that comes out null would pass
            scale_low__isnull=False,
            scale_high__isnull=False,
            scale_low__gte=0,
            scale_high__lte=100,
            scale_low__lte=models.F("scale_high"),
        ),
        name=f"{table}_scale_is_an_interval",
    )


def digest(help_text: str) -> "models.CharField[Any, Any]":
    """A SHA-256 in hexadecimal; empty where there was nothing to hash."""
    return models.CharField(max_length=64, blank=True, help_text=help_text)
