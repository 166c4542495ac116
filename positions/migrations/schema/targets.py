"""What stances are about, issues and proposals with their terms, and the names and links that were given up."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now
from django.contrib.postgres.fields import ArrayField
from positions.migrations.schema.triggers import counts, trigger

TABLES = [
    migrations.CreateModel(
        name="Target",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "slug",
                models.SlugField(
                    help_text="Short name in addresses; unique among issues and proposals.", max_length=80
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("issue", "Issue"), ("proposal", "Proposal")],
                    help_text="Issue or proposal.",
                    max_length=16,
                ),
            ),
            ("title", models.CharField(help_text="What people call it.", max_length=200)),
            ("recorded_at", models.DateTimeField(help_text="Record time: from when this database knew it.")),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks it belongs to.",
                    on_delete=models.CASCADE,
                    related_name="targets",
                    to="positions.negotiation",
                ),
            ),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    help_text="What stands in its place today, where it was found to be the same.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="merged",
                    to="positions.target",
                ),
            ),
            (
                "retired_at",
                models.DateTimeField(
                    blank=True, help_text="Record time: from when it is no longer listed; empty: it is.", null=True
                ),
            ),
        ],
        options={
            "ordering": ["recorded_at", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("negotiation", "slug"), name="target_slug_is_unique_in_the_talks"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["issue", "proposal"])), name="target_kind_is_a_known_word"
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
                    name="target_is_retired_for_another",
                ),
            ],
            "triggers": [
                trigger(
                    "target_counts_as_shown",
                    "bce84",
                    counts("shown"),
                    table="positions_target",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="070b349faa7789044150eab1687c07f76bb5a289",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Issue",
        fields=[
            (
                "target_ptr",
                models.OneToOneField(
                    auto_created=True,
                    on_delete=models.CASCADE,
                    parent_link=True,
                    primary_key=True,
                    serialize=False,
                    to="positions.target",
                ),
            ),
            ("proposition", models.CharField(help_text="One neutral sentence that names an outcome.", max_length=400)),
            ("topic", models.CharField(blank=True, help_text="Groups issues in a matrix.", max_length=80)),
            (
                "toward",
                ArrayField(
                    base_field=models.CharField(max_length=200),
                    blank=True,
                    default=list,
                    help_text="Phrases that name the proposition's outcome.",
                    size=None,
                ),
            ),
            (
                "against",
                ArrayField(
                    base_field=models.CharField(max_length=200),
                    blank=True,
                    default=list,
                    help_text="Phrases that name its opposite.",
                    size=None,
                ),
            ),
            (
                "scale",
                models.JSONField(
                    blank=True,
                    default=list,
                    help_text='What the numbers 0 to 100 mean: [{"value": 0, "label": "..."}, ...].',
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    help_text="Wider issue.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="children",
                    to="positions.issue",
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("parent__isnull", True),
                        models.Q(("parent", models.F("target_ptr")), _negated=True),
                        _connector="OR",
                    ),
                    name="issue_is_not_its_own_parent",
                )
            ],
            "triggers": [
                trigger(
                    "issue_counts_as_shown",
                    "8c19c",
                    counts("shown"),
                    table="positions_issue",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="be3971aea5f81965aabe91ef15dbedb195ee8038",
                ),
            ],
        },
        bases=("positions.target",),
    ),
    migrations.CreateModel(
        name="Proposal",
        fields=[
            (
                "target_ptr",
                models.OneToOneField(
                    auto_created=True,
                    on_delete=models.CASCADE,
                    parent_link=True,
                    primary_key=True,
                    serialize=False,
                    to="positions.target",
                ),
            ),
            ("proposed_on", models.DateField(blank=True, help_text="The day it was tabled.", null=True)),
            ("summary", models.TextField(blank=True, help_text="What it says, in a sentence or two.")),
            (
                "cues",
                ArrayField(
                    base_field=models.CharField(max_length=200),
                    blank=True,
                    default=list,
                    help_text="Phrases that name the package.",
                    size=None,
                ),
            ),
            (
                "replaces",
                models.ForeignKey(
                    blank=True,
                    help_text="Earlier one.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="replaced_by",
                    to="positions.proposal",
                ),
            ),
            (
                "proposed_by",
                models.ManyToManyField(
                    blank=True, help_text="Who tabled it.", related_name="proposals", to="positions.party"
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("replaces__isnull", True),
                        models.Q(("replaces", models.F("target_ptr")), _negated=True),
                        _connector="OR",
                    ),
                    name="proposal_does_not_replace_itself",
                )
            ],
            "triggers": [
                trigger(
                    "proposal_counts_as_shown",
                    "89f51",
                    counts("shown"),
                    table="positions_proposal",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="0a631636a519acccca0f564bcbe98d7abe7259a3",
                ),
            ],
        },
        bases=("positions.target",),
    ),
    migrations.CreateModel(
        name="ProposalTerm",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveSmallIntegerField(help_text="Its place in the package, from 1.")),
            (
                "stance",
                models.CharField(
                    choices=[
                        ("supports", "Supports"),
                        ("conditional", "Conditional"),
                        ("undecided", "Undecided"),
                        ("opposes", "Opposes"),
                        ("unspecified", "Unspecified"),
                    ],
                    default="unspecified",
                    help_text="Where the package stands towards the issue's proposition.",
                    max_length=16,
                ),
            ),
            (
                "scale_low",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    help_text="Low end on the issue's scale, 0 to 100.",
                    max_digits=5,
                    null=True,
                ),
            ),
            (
                "scale_high",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    help_text="High end on the issue's scale, 0 to 100.",
                    max_digits=5,
                    null=True,
                ),
            ),
            ("text", models.TextField(blank=True, help_text="The term in words.")),
            (
                "quantity_value",
                models.DecimalField(
                    blank=True, decimal_places=4, help_text="The number in it, if any.", max_digits=20, null=True
                ),
            ),
            (
                "quantity_unit",
                models.CharField(blank=True, help_text="What the number counts: day, person, ...", max_length=40),
            ),
            (
                "issue",
                models.ForeignKey(
                    help_text="What it is about.", on_delete=models.PROTECT, related_name="terms", to="positions.issue"
                ),
            ),
            (
                "proposal",
                models.ForeignKey(
                    help_text="The package it is part of.",
                    on_delete=models.CASCADE,
                    related_name="terms",
                    to="positions.proposal",
                ),
            ),
        ],
        options={
            "ordering": ["proposal", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("proposal", "number"), name="term_number_is_unique_in_the_proposal"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("stance__in", ["supports", "conditional", "undecided", "opposes", "unspecified"])
                    ),
                    name="term_stance_is_a_known_word",
                ),
                models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="term_numbers_start_at_one"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("scale_high__isnull", True), ("scale_low__isnull", True)),
                        models.Q(
                            ("scale_high__isnull", False),
                            ("scale_high__lte", 100),
                            ("scale_low__gte", 0),
                            ("scale_low__isnull", False),
                            ("scale_low__lte", models.F("scale_high")),
                        ),
                        _connector="OR",
                    ),
                    name="term_scale_is_an_interval",
                ),
            ],
            "triggers": [
                trigger(
                    "term_counts_as_shown",
                    "95dc2",
                    counts("shown"),
                    table="positions_proposalterm",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="3d81a508d2bf697e0649e6bd02e1d51978b88b99",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FormerSlug",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(help_text="The name that it had in addresses.", max_length=80)),
            ("given_up_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was given up.")),
            (
                "given_up_by",
                models.ForeignKey(
                    help_text="Who renamed it.",
                    on_delete=models.PROTECT,
                    related_name="former_slugs",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks, renamed.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_slugs",
                    to="positions.negotiation",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="The party, renamed.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_slugs",
                    to="positions.party",
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="The target, renamed.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_slugs",
                    to="positions.target",
                ),
            ),
            (
                "within",
                models.ForeignKey(
                    help_text="The only talks in which it counts, of a party that was merged there; empty: in all.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_slugs_within",
                    to="positions.negotiation",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("negotiation__isnull", False), ("party__isnull", True), ("target__isnull", True)),
                        models.Q(("negotiation__isnull", True), ("party__isnull", False), ("target__isnull", True)),
                        models.Q(("negotiation__isnull", True), ("party__isnull", True), ("target__isnull", False)),
                        _connector="OR",
                    ),
                    name="former_slug_names_one_thing",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("negotiation__isnull", False)),
                    fields=("slug",),
                    name="former_slug_of_talks_is_unique",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("target__isnull", False)),
                    fields=("slug", "target"),
                    name="former_slug_of_a_target_is_unique",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("party__isnull", False)),
                    fields=("slug", "within"),
                    name="former_slug_of_a_party_is_unique",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(("within__isnull", True), ("party__isnull", False), _connector="OR"),
                    name="former_slug_within_talks_is_a_partys",
                ),
            ],
            "triggers": [
                trigger(
                    "formerslug_counts_as_shown",
                    "d387d",
                    counts("shown"),
                    table="positions_formerslug",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="6b4c9e1664b7ae3a185d49eab95bb50da3f57663",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FormerLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("until", models.DateTimeField(help_text="Record time: from when another is named in its place.")),
            (
                "issue",
                models.ForeignKey(
                    help_text="The narrower issue.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_links",
                    to="positions.issue",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="The party that tabled it.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="positions.party",
                ),
            ),
            (
                "party_since",
                models.ForeignKey(
                    help_text="The party named in its place since.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="positions.party",
                ),
            ),
            (
                "proposal",
                models.ForeignKey(
                    help_text="What replaces or is by.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_links",
                    to="positions.proposal",
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="The target named.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="positions.target",
                ),
            ),
            (
                "term",
                models.ForeignKey(
                    help_text="The term.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="former_links",
                    to="positions.proposalterm",
                ),
            ),
        ],
        options={
            "ordering": ["until", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            models.Q(("issue__isnull", False), ("proposal__isnull", True), ("term__isnull", True)),
                            models.Q(("issue__isnull", True), ("proposal__isnull", True), ("term__isnull", False)),
                            models.Q(("issue__isnull", True), ("proposal__isnull", False), ("term__isnull", True)),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(
                                ("party__isnull", False),
                                ("party_since__isnull", False),
                                ("proposal__isnull", False),
                                ("target__isnull", True),
                            ),
                            models.Q(("party__isnull", True), ("party_since__isnull", True), ("target__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    name="former_link_is_of_one_to_one",
                )
            ],
            "triggers": [
                trigger(
                    "formerlink_counts_as_shown",
                    "31414",
                    counts("shown"),
                    table="positions_formerlink",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="5256bfbdd4e516bf9b9cd97098c2e569b818818c",
                ),
            ],
        },
    ),
]
