"""What makes texts that are nearly the same findable without reading them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from positions.models.article import Article


class ArticleFingerprint(models.Model):
    """The MinHash of one article's text, cut into bands. Two texts with a band in common may be nearly the same.

    Derived: it can be made again from the text at any time.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint", help_text="Whose text it is."
    )
    bands = ArrayField(models.BigIntegerField(), help_text="A number for each band of the signature, its place in it.")
    n_shingles = models.PositiveIntegerField(help_text="How many different runs of words the text has.")

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="fingerprint_bands", fastupdate=False)]

    def __str__(self) -> str:
        return f"fingerprint of article {self.article_id}"
