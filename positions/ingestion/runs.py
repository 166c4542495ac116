"""Which runs an article waits for: one for each negotiation that it is to be read for."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from positions.extraction.lanes import LANES, lane_version
from positions.models import Article, ExtractionRun, Negotiation
from positions.queries.catalog.catalogs import catalog_revision


def queue_extraction(article: Article, *, negotiations: Iterable[Negotiation]) -> int:
    """One live run for each negotiation, by the version of the configured lane and the catalog now.

    Gives how many are new.
    A run with an older version or catalog is superseded; its statements and their decisions stay.
    """
    wanted = list(negotiations)
    name = LANES[settings.EXTRACTOR].name
    version = lane_version(name, settings.LLM)
    revisions = {negotiation.pk: catalog_revision(negotiation) for negotiation in wanted}
    live = ExtractionRun.objects.filter(article=article, extractor=name, superseded_at__isnull=True)
    outdated = Q(pk__in=[])
    for negotiation_id, revision in revisions.items():
        outdated |= Q(negotiation=negotiation_id) & ~Q(version=version, catalog_revision=revision)
    with transaction.atomic():
        # All at once, before any is added: a worker that ends one of them locks the run first and the article then.
        live.filter(outdated, queued_at__lt=Now()).update(superseded_at=Now())
        made = [
            live.get_or_create(
                negotiation=negotiation,
                version=version,
                catalog_revision=revisions[negotiation.pk],
                defaults={"article": article, "extractor": name},
            )
            for negotiation in wanted
        ]
    return sum(is_new for _, is_new in made)
