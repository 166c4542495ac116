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

    The one thing that changes it is the law: quotes of an article that was taken down go from its body, and the hash of
    the body as it was made stays, for those who cited it.
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
    sha256_as_made = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the body as it was made, where quotes were removed since."
    )
    words_removed_at = models.DateTimeField(
        null=True, blank=True, help_text="When quotes of an article that was taken down were last removed."
    )
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
            models.CheckConstraint(
                condition=Q(sha256_as_made="", words_removed_at__isnull=True)
                | (~Q(sha256_as_made="") & Q(words_removed_at__isnull=False)),
                name="snapshot_hash_as_made_is_kept_when_words_go",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="snapshot_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="snapshot_only_loses_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.words_removed_at IS NULL
                       OR NEW.sha256_as_made <> coalesce(nullif(OLD.sha256_as_made, ''), OLD.sha256)
                       OR length(NEW.body) >= length(OLD.body)
                       OR to_jsonb(NEW) - '{body,sha256,sha256_as_made,words_removed_at}'::text[]
                          <> to_jsonb(OLD) - '{body,sha256,sha256_as_made,words_removed_at}'::text[]
                       OR NOT EXISTS (
                           SELECT 1 FROM positions_article
                           WHERE taken_down_at IS NOT NULL AND position(uuid::text IN OLD.body) > 0
                       )
                    THEN
                        RAISE EXCEPTION 'snapshot % only changes by losing the words of an article taken down', OLD.uuid
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comparison} of {self.negotiation}, {self.valid_on}"
