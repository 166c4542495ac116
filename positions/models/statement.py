"""Places in articles where a party puts its stance on record, and which runs found them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from positions.models.article import Article
from positions.models.edition import counts
from positions.models.extraction_run import ExtractionRun
from positions.models.fields import database_now, public_id, rendered_once, word, word_is_known
from positions.models.party import Party
from positions.models.pending_statement import JOIN_QUEUE, URGENCY_OF_STATEMENT
from positions.models.search_words import words_of
from positions.models.target import Target
from positions.vocabulary import Act, Attribution, DecisionKind, Salience, Stance, Subject

# The day of what a machine found and nobody has decided follows that of its article, when that is corrected; its place
# in the queue follows the day.
FOLLOWS_ITS_ARTICLE = f"""
                    IF NEW.said_on <> OLD.said_on AND OLD.coder_id IS NULL
                       AND to_jsonb(NEW) - '{{said_on,rendered}}'::text[]
                           = to_jsonb(OLD) - '{{said_on,rendered}}'::text[]
                       AND EXISTS (
                           SELECT 1 FROM positions_article WHERE id = OLD.article_id
                           AND coalesce(published_on, (received_at AT TIME ZONE 'UTC')::date) = NEW.said_on
                       )
                    THEN
                        UPDATE positions_pendingstatement SET urgency = {URGENCY_OF_STATEMENT}
                        FROM (SELECT NEW.*) AS s WHERE statement_id = OLD.id;
                        IF FOUND THEN RETURN NEW; END IF;
                    END IF;
"""  # noqa: S608 - words of our own
STATEMENT_WORDS = words_of("quote", "speaker", "condition")
FILTERED_WORDS = ("stance", "act", "attribution", "salience")


class StatementQuerySet(models.QuerySet["Statement"]):
    def pending(self) -> "StatementQuerySet":
        """Nobody has decided, or the last decision was undone. Not where the words had to go: nobody can any more."""
        return self.filter(waiting__isnull=False)


class Statement(models.Model):
    """One place in one article where one party puts its stance on one target on record.

    Two are the same when article, party, target, stance and both offsets are. Its values never change: a curator's
    amendment is a decision about it. Only the day of one that waits follows its article's, when that is corrected.
    """

    uuid = public_id()
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="statements", help_text="The text it stands in."
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="statements", help_text="Whose stance.")
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="statements", help_text="What the stance is about."
    )
    speaker = models.CharField(max_length=200, blank=True, help_text="Who voiced it, as printed; empty: nobody named.")
    stance = word(Stance, "Towards the issue's proposition, or towards the proposal.")
    act = word(Act, "How it was put.")
    attribution = word(Attribution, "How the article knows it.")
    salience = word(Salience, "How much the party cares, as far as the text says so.")
    terms = models.JSONField(default=list, blank=True, help_text='[{"text": ..., "value": ..., "unit": ...}, ...].')
    condition = models.TextField(blank=True, help_text="What a conditional stance hangs on.")
    quote = models.TextField(help_text="The words in the article, verbatim.")
    start = models.PositiveIntegerField(help_text="Where the quote begins, in Unicode code points.")
    end = models.PositiveIntegerField(help_text="Where it ends, exclusive.")
    said_on = models.DateField(help_text="When it was said; the article's date where the text names no other.")
    confidence = models.FloatField(
        null=True, blank=True, help_text="How sure the extractor is, 0 to 1; empty when coded by hand."
    )
    explanation = models.TextField(blank=True, help_text="What made the extractor find it.")
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, help_text="Who coded it by hand."
    )
    created_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was stored.")
    rendered = rendered_once("parley_statement", "uuid", "quote", "start")
    runs = models.ManyToManyField(ExtractionRun, through="Finding", related_name="statements")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            # A page of a list begins after the last row of the one before.
            models.Index(fields=["said_on", "id"], name="statement_by_day"),
            models.Index(fields=["target", "said_on", "id"], name="statement_by_target_and_day"),
            models.Index(fields=["party", "said_on", "id"], name="statement_by_party_and_day"),
            # What few statements have is found by these; what many have, by the list in its order.
            *(models.Index(fields=[word, "said_on", "id"], name=f"statement_by_{word}") for word in FILTERED_WORDS),
            models.Index(Upper("speaker"), "said_on", "id", name="statement_by_speaker"),
            models.Index(fields=["confidence"], name="statement_by_confidence"),
            GinIndex(STATEMENT_WORDS, name="statement_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "party", "target", "stance", "start", "end"], name="statement_is_stored_once"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="statement_quote_is_not_empty"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="statement_confidence_is_from_0_to_1",
            ),
            models.CheckConstraint(condition=~Q(stance=Stance.UNSPECIFIED.value), name="statement_stance_is_specified"),
            word_is_known("stance", Stance, table="statement"),
            word_is_known("act", Act, table="statement"),
            word_is_known("attribution", Attribution, table="statement"),
            word_is_known("salience", Salience, table="statement"),
        ]
        triggers = [
            pgtrigger.Protect(name="statement_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="statement_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FOLLOWS_ITS_ARTICLE  # noqa: S608 - words of our own
                + """
                    IF NEW.quote <> '' OR NEW.explanation <> ''
                       OR NOT EXISTS (
                           SELECT 1 FROM positions_article WHERE id = OLD.article_id AND taken_down_at IS NOT NULL
                       )
                       OR to_jsonb(NEW) - '{quote,explanation,rendered}'::text[]
                          <> to_jsonb(OLD) - '{quote,explanation,rendered}'::text[]
                    THEN
                        RAISE EXCEPTION 'statement % only changes by losing the words of an article taken down', OLD.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    DELETE FROM positions_pendingstatement WHERE statement_id = OLD.id;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="statement_quote_is_verbatim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    -- Locked as its foreign key will be at the end, so that a take-down waits or is waited for.
                    PERFORM 1 FROM positions_article
                    WHERE id = NEW.article_id
                      AND substring("text" FROM NEW.start + 1 FOR NEW."end" - NEW.start) = NEW.quote
                    FOR KEY SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'the quote does not stand at its offsets in article %', NEW.article_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            counts(Subject.ARRIVED, table="statement", operation=pgtrigger.Insert),
            counts(Subject.SHOWN, table="statement", operation=pgtrigger.UpdateOf("quote")),  # quotes only go
            pgtrigger.Trigger(
                name="statement_waits",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=JOIN_QUEUE.format(statement="NEW.id") + "RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.stance} {self.target}"

    @property
    def is_undated(self) -> bool:
        """Whether `said_on` is only the day on which an article without a date came in."""
        article = self.article
        return self.coder_id is None and article.published_on is None and self.said_on == article.day


class Finding(models.Model):
    """One run found one statement, with the confidence, explanation and coding of that run."""

    run = models.ForeignKey(ExtractionRun, on_delete=models.PROTECT, related_name="findings", help_text="Which run.")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="findings", help_text="What it found."
    )
    confidence = models.FloatField(help_text="How sure that run was, 0 to 1.")
    explanation = models.TextField(blank=True, help_text="What made that run find it.")
    coding = models.JSONField(
        default=dict, blank=True, help_text="As that run coded it: act, attribution, speaker, words and so on."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "statement"], name="finding_is_stored_once")]
        triggers = [counts(Subject.ARRIVED, table="finding")]

    def __str__(self) -> str:
        return f"{self.statement} by {self.run}"


class Decision(models.Model):
    """One review of a statement. Append-only; the last one stands. Written by `review` alone."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="decisions", help_text="What was reviewed."
    )
    decision = word(DecisionKind, "What was decided.")
    amended = models.JSONField(default=dict, blank=True, help_text="The values that the curator put in place of those.")
    reason = models.TextField(blank=True, help_text="Why, in the curator's words.")
    decided_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions", help_text="Who."
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["statement", "-id"], name="decision_last_of_a_statement")]
        constraints = [
            word_is_known("decision", DecisionKind, table="decision"),
            models.CheckConstraint(
                condition=Q(amended={}) | Q(decision=DecisionKind.AMEND.value), name="decision_amends_only_as_amendment"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="decision_is_append_only", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="decision_only_loses_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF to_jsonb(NEW) - '{reason,amended}'::text[] <> to_jsonb(OLD) - '{reason,amended}'::text[]
                       OR NOT EXISTS (
                           SELECT 1 FROM positions_statement s JOIN positions_article a ON a.id = s.article_id
                           WHERE s.id = OLD.statement_id AND a.taken_down_at IS NOT NULL
                       )
                    THEN
                        RAISE EXCEPTION 'decision % only changes by losing the words of an article taken down', OLD.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            counts(Subject.DECIDED, table="decision", operation=pgtrigger.Insert),
            pgtrigger.Trigger(
                name="decision_comes_to_stand",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.decision = 'undo' THEN
                        DELETE FROM positions_standingdecision WHERE statement_id = NEW.statement_id;
                    ELSE
                        INSERT INTO positions_standingdecision (statement_id, decision_id, kind)
                        VALUES (NEW.statement_id, NEW.id, NEW.decision)
                        ON CONFLICT (statement_id) DO UPDATE
                            SET decision_id = EXCLUDED.decision_id, kind = EXCLUDED.kind;
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="decision_ends_or_renews_the_wait",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NEW.decision = '{DecisionKind.UNDO.value}' THEN
                        {JOIN_QUEUE.format(statement="NEW.statement_id")}
                    ELSE
                        DELETE FROM positions_pendingstatement WHERE statement_id = NEW.statement_id;
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 - words of our own
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.statement}"


class StandingDecision(models.Model):
    """The decision that stands on one statement now; a statement without one is pending.

    Kept by the database as decisions come in, so that a list of a million statements need not look for the last one of
    each. Nobody else writes it.
    """

    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, primary_key=True, related_name="standing", help_text="What was decided on."
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="+", help_text="The one that stands."
    )
    kind = word(DecisionKind, "What it decided.")

    class Meta:
        constraints = [word_is_known("kind", DecisionKind, table="standing_decision")]
        indexes = [models.Index(fields=["kind", "-statement"], name="standing_decision_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.statement}"
