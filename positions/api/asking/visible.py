"""Which talks, parties and targets a reader may name, besides in a path: nothing of a draft, but for staff."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from positions.api.asking.access import is_staff
from positions.api.problems import BadParameters, no_such_talks
from positions.models import Negotiation, Participation, Party, Target
from positions.queries.catalog.negotiations import UnknownNegotiation, get_negotiation, visible_negotiations
from positions.written_times import find_instant


def visible_talks(request: Any) -> "QuerySet[Negotiation]":
    return visible_negotiations(with_drafts=is_staff(request))


def find_talks(slug: str, request: Any) -> Negotiation:
    """The talks that a body or a parameter names. Raises: BadParameters, since nothing is wrong with the address."""
    try:
        return get_negotiation(slug.replace("\0", ""), with_drafts=is_staff(request))
    except UnknownNegotiation as unknown:
        raise BadParameters([no_such_talks(slug, parameter="negotiation", known=unknown.known)]) from None


def visible_parties(request: Any) -> "QuerySet[Party]":
    taking_part = Participation.objects.filter(negotiation__in=visible_talks(request)).listed(known_at_of(request))
    return Party.objects.filter(pk__in=taking_part.values("party"))


def visible_targets(request: Any) -> "QuerySet[Target]":
    return Target.objects.filter(negotiation__in=visible_talks(request)).listed(known_at_of(request))


def merged_into(model: type[Any], keys: Collection[int]) -> list[int]:
    """Keys of the parties or targets that these stand for, of parties those alone that take part nowhere any more."""
    if model is Target:
        return list(Target.objects.filter(merged_into__in=keys).values_list("pk", flat=True))
    listed = Participation.objects.listed().values("party")
    merged = Participation.objects.filter(merged_into__party__in=keys).exclude(party__in=listed)
    return list(merged.values_list("party", flat=True))


def known_at_of(request: Any) -> datetime | None:
    """The instant that the request asks about; None for now, and where it can't be read, which is told elsewhere."""
    return find_instant(request.GET.get("known_at", ""))
