"""Articles into the table, each once, and the extraction runs that they wait for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from positions.extraction.lanes import LANES, Lane, lane_version
from positions.ingestion.texts import require_storable, sha256_of
from positions.models import Article, ExtractionRun, Negotiation
from positions.vocabulary import Extent, RevisionKind


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a text: the article that holds it, and whether it was new."""

    article: Article
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A text with what is known of where it was published; unknown things are empty."""

    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    published_on: date | None = None


def store_article(source: SourceText, *, submitter: User | None = None) -> Stored:
    """A full text, stored once: the same normalised text again gives the article that is there.

    Raises: ArticleRefused.
    """
    return _store(source, Extent.FULL, submitter, known_by={})


def store_excerpt(source: SourceText, *, submitter: User | None = None) -> Article:
    """A quotation whose article is not at hand, stored once for each source (address and title).

    Raises: ArticleRefused.
    """
    known_by = {"url": source.url, "title": source.title[:500]}
    return _store(source, Extent.EXCERPT, submitter, known_by=known_by).article


def store_source(source: SourceText, *, submitter: User | None = None) -> Article:
    """A source without text, such as a coded data set, stored once for each address and title."""
    values = {"outlet": source.outlet[:200], "published_on": source.published_on, "submitter": submitter}
    known = Article.objects.filter(extent=Extent.SOURCE.value, url=source.url, title=source.title[:500]).first()
    return known or Article.objects.create(
        extent=Extent.SOURCE.value, url=source.url, title=source.title[:500], **values
    )


def _store(source: SourceText, extent: Extent, submitter: User | None, *, known_by: dict[str, str]) -> Stored:
    require_storable(source.text)
    values = {
        "text": source.text,
        "title": source.title[:500],
        "url": source.url,
        "outlet": source.outlet[:200],
        "published_on": source.published_on,
        "submitter": submitter,
    }
    article, is_new = Article.objects.get_or_create(
        sha256=sha256_of(source.text), extent=extent.value, **known_by, defaults=values
    )
    return Stored(article=article, is_new=is_new)


def queue_extraction(article: Article, *, negotiations: Iterable[Negotiation], lane: str | None = None) -> int:
    """One live run for each negotiation, by the lane's version and the catalog now; gives how many are new.

    Without a lane, the configured one reads it.
    A run with an older version or catalog is superseded; its statements and their decisions stay.
    """
    return sum(_queue_run(article, negotiation, LANES[lane or settings.EXTRACTOR]) for negotiation in negotiations)


def _queue_run(article: Article, negotiation: Negotiation, lane: Lane) -> bool:
    revisions = negotiation.revisions.filter(kind=RevisionKind.CATALOG.value)
    catalog_revision = revisions.aggregate(last=Max("number"))["last"] or 0
    version = lane_version(lane.name, settings.LLM)
    with transaction.atomic():
        live = ExtractionRun.objects.filter(
            article=article, negotiation=negotiation, extractor=lane.name, superseded_at__isnull=True
        )
        same = Q(version=version, catalog_revision=catalog_revision)
        live.exclude(same).filter(queued_at__lt=Now()).update(superseded_at=Now())
        _, is_new = live.get_or_create(
            version=version,
            catalog_revision=catalog_revision,
            defaults={"article": article, "negotiation": negotiation, "extractor": lane.name},
        )
    return is_new
