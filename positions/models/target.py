"""What a stance can be about: issues and proposals, in one slug space a negotiation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from positions.models.edition import counts
from positions.models.fields import scale_is_an_interval, scale_value, word, word_is_known
from positions.models.listed import ListedQuerySet, retired_with_another
from positions.models.negotiation import Negotiation
from positions.models.party import Party
from positions.vocabulary import Stance, Subject, TargetKind


class Target(models.Model):
    """Something that a party can take a stance on. Known by its slug within one negotiation."""

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, related_name="targets", help_text="The talks it belongs to."
    )
    slug = models.SlugField(max_length=80, help_text="Short name in addresses; unique among issues and proposals.")
    kind = word(TargetKind, "Issue or proposal.")
    title = models.CharField(max_length=200, help_text="What people call it.")
    recorded_at = models.DateTimeField(help_text="Record time: from when this database knew it.")
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="Record time: from when it is no longer listed; empty: it is."
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="What stands in its place today, where it was found to be the same.",
    )

    objects = ListedQuerySet["Target"].as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "slug"], name="target_slug_is_unique_in_the_talks"),
            retired_with_another("target"),
            word_is_known("kind", TargetKind, table="target"),
        ]
        triggers = [counts(Subject.SHOWN, table="target")]

    def __str__(self) -> str:
        return self.title


def cue_list(help_text: str) -> "ArrayField[list[str], list[str]]":
    """Phrases that name something in running text."""
    return ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text=help_text)


class Issue(Target):
    """A target with a neutral proposition: one sentence that names an outcome. Stances are towards that outcome."""

    proposition = models.CharField(max_length=400, help_text="One neutral sentence that names an outcome.")
    topic = models.CharField(max_length=80, blank=True, help_text="Groups issues in a matrix.")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", help_text="Wider issue."
    )
    toward = cue_list("Phrases that name the proposition's outcome.")
    against = cue_list("Phrases that name its opposite.")
    scale = models.JSONField(
        default=list, blank=True, help_text='What the numbers 0 to 100 mean: [{"value": 0, "label": "..."}, ...].'
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("target_ptr")), name="issue_is_not_its_own_parent"
            )
        ]
        triggers = [counts(Subject.SHOWN, table="issue")]


class Proposal(Target):
    """A target that is a package: somebody tabled it, and it has a name or a date."""

    proposed_by = models.ManyToManyField(Party, related_name="proposals", blank=True, help_text="Who tabled it.")
    proposed_on = models.DateField(null=True, blank=True, help_text="The day it was tabled.")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text="Earlier one."
    )
    summary = models.TextField(blank=True, help_text="What it says, in a sentence or two.")
    cues = cue_list("Phrases that name the package.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=models.F("target_ptr")),
                name="proposal_does_not_replace_itself",
            )
        ]
        triggers = [counts(Subject.SHOWN, table="proposal")]


class ProposalTerm(models.Model):
    """What a proposal says on one issue: a stance or a scale value, its text, a quantity with a unit."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="terms", help_text="The package it is part of."
    )
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="terms", help_text="What it is about.")
    number = models.PositiveSmallIntegerField(help_text="Its place in the package, from 1.")
    stance = word(Stance, "Where the package stands towards the issue's proposition.", default=Stance.UNSPECIFIED.value)
    scale_low = scale_value("Low end on the issue's scale, 0 to 100.")
    scale_high = scale_value("High end on the issue's scale, 0 to 100.")
    text = models.TextField(blank=True, help_text="The term in words.")
    quantity_value = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, blank=True, help_text="The number in it, if any."
    )
    quantity_unit = models.CharField(max_length=40, blank=True, help_text="What the number counts: day, person, ...")

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="term_number_is_unique_in_the_proposal"),
            word_is_known("stance", Stance, table="term"),
            models.CheckConstraint(condition=Q(number__gte=1), name="term_numbers_start_at_one"),
            scale_is_an_interval(table="term"),
        ]
        triggers = [counts(Subject.SHOWN, table="term")]

    def __str__(self) -> str:
        return f"{self.proposal} {self.number}"
