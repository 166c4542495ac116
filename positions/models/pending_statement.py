"""The queue: one row for each statement that waits for a person, in the order of what matters most.

Kept by the database itself, as statements, decisions and positions come in, so that the next one is found by an index
however many wait. No code writes to it.
"""

from django.db import models

from positions.models.negotiation import Negotiation
from positions.models.party import Party
from positions.models.target import Target


class Urgency(models.IntegerChoices):
    """What a curator should see first. A statement that says another stance than the one recorded for its day moves."""

    RED_LINE_MOVES = 0, "red line, and another stance than the one recorded"
    RED_LINE = 1, "red line"
    MOVES = 2, "another stance than the one recorded"
    HIGH = 3, "high salience"
    PLAIN = 4, "nothing special"
    PREDICTED = 5, "predicted: never published"


# The urgency of statement `s`, in SQL, for the triggers that keep the queue.
URGENCY_OF_STATEMENT = f"""
    CASE
        WHEN s.attribution = 'predicted' THEN {Urgency.PREDICTED.value}
        ELSE (
            SELECT CASE
                WHEN s.salience = 'red_line' AND moves THEN {Urgency.RED_LINE_MOVES.value}
                WHEN s.salience = 'red_line' THEN {Urgency.RED_LINE.value}
                WHEN moves THEN {Urgency.MOVES.value}
                WHEN s.salience = 'high' THEN {Urgency.HIGH.value}
                ELSE {Urgency.PLAIN.value}
            END
            FROM (SELECT EXISTS (
                SELECT 1 FROM positions_position p
                WHERE p.party_id = s.party_id AND p.target_id = s.target_id AND p.superseded_at IS NULL
                  AND p.valid_from <= s.said_on AND (p.valid_to IS NULL OR p.valid_to > s.said_on)
                  AND p.stance <> s.stance
            ) AS moves) AS stored
        ) END
"""  # noqa: S608 - numbers of our own

# A statement joins the queue; `NEW.id` or `NEW.statement_id` is put in for the braces.
JOIN_QUEUE = f"""
    INSERT INTO positions_pendingstatement
        (statement_id, negotiation_id, party_id, target_id, urgency, confidence, waiting_since)
    SELECT s.id, t.negotiation_id, s.party_id, s.target_id, {URGENCY_OF_STATEMENT},
           coalesce(s.confidence, 1), clock_timestamp()
    FROM positions_statement s JOIN positions_target t ON t.id = s.target_id
    WHERE s.id = {{statement}} AND s.quote <> ''  -- what was taken down waits no more
    ON CONFLICT (statement_id) DO NOTHING;
"""  # noqa: S608 - as above

# The queue's places of one party and target, after what is recorded for them changed: once, when that is committed.
REORDER_QUEUE = f"""
    UPDATE positions_pendingstatement w SET urgency = now_due.urgency
    FROM (
        SELECT s.id, {URGENCY_OF_STATEMENT} AS urgency
        FROM positions_pendingstatement same_cell JOIN positions_statement s ON s.id = same_cell.statement_id
        WHERE same_cell.party_id = NEW.party_id AND same_cell.target_id = NEW.target_id
    ) AS now_due
    WHERE now_due.id = w.statement_id AND now_due.urgency <> w.urgency;
    RETURN NULL;
"""  # noqa: S608 - as above


class PendingStatement(models.Model):
    """One statement waits: nobody has decided about it, or the last decision was undone. Kept by triggers alone."""

    statement = models.OneToOneField(
        "positions.Statement",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="waiting",
        help_text="What waits.",
    )
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, related_name="waiting", help_text="The talks it belongs to."
    )
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="waiting", help_text="Whose stance.")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="waiting", help_text="On what.")
    urgency = models.SmallIntegerField(help_text="Its place in the queue, most urgent first: 0 to 5.")
    confidence = models.FloatField(help_text="How sure the extractor is, 0 to 1; 1 when coded by hand.")
    waiting_since = models.DateTimeField(help_text="From when it waits.")

    class Meta:
        ordering = ["urgency", "statement"]
        indexes = [
            models.Index(fields=["urgency", "statement"], name="pending_by_urgency"),
            models.Index(fields=["negotiation", "urgency", "statement"], name="pending_by_talks_and_urgency"),
            models.Index(fields=["party", "target"], name="pending_by_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(urgency__in=Urgency.values), name="pending_statement_urgency_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.statement)
