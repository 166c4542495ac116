"""One set of talks, and the numbered public changes that were committed to it."""

from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models

from positions.models.edition import counts
from positions.models.fields import database_now, period_is_forward, word, word_is_known
from positions.vocabulary import RevisionKind, Subject

if TYPE_CHECKING:
    from positions.models.article import Article


class NegotiationQuerySet(models.QuerySet["Negotiation"]):
    def published(self) -> "NegotiationQuerySet":
        """What the public may see; drafts are for staff."""
        return self.filter(is_published=True)

    def coding(self, article: "Article") -> "NegotiationQuerySet":
        """Talks in which something was said by an article, whatever was decided of it, in the order to lock them in."""
        return self.filter(targets__statements__article=article).distinct().order_by("pk")

    def active(self, *, on: date) -> "NegotiationQuerySet":
        """Talks that have not ended by then, drafts among them."""
        return self.filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=on))


class Negotiation(models.Model):
    """One set of talks. Two are the same when their slug is the same."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Short name in addresses: a-z, 0-9, hyphens.")
    title = models.CharField(max_length=200, help_text="What the talks are called.")
    description = models.TextField(blank=True, help_text="Who talks about what, in a sentence or two.")
    started_on = models.DateField(null=True, blank=True, help_text="First day of the talks.")
    ended_on = models.DateField(null=True, blank=True, help_text="The day after the last; empty while they go on.")
    is_published = models.BooleanField(default=True, help_text="Off: a draft that only staff see.")
    created_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was set up here.")

    objects = NegotiationQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [period_is_forward("started_on", "ended_on", table="negotiation", name="period")]
        triggers = [counts(Subject.SHOWN, table="negotiation")]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """One committed public change of a negotiation: its number and its instant, which only rise there.

    Pending statements and articles raise none. Written by `history.open_revision` alone.
    """

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.PROTECT, related_name="revisions", help_text="The talks that changed."
    )
    number = models.PositiveIntegerField(help_text="1 for the first public change, then one more each.")
    committed_at = models.DateTimeField(help_text="Record time of everything that this change wrote.")
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions", help_text="Who made the change."
    )
    kind = word(RevisionKind, "What sort of change it was.")

    class Meta:
        ordering = ["negotiation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="revision_number_is_unique"),
            models.UniqueConstraint(fields=["negotiation", "committed_at"], name="revision_instant_is_unique"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_numbers_start_at_one"),
            word_is_known("kind", RevisionKind, table="revision"),
        ]
        triggers = [
            pgtrigger.Protect(name="revision_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="revision_only_rises",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM positions_revision
                        WHERE negotiation_id = NEW.negotiation_id
                          AND (number >= NEW.number OR committed_at >= NEW.committed_at)
                    ) THEN
                        RAISE EXCEPTION 'revision % of negotiation % does not come after every earlier one',
                            NEW.number, NEW.negotiation_id USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.negotiation} #{self.number}"
