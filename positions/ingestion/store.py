"""Articles into the table, each once, and the extraction runs that they wait for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from positions.extraction.lanes import LANES, Lane
from positions.ingestion.texts import require_storable, sha256_of
from positions.models import Article, ExtractionRun, Negotiation
from positions.vocabulary import Extent, RevisionKind


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a text: the article that holds it, and whether it was new."""

    article: Article
    is_new: bool


def store_article(
    *,
    text: str,
    title: str = "",
    url: str = "",
    outlet: str = "",
    published_on: date | None = None,
    submitter: AbstractBaseUser | None = None,
) -> Stored:
    """A full text, stored once: the same normalised text again gives the article that is there.

    Raises: ArticleRefused.
    """
    require_storable(text)
    article, is_new = Article.objects.get_or_create(
        sha256=sha256_of(text),
        extent=Extent.FULL.value,
        defaults={
            "text": text,
            "title": title[:500],
            "url": url,
            "outlet": outlet[:200],
            "published_on": published_on,
            "submitter": submitter,
        },
    )
    return Stored(article=article, is_new=is_new)


def store_excerpt(
    *,
    text: str,
    url: str = "",
    title: str = "",
    outlet: str = "",
    published_on: date | None = None,
    submitter: AbstractBaseUser | None = None,
) -> Article:
    """A quotation whose article is not at hand, stored once for each source (address and title).

    Raises: ArticleRefused.
    """
    require_storable(text)
    article, _ = Article.objects.get_or_create(
        sha256=sha256_of(text),
        extent=Extent.EXCERPT.value,
        url=url,
        title=title[:500],
        defaults={
            "text": text,
            "outlet": outlet[:200],
            "published_on": published_on,
            "submitter": submitter,
        },
    )
    return article


def queue_extraction(article: Article, *, negotiations: Iterable[Negotiation], lane: str = "rules") -> int:
    """One live run for each negotiation, by the lane's version and the catalog now; gives how many are new.

    A run with an older version or catalog is superseded; its statements and their decisions stay.
    """
    return sum(_queue_run(article, negotiation, LANES[lane]) for negotiation in negotiations)


def _queue_run(article: Article, negotiation: Negotiation, lane: Lane) -> bool:
    revisions = negotiation.revisions.filter(kind=RevisionKind.CATALOG.value)
    catalog_revision = revisions.aggregate(last=Max("number"))["last"] or 0
    with transaction.atomic():
        live = ExtractionRun.objects.filter(
            article=article, negotiation=negotiation, extractor=lane.name, superseded_at__isnull=True
        )
        same = Q(version=lane.version, catalog_revision=catalog_revision)
        live.exclude(same).filter(queued_at__lt=Now()).update(superseded_at=Now())
        _, is_new = live.get_or_create(
            version=lane.version,
            catalog_revision=catalog_revision,
            defaults={"article": article, "negotiation": negotiation, "extractor": lane.name},
        )
    return is_new
