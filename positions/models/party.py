"""Who negotiates: parties, their part in one negotiation, and who speaks for them there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from positions.models.edition import counts
from positions.models.fields import database_now, period_is_forward, word, word_is_known
from positions.models.listed import ListedQuerySet, retired_with_another
from positions.models.negotiation import Negotiation
from positions.vocabulary import PartyKind, Role, Subject


class Party(models.Model):
    """A state, bloc, movement or organisation, whatever it negotiates about. Known by its slug."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Short name in addresses: a-z, 0-9, hyphens.")
    name = models.CharField(max_length=200, help_text="Its usual name; a negotiation may have one of its own.")
    kind = word(PartyKind, "What sort of party it is.")
    iso = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2 code, for states.")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "parties"
        constraints = [word_is_known("kind", PartyKind, table="party")]
        triggers = [counts(Subject.SHOWN, table="party")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A party belongs to a bloc, which is a party too, over a period."""

    member = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="memberships", help_text="The party that belongs."
    )
    bloc = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="members", help_text="What it belongs to.")
    from_on = models.DateField(null=True, blank=True, help_text="First day as a member; empty: always was.")
    to_on = models.DateField(null=True, blank=True, help_text="The day after the last; empty: still is.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bloc", "from_on"], nulls_distinct=False, name="membership_is_named_once"
            ),
            models.CheckConstraint(condition=~models.Q(member=models.F("bloc")), name="membership_is_of_another_party"),
            period_is_forward("from_on", "to_on", table="membership", name="period"),
        ]
        triggers = [counts(Subject.SHOWN, table="membership")]

    def __str__(self) -> str:
        return f"{self.member} in {self.bloc}"


class Participation(models.Model):
    """A party's part in one negotiation. Names and aliases belong here: two catalogs may name a party differently."""

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, related_name="participations", help_text="The talks."
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="participations", help_text="The party that takes part."
    )
    name = models.CharField(max_length=200, help_text="What the party is called in these talks.")
    role = word(Role, "Its part in these talks.")
    aliases = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, help_text="Other names that articles use for it."
    )
    from_on = models.DateField(null=True, blank=True, help_text="First day of its part; empty: from the start.")
    to_on = models.DateField(null=True, blank=True, help_text="The day after the last; empty: still takes part.")
    recorded_at = models.DateTimeField(help_text="Record time: from when this database named it as a party here.")
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="Record time: from when it is no longer listed here; empty: it is."
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="Whose part stands in its place today, where the two were found to be the same party.",
    )

    objects = ListedQuerySet["Participation"].as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            retired_with_another("participation"),
            models.UniqueConstraint(fields=["negotiation", "party"], name="participation_is_unique"),
            word_is_known("role", Role, table="participation"),
            period_is_forward("from_on", "to_on", table="participation", name="period"),
        ]
        triggers = [counts(Subject.SHOWN, table="participation")]

    def __str__(self) -> str:
        return self.name


class Speaker(models.Model):
    """A person or organ that voices a party's stance in one negotiation, with dates of office."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="speakers", help_text="The party spoken for."
    )
    name = models.CharField(max_length=200, help_text="Full name.")
    title = models.CharField(max_length=200, blank=True, help_text="Office held.")
    aliases = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, help_text="Other names that articles use."
    )
    from_on = models.DateField(null=True, blank=True, help_text="First day in office; empty: before the talks.")
    to_on = models.DateField(null=True, blank=True, help_text="The day after the last; empty: still in office.")
    created_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was entered.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "name", "from_on"], nulls_distinct=False, name="speaker_is_named_once"
            ),
            period_is_forward("from_on", "to_on", table="speaker", name="office"),
        ]
        triggers = [counts(Subject.SHOWN, table="speaker")]

    def __str__(self) -> str:
        return self.name
