"""Source texts, each stored once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from positions.models.edition import counts
from positions.models.fields import database_now, public_id, rendered_once, word, word_is_known
from positions.vocabulary import Extent, Subject


class Article(models.Model):
    """One source text.

    Two full texts are the same when the SHA-256 of their normalised text is the same; two excerpts when text,
    address and title are. A later text of the same source is its next version and names the one before.
    """

    uuid = public_id()
    url = models.URLField(max_length=2000, blank=True, help_text="Where it was published.")
    outlet = models.CharField(max_length=200, blank=True, help_text="Who published it.")
    title = models.CharField(max_length=500, blank=True, help_text="Its headline.")
    published_on = models.DateField(null=True, blank=True, help_text="Day of publication.")
    language = models.CharField(max_length=8, blank=True, help_text="ISO 639 code of the text's language.")
    extent = word(Extent, "Full text, an excerpt (only the quotation is at hand), or a source without text.")
    text = models.TextField(blank=True, help_text="The text as stored; offsets count its Unicode code points.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the normalised text, in hexadecimal.")
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next", help_text="The version before."
    )
    near_duplicate_group = models.BigIntegerField(
        null=True, blank=True, db_index=True, help_text="Articles that carry the same story share this number."
    )
    received_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was stored.")
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, help_text="Who sent it, if anybody."
    )
    rendered = rendered_once("parley_article", "uuid", "title", "url", "outlet", "published_on")

    class Meta:
        ordering = ["-received_at", "-id"]
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
                condition=Q(extent=Extent.SOURCE.value, text="", sha256="")
                | (~Q(extent=Extent.SOURCE.value) & ~Q(text="") & ~Q(sha256="")),
                name="article_has_text_and_hash_unless_it_is_a_source",
            ),
            word_is_known("extent", Extent, table="article"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="article_text_never_changes", fields=["text", "sha256", "extent"]),
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
