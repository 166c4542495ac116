"""Feeds that are asked for articles, what they said last, and what sites ask of those who fetch."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from positions.models.article import Article
from positions.models.fields import database_now, word, word_is_known
from positions.models.negotiation import Negotiation
from positions.vocabulary import FeedState


class Feed(models.Model):
    """An address with news of articles: RSS, Atom or JSON Feed. Two are the same when their address is."""

    url = models.URLField(max_length=2000, unique=True, help_text="Where the feed is.")
    title = models.CharField(max_length=200, blank=True, help_text="What it calls itself, or what you call it.")
    negotiations = models.ManyToManyField(
        Negotiation,
        blank=True,
        related_name="feeds",
        help_text="The talks that its articles are read for. None: all active ones.",
    )
    interval_minutes = models.PositiveIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(10_080)],
        help_text="How often it is asked, in minutes.",
    )
    feed_state = word(FeedState, "Whether it is asked.", default=FeedState.ACTIVE.value)
    reason = models.TextField(blank=True, help_text="Why it is paused or failed last, in a sentence.")
    next_poll_at = models.DateTimeField(db_default=database_now(), help_text="When it is asked next.")
    polled_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was last asked.")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it last answered.")
    last_result = models.CharField(max_length=300, blank=True, help_text="What came of it.")
    n_failures = models.PositiveIntegerField(default=0, help_text="How often in a row it did not answer.")
    etag = models.CharField(max_length=300, blank=True, help_text="What the site calls the version that was read.")
    last_modified = models.CharField(max_length=60, blank=True, help_text="When the site says that it last changed.")
    created_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was added.")
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, help_text="Who added it."
    )

    class Meta:
        ordering = ["title", "url"]
        constraints = [
            word_is_known("feed_state", FeedState, table="feed"),
            models.CheckConstraint(condition=Q(interval_minutes__gte=1), name="feed_interval_is_a_minute_or_more"),
            models.CheckConstraint(
                condition=Q(feed_state=FeedState.ACTIVE.value) | ~Q(reason=""), name="feed_that_is_paused_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_poll_at"], condition=Q(feed_state=FeedState.ACTIVE.value), name="feed_due_by_time"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    """One entry of a feed as it was last seen, and the article that it led to. Known by the feed and its key."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries", help_text="Whose entry it is.")
    entry_key = models.CharField(max_length=64, help_text="SHA-256 of the entry's id, or of its address without one.")
    content_sha256 = models.CharField(max_length=64, help_text="SHA-256 of what it said; differs when it was updated.")
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="entries", help_text="The article that it led to."
    )
    seen_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was first seen.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "entry_key"], name="feed_entry_is_stored_once")]

    def __str__(self) -> str:
        return f"entry of {self.feed}"


class SiteRules(models.Model):
    """What a site asks of programs that fetch: its robots.txt, as it was last read. Known by the site's origin."""

    origin = models.CharField(max_length=300, unique=True, help_text="Scheme, host and port: https://example.org.")
    robots = models.TextField(blank=True, help_text="Its robots.txt; empty where it has none.")
    read_at = models.DateTimeField(help_text="When that was read.")
    next_request_at = models.DateTimeField(
        null=True, blank=True, help_text="Not before then, where it asks for pauses."
    )

    class Meta:
        verbose_name_plural = "site rules"

    def __str__(self) -> str:
        return self.origin
