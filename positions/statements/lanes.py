"""Which lane reads a run, with what; and what is kept of how it was read. The only place here that knows settings."""

from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from positions.extraction.account import Account, Extraction
from positions.extraction.contract import Catalog, Extractor, LanguageNotRead, Source
from positions.extraction.lanes import LANES, lane_version, load_extractor, read_article
from positions.extraction.provenance import provenance_of
from positions.models import ExtractionRun, Negotiation
from positions.queries.catalog.catalogs import catalog_revision, stored_catalog
from positions.vocabulary import RunState

LANES_THAT_ASK = tuple(lane.name for lane in LANES.values() if lane.asks_model)
WAITS_FOR_A_MODEL = "It waits for a language model that reads it (PARLEY_LLM_BASE_URL); a person can code it by hand."


class ReadAlready(Exception):
    """Another live run reads the article in the same way; this one is superseded by it."""


def within_reach() -> Q:
    """Runs whose lane has what it needs: without an endpoint, those that ask a language model wait."""
    return Q() if settings.LLM else ~Q(extractor__in=LANES_THAT_ASK)


def read_run(run: ExtractionRun) -> Extraction | None:
    """What the run's lane makes of its article, with the catalog as it stands now; the run says how it was read.

    An article in a language that the rules don't read goes over to the llm lane. None: no model is configured, and it
    waits for one.
    Raises: ArticleNotReadable, ExtractionFailed, ReadAlready.
    """
    try:
        return _read(run)
    except LanguageNotRead as foreign:
        _hand_over(run, reason=f"{foreign} {WAITS_FOR_A_MODEL}", language=foreign.language)
        return _read(run) if settings.LLM else None


def keep_account(run: ExtractionRun, account: object) -> None:
    """Adds what an attempt cost to what the run has cost already."""
    if not isinstance(account, Account) or not account.n_calls:
        return
    spent = ExtractionRun.objects.filter(pk=run.pk)
    spent.update(
        n_input_tokens=F("n_input_tokens") + account.n_input_tokens,
        n_output_tokens=F("n_output_tokens") + account.n_output_tokens,
        dropped=dict(account.dropped),
    )
    if account.cost is not None:
        spent.update(cost=Coalesce(F("cost"), Decimal(0)) + account.cost)


def _read(run: ExtractionRun) -> Extraction:
    catalog, revision = _catalog_now(run.negotiation)
    _identify(run, version=lane_version(run.extractor, settings.LLM), catalog_revision=revision)
    extractor = load_extractor(run.extractor, settings.LLM if run.extractor in LANES_THAT_ASK else None)
    article = run.article
    source = Source(title=article.title, url=article.url, published_on=article.published_on)
    extraction = read_article(extractor, article.text, catalog=catalog, source=source)
    _keep_provenance(run, extractor, catalog, extraction.account)
    return extraction


def _catalog_now(negotiation: Negotiation) -> tuple[Catalog, int]:
    """The catalog with the number of the revision that it stands at: read again where it changed while it was read."""
    while True:
        before = catalog_revision(negotiation)
        catalog = stored_catalog(negotiation)
        if catalog_revision(negotiation) == before:
            return catalog, before


def _identify(run: ExtractionRun, **values: object) -> None:
    """Changes what the run is known by. Raises: ReadAlready where another live run is known by that."""
    try:
        with transaction.atomic():
            ExtractionRun.objects.filter(pk=run.pk).update(**values)
    except IntegrityError as taken:
        raise ReadAlready from taken
    for name, value in values.items():
        setattr(run, name, value)


def _hand_over(run: ExtractionRun, *, reason: str, language: str) -> None:
    """From the rules to the llm lane."""
    if not run.article.language:
        type(run.article).objects.filter(pk=run.article.pk, language="").update(language=language)
    version = lane_version("llm", settings.LLM)
    waits = {} if settings.LLM else {"run_state": RunState.WAITING.value, "reason": reason, "n_attempts": 0}
    _identify(run, extractor="llm", version=version, **waits)


def _keep_provenance(run: ExtractionRun, extractor: Extractor, catalog: Catalog, account: Account) -> None:
    made_with = provenance_of(extractor, catalog=catalog, account=account)
    ExtractionRun.objects.filter(pk=run.pk).update(
        catalog_hash=made_with.catalog_hash,
        model=made_with.model,
        model_hash=made_with.model_hash,
        lexicon_hash=made_with.lexicon_hash,
        weights_hash=made_with.weights_hash,
        prompt_hash=made_with.prompt_hash,
    )


def supersede(run: ExtractionRun) -> None:
    """The run ends: another live one reads the article in the same way."""
    ExtractionRun.objects.filter(pk=run.pk, superseded_at__isnull=True).update(
        run_state=RunState.DONE.value, reason="Another run reads it.", finished_at=Now(), superseded_at=Now()
    )
