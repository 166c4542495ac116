"""What parties hold, over valid time and record time, and the statements that prove it.

Written by `history` alone; nothing but `superseded_at` ever changes, and that once. The database refuses the rest.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from positions.models.fields import (
    period_is_forward,
    public_id,
    rendered_once,
    scale_is_an_interval,
    scale_value,
    word,
    word_is_known,
)
from positions.models.negotiation import Negotiation
from positions.models.party import Party
from positions.models.pending_statement import REORDER_QUEUE
from positions.models.search_words import words_of
from positions.models.statement import Decision, Statement
from positions.models.target import Target
from positions.vocabulary import Act, EndReason, Reason, Salience, Stance

POSITION_WORDS = words_of("summary", "condition")


def same(field: str) -> tuple[Func, str]:
    """Equality in a GiST index without btree_gist: the range [n, n] overlaps only itself."""
    return (
        Func(
            F(field),
            F(field),
            Value("[]"),
            function="int8range",
            output_field=BigIntegerRangeField(),
        ),
        RangeOperators.OVERLAPS,
    )


def overlapping(function: str, start: str, end: str) -> tuple[Func, str]:
    """The half-open period [start, end) overlaps another; a null end is open."""
    output = DateRangeField() if function == "daterange" else DateTimeRangeField()
    return Func(start, end, RangeBoundary(), function=function, output_field=output), RangeOperators.OVERLAPS


def known(known_at: datetime | None) -> Q:
    """Rows that this database held true at `known_at`; without it, now."""
    if known_at is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=known_at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at))


def by_record_time(table: str, *first: str) -> list[models.Index]:
    """For the feed of changes: what was recorded, and what was superseded, with one revision."""
    return [
        models.Index(fields=[*first, "recorded_at"], name=f"{table}_by_record_time"),
        models.Index(
            fields=[*first, "superseded_at"], condition=Q(superseded_at__isnull=False), name=f"{table}_by_its_end"
        ),
    ]


def recorded_once(table: str, *, made_of_others: Sequence[str] = ()) -> list[pgtrigger.Trigger]:
    """Nothing but `superseded_at` changes, and only once; nothing is deleted.

    `made_of_others`: columns that follow from the others; a trigger sees none of them before the row is written.
    """
    return [
        pgtrigger.ReadOnly(name=f"{table}_is_recorded_once", exclude=["superseded_at", *made_of_others]),
        pgtrigger.Protect(
            name=f"{table}_is_superseded_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__superseded_at__isnull=False),
        ),
        pgtrigger.Protect(name=f"{table}_is_never_deleted", operation=pgtrigger.Delete),
    ]


# What an answer says of a position, whenever it is asked for.
RENDERED = (
    *("uuid", "stance", "act", "salience", "salience_value", "scale_low", "scale_high"),
    *("terms", "condition", "summary", "valid_from", "valid_to", "recorded_at"),
)


class PositionQuerySet(models.QuerySet["Position"]):
    def known(self, known_at: datetime | None = None) -> "PositionQuerySet":
        """What this database said at `known_at` (default: says now), over all valid time."""
        return self.filter(known(known_at))

    def held(self, valid_on: date) -> "PositionQuerySet":
        """Whose half-open valid period contains that day."""
        return self.filter(Q(valid_from__lte=valid_on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=valid_on)))

    def as_of(self, *, valid_on: date | None = None, known_at: datetime | None = None) -> "PositionQuerySet":
        """What parties held on `valid_on` (default: today in UTC), as this database said at `known_at` (default: now).

        Shape: at most one row a (party, target), which the exclusion constraint guarantees.
        """
        return self.known(known_at).held(valid_on or datetime.now(tz=UTC).date())


class Position(models.Model):
    """What a party holds on a target over a period, as a curator judged from statements.

    Valid time [valid_from, valid_to): when the party held it in the world. Record time [recorded_at, superseded_at):
    when this database said so. No two rows of one (party, target) overlap in both.
    """

    uuid = public_id()
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.PROTECT, related_name="positions", help_text="The talks it belongs to."
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="positions", help_text="Who holds it.")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="positions", help_text="On what.")
    stance = word(Stance, "Towards the issue's proposition, or towards the proposal.")
    act = word(Act, "How it was put.")
    salience = word(Salience, "How much the party says that it cares.", default=Salience.UNSPECIFIED.value)
    salience_value = models.FloatField(
        null=True, blank=True, help_text="Salience as a number from 0 to 1, where a data set gives one."
    )
    scale_low = scale_value("Low end of the position on the issue's scale, 0 to 100.")
    scale_high = scale_value("High end of the position on the issue's scale, 0 to 100.")
    terms = models.JSONField(default=list, blank=True, help_text='[{"text": ..., "value": ..., "unit": ...}, ...].')
    condition = models.TextField(blank=True, help_text="What a conditional stance hangs on.")
    summary = models.TextField(blank=True, help_text="The position in one sentence.")
    valid_from = models.DateField(help_text="First day on which the party held it.")
    valid_to = models.DateField(null=True, blank=True, help_text="The day after the last; empty: still holds it.")
    reason = word(Reason, "Why it was recorded.")
    end_reason = word(EndReason, "Why its valid period ended.", default=EndReason.OPEN.value)
    recorded_at = models.DateTimeField(help_text="From when this database said so.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="positions", help_text="Who recorded it."
    )
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="From when this database no longer said so; empty: it still does."
    )
    rendered = rendered_once("parley_position", *RENDERED)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["party", "target", "valid_from", "recorded_at"]
        indexes = [
            # What was held on a day that was past when it was asked about, and what was said of a day still to come.
            # By party first, as a matrix is read: one place lies beside the next.
            models.Index(fields=["party", "target", "valid_from"], name="position_by_cell"),
            models.Index(fields=["party", "target", "recorded_at"], name="position_by_cell_recorded"),
            models.Index(fields=["party", "target"], condition=Q(superseded_at__isnull=True), name="position_now"),
            models.Index(
                fields=["party", "target", "valid_to"],
                condition=Q(end_reason=EndReason.WITHDRAWN.value),
                name="position_withdrawn",
            ),
            *by_record_time("position", "negotiation"),
            # A page of a list begins after the last row of the one before.
            models.Index(fields=["valid_from", "id"], name="position_by_first_day"),
            models.Index(fields=["recorded_at", "id"], name="position_by_instant"),
            GinIndex(POSITION_WORDS, name="position_words"),
        ]
        constraints = [
            period_is_forward("valid_from", "valid_to", table="position", name="valid_period"),
            period_is_forward("recorded_at", "superseded_at", table="position", name="record_period"),
            ExclusionConstraint(
                name="position_never_overlaps_in_both_times",
                expressions=[
                    same("party"),
                    same("target"),
                    overlapping("daterange", "valid_from", "valid_to"),
                    overlapping("tstzrange", "recorded_at", "superseded_at"),
                ],
            ),
            scale_is_an_interval(table="position"),
            models.CheckConstraint(
                condition=Q(salience_value__isnull=True) | Q(salience_value__gte=0, salience_value__lte=1),
                name="position_salience_value_is_from_0_to_1",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, end_reason=EndReason.OPEN.value)
                | (Q(valid_to__isnull=False) & ~Q(end_reason=EndReason.OPEN.value)),
                name="position_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stance=Stance.UNSPECIFIED.value) | Q(scale_low__isnull=False),
                name="position_without_stance_has_a_scale_value",
            ),
            word_is_known("stance", Stance, table="position"),
            word_is_known("act", Act, table="position"),
            word_is_known("salience", Salience, table="position"),
            word_is_known("reason", Reason, table="position"),
            word_is_known("end_reason", EndReason, table="position"),
        ]
        triggers = [
            *recorded_once("position", made_of_others=["rendered"]),
            pgtrigger.Trigger(
                name="position_reorders_what_waits",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("superseded_at"),
                timing=pgtrigger.Deferred,
                func=REORDER_QUEUE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.stance} {self.target}"


# Versions of one article are one source, and so is one story in many outlets: the first version of the article that
# gave the story its number stands for all of them. Neither changes once an article is stored.
STORY_OF_STATEMENT = """
    WITH RECURSIVE version(id, previous_id) AS (
        SELECT told.id, told.previous_id
        FROM positions_statement AS statement
        JOIN positions_article AS article ON article.id = statement.article_id
        JOIN positions_article AS told ON told.id = coalesce(article.near_duplicate_group, article.id)
        WHERE statement.id = {statement}
        UNION ALL
        SELECT earlier.id, earlier.previous_id
        FROM version JOIN positions_article AS earlier ON earlier.id = version.previous_id
    ) SELECT id FROM version WHERE previous_id IS NULL
"""


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def known(self, known_at: datetime | None = None) -> "EvidenceQuerySet":
        """What this database gave as evidence at `known_at` (default: gives now)."""
        return self.filter(known(known_at))


class Evidence(models.Model):
    """An accepted statement that supports a position, with record time of its own."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="evidence", db_index=False, help_text="What it proves."
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="evidence", help_text="The words that prove it."
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="evidence", help_text="The review that accepted it."
    )
    said_on = models.DateField(help_text="When it was said, as accepted.")
    recorded_at = models.DateTimeField(help_text="From when this database gave it as evidence.")
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="From when it no longer did; empty: it still does."
    )
    story = models.BigIntegerField(
        db_default=0,
        editable=False,
        help_text="Number of the independent source: one for all versions and copies of an article. Set by a trigger.",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "id"]
        verbose_name_plural = "evidence"
        indexes = [
            *by_record_time("evidence"),
            # With all that an answer asks of evidence, in its order: neither the rows are read nor anything sorted.
            models.Index(
                fields=["position", "said_on", "id"],
                include=["recorded_at", "superseded_at", "story", "statement", "decision"],
                name="evidence_by_position",
            ),
        ]
        constraints = [
            period_is_forward("recorded_at", "superseded_at", table="evidence", name="record_period"),
            models.UniqueConstraint(
                fields=["position", "statement"],
                condition=Q(superseded_at__isnull=True),
                name="evidence_is_given_once_a_position",
            ),
        ]
        triggers = [
            *recorded_once("evidence"),
            pgtrigger.Trigger(
                name="evidence_names_its_story",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"NEW.story := ({STORY_OF_STATEMENT.format(statement='NEW.statement_id')}); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} for {self.position}"
