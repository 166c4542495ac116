"""Articles, where they come from, who is asked for them and when, the runs that read them, and what was taken down."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now, Upper
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from positions.models.fields import new_public_id
from positions.migrations.schema.triggers import ARTICLE_STATE_FOLLOWS_ITS_RUNS, counts, refuses, trigger

TABLES = [
    migrations.CreateModel(
        name="Article",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            ("url", models.URLField(blank=True, help_text="Where it was published.", max_length=2000)),
            ("outlet", models.CharField(blank=True, help_text="Who published it.", max_length=200)),
            ("title", models.CharField(blank=True, help_text="Its headline.", max_length=500)),
            ("published_on", models.DateField(blank=True, help_text="Day of publication.", null=True)),
            ("language", models.CharField(blank=True, help_text="ISO 639 code of the text's language.", max_length=8)),
            (
                "extent",
                models.CharField(
                    choices=[("full", "Full"), ("excerpt", "Excerpt"), ("source", "Source"), ("unread", "Unread")],
                    help_text="Full text, an excerpt (only the quotation is at hand), a source without text, or unread.",
                    max_length=16,
                ),
            ),
            (
                "text",
                models.TextField(blank=True, help_text="The text as stored; offsets count its Unicode code points."),
            ),
            (
                "sha256",
                models.CharField(
                    blank=True, help_text="SHA-256 of the normalised text, in hexadecimal.", max_length=64
                ),
            ),
            (
                "near_duplicate_group",
                models.BigIntegerField(
                    blank=True,
                    db_index=True,
                    help_text="Articles that carry the same story share this number.",
                    null=True,
                ),
            ),
            ("received_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was stored.")),
            (
                "previous",
                models.OneToOneField(
                    blank=True,
                    help_text="The version before.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="next",
                    to="positions.article",
                ),
            ),
            (
                "submitter",
                models.ForeignKey(
                    blank=True,
                    help_text="Who sent it, if anybody.",
                    null=True,
                    on_delete=models.PROTECT,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "rendered",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        models.F("uuid"),
                        models.F("title"),
                        models.F("url"),
                        models.F("outlet"),
                        models.F("published_on"),
                        function="parley_article",
                    ),
                    help_text="Its part of an answer, as JSON.",
                    output_field=models.TextField(),
                ),
            ),
            (
                "address_sha256",
                models.CharField(
                    blank=True,
                    help_text="SHA-256 of the address without what does not matter: tracking, fragment.",
                    max_length=64,
                ),
            ),
            (
                "article_state",
                models.CharField(
                    choices=[
                        ("received", "Received"),
                        ("fetched", "Fetched"),
                        ("extracted", "Extracted"),
                        ("waiting", "Waiting"),
                        ("failed", "Failed"),
                        ("skipped", "Skipped"),
                    ],
                    default="fetched",
                    help_text="How far it has come.",
                    max_length=16,
                ),
            ),
            ("author", models.CharField(blank=True, help_text="Who wrote it, as printed.", max_length=300)),
            (
                "doubts",
                ArrayField(
                    base_field=models.CharField(max_length=300),
                    blank=True,
                    default=list,
                    help_text="What the reader was not sure of.",
                    size=None,
                ),
            ),
            (
                "due_at",
                models.DateTimeField(
                    blank=True, help_text="From when on its address is to be asked (again).", null=True
                ),
            ),
            (
                "duplicate_of",
                models.ForeignKey(
                    blank=True,
                    help_text="The article that has this very text, under another address.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="duplicates",
                    to="positions.article",
                ),
            ),
            (
                "etag",
                models.CharField(
                    blank=True, help_text="What the site calls the version that was read.", max_length=300
                ),
            ),
            (
                "host",
                models.CharField(
                    blank=True, help_text="Host of the address; each is asked one at a time.", max_length=253
                ),
            ),
            (
                "last_modified",
                models.CharField(blank=True, help_text="When the site says that it last changed.", max_length=60),
            ),
            (
                "n_attempts",
                models.PositiveSmallIntegerField(default=0, help_text="How often its address was asked in vain."),
            ),
            (
                "origin",
                models.CharField(
                    choices=[("person", "Person"), ("program", "Program"), ("feed", "Feed")],
                    default="person",
                    help_text="Who it came from.",
                    max_length=16,
                ),
            ),
            ("read_at", models.DateTimeField(blank=True, help_text="When its address last answered.", null=True)),
            ("reason", models.TextField(blank=True, help_text="Why it failed, waits or was skipped, in a sentence.")),
            (
                "retry_at",
                models.DateTimeField(blank=True, help_text="When it is taken up again, while it waits.", null=True),
            ),
            ("state_at", models.DateTimeField(db_default=Now(), editable=False, help_text="Since when it is so.")),
            (
                "taken_down_at",
                models.DateTimeField(blank=True, help_text="When its text and quotes had to go.", null=True),
            ),
            (
                "taken_down_by",
                models.ForeignKey(
                    blank=True,
                    help_text="Who.",
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("taken_down_reason", models.TextField(blank=True, help_text="Who demanded it, and on what ground.")),
            (
                "wanted_for",
                models.ManyToManyField(
                    blank=True,
                    help_text="The talks that it is to be read for.",
                    related_name="wanted_articles",
                    to="positions.negotiation",
                ),
            ),
            (
                "also_submitted_by",
                models.ManyToManyField(
                    blank=True,
                    help_text="Who sent it too, once it was here.",
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-received_at", "-id"],
            "permissions": [("take_down_article", "Can take an article down for good")],
            "indexes": [
                models.Index(
                    condition=models.Q(("due_at__isnull", False)), fields=["host", "due_at"], name="article_due"
                ),
                models.Index(fields=["article_state", "state_at"], name="article_by_state"),
                models.Index(
                    condition=models.Q(("address_sha256", ""), _negated=True),
                    fields=["address_sha256"],
                    name="article_by_address",
                ),
                models.Index(Upper("outlet"), name="article_by_outlet"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("extent", "full")), fields=("sha256",), name="article_full_text_is_stored_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("extent", "excerpt")),
                    fields=("sha256", "url", "title"),
                    name="article_excerpt_is_stored_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(
                        ("extent__in", ["unread", "full"]),
                        ("previous__isnull", True),
                        models.Q(("address_sha256", ""), _negated=True),
                    ),
                    fields=("address_sha256",),
                    name="article_address_is_stored_once_but_for_its_versions",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("article_state", "waiting"), ("retry_at__isnull", False)),
                        models.Q(models.Q(("article_state", "waiting"), _negated=True), ("retry_at__isnull", True)),
                        _connector="OR",
                    ),
                    name="article_that_waits_says_until_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(("duplicate_of__isnull", True), ("article_state", "skipped"), _connector="OR"),
                    name="article_that_is_a_duplicate_is_skipped",
                ),
                models.CheckConstraint(
                    condition=models.Q(("extent__in", ["full", "excerpt", "source", "unread"])),
                    name="article_extent_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("article_state__in", ["received", "fetched", "extracted", "waiting", "failed", "skipped"])
                    ),
                    name="article_article_state_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(("origin__in", ["person", "program", "feed"])),
                    name="article_origin_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("extent__in", ("source", "unread")), ("sha256", ""), ("text", "")),
                        models.Q(
                            models.Q(("extent__in", ("source", "unread")), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            ("taken_down_at__isnull", True),
                        ),
                        models.Q(
                            models.Q(("extent__in", ("source", "unread")), _negated=True),
                            ("text", ""),
                            models.Q(("sha256", ""), _negated=True),
                            ("taken_down_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="article_has_text_and_hash_unless_it_has_none_or_was_taken_down",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("taken_down_at__isnull", True), ("taken_down_by__isnull", True), ("taken_down_reason", "")
                        ),
                        models.Q(
                            ("taken_down_at__isnull", False),
                            ("taken_down_by__isnull", False),
                            models.Q(("taken_down_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="article_tombstone_is_whole",
                ),
            ],
            "triggers": [
                trigger(
                    "article_is_never_deleted",
                    "4b9b1",
                    refuses("delete"),
                    table="positions_article",
                    when="BEFORE",
                    operation="DELETE",
                    hash="175204bb3dd31d0f3ff2c3f33c9be3e21a95f6d4",
                ),
                trigger(
                    "article_counts_as_arrived",
                    "35ddd",
                    counts("arrived"),
                    table="positions_article",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="12c40105c001b002790206af9b2d21ea6cec9aae",
                ),
                trigger(
                    "article_counts_as_shown",
                    "62a2c",
                    counts("shown"),
                    table="positions_article",
                    level="STATEMENT",
                    when="AFTER",
                    operation='UPDATE OF "url", "outlet", "title", "published_on"',
                    hash="42264229cb194fdd0cef8d3b17cb6c95944546af",
                ),
                trigger(
                    "article_text_never_changes",
                    "ff22e",
                    refuses("update"),
                    table="positions_article",
                    when="BEFORE",
                    operation="UPDATE",
                    condition="WHEN (OLD.extent <> 'unread' AND (OLD.text, OLD.sha256, OLD.extent) IS DISTINCT FROM (NEW.text, NEW.sha256, NEW.extent) AND NOT (NEW.text = '' AND OLD.taken_down_at IS NULL AND NEW.taken_down_at IS NOT NULL AND (OLD.sha256, OLD.extent) = (NEW.sha256, NEW.extent)))",
                    hash="c50763ea57a0183df4f15a7c2b0e0610bb250654",
                ),
                trigger(
                    "article_tombstone_never_changes",
                    "f56c9",
                    refuses("update"),
                    table="positions_article",
                    when="BEFORE",
                    operation="UPDATE",
                    condition="WHEN (OLD.taken_down_at IS NOT NULL AND (OLD.taken_down_at, OLD.taken_down_by_id, OLD.taken_down_reason) IS DISTINCT FROM (NEW.taken_down_at, NEW.taken_down_by_id, NEW.taken_down_reason))",
                    hash="98add9f2a937d817099c203a76408e852f487862",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ArticleFingerprint",
        fields=[
            (
                "article",
                models.OneToOneField(
                    help_text="Whose text it is.",
                    on_delete=models.CASCADE,
                    primary_key=True,
                    related_name="fingerprint",
                    serialize=False,
                    to="positions.article",
                ),
            ),
            (
                "bands",
                ArrayField(
                    base_field=models.BigIntegerField(),
                    help_text="A number for each band of the signature, its place in it.",
                    size=None,
                ),
            ),
            ("n_shingles", models.PositiveIntegerField(help_text="How many different runs of words the text has.")),
        ],
        options={
            "indexes": [GinIndex(fastupdate=False, fields=["bands"], name="fingerprint_bands")],
        },
    ),
    migrations.CreateModel(
        name="Feed",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("url", models.URLField(help_text="Where the feed is.", max_length=2000, unique=True)),
            (
                "title",
                models.CharField(blank=True, help_text="What it calls itself, or what you call it.", max_length=200),
            ),
            (
                "interval_minutes",
                models.PositiveIntegerField(
                    default=30,
                    help_text="How often it is asked, in minutes.",
                    validators=[MinValueValidator(1), MaxValueValidator(10080)],
                ),
            ),
            (
                "feed_state",
                models.CharField(
                    choices=[("active", "Active"), ("paused", "Paused")],
                    default="active",
                    help_text="Whether it is asked.",
                    max_length=16,
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it is paused or failed last, in a sentence.")),
            ("next_poll_at", models.DateTimeField(db_default=Now(), help_text="When it is asked next.")),
            (
                "polled_at",
                models.DateTimeField(blank=True, editable=False, help_text="When it was last asked.", null=True),
            ),
            (
                "answered_at",
                models.DateTimeField(blank=True, editable=False, help_text="When it last answered.", null=True),
            ),
            ("last_result", models.CharField(blank=True, help_text="What came of it.", max_length=300)),
            ("n_failures", models.PositiveIntegerField(default=0, help_text="How often in a row it did not answer.")),
            (
                "etag",
                models.CharField(
                    blank=True, help_text="What the site calls the version that was read.", max_length=300
                ),
            ),
            (
                "last_modified",
                models.CharField(blank=True, help_text="When the site says that it last changed.", max_length=60),
            ),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was added.")),
            (
                "submitter",
                models.ForeignKey(
                    blank=True,
                    help_text="Who added it.",
                    null=True,
                    on_delete=models.PROTECT,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "negotiations",
                models.ManyToManyField(
                    blank=True,
                    help_text="The talks that its articles are read for. None: all active ones.",
                    related_name="feeds",
                    to="positions.negotiation",
                ),
            ),
        ],
        options={
            "ordering": ["title", "url"],
            "indexes": [
                models.Index(
                    condition=models.Q(("feed_state", "active")), fields=["next_poll_at"], name="feed_due_by_time"
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("feed_state__in", ["active", "paused"])), name="feed_feed_state_is_a_known_word"
                ),
                models.CheckConstraint(
                    condition=models.Q(("interval_minutes__gte", 1)), name="feed_interval_is_a_minute_or_more"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("feed_state", "active"), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="feed_that_is_paused_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FeedEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "entry_key",
                models.CharField(help_text="SHA-256 of the entry's id, or of its address without one.", max_length=64),
            ),
            (
                "content_sha256",
                models.CharField(help_text="SHA-256 of what it said; differs when it was updated.", max_length=64),
            ),
            ("seen_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was first seen.")),
            (
                "article",
                models.ForeignKey(
                    help_text="The article that it led to.",
                    on_delete=models.PROTECT,
                    related_name="entries",
                    to="positions.article",
                ),
            ),
            (
                "feed",
                models.ForeignKey(
                    help_text="Whose entry it is.",
                    on_delete=models.CASCADE,
                    related_name="entries",
                    to="positions.feed",
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("feed", "entry_key"), name="feed_entry_is_stored_once")],
        },
    ),
    migrations.CreateModel(
        name="SiteRules",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "origin",
                models.CharField(help_text="Scheme, host and port: https://example.org.", max_length=300, unique=True),
            ),
            ("robots", models.TextField(blank=True, help_text="Its robots.txt; empty where it has none.")),
            ("read_at", models.DateTimeField(help_text="When that was read.")),
            (
                "next_request_at",
                models.DateTimeField(blank=True, help_text="Not before then, where it asks for pauses.", null=True),
            ),
        ],
        options={
            "verbose_name_plural": "site rules",
        },
    ),
    migrations.CreateModel(
        name="ExtractionRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "uuid",
                models.UUIDField(
                    default=new_public_id, editable=False, help_text="Public id: stable, and safe to show.", unique=True
                ),
            ),
            ("extractor", models.CharField(help_text="Which extractor.", max_length=40)),
            ("version", models.CharField(help_text="Its version.", max_length=80)),
            (
                "catalog_revision",
                models.PositiveIntegerField(help_text="Number of the revision whose catalog it was given."),
            ),
            (
                "run_state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("waiting", "Waiting"),
                        ("failed", "Failed"),
                    ],
                    default="queued",
                    help_text="Where it stands.",
                    max_length=16,
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it failed or waits, in a sentence.")),
            ("n_attempts", models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it up.")),
            ("n_statements", models.PositiveIntegerField(default=0, help_text="How many statements it found.")),
            ("queued_at", models.DateTimeField(db_default=Now(), editable=False, help_text="When it was asked for.")),
            ("started_at", models.DateTimeField(blank=True, help_text="When a worker last took it up.", null=True)),
            ("finished_at", models.DateTimeField(blank=True, help_text="When it was done or failed.", null=True)),
            (
                "superseded_at",
                models.DateTimeField(blank=True, help_text="When a later run took its place.", null=True),
            ),
            (
                "article",
                models.ForeignKey(
                    help_text="What is read.", on_delete=models.PROTECT, related_name="runs", to="positions.article"
                ),
            ),
            (
                "negotiation",
                models.ForeignKey(
                    help_text="The talks it is read for.",
                    on_delete=models.PROTECT,
                    related_name="runs",
                    to="positions.negotiation",
                ),
            ),
            (
                "catalog_hash",
                models.CharField(blank=True, help_text="SHA-256 of the catalog it was given.", max_length=64),
            ),
            (
                "cost",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    help_text="What those cost; empty: no price is known.",
                    max_digits=14,
                    null=True,
                ),
            ),
            (
                "dropped",
                models.JSONField(
                    blank=True, default=dict, help_text="How many suggestions came to nothing, by reason."
                ),
            ),
            ("lexicon_hash", models.CharField(blank=True, help_text="SHA-256 of the rules' words.", max_length=64)),
            (
                "model",
                models.CharField(blank=True, help_text="Which language model or parser it read with.", max_length=200),
            ),
            (
                "model_hash",
                models.CharField(
                    blank=True,
                    help_text="SHA-256 of the parser's files, or the fingerprint that a server gives.",
                    max_length=200,
                ),
            ),
            (
                "n_input_tokens",
                models.PositiveBigIntegerField(default=0, help_text="Tokens that a model read, over all attempts."),
            ),
            (
                "n_output_tokens",
                models.PositiveBigIntegerField(default=0, help_text="Tokens that it wrote, over all attempts."),
            ),
            (
                "prompt_hash",
                models.CharField(
                    blank=True,
                    help_text="SHA-256 of what a language model is asked, but for catalog and article.",
                    max_length=64,
                ),
            ),
            ("weights_hash", models.CharField(blank=True, help_text="SHA-256 of the rules' weights.", max_length=64)),
            (
                "retry_at",
                models.DateTimeField(blank=True, help_text="When it is taken up again, while it waits.", null=True),
            ),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("run_state__in", ["queued", "running", "waiting"])),
                    fields=["queued_at"],
                    name="extraction_run_unfinished",
                )
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("superseded_at__isnull", True)),
                    fields=("article", "negotiation", "extractor", "version", "catalog_revision"),
                    name="extraction_run_is_live_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("run_state__in", ["queued", "running", "done", "waiting", "failed"])),
                    name="extraction_run_run_state_is_a_known_word",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("superseded_at__isnull", True),
                        ("queued_at__isnull", True),
                        ("superseded_at__gt", models.F("queued_at")),
                        _connector="OR",
                    ),
                    name="extraction_run_life_is_forward",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("finished_at__isnull", False), ("run_state__in", ["done", "failed"])),
                        models.Q(
                            models.Q(("run_state__in", ["done", "failed"]), _negated=True),
                            ("finished_at__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="extraction_run_has_an_end_when_it_is_over",
                ),
            ],
            "triggers": [
                trigger(
                    "run_counts_as_arrived",
                    "96027",
                    counts("arrived"),
                    table="positions_extractionrun",
                    level="STATEMENT",
                    when="AFTER",
                    operation="INSERT OR UPDATE OR DELETE",
                    hash="92478376a023b5de8574f54549046296ce3ad98f",
                ),
                trigger(
                    "article_state_follows_its_runs",
                    "a17ef",
                    ARTICLE_STATE_FOLLOWS_ITS_RUNS,
                    table="positions_extractionrun",
                    when="AFTER",
                    operation='INSERT OR UPDATE OF "run_state", "reason", "retry_at", "superseded_at"',
                    hash="26ae9be5dbbaf578e6473cb487815a321d070be0",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="TakeDown",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "article",
                models.ForeignKey(
                    help_text="Whose text and quotes went.",
                    on_delete=models.PROTECT,
                    related_name="take_downs",
                    to="positions.article",
                ),
            ),
            (
                "revision",
                models.OneToOneField(
                    help_text="The public change that told it.",
                    on_delete=models.PROTECT,
                    related_name="take_down",
                    to="positions.revision",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(fields=("article", "revision"), name="take_down_is_told_once_a_revision")
            ],
        },
    ),
]
