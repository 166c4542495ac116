"""What waits for what: "we agree to this only after they have agreed to that", set by curators.

Written by `history` alone; nothing but `superseded_at` ever changes, and that once. The database refuses the rest.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from positions.models.fields import period_is_forward, public_id
from positions.models.negotiation import Negotiation
from positions.models.party import Party
from positions.models.position import known, recorded_once
from positions.models.statement import Statement
from positions.models.target import Target


class ConditionalLinkQuerySet(models.QuerySet["ConditionalLink"]):
    def known(self, known_at: datetime | None = None) -> "ConditionalLinkQuerySet":
        """The links that this database had at `known_at` (default: has now)."""
        return self.filter(known(known_at))


class ConditionalLink(models.Model):
    """A party moves on a target only after a party (another, or itself) has moved on another target.

    Record time [recorded_at, superseded_at): when this database said so. Two standing rows are the same link when
    both ends are the same.
    """

    uuid = public_id()
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.PROTECT, related_name="conditional_links", help_text="The talks it belongs to."
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="waits", help_text="Who waits.")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="waits", help_text="With what.")
    awaits_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="awaited", help_text="Whose move is waited for."
    )
    awaits_target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="awaited", help_text="On what that move must be."
    )
    note = models.TextField(blank=True, help_text="The condition in words.")
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conditional_links",
        help_text="The words that the link was read from, where a statement has them.",
    )
    recorded_at = models.DateTimeField(help_text="From when this database said so.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conditional_links", help_text="Who set it."
    )
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="From when this database no longer said so; empty: it still does."
    )

    objects = ConditionalLinkQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["negotiation", "recorded_at"], name="conditional_link_by_talks")]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "target", "awaits_party", "awaits_target"],
                condition=Q(superseded_at__isnull=True),
                name="conditional_link_stands_once",
            ),
            models.CheckConstraint(
                condition=~Q(party=F("awaits_party"), target=F("awaits_target")),
                name="conditional_link_is_not_to_itself",
            ),
            period_is_forward("recorded_at", "superseded_at", table="conditional_link", name="record_period"),
        ]
        triggers = recorded_once("conditional_link")

    def __str__(self) -> str:
        return f"{self.party}: {self.target} only after {self.awaits_party}: {self.awaits_target}"
