"""Which extractor read which article for which negotiation, and what became of it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from positions.models.article import Article
from positions.models.edition import counts
from positions.models.fields import database_now, digest, period_is_forward, public_id, word, word_is_known
from positions.models.negotiation import Negotiation
from positions.vocabulary import RunState, Subject

# The article's row is locked first, so that of two runs that end at once the second sees the end of the first.
ARTICLE_STATE_FOLLOWS = """
    PERFORM 1 FROM positions_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    UPDATE positions_article AS article
    SET article_state = runs.state, reason = runs.reason, retry_at = runs.retry_at, state_at = statement_timestamp()
    FROM (
        SELECT
            CASE
                WHEN count(*) = 0 OR bool_or(run_state IN ('queued', 'running')) THEN 'fetched'
                WHEN bool_or(run_state = 'waiting') THEN 'waiting'
                WHEN bool_or(run_state = 'failed') THEN 'failed'
                ELSE 'extracted'
            END AS state,
            CASE
                WHEN bool_or(run_state IN ('queued', 'running')) THEN ''
                WHEN bool_or(run_state = 'waiting') THEN max(reason) FILTER (WHERE run_state = 'waiting')
                ELSE coalesce(max(reason) FILTER (WHERE run_state = 'failed'), '')
            END AS reason,
            CASE
                WHEN bool_or(run_state = 'waiting') AND NOT bool_or(run_state IN ('queued', 'running'))
                THEN coalesce(min(retry_at) FILTER (WHERE run_state = 'waiting'), statement_timestamp())
            END AS retry_at
        FROM positions_extractionrun
        WHERE article_id = NEW.article_id AND superseded_at IS NULL
    ) AS runs
    WHERE article.id = NEW.article_id AND article.extent <> 'unread'
      AND (article.article_state, article.reason, article.retry_at)
          IS DISTINCT FROM (runs.state, runs.reason, runs.retry_at);
    RETURN NULL;
"""


# What a run is in that is still to be done; the index `extraction_run_unfinished` has these.
UNFINISHED = [RunState.QUEUED.value, RunState.RUNNING.value, RunState.WAITING.value]
OVER = [RunState.DONE.value, RunState.FAILED.value]


class ExtractionRun(models.Model):
    """One reading of one article for one negotiation by one extractor in one version with one catalog revision.

    Live until superseded; there is one live run of that combination.
    """

    uuid = public_id()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="runs", help_text="What is read.")
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.PROTECT, related_name="runs", help_text="The talks it is read for."
    )
    extractor = models.CharField(max_length=40, help_text="Which extractor.")
    version = models.CharField(max_length=80, help_text="Its version.")
    catalog_revision = models.PositiveIntegerField(help_text="Number of the revision whose catalog it was given.")
    run_state = word(RunState, "Where it stands.", default=RunState.QUEUED.value)
    reason = models.TextField(blank=True, help_text="Why it failed or waits, in a sentence.")
    n_attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it up.")
    n_statements = models.PositiveIntegerField(default=0, help_text="How many statements it found.")
    catalog_hash = digest("SHA-256 of the catalog it was given.")
    model = models.CharField(max_length=200, blank=True, help_text="Which language model or parser it read with.")
    model_hash = models.CharField(
        max_length=200, blank=True, help_text="SHA-256 of the parser's files, or the fingerprint that a server gives."
    )
    lexicon_hash = digest("SHA-256 of the rules' words.")
    weights_hash = digest("SHA-256 of the rules' weights.")
    prompt_hash = digest("SHA-256 of what a language model is asked, but for catalog and article.")
    n_input_tokens = models.PositiveBigIntegerField(default=0, help_text="Tokens that a model read, over all attempts.")
    n_output_tokens = models.PositiveBigIntegerField(default=0, help_text="Tokens that it wrote, over all attempts.")
    cost = models.DecimalField(
        max_digits=14, decimal_places=6, null=True, blank=True, help_text="What those cost; empty: no price is known."
    )
    dropped = models.JSONField(default=dict, blank=True, help_text="How many suggestions came to nothing, by reason.")
    queued_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was asked for.")
    started_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last took it up.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When it was done or failed.")
    retry_at = models.DateTimeField(null=True, blank=True, help_text="When it is taken up again, while it waits.")
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="When a later run took its place.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "negotiation", "extractor", "version", "catalog_revision"],
                condition=Q(superseded_at__isnull=True),
                name="extraction_run_is_live_once",
            ),
            word_is_known("run_state", RunState, table="extraction_run"),
            period_is_forward("queued_at", "superseded_at", table="extraction_run", name="life"),
            models.CheckConstraint(
                condition=Q(run_state__in=OVER, finished_at__isnull=False)
                | (~Q(run_state__in=OVER) & Q(finished_at__isnull=True)),
                name="extraction_run_has_an_end_when_it_is_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(run_state__in=UNFINISHED),
                name="extraction_run_unfinished",
            )
        ]
        triggers = [
            counts(Subject.ARRIVED, table="run"),
            pgtrigger.Trigger(
                name="article_state_follows_its_runs",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("run_state", "reason", "retry_at", "superseded_at"),
                func=ARTICLE_STATE_FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extractor} {self.version} on {self.article}"
