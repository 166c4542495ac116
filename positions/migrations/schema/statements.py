"""Statements, the runs that found them, and what people decided about them. What waits and what stands is kept by triggers."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now, Upper
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from positions.models.fields import new_public_id
from positions.migrations.schema.triggers import (
    DECISION_COMES_TO_STAND,
    DECISION_ENDS_OR_RENEWS_THE_WAIT,
    DECISION_ONLY_LOSES_WORDS,
    STATEMENT_NEVER_CHANGES,
    STATEMENT_QUOTE_IS_VERBATIM,
    STATEMENT_WAITS,
    counts,
    refuses,
    trigger,
)

TABLES = [
    migrations.CreateModel(
        name="Statement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            (
                "speaker",
                models.CharField(
                    blank=True, help_text="Who voiced it, as printed; empty: nobody named.", max_length=200
                ),
            ),
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
                    help_text="Towards the issue's proposition, or towards the proposal.",
                    max_length=16,
                ),
            ),
            (
                "act",
                models.CharField(
                    choices=[
                        ("demand", "Demand"),
                        ("proposal", "Proposal"),
                        ("acceptance", "Acceptance"),
                        ("rejection", "Rejection"),
                        ("concession", "Concession"),
                        ("declaration", "Declaration"),
                    ],
                    help_text="How it was put.",
                    max_length=16,
                ),
            ),
            (
                "attribution",
                models.CharField(
                    choices=[
                        ("quoted", "Quoted"),
                        ("paraphrased", "Paraphrased"),
                        ("reported", "Reported"),
                        ("predicted", "Predicted"),
                    ],
                    help_text="How the article knows it.",
                    max_length=16,
                ),
            ),
            (
                "salience",
                models.CharField(
                    choices=[
                        ("red_line", "Red line"),
                        ("high", "High"),
                        ("medium", "Medium"),
                        ("low", "Low"),
                        ("unspecified", "Unspecified"),
                    ],
                    help_text="How much the party cares, as far as the text says so.",
                    max_length=16,
                ),
            ),
            (
                "terms",
                models.JSONField(
                    blank=True, default=list, help_text='[{"text": ..., "value": ..., "unit": ...}, ...].'
                ),
            ),
            ("condition", models.TextField(blank=True, help_text="What a conditional stance hangs on.")),
            ("quote", models.TextField(help_text="The words in the article, verbatim.")),
            ("start", models.PositiveIntegerField(help_text="Where the quote begins, in Unicode code points.")),
            ("end", models.PositiveIntegerField(help_text="Where it ends, exclusive.")),
            (
                "said_on",
                models.DateField(help_text="When it was said; the article's date where the text names no other."),
            ),
            (
                "confidence",
                models.FloatField(
                    blank=True, help_text="How sure the extractor is, 0 to 1; empty when coded by hand.", null=True
                ),
            ),
            ("explanation", models.TextField(blank=True, help_text="What made the extractor find it.")),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was stored.")),
            (
                "article",
                models.ForeignKey(
                    help_text="The text it stands in.",
                    on_delete=models.PROTECT,
                    related_name="statements",
                    to="positions.article",
                ),
            ),
            (
                "coder",
                models.ForeignKey(
                    blank=True,
                    help_text="Who coded it by hand.",
                    null=True,
                    on_delete=models.PROTECT,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="Whose stance.", on_delete=models.PROTECT, related_name="statements", to="positions.party"
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="What the stance is about.",
                    on_delete=models.PROTECT,
                    related_name="statements",
                    to="positions.target",
                ),
            ),
            (
                "rendered",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        models.F("uuid"), models.F("quote"), models.F("start"), function="parley_statement"
                    ),
                    help_text="Its part of an answer, as JSON.",
                    output_field=models.TextField(),
                ),
            ),
            (
                "runs",
                models.ManyToManyField(
                    related_name="statements", through="positions.Finding", to="positions.extractionrun"
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["said_on", "id"], name="statement_by_day"),
                models.Index(fields=["target", "said_on", "id"], name="statement_by_target_and_day"),
                models.Index(fields=["party", "said_on", "id"], name="statement_by_party_and_day"),
                GinIndex(SearchVector("quote", "speaker", "condition", config="english"), name="statement_words"),
                models.Index(fields=["stance", "said_on", "id"], name="statement_by_stance"),
                models.Index(fields=["act", "said_on", "id"], name="statement_by_act"),
                models.Index(fields=["attribution", "said_on", "id"], name="statement_by_attribution"),
                models.Index(fields=["salience", "said_on", "id"], name="statement_by_salience"),
                models.Index(Upper("speaker"), models.F("said_on"), models.F("id"), name="statement_by_speaker"),
                models.Index(fields=["confidence"], name="statement_by_confidence"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("article", "party", "target", "stance", "start", "end"), name="statement_is_stored_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("end__gt", models.F("start"))), name="statement_quote_is_not_empty"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confidence__isnull", True),
                        models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                        _connector="OR",
                    ),
                    name="statement_confidence_is_from_0_to_1",
                ),
                models.CheckConstraint(
                    condition=models.Q(("stance", "unspecified"), _negated=True), name="statement_stance_is_specified"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("stance__in", ["supports", "conditional", "undecided", "opposes", "unspecified"])
                    ),
                    name="statement_stance_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("act__in", ["demand", "proposal", "acceptance", "rejection", "concession", "declaration"])
                    ),
                    name="statement_act_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("attribution__in", ["quoted", "paraphrased", "reported", "predicted"])),
                    name="statement_attribution_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("salience__in", ["red_line", "high", "medium", "low", "unspecified"])),
                    name="statement_salience_is_a_known_word",
                ),
            ],
            "triggers": [
                trigger(
                    "statement_counts_as_arrived",
                    "e25f0",
                    counts("arrived"),
                    table="positions_statement",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT",
                    hash="2472ae17af418351bebcc1d51ecb38d00fd92e18",
                ),
                trigger(
                    "statement_is_never_deleted",
                    "feed8",
                    refuses("delete"),
                    table="positions_statement",
                    when="BEFORE",
                    operation="DELETE",
                    hash="f5222a782ab5fe138f25253ac3f74b022cdb046a",
                ),
                trigger(
                    "statement_never_changes",
                    "564ae",
                    STATEMENT_NEVER_CHANGES,
                    table="positions_statement",
                    when="BEFORE",
                    operation="UPDATE",
                    hash="52807797c60478f59eaf3674ebacb18b7105c414",
                ),
                trigger(
                    "statement_waits",
                    "580a9",
                    STATEMENT_WAITS,
                    table="positions_statement",
                    when="AFTER",
                    operation="INSERT",
                    hash="53fa85b55810dd4a39b2758649c05e965a77fbb0",
                ),
                trigger(
                    "statement_quote_is_verbatim",
                    "f5951",
                    STATEMENT_QUOTE_IS_VERBATIM,
                    table="positions_statement",
                    when="BEFORE",
                    operation="INSERT",
                    hash="623eddf55b8edcc6aaf7cd7a798662d61d23db9a",
                ),
                trigger(
                    "statement_counts_as_shown",
                    "fa4d1",
                    counts("shown"),
                    table="positions_statement",
                    level="STATEMENT",
                    when="AFTER",
                    operation='UPDATE OF "quote"',
                    hash="5fdb40a3c5f28ff55df1f360a06c1695e3b17379",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Finding",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("confidence", models.FloatField(help_text="How sure that run was, 0 to 1.")),
            ("explanation", models.TextField(blank=True, help_text="What made that run find it.")),
            (
                "run",
                models.ForeignKey(
                    help_text="Which run.",
                    on_delete=models.PROTECT,
                    related_name="findings",
                    to="positions.extractionrun",
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    help_text="What it found.",
                    on_delete=models.PROTECT,
                    related_name="findings",
                    to="positions.statement",
                ),
            ),
            (
                "coding",
                models.JSONField(
                    blank=True,
                    default=dict,
                    help_text="As that run coded it: act, attribution, speaker, words and so on.",
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("run", "statement"), name="finding_is_stored_once")],
            "triggers": [
                trigger(
                    "finding_counts_as_arrived",
                    "c4406",
                    counts("arrived"),
                    table="positions_finding",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="28c5278c9f282249b2701c887d7c61b78d46d821",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Decision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "decision",
                models.CharField(
                    choices=[
                        ("accept", "Accept"),
                        ("amend", "Amend"),
                        ("reject", "Reject"),
                        ("duplicate", "Duplicate"),
                        ("undo", "Undo"),
                    ],
                    help_text="What was decided.",
                    max_length=16,
                ),
            ),
            (
                "amended",
                models.JSONField(
                    blank=True, default=dict, help_text="The values that the curator put in place of those."
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why, in the curator's words.")),
            ("decided_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When.")),
            (
                "decided_by",
                models.ForeignKey(
                    help_text="Who.", on_delete=models.PROTECT, related_name="decisions", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    help_text="What was reviewed.",
                    on_delete=models.PROTECT,
                    related_name="decisions",
                    to="positions.statement",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "indexes": [models.Index(fields=["statement", "-id"], name="decision_last_of_a_statement")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("decision__in", ["accept", "amend", "reject", "duplicate", "undo"])),
                    name="decision_decision_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("amended", {}), ("decision", "amend"), _connector="OR"),
                    name="decision_amends_only_as_amendment",
                ),
            ],
            "triggers": [
                trigger(
                    "decision_counts_as_decided",
                    "17ac5",
                    counts("decided"),
                    table="positions_decision",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT",
                    hash="6a54c1fcaf20f3bed5c03726e932f5e3e192d9a1",
                ),
                trigger(
                    "decision_comes_to_stand",
                    "80230",
                    DECISION_COMES_TO_STAND,
                    table="positions_decision",
                    when="AFTER",
                    operation="INSERT",
                    hash="5615d86c7ba977f2d8527cbb01ba0da1a1546f1b",
                ),
                trigger(
                    "decision_ends_or_renews_the_wait",
                    "beadf",
                    DECISION_ENDS_OR_RENEWS_THE_WAIT,
                    table="positions_decision",
                    when="AFTER",
                    operation="INSERT",
                    hash="39097f4bd297f7fd89d01d857895f1a97ca0a4d4",
                ),
                trigger(
                    "decision_is_append_only",
                    "b4ffd",
                    refuses("delete"),
                    table="positions_decision",
                    when="BEFORE",
                    operation="DELETE",
                    hash="8ce288ae8cc6a552286208bfd0ffee3081b6878f",
                ),
                trigger(
                    "decision_only_loses_words",
                    "2039d",
                    DECISION_ONLY_LOSES_WORDS,
                    table="positions_decision",
                    when="BEFORE",
                    operation="UPDATE",
                    hash="7f7d5a19930705117ba4f229d35570143ffd604b",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="StandingDecision",
        fields=[
            (
                "statement",
                models.OneToOneField(
                    help_text="What was decided on.",
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="standing",
                    serialize=False,
                    to="positions.statement",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("accept", "Accept"),
                        ("amend", "Amend"),
                        ("reject", "Reject"),
                        ("duplicate", "Duplicate"),
                        ("undo", "Undo"),
                    ],
                    help_text="What it decided.",
                    max_length=16,
                ),
            ),
            (
                "decision",
                models.OneToOneField(
                    help_text="The one that stands.",
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="positions.decision",
                ),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["kind", "-statement"], name="standing_decision_by_kind")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["accept", "amend", "reject", "duplicate", "undo"])),
                    name="standing_decision_kind_is_a_known_word",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PendingStatement",
        fields=[
            (
                "statement",
                models.OneToOneField(
                    help_text="What waits.",
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="waiting",
                    serialize=False,
                    to="positions.statement",
                ),
            ),
            ("urgency", models.SmallIntegerField(help_text="Its place in the queue, most urgent first: 0 to 5.")),
            ("confidence", models.FloatField(help_text="How sure the extractor is, 0 to 1; 1 when coded by hand.")),
            ("waiting_since", models.DateTimeField(help_text="From when it waits.")),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks it belongs to.",
                    on_delete=models.CASCADE,
                    related_name="waiting",
                    to="positions.negotiation",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="Whose stance.", on_delete=models.CASCADE, related_name="waiting", to="positions.party"
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="On what.", on_delete=models.CASCADE, related_name="waiting", to="positions.target"
                ),
            ),
        ],
        options={
            "ordering": ["urgency", "statement"],
            "indexes": [
                models.Index(fields=["urgency", "statement"], name="pending_by_urgency"),
                models.Index(fields=["negotiation", "urgency", "statement"], name="pending_by_talks_and_urgency"),
                models.Index(fields=["party", "target"], name="pending_by_cell"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("urgency__in", [0, 1, 2, 3, 4, 5])), name="pending_statement_urgency_is_known"
                )
            ],
        },
    ),
]
