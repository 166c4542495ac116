"""Talks, who takes part in them and speaks there, and their numbered revisions."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now
from django.contrib.postgres.fields import ArrayField
from positions.migrations.schema.triggers import REVISION_ONLY_RISES, counts, refuses, trigger

TABLES = [
    migrations.CreateModel(
        name="Negotiation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "slug",
                models.SlugField(help_text="Short name in addresses: a-z, 0-9, hyphens.", max_length=80, unique=True),
            ),
            ("title", models.CharField(help_text="What the talks are called.", max_length=200)),
            ("description", models.TextField(blank=True, help_text="Who talks about what, in a sentence or two.")),
            ("started_on", models.DateField(blank=True, help_text="First day of the talks.", null=True)),
            (
                "ended_on",
                models.DateField(blank=True, help_text="The day after the last; empty while they go on.", null=True),
            ),
            ("is_published", models.BooleanField(default=True, help_text="Off: a draft that only staff see.")),
            (
                "created_at",
                models.DateTimeField(db_default=Now(), editable=False, help_text="When it was set up here."),
            ),
        ],
        options={
            "ordering": ["slug"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("ended_on__isnull", True),
                        ("started_on__isnull", True),
                        ("ended_on__gt", models.F("started_on")),
                        _connector="OR",
                    ),
                    name="negotiation_period_is_forward",
                )
            ],
            "triggers": [
                trigger(
                    "negotiation_counts_as_shown",
                    "86d5b",
                    counts("shown"),
                    table="positions_negotiation",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="b92dbe07e41f9fdb0fc454eec53f16ab54906c0c",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Party",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "slug",
                models.SlugField(help_text="Short name in addresses: a-z, 0-9, hyphens.", max_length=80, unique=True),
            ),
            (
                "name",
                models.CharField(help_text="Its usual name; a negotiation may have one of its own.", max_length=200),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("state", "State"),
                        ("bloc", "Bloc"),
                        ("alliance", "Alliance"),
                        ("movement", "Movement"),
                        ("government", "Government"),
                        ("party", "Party"),
                        ("organisation", "Organisation"),
                        ("company", "Company"),
                        ("union", "Union"),
                    ],
                    help_text="What sort of party it is.",
                    max_length=16,
                ),
            ),
            ("iso", models.CharField(blank=True, help_text="ISO 3166-1 alpha-2 code, for states.", max_length=2)),
        ],
        options={
            "verbose_name_plural": "parties",
            "ordering": ["slug"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "state",
                                "bloc",
                                "alliance",
                                "movement",
                                "government",
                                "party",
                                "organisation",
                                "company",
                                "union",
                            ],
                        )
                    ),
                    name="party_kind_is_a_known_word",
                )
            ],
            "triggers": [
                trigger(
                    "party_counts_as_shown",
                    "103b8",
                    counts("shown"),
                    table="positions_party",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="f7a260be0261a5243cda1da9d8b3c4c46f81deb8",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("from_on", models.DateField(blank=True, help_text="First day as a member; empty: always was.", null=True)),
            ("to_on", models.DateField(blank=True, help_text="The day after the last; empty: still is.", null=True)),
            (
                "bloc",
                models.ForeignKey(
                    help_text="What it belongs to.",
                    on_delete=models.CASCADE,
                    related_name="members",
                    to="positions.party",
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    help_text="The party that belongs.",
                    on_delete=models.CASCADE,
                    related_name="memberships",
                    to="positions.party",
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("member", "bloc", "from_on"), name="membership_is_named_once", nulls_distinct=False
                ),
                models.CheckConstraint(
                    condition=models.Q(("member", models.F("bloc")), _negated=True),
                    name="membership_is_of_another_party",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("to_on__isnull", True),
                        ("from_on__isnull", True),
                        ("to_on__gt", models.F("from_on")),
                        _connector="OR",
                    ),
                    name="membership_period_is_forward",
                ),
            ],
            "triggers": [
                trigger(
                    "membership_counts_as_shown",
                    "cda30",
                    counts("shown"),
                    table="positions_membership",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="2733e5040291ce15bee7983511a19da847c723f5",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Participation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(help_text="What the party is called in these talks.", max_length=200)),
            (
                "role",
                models.CharField(
                    choices=[
                        ("principal", "Principal"),
                        ("mediator", "Mediator"),
                        ("guarantor", "Guarantor"),
                        ("observer", "Observer"),
                    ],
                    help_text="Its part in these talks.",
                    max_length=16,
                ),
            ),
            (
                "aliases",
                ArrayField(
                    base_field=models.CharField(max_length=200),
                    blank=True,
                    default=list,
                    help_text="Other names that articles use for it.",
                    size=None,
                ),
            ),
            (
                "from_on",
                models.DateField(blank=True, help_text="First day of its part; empty: from the start.", null=True),
            ),
            (
                "to_on",
                models.DateField(blank=True, help_text="The day after the last; empty: still takes part.", null=True),
            ),
            (
                "recorded_at",
                models.DateTimeField(help_text="Record time: from when this database named it as a party here."),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks.",
                    on_delete=models.CASCADE,
                    related_name="participations",
                    to="positions.negotiation",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="The party that takes part.",
                    on_delete=models.PROTECT,
                    related_name="participations",
                    to="positions.party",
                ),
            ),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    help_text="Whose part stands in its place today, where the two were found to be the same party.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="merged",
                    to="positions.participation",
                ),
            ),
            (
                "retired_at",
                models.DateTimeField(
                    blank=True, help_text="Record time: from when it is no longer listed here; empty: it is.", null=True
                ),
            ),
        ],
        options={
            "ordering": ["recorded_at", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("negotiation", "party"), name="participation_is_unique"),
                models.CheckConstraint(
                    condition=models.Q(("role__in", ["principal", "mediator", "guarantor", "observer"])),
                    name="participation_role_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("to_on__isnull", True),
                        ("from_on__isnull", True),
                        ("to_on__gt", models.F("from_on")),
                        _connector="OR",
                    ),
                    name="participation_period_is_forward",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("merged_into__isnull", True), ("retired_at__isnull", True)),
                        models.Q(
                            ("merged_into__isnull", False),
                            ("retired_at__isnull", False),
                            models.Q(("merged_into", models.F("pk")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="participation_is_retired_for_another",
                ),
            ],
            "triggers": [
                trigger(
                    "participation_counts_as_shown",
                    "f21eb",
                    counts("shown"),
                    table="positions_participation",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="db8d9c6f8d250aee811c6f23dc9b6f19962aff1d",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Speaker",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(help_text="Full name.", max_length=200)),
            ("title", models.CharField(blank=True, help_text="Office held.", max_length=200)),
            (
                "aliases",
                ArrayField(
                    base_field=models.CharField(max_length=200),
                    blank=True,
                    default=list,
                    help_text="Other names that articles use.",
                    size=None,
                ),
            ),
            (
                "from_on",
                models.DateField(blank=True, help_text="First day in office; empty: before the talks.", null=True),
            ),
            (
                "to_on",
                models.DateField(blank=True, help_text="The day after the last; empty: still in office.", null=True),
            ),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was entered.")),
            (
                "participation",
                models.ForeignKey(
                    help_text="The party spoken for.",
                    on_delete=models.CASCADE,
                    related_name="speakers",
                    to="positions.participation",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("participation", "name", "from_on"), name="speaker_is_named_once", nulls_distinct=False
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("to_on__isnull", True),
                        ("from_on__isnull", True),
                        ("to_on__gt", models.F("from_on")),
                        _connector="OR",
                    ),
                    name="speaker_office_is_forward",
                ),
            ],
            "triggers": [
                trigger(
                    "speaker_counts_as_shown",
                    "876f9",
                    counts("shown"),
                    table="positions_speaker",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="28fd48f09779ce39569d7ccf7f1c0eec81d772bd",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Revision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField(help_text="1 for the first public change, then one more each.")),
            ("committed_at", models.DateTimeField(help_text="Record time of everything that this change wrote.")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("catalog", "Catalog"),
                        ("recorded", "Recorded"),
                        ("corrected", "Corrected"),
                        ("withdrawn", "Withdrawn"),
                        ("taken_down", "Taken down"),
                    ],
                    help_text="What sort of change it was.",
                    max_length=16,
                ),
            ),
            (
                "committed_by",
                models.ForeignKey(
                    help_text="Who made the change.",
                    on_delete=models.PROTECT,
                    related_name="revisions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks that changed.",
                    on_delete=models.PROTECT,
                    related_name="revisions",
                    to="positions.negotiation",
                ),
            ),
        ],
        options={
            "ordering": ["negotiation", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("negotiation", "number"), name="revision_number_is_unique"),
                models.UniqueConstraint(fields=("negotiation", "committed_at"), name="revision_instant_is_unique"),
                models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="revision_numbers_start_at_one"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["catalog", "recorded", "corrected", "withdrawn", "taken_down"])),
                    name="revision_kind_is_a_known_word",
                ),
            ],
            "triggers": [
                trigger(
                    "revision_is_append_only",
                    "80276",
                    refuses("update or delete"),
                    table="positions_revision",
                    when="BEFORE",
                    operation="UPDATE OR DELETE",
                    hash="6e352259275d905bbd46eb6bfcc1784fbb5c21ec",
                ),
                trigger(
                    "revision_only_rises",
                    "68d05",
                    REVISION_ONLY_RISES,
                    table="positions_revision",
                    when="BEFORE",
                    operation="INSERT",
                    hash="9ee0aa263a0f8fde989c6a05184b406ca5284616",
                ),
            ],
        },
    ),
]
