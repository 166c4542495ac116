"""Answers that were frozen so that they can be cited."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value

from positions.models.fields import database_now, public_id, word, word_is_known
from positions.models.negotiation import Negotiation
from positions.vocabulary import Comparison


class BodyHash(Func):
    """SHA-256 of a text's UTF-8, in lower-case hexadecimal, as PostgreSQL computes it."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


class Snapshot(models.Model):
    """One answer to one comparison, kept byte for byte, with everything needed to compute it again. Append-only.

    Two are never the same: who asks twice has two, with the same hash.
    """

    uuid = public_id()
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.PROTECT, related_name="snapshots", help_text="The talks that were compared."
    )
    comparison = word(Comparison, "Which comparison was asked for.")
    query = models.JSONField(help_text="The parameters, with both times as they were answered: {name: value, ...}.")
    valid_on = models.DateField(help_text="What did the parties hold on this day? The later, where two were compared.")
    known_at = models.DateTimeField(help_text="What did this database say at this instant?")
    revision = models.PositiveIntegerField(help_text="Number of the last public change in the answer.")
    stale_after_days = models.PositiveIntegerField(help_text="After how many days a position was called stale, days.")
    engine = models.CharField(max_length=16, help_text="Version of the comparison that computed it.")
    codebook = models.CharField(max_length=16, help_text="Version of the codebook by which its stances were coded.")
    body = models.TextField(help_text="The answer as canonical JSON (RFC 8785), byte for byte.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the body's UTF-8, in hexadecimal.")
    made_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was made.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snapshots", help_text="Who had it made."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            word_is_known("comparison", Comparison, table="snapshot"),
            models.CheckConstraint(
                condition=Q(
                    sha256=BodyHash(
                        Func(F("body"), Value("UTF8"), function="convert_to", output_field=models.BinaryField())
                    )
                ),
                name="snapshot_hash_is_that_of_its_body",
            ),
        ]
        triggers = [pgtrigger.Protect(name="snapshot_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.comparison} of {self.negotiation}, {self.valid_on}"
