"""Who wants to be told what, what there was to tell, and whether it arrived."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from positions.models.fields import database_now, public_id, word, word_is_known
from positions.models.negotiation import Negotiation, Revision
from positions.vocabulary import DeliveryState, EventKind


class Webhook(models.Model):
    """An address that is told of events. Two are never the same, even with one address."""

    uuid = public_id()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks", help_text="Who wants to be told."
    )
    address = models.CharField(max_length=2000, help_text="Where events are posted to.")
    negotiation = models.ForeignKey(
        Negotiation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="webhooks",
        help_text="Only events of these talks; empty: of all that are published.",
    )
    events = ArrayField(models.CharField(max_length=16, choices=EventKind.choices()), help_text="Which events.")
    parties = ArrayField(
        models.SlugField(max_length=80), default=list, blank=True, help_text="Only events of these parties; empty: all."
    )
    least_move = models.FloatField(default=0.1, help_text="By how much an agreement score must move, 0 to 1.")
    secret = models.CharField(max_length=80, editable=False, help_text="Signs what is sent; shown once.")
    previous_secrets = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        editable=False,
        help_text="Sign too, for a while after others took their place; the last one first.",
    )
    previous_until = models.DateTimeField(null=True, blank=True, editable=False, help_text="Until when they do.")
    created_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="From when it is told.")
    disabled_at = models.DateTimeField(null=True, blank=True, help_text="From when it is told no more; empty: it is.")
    disabled_reason = models.TextField(blank=True, help_text="Why it is told no more.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=[kind.value for kind in EventKind]),
                name="webhook_events_are_known_words",
            ),
            models.CheckConstraint(condition=Q(events__len__gte=1), name="webhook_has_an_event"),
            models.CheckConstraint(
                condition=Q(least_move__gt=0, least_move__lte=1), name="webhook_least_move_is_within_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True, disabled_reason="")
                | (Q(disabled_at__isnull=False) & ~Q(disabled_reason="")),
                name="webhook_disabled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(previous_until__isnull=True, previous_secrets=[])
                | Q(previous_until__isnull=False, previous_secrets__len__gte=1),
                name="webhook_previous_secrets_have_an_end",
            ),
        ]

    def __str__(self) -> str:
        """The host alone: the rest of an address may be a secret of its receiver's."""
        return urlsplit(self.address).hostname or ""


class Event(models.Model):
    """Something that happened in the talks, as all webhooks are told it. Its public id is the message's."""

    uuid = public_id()
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Where; none: a ping."
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The public change."
    )
    kind = word(EventKind, "What sort of event it is.")
    data = models.JSONField(help_text="What is told.")
    happened_at = models.DateTimeField(help_text="When the change was committed.")

    class Meta:
        ordering = ["id"]
        constraints = [word_is_known("kind", EventKind, table="event")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.happened_at:%Y-%m-%d %H:%M}"


class Delivery(models.Model):
    """One event for one webhook. Two are the same when both are."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", help_text="Who is told.")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries", help_text="What is told.")
    delivery_state = word(DeliveryState, "Whether it arrived.", default=DeliveryState.WAITING.value)
    n_attempts = models.PositiveIntegerField(default=0, help_text="How often it was tried since it was asked for.")
    next_attempt_at = models.DateTimeField(
        db_default=database_now(), help_text="From when it may be tried; while it is sent, from when that is given up."
    )
    last_attempt_at = models.DateTimeField(null=True, blank=True, help_text="When it was last tried; empty: never.")
    last_outcome = models.TextField(blank=True, help_text="What came of that, in a sentence.")
    delivered_at = models.DateTimeField(null=True, blank=True, help_text="When it arrived; empty: it has not.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_is_once_a_webhook"),
            word_is_known("delivery_state", DeliveryState, table="delivery"),
            models.CheckConstraint(
                condition=~Q(delivery_state=DeliveryState.DELIVERED.value) | Q(delivered_at__isnull=False),
                name="delivery_that_arrived_has_an_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(delivery_state__in=[DeliveryState.WAITING.value, DeliveryState.SENDING.value]),
                name="delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"


class Announced(models.Model):
    """Up to which public change the events of one negotiation have been found."""

    negotiation = models.OneToOneField(
        Negotiation, on_delete=models.CASCADE, related_name="announced", help_text="The talks."
    )
    number = models.PositiveIntegerField(help_text="Number of the last public change that was looked at.")

    class Meta:
        verbose_name_plural = "announced"

    def __str__(self) -> str:
        return f"{self.negotiation} up to {self.number}"
