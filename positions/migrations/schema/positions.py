"""What parties hold over both times, its evidence, and which stance hangs on which."""

from django.conf import settings
from django.db import migrations, models
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, DateTimeRangeField, RangeBoundary
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from positions.models.fields import new_public_id
from positions.migrations.schema.triggers import (
    EVIDENCE_NAMES_ITS_STORY,
    POSITION_REORDERS_WHAT_WAITS,
    refuses,
    trigger,
)

TABLES = [
    migrations.CreateModel(
        name="Position",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
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
                "salience",
                models.CharField(
                    choices=[
                        ("red_line", "Red line"),
                        ("high", "High"),
                        ("medium", "Medium"),
                        ("low", "Low"),
                        ("unspecified", "Unspecified"),
                    ],
                    default="unspecified",
                    help_text="How much the party says that it cares.",
                    max_length=16,
                ),
            ),
            (
                "salience_value",
                models.FloatField(
                    blank=True, help_text="Salience as a number from 0 to 1, where a data set gives one.", null=True
                ),
            ),
            (
                "scale_low",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    help_text="Low end of the position on the issue's scale, 0 to 100.",
                    max_digits=5,
                    null=True,
                ),
            ),
            (
                "scale_high",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    help_text="High end of the position on the issue's scale, 0 to 100.",
                    max_digits=5,
                    null=True,
                ),
            ),
            (
                "terms",
                models.JSONField(
                    blank=True, default=list, help_text='[{"text": ..., "value": ..., "unit": ...}, ...].'
                ),
            ),
            ("condition", models.TextField(blank=True, help_text="What a conditional stance hangs on.")),
            ("summary", models.TextField(blank=True, help_text="The position in one sentence.")),
            ("valid_from", models.DateField(help_text="First day on which the party held it.")),
            (
                "valid_to",
                models.DateField(blank=True, help_text="The day after the last; empty: still holds it.", null=True),
            ),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("first_recorded", "First recorded"),
                        ("party_moved", "Party moved"),
                        ("learnt_later", "Learnt later"),
                        ("corrected", "Corrected"),
                    ],
                    help_text="Why it was recorded.",
                    max_length=16,
                ),
            ),
            (
                "end_reason",
                models.CharField(
                    choices=[("open", "Open"), ("party_moved", "Party moved"), ("withdrawn", "Withdrawn")],
                    default="open",
                    help_text="Why its valid period ended.",
                    max_length=16,
                ),
            ),
            ("recorded_at", models.DateTimeField(help_text="From when this database said so.")),
            (
                "superseded_at",
                models.DateTimeField(
                    blank=True, help_text="From when this database no longer said so; empty: it still does.", null=True
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks it belongs to.",
                    on_delete=models.PROTECT,
                    related_name="positions",
                    to="positions.negotiation",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="Who holds it.", on_delete=models.PROTECT, related_name="positions", to="positions.party"
                ),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    help_text="Who recorded it.",
                    on_delete=models.PROTECT,
                    related_name="positions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="On what.", on_delete=models.PROTECT, related_name="positions", to="positions.target"
                ),
            ),
            (
                "rendered",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        models.F("uuid"),
                        models.F("stance"),
                        models.F("act"),
                        models.F("salience"),
                        models.F("salience_value"),
                        models.F("scale_low"),
                        models.F("scale_high"),
                        models.F("terms"),
                        models.F("condition"),
                        models.F("summary"),
                        models.F("valid_from"),
                        models.F("valid_to"),
                        models.F("recorded_at"),
                        function="parley_position",
                    ),
                    help_text="Its part of an answer, as JSON.",
                    output_field=models.TextField(),
                ),
            ),
        ],
        options={
            "ordering": ["party", "target", "valid_from", "recorded_at"],
            "indexes": [
                models.Index(
                    condition=models.Q(("superseded_at__isnull", True)), fields=["party", "target"], name="position_now"
                ),
                models.Index(
                    condition=models.Q(("end_reason", "withdrawn")),
                    fields=["party", "target", "valid_to"],
                    name="position_withdrawn",
                ),
                models.Index(fields=["negotiation", "recorded_at"], name="position_by_record_time"),
                models.Index(
                    condition=models.Q(("superseded_at__isnull", False)),
                    fields=["negotiation", "superseded_at"],
                    name="position_by_its_end",
                ),
                models.Index(fields=["valid_from", "id"], name="position_by_first_day"),
                models.Index(fields=["recorded_at", "id"], name="position_by_instant"),
                GinIndex(SearchVector("summary", "condition", config="english"), name="position_words"),
                models.Index(fields=["party", "target", "valid_from"], name="position_by_cell"),
                models.Index(fields=["party", "target", "recorded_at"], name="position_by_cell_recorded"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True),
                        ("valid_from__isnull", True),
                        ("valid_to__gt", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="position_valid_period_is_forward",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("superseded_at__isnull", True),
                        ("recorded_at__isnull", True),
                        ("superseded_at__gt", models.F("recorded_at")),
                        _connector="OR",
                    ),
                    name="position_record_period_is_forward",
                ),
                ExclusionConstraint(
                    expressions=[
                        (
                            models.Func(
                                models.F("party"),
                                models.F("party"),
                                models.Value("[]"),
                                function="int8range",
                                output_field=BigIntegerRangeField(),
                            ),
                            "&&",
                        ),
                        (
                            models.Func(
                                models.F("target"),
                                models.F("target"),
                                models.Value("[]"),
                                function="int8range",
                                output_field=BigIntegerRangeField(),
                            ),
                            "&&",
                        ),
                        (
                            models.Func(
                                "valid_from",
                                "valid_to",
                                RangeBoundary(),
                                function="daterange",
                                output_field=DateRangeField(),
                            ),
                            "&&",
                        ),
                        (
                            models.Func(
                                "recorded_at",
                                "superseded_at",
                                RangeBoundary(),
                                function="tstzrange",
                                output_field=DateTimeRangeField(),
                            ),
                            "&&",
                        ),
                    ],
                    name="position_never_overlaps_in_both_times",
                ),
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
                    name="position_scale_is_an_interval",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("salience_value__isnull", True),
                        models.Q(("salience_value__gte", 0), ("salience_value__lte", 1)),
                        _connector="OR",
                    ),
                    name="position_salience_value_is_from_0_to_1",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end_reason", "open"), ("valid_to__isnull", True)),
                        models.Q(("valid_to__isnull", False), models.Q(("end_reason", "open"), _negated=True)),
                        _connector="OR",
                    ),
                    name="position_end_has_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("stance", "unspecified"), _negated=True),
                        ("scale_low__isnull", False),
                        _connector="OR",
                    ),
                    name="position_without_stance_has_a_scale_value",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("stance__in", ["supports", "conditional", "undecided", "opposes", "unspecified"])
                    ),
                    name="position_stance_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("act__in", ["demand", "proposal", "acceptance", "rejection", "concession", "declaration"])
                    ),
                    name="position_act_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("salience__in", ["red_line", "high", "medium", "low", "unspecified"])),
                    name="position_salience_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason__in", ["first_recorded", "party_moved", "learnt_later", "corrected"])),
                    name="position_reason_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("end_reason__in", ["open", "party_moved", "withdrawn"])),
                    name="position_end_reason_is_a_known_word",
                ),
            ],
            "triggers": [
                trigger(
                    "position_is_recorded_once",
                    "71e6c",
                    refuses("update"),
                    table="positions_position",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."negotiation_id" IS DISTINCT FROM (NEW."negotiation_id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."stance" IS DISTINCT FROM (NEW."stance") OR OLD."act" IS DISTINCT FROM (NEW."act") OR OLD."salience" IS DISTINCT FROM (NEW."salience") OR OLD."salience_value" IS DISTINCT FROM (NEW."salience_value") OR OLD."scale_low" IS DISTINCT FROM (NEW."scale_low") OR OLD."scale_high" IS DISTINCT FROM (NEW."scale_high") OR OLD."terms" IS DISTINCT FROM (NEW."terms") OR OLD."condition" IS DISTINCT FROM (NEW."condition") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))',
                    hash="dc6f4c4c1d5277153d3aba18a048b3aac2dd8e8d",
                ),
                trigger(
                    "position_is_superseded_once",
                    "8aab2",
                    refuses("update"),
                    table="positions_position",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."superseded_at" IS NOT NULL)',
                    hash="453e3708504e900f9b4a1db8c59dae351ff02a55",
                ),
                trigger(
                    "position_is_never_deleted",
                    "c1d1c",
                    refuses("delete"),
                    table="positions_position",
                    when="BEFORE",
                    operation="DELETE",
                    hash="3c8846311d6cf2599b7e280a09b308887c973091",
                ),
                trigger(
                    "position_reorders_what_waits",
                    "7cd67",
                    POSITION_REORDERS_WHAT_WAITS,
                    table="positions_position",
                    constraint="CONSTRAINT",
                    when="AFTER",
                    operation='INSERT OR UPDATE OF "superseded_at"',
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    hash="7657c973305eb21a715a7405914443f0704d20b9",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Evidence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("said_on", models.DateField(help_text="When it was said, as accepted.")),
            ("recorded_at", models.DateTimeField(help_text="From when this database gave it as evidence.")),
            (
                "superseded_at",
                models.DateTimeField(
                    blank=True, help_text="From when it no longer did; empty: it still does.", null=True
                ),
            ),
            (
                "decision",
                models.ForeignKey(
                    help_text="The review that accepted it.",
                    on_delete=models.PROTECT,
                    related_name="evidence",
                    to="positions.decision",
                ),
            ),
            (
                "position",
                models.ForeignKey(
                    db_index=False,
                    help_text="What it proves.",
                    on_delete=models.PROTECT,
                    related_name="evidence",
                    to="positions.position",
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    help_text="The words that prove it.",
                    on_delete=models.PROTECT,
                    related_name="evidence",
                    to="positions.statement",
                ),
            ),
            (
                "story",
                models.BigIntegerField(
                    db_default=0,
                    editable=False,
                    help_text="Number of the independent source: one for all versions and copies of an article. Set by a trigger.",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "evidence",
            "ordering": ["said_on", "id"],
            "indexes": [
                models.Index(fields=["recorded_at"], name="evidence_by_record_time"),
                models.Index(
                    condition=models.Q(("superseded_at__isnull", False)),
                    fields=["superseded_at"],
                    name="evidence_by_its_end",
                ),
                models.Index(
                    fields=["position", "said_on", "id"],
                    include=("recorded_at", "superseded_at", "story", "statement", "decision"),
                    name="evidence_by_position",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("superseded_at__isnull", True),
                        ("recorded_at__isnull", True),
                        ("superseded_at__gt", models.F("recorded_at")),
                        _connector="OR",
                    ),
                    name="evidence_record_period_is_forward",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("superseded_at__isnull", True)),
                    fields=("position", "statement"),
                    name="evidence_is_given_once_a_position",
                ),
            ],
            "triggers": [
                trigger(
                    "evidence_is_superseded_once",
                    "38d44",
                    refuses("update"),
                    table="positions_evidence",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."superseded_at" IS NOT NULL)',
                    hash="dcfeaae5e967b8ac6759d136e1eed716417fae75",
                ),
                trigger(
                    "evidence_is_never_deleted",
                    "5a1e9",
                    refuses("delete"),
                    table="positions_evidence",
                    when="BEFORE",
                    operation="DELETE",
                    hash="31eca6ed7c2894333db037533a47b43070420b94",
                ),
                trigger(
                    "evidence_is_recorded_once",
                    "baa16",
                    refuses("update"),
                    table="positions_evidence",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."position_id" IS DISTINCT FROM (NEW."position_id") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."said_on" IS DISTINCT FROM (NEW."said_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."story" IS DISTINCT FROM (NEW."story"))',
                    hash="a5cb3eb021312f675596f6bf0be486a6747304aa",
                ),
                trigger(
                    "evidence_names_its_story",
                    "b91dc",
                    EVIDENCE_NAMES_ITS_STORY,
                    table="positions_evidence",
                    when="BEFORE",
                    operation="INSERT",
                    hash="7668b60a405a7b9718528221b2770c4251f793c8",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ConditionalLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            ("note", models.TextField(blank=True, help_text="The condition in words.")),
            ("recorded_at", models.DateTimeField(help_text="From when this database said so.")),
            (
                "superseded_at",
                models.DateTimeField(
                    blank=True, help_text="From when this database no longer said so; empty: it still does.", null=True
                ),
            ),
            (
                "awaits_party",
                models.ForeignKey(
                    help_text="Whose move is waited for.",
                    on_delete=models.PROTECT,
                    related_name="awaited",
                    to="positions.party",
                ),
            ),
            (
                "awaits_target",
                models.ForeignKey(
                    help_text="On what that move must be.",
                    on_delete=models.PROTECT,
                    related_name="awaited",
                    to="positions.target",
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks it belongs to.",
                    on_delete=models.PROTECT,
                    related_name="conditional_links",
                    to="positions.negotiation",
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    help_text="Who waits.", on_delete=models.PROTECT, related_name="waits", to="positions.party"
                ),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    help_text="Who set it.",
                    on_delete=models.PROTECT,
                    related_name="conditional_links",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    blank=True,
                    help_text="The words that the link was read from, where a statement has them.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="conditional_links",
                    to="positions.statement",
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    help_text="With what.", on_delete=models.PROTECT, related_name="waits", to="positions.target"
                ),
            ),
        ],
        options={
            "ordering": ["recorded_at", "id"],
            "indexes": [models.Index(fields=["negotiation", "recorded_at"], name="conditional_link_by_talks")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("superseded_at__isnull", True)),
                    fields=("party", "target", "awaits_party", "awaits_target"),
                    name="conditional_link_stands_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("party", models.F("awaits_party")), ("target", models.F("awaits_target")), _negated=True
                    ),
                    name="conditional_link_is_not_to_itself",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("superseded_at__isnull", True),
                        ("recorded_at__isnull", True),
                        ("superseded_at__gt", models.F("recorded_at")),
                        _connector="OR",
                    ),
                    name="conditional_link_record_period_is_forward",
                ),
            ],
            "triggers": [
                trigger(
                    "conditional_link_is_recorded_once",
                    "14bae",
                    refuses("update"),
                    table="positions_conditionallink",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."negotiation_id" IS DISTINCT FROM (NEW."negotiation_id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."target_id" IS DISTINCT FROM (NEW."target_id") OR OLD."awaits_party_id" IS DISTINCT FROM (NEW."awaits_party_id") OR OLD."awaits_target_id" IS DISTINCT FROM (NEW."awaits_target_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))',
                    hash="e30ce5e250983df4e85d4d804c25c96ca674e7dc",
                ),
                trigger(
                    "conditional_link_is_superseded_once",
                    "0ef97",
                    refuses("update"),
                    table="positions_conditionallink",
                    when="BEFORE",
                    operation="UPDATE",
                    condition='WHEN (OLD."superseded_at" IS NOT NULL)',
                    hash="06b58f0874ee6132f5bcf490f1f531fc7208de77",
                ),
                trigger(
                    "conditional_link_is_never_deleted",
                    "76f82",
                    refuses("delete"),
                    table="positions_conditionallink",
                    when="BEFORE",
                    operation="DELETE",
                    hash="8a85aebc99404a03d052321dabf70c0158b773d0",
                ),
            ],
        },
    ),
]
