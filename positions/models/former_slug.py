"""Names in addresses that were given up; what stood there is found under its present one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from positions.models.edition import counts
from positions.models.fields import database_now
from positions.models.negotiation import Negotiation
from positions.models.party import Party
from positions.models.target import Target
from positions.vocabulary import Subject

NAMED = ("negotiation", "party", "target")


def names_one_thing() -> Q:
    """Exactly one of the three is given."""
    only = [Q(**{f"{other}__isnull": other != name for other in NAMED}) for name in NAMED]
    return only[0] | only[1] | only[2]


class FormerSlug(models.Model):
    """A slug that talks, a party or a target had before. A target's counts within its talks alone."""

    slug = models.SlugField(max_length=80, help_text="The name that it had in addresses.")
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, null=True, related_name="former_slugs", help_text="The talks, renamed."
    )
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, related_name="former_slugs", help_text="The party, renamed."
    )
    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, null=True, related_name="former_slugs", help_text="The target, renamed."
    )
    within = models.ForeignKey(
        Negotiation,
        on_delete=models.CASCADE,
        null=True,
        related_name="former_slugs_within",
        help_text="The only talks in which it counts, of a party that was merged there; empty: in all.",
    )
    was_public = models.BooleanField(
        help_text="Whether readers may be told: talks that it named, or that listed what it named, were no draft then."
    )
    given_up_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was given up.")
    given_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="former_slugs", help_text="Who renamed it."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=names_one_thing(), name="former_slug_names_one_thing"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(negotiation__isnull=False), name="former_slug_of_talks_is_unique"
            ),
            models.UniqueConstraint(
                fields=["slug", "within"],
                condition=Q(party__isnull=False),
                nulls_distinct=False,
                name="former_slug_of_a_party_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | Q(party__isnull=False), name="former_slug_within_talks_is_a_partys"
            ),
            models.UniqueConstraint(
                fields=["slug", "target"], condition=Q(target__isnull=False), name="former_slug_of_a_target_is_unique"
            ),
        ]
        triggers = [counts(Subject.SHOWN, table="formerslug")]

    def __str__(self) -> str:
        return self.slug
