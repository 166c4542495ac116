"""Who did what: decisions, public changes, codings, corrections, take-downs and changes of accounts, as one list.

One query a page, whatever its size, and one for all of them. What a public change recorded is put together for the rows
of the page alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db import connection

SORTS = {
    "decision": "decisions",
    "change": "public changes",
    "coding": "codings by hand",
    "correction": "corrections of articles",
    "take-down": "take-downs",
    "account": "accounts and groups",
}
# Every deed with the same columns. `about` is null where what a change merged, and the positions that it recorded, say
# what it was about.
DEEDS = """
    SELECT d.decided_at AS at, d.decided_by_id AS by_id, 'decision' AS sort, d.decision AS what,
           t.negotiation_id AS talks_id, p.name || ': ' || s.stance || ' ' || t.title AS about, d.reason AS why,
           s.uuid AS statement, d.id AS id
    FROM positions_decision d JOIN positions_statement s ON s.id = d.statement_id
    JOIN positions_party p ON p.id = s.party_id JOIN positions_target t ON t.id = s.target_id
    UNION ALL
    SELECT r.committed_at, r.committed_by_id, 'change', r.kind || ', revision ' || r.number, r.negotiation_id, NULL, '',
           NULL, r.id
    FROM positions_revision r WHERE r.kind <> 'taken_down'
      AND NOT EXISTS (SELECT 1 FROM positions_formerwording_revisions told WHERE told.revision_id = r.id)
    UNION ALL
    SELECT s.created_at, s.coder_id, 'coding', 'coded by hand', t.negotiation_id,
           p.name || ': ' || s.stance || ' ' || t.title, '', s.uuid, s.id
    FROM positions_statement s JOIN positions_party p ON p.id = s.party_id
    JOIN positions_target t ON t.id = s.target_id WHERE s.coder_id IS NOT NULL
    UNION ALL
    SELECT f.until, f.corrected_by_id, 'correction', 'corrected', r.negotiation_id,
           coalesce(nullif(a.title, ''), a.url, ''), f.reason, NULL, f.id
    FROM positions_formerwording f JOIN positions_article a ON a.id = f.article_id
    LEFT JOIN positions_formerwording_revisions told ON told.formerwording_id = f.id
    LEFT JOIN positions_revision r ON r.id = told.revision_id
    UNION ALL
    SELECT a.taken_down_at, a.taken_down_by_id, 'take-down', 'taken down', r.negotiation_id,
           coalesce(nullif(a.title, ''), a.url, ''), a.taken_down_reason, NULL, a.id
    FROM positions_article a LEFT JOIN positions_takedown told ON told.article_id = a.id
    LEFT JOIN positions_revision r ON r.id = told.revision_id WHERE a.taken_down_at IS NOT NULL
    UNION ALL
    SELECT l.action_time, l.user_id, 'account',
           (ARRAY['added', 'changed', 'deleted'])[l.action_flag] || ' ' || coalesce(c.model, ''), NULL,
           l.object_repr, l.change_message, NULL, l.id
    FROM django_admin_log l LEFT JOIN django_content_type c ON c.id = l.content_type_id
"""
# Two entries that are merged may have one name: their slugs tell them apart.
MERGED = """
    SELECT string_agg(
        gone.title || ' (' || gone.slug || ') merged into ' || kept.title || ' (' || kept.slug || ')', '; ')
    FROM positions_target gone JOIN positions_target kept ON kept.id = gone.merged_into_id
    WHERE gone.negotiation_id = page.talks_id AND gone.retired_at = page.at
    UNION ALL
    SELECT string_agg(
        gone.name || ' (' || gone.slug || ') merged into ' || kept.name || ' (' || kept.slug || ')', '; ')
    FROM positions_participation part JOIN positions_party gone ON gone.id = part.party_id
    JOIN positions_participation stays ON stays.id = part.merged_into_id
    JOIN positions_party kept ON kept.id = stays.party_id
    WHERE part.negotiation_id = page.talks_id AND part.retired_at = page.at
    UNION ALL
"""
PAGE = f"""
    SELECT page.at, page.username, page.sort, page.what, coalesce(page.talks, ''), coalesce(page.about, (
        SELECT string_agg(told.words, '; ') FROM ({MERGED}
            SELECT string_agg(p.name || ': ' || x.stance || ' ' || t.title || ' from ' || x.valid_from, '; '
                              ORDER BY p.slug, t.slug, x.valid_from)
            FROM positions_position x JOIN positions_party p ON p.id = x.party_id
            JOIN positions_target t ON t.id = x.target_id
            WHERE x.negotiation_id = page.talks_id AND x.recorded_at = page.at) AS told(words)), ''),
        page.why, page.statement
    FROM (
        SELECT deed.*, person.username, talks.title AS talks
        FROM ({DEEDS}) AS deed JOIN auth_user person ON person.id = deed.by_id
        LEFT JOIN positions_negotiation talks ON talks.id = deed.talks_id
        WHERE (%(sort)s = '' OR deed.sort = %(sort)s) AND (%(by)s = '' OR person.username = %(by)s)
          AND (%(talks)s = '' OR talks.slug = %(talks)s)
          AND (%(since)s::date IS NULL OR deed.at >= %(since)s::date)
          AND (%(until)s::date IS NULL OR deed.at < %(until)s::date + 1)
        ORDER BY deed.at DESC, deed.sort, deed.id DESC LIMIT %(limit)s OFFSET %(start)s
    ) AS page ORDER BY page.at DESC, page.sort, page.id DESC
"""  # noqa: S608 - words of our own


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """Which deeds; an empty text means all, days are in UTC and both included."""

    sort: str = ""
    by: str = ""
    talks: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Deed:
    """Who did what, when and why. `talks`, `about`: in which talks and to what, by the names of today; `statement`: the
    public id of the one that it was about."""

    at: datetime
    by: str
    sort: str
    what: str
    talks: str
    about: str
    why: str
    statement: UUID | None


def list_deeds(asked: TrailFilter, *, start: int, limit: int) -> list[Deed]:
    """Latest first, `limit` of them from the one numbered `start` on. One query."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, vars(asked) | {"start": start, "limit": limit})
        return [_in_words(Deed(*row)) for row in cursor.fetchall()]


def each_deed(asked: TrailFilter) -> Iterator[Deed]:
    """All of them, latest first, read while they are taken: the list grows with everything that anybody does."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(PAGE, vars(asked) | {"start": 0, "limit": None})
        yield from (_in_words(Deed(*row)) for row in cursor)


def _in_words(deed: Deed) -> Deed:
    """The admin keeps what was changed of an account as JSON; "Added." of what was added says nothing new."""
    if deed.sort != "account":
        return deed
    return replace(deed, why=LogEntry(change_message=deed.why).get_change_message().removeprefix("Added."))
