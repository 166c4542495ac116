"""The rules that tables keep by themselves, in SQL; the tables name the triggers that follow them.

Python's `positions.models` say the same of today; a hash tells django-pgtrigger whether the two still agree.
"""

from pgtrigger.compiler import Trigger, UpsertTriggerSql


def trigger(name: str, key: str, func: str, **asked: str) -> Trigger:
    """As django-pgtrigger names it in the database: by its name and a key made from that."""
    return Trigger(name=name, sql=UpsertTriggerSql(pgid=f"pgtrigger_{name}_{key}", func=func, **asked))


def refuses(what: str) -> str:
    return f"RAISE EXCEPTION 'pgtrigger: Cannot {what} rows from % table', TG_TABLE_NAME;"


def counts(subject: str) -> str:
    """Every statement raises the subject's edition, in one of 64 rows, so that writers seldom wait for each other."""
    return f"""
    INSERT INTO positions_edition AS counted (subject, stripe, number)
    VALUES ('{subject}', pg_backend_pid() % 64, 1)
    ON CONFLICT (subject, stripe) DO UPDATE SET number = counted.number + 1;
    RETURN NULL;
"""  # noqa: S608 - words of our own


# How urgent a statement is: 0, a red line that differs from what is stored, to 5, a prediction.
URGENCY = """
    CASE
        WHEN s.attribution = 'predicted' THEN 5
        ELSE (
            SELECT CASE
                WHEN s.salience = 'red_line' AND moves THEN 0
                WHEN s.salience = 'red_line' THEN 1
                WHEN moves THEN 2
                WHEN s.salience = 'high' THEN 3
                ELSE 4
            END
            FROM (SELECT EXISTS (
                SELECT 1 FROM positions_position p
                WHERE p.party_id = s.party_id AND p.target_id = s.target_id AND p.superseded_at IS NULL
                  AND p.valid_from <= s.said_on AND (p.valid_to IS NULL OR p.valid_to > s.said_on)
                  AND p.stance <> s.stance
            ) AS moves) AS stored
        ) END
"""
# A statement joins the queue; `NEW.id` or `NEW.statement_id` is put in for the braces.
JOIN_THE_QUEUE = f"""
    INSERT INTO positions_pendingstatement
        (statement_id, negotiation_id, party_id, target_id, urgency, confidence, waiting_since)
    SELECT s.id, t.negotiation_id, s.party_id, s.target_id, {URGENCY},
           coalesce(s.confidence, 1), clock_timestamp()
    FROM positions_statement s JOIN positions_target t ON t.id = s.target_id
    WHERE s.id = {{statement}} AND s.quote <> ''  -- what was taken down waits no more
    ON CONFLICT (statement_id) DO NOTHING;
"""  # noqa: S608 - as above

REVISION_ONLY_RISES = """
                    IF EXISTS (
                        SELECT 1 FROM positions_revision
                        WHERE negotiation_id = NEW.negotiation_id
                          AND (number >= NEW.number OR committed_at >= NEW.committed_at)
                    ) THEN
                        RAISE EXCEPTION 'revision % of negotiation % does not come after every earlier one',
                            NEW.number, NEW.negotiation_id USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """
ARTICLE_STATE_FOLLOWS_ITS_RUNS = """
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
STATEMENT_NEVER_CHANGES = """
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
                """
STATEMENT_WAITS = JOIN_THE_QUEUE.format(statement="NEW.id") + "RETURN NEW;"
STATEMENT_QUOTE_IS_VERBATIM = """
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
                """
DECISION_COMES_TO_STAND = """
                    IF NEW.decision = 'undo' THEN
                        DELETE FROM positions_standingdecision WHERE statement_id = NEW.statement_id;
                    ELSE
                        INSERT INTO positions_standingdecision (statement_id, decision_id, kind)
                        VALUES (NEW.statement_id, NEW.id, NEW.decision)
                        ON CONFLICT (statement_id) DO UPDATE
                            SET decision_id = EXCLUDED.decision_id, kind = EXCLUDED.kind;
                    END IF;
                    RETURN NULL;
                """
DECISION_ENDS_OR_RENEWS_THE_WAIT = f"""
                    IF NEW.decision = 'undo' THEN
                        {JOIN_THE_QUEUE.format(statement="NEW.statement_id")}
                    ELSE
                        DELETE FROM positions_pendingstatement WHERE statement_id = NEW.statement_id;
                    END IF;
                    RETURN NEW;
                """  # noqa: S608 - as above
DECISION_ONLY_LOSES_WORDS = """
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
                """
POSITION_REORDERS_WHAT_WAITS = f"""
    UPDATE positions_pendingstatement w SET urgency = now_due.urgency
    FROM (
        SELECT s.id, {URGENCY} AS urgency
        FROM positions_pendingstatement same_cell JOIN positions_statement s ON s.id = same_cell.statement_id
        WHERE same_cell.party_id = NEW.party_id AND same_cell.target_id = NEW.target_id
    ) AS now_due
    WHERE now_due.id = w.statement_id AND now_due.urgency <> w.urgency;
    RETURN NULL;
"""  # noqa: S608 - as above
EVIDENCE_NAMES_ITS_STORY = """NEW.story := (
    WITH RECURSIVE version(id, previous_id) AS (
        SELECT told.id, told.previous_id
        FROM positions_statement AS statement
        JOIN positions_article AS article ON article.id = statement.article_id
        JOIN positions_article AS told ON told.id = coalesce(article.near_duplicate_group, article.id)
        WHERE statement.id = NEW.statement_id
        UNION ALL
        SELECT earlier.id, earlier.previous_id
        FROM version JOIN positions_article AS earlier ON earlier.id = version.previous_id
    ) SELECT id FROM version WHERE previous_id IS NULL
); RETURN NEW;"""
SNAPSHOT_ONLY_LOSES_WORDS = """
                    IF NEW.words_removed_at IS NULL
                       OR NEW.sha256_as_made <> coalesce(nullif(OLD.sha256_as_made, ''), OLD.sha256)
                       OR length(NEW.body) >= length(OLD.body)
                       OR to_jsonb(NEW) - '{body,sha256,sha256_as_made,words_removed_at}'::text[]
                          <> to_jsonb(OLD) - '{body,sha256,sha256_as_made,words_removed_at}'::text[]
                       OR NOT EXISTS (
                           SELECT 1 FROM positions_article
                           WHERE taken_down_at IS NOT NULL AND position(uuid::text IN OLD.body) > 0
                       )
                    THEN
                        RAISE EXCEPTION 'snapshot % only changes by losing the words of an article taken down', OLD.uuid
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """
