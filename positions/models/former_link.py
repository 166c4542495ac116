"""What a part of the catalog named before that was merged into another; answers as known earlier name it still."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, CharField, F, Field, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from positions.models.edition import counts
from positions.models.party import Party
from positions.models.target import Issue, Proposal, ProposalTerm, Target
from positions.vocabulary import Subject

NAMING = ("issue", "term", "proposal")


def names_one_by_one() -> Q:
    """Exactly one thing names exactly one other."""
    naming = [Q(**{f"{other}__isnull": other != name for other in NAMING}) for name in NAMING]
    named = Q(target__isnull=True, party__isnull=False, party_since__isnull=False, proposal__isnull=False)
    named |= Q(target__isnull=False, party__isnull=True, party_since__isnull=True)
    return (naming[0] | naming[1] | naming[2]) & named


class FormerLink(models.Model):
    """Until an instant of record time that was the wider issue of the issue, the issue of the term, what the proposal
    replaces, or who tabled it."""

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, null=True, related_name="former_links", help_text="The narrower issue."
    )
    term = models.ForeignKey(
        ProposalTerm, on_delete=models.CASCADE, null=True, related_name="former_links", help_text="The term."
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, null=True, related_name="former_links", help_text="What replaces or is by."
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, null=True, related_name="+", help_text="The target named."
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, related_name="+", help_text="The party that tabled it."
    )
    party_since = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, related_name="+", help_text="The party named in its place since."
    )
    until = models.DateTimeField(help_text="Record time: from when another is named in its place.")

    class Meta:
        ordering = ["until", "id"]
        constraints = [models.CheckConstraint(condition=names_one_by_one(), name="former_link_is_of_one_to_one")]
        triggers = [counts(Subject.SHOWN, table="formerlink")]

    def __str__(self) -> str:
        return f"{self.issue or self.term or self.proposal}: {self.target or self.party}"


def named_then(naming: str, column: str, *, known_at: datetime) -> Coalesce:
    """The column of the target that a row named at `known_at`: `naming` says what the row is, `column` where it is now.

    For rows of issues, terms, or proposals, whose `column` leads through the key of what they name, as `issue__slug`.
    """
    earlier = FormerLink.objects.filter(**{naming: OuterRef("pk")}, target__isnull=False, until__gt=known_at)
    then = earlier.order_by("until", "id").values(f"target__{column.rpartition('__')[2]}")[:1]
    kind: Field[Any, Any] = BigIntegerField() if column.endswith("__id") else CharField()
    return Coalesce(Subquery(then), F(column), output_field=kind)


def proposer_then(*, known_at: datetime) -> Coalesce:
    """The slug of who was named at `known_at`, for rows of proposals with those who tabled them."""
    same = {"proposal": OuterRef("proposal_id"), "party_since": OuterRef("party_id")}
    earlier = FormerLink.objects.filter(**same, until__gt=known_at).order_by("until", "id")
    return Coalesce(Subquery(earlier.values("party__slug")[:1]), F("party__slug"))
