"""Quotes of an article that was taken down go from the answers that were frozen with them."""

import orjson
from django.db.models.functions import Now

from positions.comparison.quotes import empty_quotes
from positions.models import Article, Snapshot
from positions.snapshots.canonical import canonical_json
from positions.snapshots.store import sha256


def remove_words(article: Article) -> None:
    """Empties every quote of the article, keeps the hash of each body as it was made."""
    for snapshot in Snapshot.objects.filter(body__contains=str(article.uuid)):
        answer = orjson.loads(snapshot.body)
        if empty_quotes(answer, str(article.uuid)):
            body = canonical_json(answer)
            Snapshot.objects.filter(pk=snapshot.pk).update(
                body=body.decode(),
                sha256=sha256(body),
                sha256_as_made=snapshot.sha256_as_made or snapshot.sha256,
                words_removed_at=Now(),
            )
