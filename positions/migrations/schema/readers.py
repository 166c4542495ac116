"""What readers have: counts of what they see, snapshots, tokens, downloads, and webhooks with what these were told."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now
from django.contrib.postgres.fields import ArrayField
from positions.models.fields import new_public_id
from positions.models.snapshot import BodyHash
from positions.migrations.schema.triggers import SNAPSHOT_ONLY_LOSES_WORDS, refuses, trigger

TABLES = [
    migrations.CreateModel(
        name="Edition",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "subject",
                models.CharField(
                    choices=[("shown", "Shown"), ("decided", "Decided"), ("arrived", "Arrived")],
                    help_text="What is counted.",
                    max_length=16,
                ),
            ),
            (
                "stripe",
                models.PositiveSmallIntegerField(
                    help_text="Which part of the count: number of a connection, modulo 64."
                ),
            ),
            ("number", models.BigIntegerField(help_text="How many changes this part has counted.")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("subject", "stripe"), name="edition_is_counted_once_a_stripe"),
                models.CheckConstraint(
                    condition=models.Q(("subject__in", ["shown", "decided", "arrived"])),
                    name="edition_subject_is_a_known_word",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Snapshot",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            (
                "comparison",
                models.CharField(
                    choices=[
                        ("matrix", "Matrix"),
                        ("pairwise", "Pairwise"),
                        ("agreement", "Agreement"),
                        ("changes", "Changes"),
                        ("convergence", "Convergence"),
                        ("blocking-issues", "Blocking-issues"),
                    ],
                    help_text="Which comparison was asked for.",
                    max_length=16,
                ),
            ),
            (
                "query",
                models.JSONField(
                    help_text="The parameters, with both times as they were answered: {name: value, ...}."
                ),
            ),
            (
                "valid_on",
                models.DateField(
                    help_text="What did the parties hold on this day? The later, where two were compared."
                ),
            ),
            ("known_at", models.DateTimeField(help_text="What did this database say at this instant?")),
            ("revision", models.PositiveIntegerField(help_text="Number of the last public change in the answer.")),
            (
                "stale_after_days",
                models.PositiveIntegerField(help_text="After how many days a position was called stale, days."),
            ),
            ("engine", models.CharField(help_text="Version of the comparison that computed it.", max_length=16)),
            (
                "codebook",
                models.CharField(help_text="Version of the codebook by which its stances were coded.", max_length=16),
            ),
            ("body", models.TextField(help_text="The answer as canonical JSON (RFC 8785), byte for byte.")),
            ("sha256", models.CharField(help_text="SHA-256 of the body's UTF-8, in hexadecimal.", max_length=64)),
            ("made_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was made.")),
            (
                "made_by",
                models.ForeignKey(
                    help_text="Who had it made.",
                    on_delete=models.PROTECT,
                    related_name="snapshots",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks that were compared.",
                    on_delete=models.PROTECT,
                    related_name="snapshots",
                    to="positions.negotiation",
                ),
            ),
            (
                "sha256_as_made",
                models.CharField(
                    blank=True,
                    help_text="SHA-256 of the body as it was made, where quotes were removed since.",
                    max_length=64,
                ),
            ),
            (
                "words_removed_at",
                models.DateTimeField(
                    blank=True, help_text="When quotes of an article that was taken down were last removed.", null=True
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "comparison__in",
                            ["matrix", "pairwise", "agreement", "changes", "convergence", "blocking-issues"],
                        )
                    ),
                    name="snapshot_comparison_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "sha256",
                            BodyHash(
                                models.Func(
                                    models.F("body"),
                                    models.Value("UTF8"),
                                    function="convert_to",
                                    output_field=models.BinaryField(),
                                )
                            ),
                        )
                    ),
                    name="snapshot_hash_is_that_of_its_body",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("sha256_as_made", ""), ("words_removed_at__isnull", True)),
                        models.Q(models.Q(("sha256_as_made", ""), _negated=True), ("words_removed_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="snapshot_hash_as_made_is_kept_when_words_go",
                ),
            ],
            "triggers": [
                trigger(
                    "snapshot_is_never_deleted",
                    "9fa66",
                    refuses("delete"),
                    table="positions_snapshot",
                    when="BEFORE",
                    operation="DELETE",
                    hash="e45cb186e33e28334b7e91adec2842ebf068c21a",
                ),
                trigger(
                    "snapshot_only_loses_words",
                    "b730f",
                    SNAPSHOT_ONLY_LOSES_WORDS,
                    table="positions_snapshot",
                    when="BEFORE",
                    operation="UPDATE",
                    hash="040c12fbe74890e514bc586d16ae1d4994b0784f",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AccessToken",
        fields=[
            (
                "digest",
                models.CharField(help_text="SHA-512 of the secret.", max_length=128, primary_key=True, serialize=False),
            ),
            (
                "token_key",
                models.CharField(
                    db_index=True,
                    help_text="How the secret begins, by which people tell one token from another.",
                    max_length=25,
                ),
            ),
            (
                "scopes",
                ArrayField(
                    base_field=models.CharField(
                        choices=[("read", "Read"), ("submit", "Submit"), ("curate", "Curate")], max_length=16
                    ),
                    help_text="What it may do: read, submit, curate.",
                    size=None,
                ),
            ),
            ("created", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was made.")),
            (
                "expiry",
                models.DateTimeField(blank=True, help_text="From when it is no longer valid; empty: never.", null=True),
            ),
            (
                "revoked_at",
                models.DateTimeField(
                    blank=True, help_text="From when it was taken back; empty: it was not.", null=True
                ),
            ),
            (
                "last_used_at",
                models.DateTimeField(
                    blank=True, help_text="When it was last used, to a minute; empty: never.", null=True
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    help_text="For whom it asks.",
                    on_delete=models.CASCADE,
                    related_name="auth_token_set",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-created"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("scopes__contained_by", ["read", "submit", "curate"])),
                    name="token_scopes_are_known_words",
                ),
                models.CheckConstraint(condition=models.Q(("scopes__len__gte", 1)), name="token_has_a_scope"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Announced",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField(help_text="Number of the last public change that was looked at.")),
            (
                "negotiation",
                models.OneToOneField(
                    help_text="The talks.",
                    on_delete=models.CASCADE,
                    related_name="announced",
                    to="positions.negotiation",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "announced",
        },
    ),
    migrations.CreateModel(
        name="Event",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("stance.changed", "Stance.changed"),
                        ("red_line.drawn", "Red line.drawn"),
                        ("red_line.gone", "Red line.gone"),
                        ("agreement.moved", "Agreement.moved"),
                        ("response.given", "Response.given"),
                        ("ping", "Ping"),
                    ],
                    help_text="What sort of event it is.",
                    max_length=16,
                ),
            ),
            ("data", models.JSONField(help_text="What is told.")),
            ("happened_at", models.DateTimeField(help_text="When the change was committed.")),
            (
                "negotiation",
                models.ForeignKey(
                    blank=True,
                    help_text="Where; none: a ping.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="+",
                    to="positions.negotiation",
                ),
            ),
            (
                "revision",
                models.ForeignKey(
                    blank=True,
                    help_text="The public change.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="positions.revision",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "stance.changed",
                                "red_line.drawn",
                                "red_line.gone",
                                "agreement.moved",
                                "response.given",
                                "ping",
                            ],
                        )
                    ),
                    name="event_kind_is_a_known_word",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Webhook",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            ("address", models.CharField(help_text="Where events are posted to.", max_length=2000)),
            (
                "events",
                ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("stance.changed", "Stance.changed"),
                            ("red_line.drawn", "Red line.drawn"),
                            ("red_line.gone", "Red line.gone"),
                            ("agreement.moved", "Agreement.moved"),
                            ("response.given", "Response.given"),
                            ("ping", "Ping"),
                        ],
                        max_length=16,
                    ),
                    help_text="Which events.",
                    size=None,
                ),
            ),
            (
                "parties",
                ArrayField(
                    base_field=models.SlugField(max_length=80),
                    blank=True,
                    default=list,
                    help_text="Only events of these parties; empty: all.",
                    size=None,
                ),
            ),
            (
                "least_move",
                models.FloatField(default=0.1, help_text="By how much an agreement score must move, 0 to 1."),
            ),
            ("secret", models.CharField(editable=False, help_text="Signs what is sent; shown once.", max_length=80)),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False, help_text="From when it is told.")),
            (
                "disabled_at",
                models.DateTimeField(blank=True, help_text="From when it is told no more; empty: it is.", null=True),
            ),
            ("disabled_reason", models.TextField(blank=True, help_text="Why it is told no more.")),
            (
                "negotiation",
                models.ForeignKey(
                    blank=True,
                    help_text="Only events of these talks; empty: of all that are published.",
                    null=True,
                    on_delete=models.CASCADE,
                    related_name="webhooks",
                    to="positions.negotiation",
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    help_text="Who wants to be told.",
                    on_delete=models.CASCADE,
                    related_name="webhooks",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "previous_until",
                models.DateTimeField(blank=True, editable=False, help_text="Until when they do.", null=True),
            ),
            (
                "previous_secrets",
                ArrayField(
                    base_field=models.CharField(max_length=80),
                    blank=True,
                    default=list,
                    editable=False,
                    help_text="Sign too, for a while after others took their place; the last one first.",
                    size=None,
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "events__contained_by",
                            [
                                "stance.changed",
                                "red_line.drawn",
                                "red_line.gone",
                                "agreement.moved",
                                "response.given",
                                "ping",
                            ],
                        )
                    ),
                    name="webhook_events_are_known_words",
                ),
                models.CheckConstraint(condition=models.Q(("events__len__gte", 1)), name="webhook_has_an_event"),
                models.CheckConstraint(
                    condition=models.Q(("least_move__gt", 0), ("least_move__lte", 1)),
                    name="webhook_least_move_is_within_0_and_1",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("disabled_at__isnull", True), ("disabled_reason", "")),
                        models.Q(("disabled_at__isnull", False), models.Q(("disabled_reason", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="webhook_disabled_has_a_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("previous_secrets", []), ("previous_until__isnull", True)),
                        models.Q(("previous_secrets__len__gte", 1), ("previous_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="webhook_previous_secrets_have_an_end",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Delivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "delivery_state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting"),
                        ("sending", "Sending"),
                        ("delivered", "Delivered"),
                        ("failed", "Failed"),
                    ],
                    default="waiting",
                    help_text="Whether it arrived.",
                    max_length=16,
                ),
            ),
            (
                "n_attempts",
                models.PositiveIntegerField(default=0, help_text="How often it was tried since it was asked for."),
            ),
            (
                "next_attempt_at",
                models.DateTimeField(
                    db_default=Now(),
                    help_text="From when it may be tried; while it is sent, from when that is given up.",
                ),
            ),
            (
                "last_attempt_at",
                models.DateTimeField(blank=True, help_text="When it was last tried; empty: never.", null=True),
            ),
            ("last_outcome", models.TextField(blank=True, help_text="What came of that, in a sentence.")),
            (
                "delivered_at",
                models.DateTimeField(blank=True, help_text="When it arrived; empty: it has not.", null=True),
            ),
            (
                "event",
                models.ForeignKey(
                    help_text="What is told.", on_delete=models.CASCADE, related_name="deliveries", to="positions.event"
                ),
            ),
            (
                "webhook",
                models.ForeignKey(
                    help_text="Who is told.",
                    on_delete=models.CASCADE,
                    related_name="deliveries",
                    to="positions.webhook",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "deliveries",
            "ordering": ["-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("delivery_state__in", ["waiting", "sending"])),
                    fields=["next_attempt_at"],
                    name="delivery_due",
                )
            ],
            "constraints": [
                models.UniqueConstraint(fields=("webhook", "event"), name="delivery_is_once_a_webhook"),
                models.CheckConstraint(
                    condition=models.Q(("delivery_state__in", ["waiting", "sending", "delivered", "failed"])),
                    name="delivery_delivery_state_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("delivery_state", "delivered"), _negated=True),
                        ("delivered_at__isnull", False),
                        _connector="OR",
                    ),
                    name="delivery_that_arrived_has_an_instant",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Download",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("revision", models.PositiveIntegerField(help_text="Number of the last public change in it.")),
            (
                "known_at",
                models.DateTimeField(
                    help_text="When that change was committed: what this database said then is in it."
                ),
            ),
            ("layout", models.PositiveSmallIntegerField(help_text="Version of the files' layout.")),
            ("n_bytes", models.PositiveBigIntegerField(help_text="Size of the zip, in bytes.")),
            ("sha256", models.CharField(help_text="SHA-256 of the zip, in hexadecimal.", max_length=64)),
            (
                "files",
                models.JSONField(
                    help_text='What is in it: [{"name": ..., "n_rows": ..., "n_bytes": ..., "sha256": ...}].'
                ),
            ),
            ("made_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was packed.")),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks that are in it.",
                    on_delete=models.CASCADE,
                    related_name="downloads",
                    to="positions.negotiation",
                ),
            ),
        ],
        options={
            "ordering": ["negotiation", "-revision", "-layout"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("negotiation", "revision", "layout"), name="download_is_packed_once_a_revision"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="DownloadPart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField(help_text="Its place, from 0.")),
            ("body", models.BinaryField(help_text="The bytes.")),
            (
                "download",
                models.ForeignKey(
                    help_text="Of which zip.", on_delete=models.CASCADE, related_name="parts", to="positions.download"
                ),
            ),
        ],
        options={
            "ordering": ["download", "number"],
            "constraints": [models.UniqueConstraint(fields=("download", "number"), name="download_part_has_one_place")],
        },
    ),
]
