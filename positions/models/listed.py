"""What a catalog lists: all but what was merged into another since, which earlier answers still have."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound=models.Model)


class ListedQuerySet(models.QuerySet[Row]):
    """For tables whose rows are never deleted, only retired."""

    def listed(self, known_at: datetime | None = None) -> Self:
        """What this database listed at `known_at` (default: lists now) of what it knew by then."""
        standing = Q(retired_at__isnull=True)
        return self.filter(standing if known_at is None else standing | Q(retired_at__gt=known_at))


def retired_with_another(table: str) -> models.CheckConstraint:
    """What is no longer listed has another in its place, and what is listed has none."""
    return models.CheckConstraint(
        condition=Q(merged_into__isnull=True, retired_at__isnull=True)
        | (Q(merged_into__isnull=False, retired_at__isnull=False) & ~Q(merged_into=F("pk"))),
        name=f"{table}_is_retired_for_another",
    )
