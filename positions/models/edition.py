"""How often what readers see has changed in ways that no revision numbers. Kept by the database itself."""

from typing import Any

import pgtrigger
from django.db import models

from positions.models.fields import word, word_is_known
from positions.vocabulary import Subject

# Writers count in as many rows as this, each in that of its own connection, so that they seldom wait for each other.
N_STRIPES = 64
COUNT = """
    INSERT INTO positions_edition AS counted (subject, stripe, number)
    VALUES ('{subject}', pg_backend_pid() % {n_stripes}, 1)
    ON CONFLICT (subject, stripe) DO UPDATE SET number = counted.number + 1;
    RETURN NULL;
"""


class Edition(models.Model):
    """A part of the count of changes to one subject; the subject's edition is the sum over its rows.

    A sum of counters, unlike the highest id of a table, rises with every commit, in whatever order they come.
    """

    subject = word(Subject, "What is counted.")
    stripe = models.PositiveSmallIntegerField(help_text="Which part of the count: number of a connection, modulo 64.")
    number = models.BigIntegerField(help_text="How many changes this part has counted.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "stripe"], name="edition_is_counted_once_a_stripe"),
            word_is_known("subject", Subject, table="edition"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.stripe}: {self.number}"


def counts(subject: Subject, *, table: str, operation: Any = None) -> pgtrigger.Trigger:
    """Every statement that changes the table raises the subject's edition, whether or not it changes a row."""
    return pgtrigger.Trigger(
        name=f"{table}_counts_as_{subject.value}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation or (pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
        func=COUNT.format(subject=subject.value, n_stripes=N_STRIPES),
    )
