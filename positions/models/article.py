"""Source texts, each stored once."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from positions.models.edition import counts
from positions.models.fields import database_now, public_id, rendered_once, word, word_is_known
from positions.models.negotiation import Negotiation
from positions.models.search_words import words_of
from positions.vocabulary import ArticleState, Extent, Origin, Subject

ARTICLE_WORDS = words_of("title", "outlet", "author")
WITHOUT_TEXT = (Extent.SOURCE.value, Extent.UNREAD.value)


class Article(models.Model):
    """One source text.

    Two full texts are the same when the SHA-256 of their normalised text is the same; two excerpts when text,
    address and title are. A later text of the same source is its next version and names the one before. An address
    that was submitted is an article too, `unread` until its text is here. Where a text is being read, `article_state`
    follows its runs: a trigger of their table sees to it, whoever writes them.
    """

    uuid = public_id()
    url = models.URLField(max_length=2000, blank=True, help_text="Where it was published.")
    address_sha256 = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the address without what does not matter: tracking, fragment."
    )
    host = models.CharField(max_length=253, blank=True, help_text="Host of the address; each is asked one at a time.")
    outlet = models.CharField(max_length=200, blank=True, help_text="Who published it.")
    title = models.CharField(max_length=500, blank=True, help_text="Its headline.")
    author = models.CharField(max_length=300, blank=True, help_text="Who wrote it, as printed.")
    published_on = models.DateField(null=True, blank=True, help_text="Day of publication.")
    language = models.CharField(max_length=8, blank=True, help_text="ISO 639 code of the text's language.")
    extent = word(Extent, "Full text, an excerpt (only the quotation is at hand), a source without text, or unread.")
    text = models.TextField(blank=True, help_text="The text as stored; offsets count its Unicode code points.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the normalised text, in hexadecimal.")
    doubts = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, help_text="What the reader was not sure of."
    )
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next", help_text="The version before."
    )
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        help_text="The article that has this very text, under another address.",
    )
    near_duplicate_group = models.BigIntegerField(
        null=True, blank=True, db_index=True, help_text="Articles that carry the same story share this number."
    )
    origin = word(Origin, "Who it came from.", default=Origin.PERSON.value)
    received_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was stored.")
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, help_text="Who sent it, if anybody."
    )
    also_submitted_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", help_text="Who sent it too, once it was here."
    )
    rendered = rendered_once("parley_article", "uuid", "title", "url", "outlet", "published_on")
    wanted_for = models.ManyToManyField(
        Negotiation, blank=True, related_name="wanted_articles", help_text="The talks that it is to be read for."
    )
    article_state = word(ArticleState, "How far it has come.", default=ArticleState.FETCHED.value)
    reason = models.TextField(blank=True, help_text="Why it failed, waits or was skipped, in a sentence.")
    state_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="Since when it is so.")
    retry_at = models.DateTimeField(null=True, blank=True, help_text="When it is taken up again, while it waits.")
    n_attempts = models.PositiveSmallIntegerField(default=0, help_text="How often its address was asked in vain.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When its address last answered.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="From when on its address is to be asked (again).")
    etag = models.CharField(max_length=300, blank=True, help_text="What the site calls the version that was read.")
    last_modified = models.CharField(max_length=60, blank=True, help_text="When the site says that it last changed.")
    taken_down_at = models.DateTimeField(null=True, blank=True, help_text="When its text and quotes had to go.")
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who."
    )
    taken_down_reason = models.TextField(blank=True, help_text="Who demanded it, and on what ground.")

    class Meta:
        ordering = ["-received_at", "-id"]
        permissions = [("take_down_article", "Can take an article down for good")]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(extent=Extent.FULL.value), name="article_full_text_is_stored_once"
            ),
            models.UniqueConstraint(
                fields=["sha256", "url", "title"],
                condition=Q(extent=Extent.EXCERPT.value),
                name="article_excerpt_is_stored_once",
            ),
            models.CheckConstraint(
                condition=Q(extent__in=WITHOUT_TEXT, text="", sha256="")
                | (~Q(extent__in=WITHOUT_TEXT) & ~Q(text="") & ~Q(sha256="") & Q(taken_down_at__isnull=True))
                | (~Q(extent__in=WITHOUT_TEXT) & Q(text="") & ~Q(sha256="") & Q(taken_down_at__isnull=False)),
                name="article_has_text_and_hash_unless_it_has_none_or_was_taken_down",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at__isnull=True, taken_down_by__isnull=True, taken_down_reason="")
                | (Q(taken_down_at__isnull=False, taken_down_by__isnull=False) & ~Q(taken_down_reason="")),
                name="article_tombstone_is_whole",
            ),
            models.UniqueConstraint(
                fields=["address_sha256"],
                condition=Q(extent__in=[Extent.UNREAD.value, Extent.FULL.value], previous__isnull=True)
                & ~Q(address_sha256=""),
                name="article_address_is_stored_once_but_for_its_versions",
            ),
            models.CheckConstraint(
                condition=Q(article_state=ArticleState.WAITING.value, retry_at__isnull=False)
                | (~Q(article_state=ArticleState.WAITING.value) & Q(retry_at__isnull=True)),
                name="article_that_waits_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | Q(article_state=ArticleState.SKIPPED.value),
                name="article_that_is_a_duplicate_is_skipped",
            ),
            word_is_known("extent", Extent, table="article"),
            word_is_known("article_state", ArticleState, table="article"),
            word_is_known("origin", Origin, table="article"),
        ]
        indexes = [
            models.Index(fields=["host", "due_at"], condition=Q(due_at__isnull=False), name="article_due"),
            models.Index(fields=["article_state", "state_at"], name="article_by_state"),
            models.Index(fields=["address_sha256"], condition=~Q(address_sha256=""), name="article_by_address"),
            models.Index(Upper("outlet"), name="article_by_outlet"),
            GinIndex(ARTICLE_WORDS, name="article_words"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="article_text_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.extent <> 'unread' AND (OLD.text, OLD.sha256, OLD.extent) IS DISTINCT FROM"
                    " (NEW.text, NEW.sha256, NEW.extent) AND NOT (NEW.text = '' AND OLD.taken_down_at IS NULL"
                    " AND NEW.taken_down_at IS NOT NULL AND (OLD.sha256, OLD.extent) = (NEW.sha256, NEW.extent))"
                ),
            ),
            pgtrigger.Protect(
                name="article_tombstone_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.taken_down_at IS NOT NULL AND (OLD.taken_down_at, OLD.taken_down_by_id, OLD.taken_down_reason)"
                    " IS DISTINCT FROM (NEW.taken_down_at, NEW.taken_down_by_id, NEW.taken_down_reason)"
                ),
            ),
            pgtrigger.Protect(name="article_is_never_deleted", operation=pgtrigger.Delete),
            counts(Subject.ARRIVED, table="article"),
            counts(
                Subject.SHOWN,
                table="article",
                operation=pgtrigger.UpdateOf("url", "outlet", "title", "published_on"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.uuid)

    @property
    def day(self) -> date:
        """When what it says counts as said, unless it says otherwise: the day it came in where it has no date."""
        return self.published_on or self.received_at.date()
