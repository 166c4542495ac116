"""Which public change told that an article's words had to go."""

from django.db import models

from positions.models.article import Article
from positions.models.negotiation import Revision


class TakeDown(models.Model):
    """One revision of one negotiation told that one article was taken down. The tombstone itself is on the article."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="take_downs", help_text="Whose text and quotes went."
    )
    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, related_name="take_down", help_text="The public change that told it."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "revision"], name="take_down_is_told_once_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.article} taken down, {self.revision}"
