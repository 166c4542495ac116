"""Which talks, parties and targets a reader may name in a filter: nothing of a draft, but for staff."""

from typing import Any

from django.db.models import QuerySet

from positions.api.views import is_staff
from positions.models import Negotiation, Party, Target
from positions.queries.negotiations import visible_negotiations


def visible_talks(request: Any) -> "QuerySet[Negotiation]":
    return visible_negotiations(with_drafts=is_staff(request))


def visible_parties(request: Any) -> "QuerySet[Party]":
    return Party.objects.filter(participations__negotiation__in=visible_talks(request)).distinct()


def visible_targets(request: Any) -> "QuerySet[Target]":
    return Target.objects.filter(negotiation__in=visible_talks(request))
