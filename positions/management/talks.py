"""The talks that a command is about, by their slug, or a former one."""

from django.core.management.base import CommandError

from positions.models import Negotiation
from positions.queries.catalog.former_slugs import find_talks


def get_talks(slug: str) -> Negotiation:
    """Raises: CommandError, which names those that there are."""
    negotiation = find_talks(slug)
    if negotiation is None:
        known = ", ".join(Negotiation.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"There are no talks “{slug}”; known: {known}.")
    return negotiation
