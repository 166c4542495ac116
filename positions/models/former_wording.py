"""What was said of an article before it was corrected; answers as known earlier say it still."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from positions.days import day_in_words
from positions.models.article import Article
from positions.models.negotiation import Revision

# In any order: what can be corrected of an article.
CORRECTED = ("title", "outlet", "published_on")


class FormerWording(models.Model):
    """Until an instant of record time these were an article's title, outlet and day of publication.

    One row a correction. What it was corrected to stands in the next row, or, of the last, in the article itself.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="former_wordings", help_text="What was corrected."
    )
    title = models.CharField(max_length=500, blank=True, help_text="Its headline until then.")
    outlet = models.CharField(max_length=200, blank=True, help_text="Who published it, as was said until then.")
    published_on = models.DateField(null=True, blank=True, help_text="Its day of publication until then.")
    until = models.DateTimeField(help_text="Record time: from when this database says otherwise.")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="Who corrected it."
    )
    reason = models.TextField(help_text="Why, in one line.")
    revisions = models.ManyToManyField(
        Revision, related_name="former_wordings", help_text="The public changes that told it, one for each talks."
    )

    class Meta:
        ordering = ["until"]
        indexes = [models.Index(fields=["until"], name="former_wording_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["article", "until"], name="former_wording_ends_once_an_instant"),
            models.CheckConstraint(condition=~Q(reason=""), name="former_wording_has_a_reason"),
        ]
        triggers = [
            pgtrigger.Protect(name="former_wording_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="former_wording_never_changes",
                operation=pgtrigger.UpdateOf("article_id", *CORRECTED, "until", "corrected_by_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, until {day_in_words(self.until)}"


def worded_then(article: str, *, known_at: datetime) -> Subquery:
    """What was said of the article at `known_at`, as an object; null where it is what is said now.

    `article`: the column of the outer rows that leads to it.
    """
    later = FormerWording.objects.filter(article=OuterRef(article), until__gt=known_at).order_by("until")
    return Subquery(later.values_list(JSONObject(**{name: name for name in CORRECTED}))[:1])


def was_corrected(article: Article, name: str, value: object) -> bool:
    """Whether that was said of the article until it was corrected. One query, where it is something to be corrected."""
    return name in CORRECTED and article.former_wordings.filter(**{name: value}).exists()
