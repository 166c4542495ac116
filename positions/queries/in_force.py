"""What an answer hangs on, read in one query: the revision in force and the editions of what no revision numbers.

Two answers to one question for one reader are the same where these are, so a reader who has the first need not be sent
the second. Who shows a token is found by the same query, so that this is all that an unchanged answer costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from positions.models import AccessToken, Negotiation
from positions.queries.planned import first_row
from positions.queries.settled import settled_at
from positions.vocabulary import Subject

FROM_TALKS = """FROM positions_negotiation AS talks
    LEFT JOIN LATERAL (
        SELECT number, committed_at FROM positions_revision
        WHERE negotiation_id = talks.id AND committed_at <= coalesce(%s::timestamptz, 'infinity')
        ORDER BY number DESC LIMIT 1
    ) AS by_then ON true
    LEFT JOIN LATERAL (
        SELECT committed_at FROM positions_revision WHERE negotiation_id = talks.id ORDER BY number DESC LIMIT 1
    ) AS last ON true"""
# Of one set of talks: its row, the last revision by an instant, and the last of all.
OF_TALKS = """
    SELECT {shared}, by_then.number, by_then.committed_at, last.committed_at, {columns}
    {from_talks}
    WHERE talks.slug = %s
"""
# Of all talks that the reader may see: how many revisions there were by an instant; the last by then; the earliest of
# the talks' last ones.
OF_ALL = """
    SELECT {shared}, coalesce(sum(by_then.number), 0), max(by_then.committed_at), min(last.committed_at)
    {from_talks}
    WHERE talks.is_published OR %s
"""
EDITION = "(SELECT coalesce(sum(number), 0) FROM positions_edition WHERE subject = ANY(%s))"
READER = """(
    SELECT json_build_object('scopes', token.scopes, 'is_staff', account.is_staff)
    FROM {tokens} AS token JOIN auth_user AS account ON account.id = token.user_id
    WHERE token.digest = %s AND token.revoked_at IS NULL AND coalesce(token.expiry, 'infinity') > now()
      AND account.is_active AND token.last_used_at > now() - interval '1 minute'
)"""
COLUMNS = [field.attname for field in Negotiation._meta.concrete_fields]
TALKS_COLUMNS = ", ".join(f"talks.{column}" for column in COLUMNS)
ALONE = f"{EDITION}, NULL"
WITH_READER = f"{EDITION}, {READER.format(tokens=AccessToken._meta.db_table)}"


@dataclass(frozen=True)
class Reader:
    """Who shows a token that is valid and whose use was noted in the last minute."""

    scopes: Sequence[str]
    is_staff: bool


@dataclass(frozen=True)
class InForce:
    """What stands behind an answer.

    `revision`: number of the last revision by the instant asked about (of all talks: the sum of those numbers), 0
    before the first. `last_at`: the last instant up to which none can be committed any more.
    """

    edition: int
    reader: Reader | None
    revision: int
    committed_at: datetime | None
    last_at: datetime | None
    negotiation: Negotiation | None = None

    def named_instant(self, known_at: datetime | None) -> datetime | None:
        """As known when the answer is: at the last revision by then or, before the first, at the instant asked about.

        Shape: None where that can't be told by what is in force.
        """
        if self.committed_at is not None or self.last_at is None:
            return self.committed_at
        return min(known_at or self.last_at, self.last_at)


def in_force(
    slug: str | None,
    *,
    known_at: datetime | None,
    subjects: Sequence[Subject],
    with_drafts: bool,
    digest: str | None = None,
    names_instant: bool = True,
) -> InForce | None:
    """For an answer about the talks of that slug, drafts too; without a slug, about all talks. One query.

    `with_drafts`: whether all talks are the drafts too; what goes on in one is not told to who may not see it.
    `digest`: SHA-512 of the token that is shown. `names_instant`: the answer is to be the same when it is asked for
    again with its `known_at`; over all talks that takes another query. Shape: None where there are no such talks.
    """
    settled = settled_at() if slug is None and names_instant else None
    if settled is not None:
        known_at = min(known_at or settled, settled)
    statement = OF_ALL if slug is None else OF_TALKS
    shared = ALONE if digest is None else WITH_READER
    words = [subject.value for subject in subjects]
    parameters = [words, *([] if digest is None else [digest]), known_at, with_drafts if slug is None else slug]
    row = first_row(statement.format(shared=shared, from_talks=FROM_TALKS, columns=TALKS_COLUMNS), parameters)
    if row is None:
        return None
    edition, reader, number, committed_at, last_at, *talks = row
    return InForce(
        edition=int(edition),
        reader=Reader(**reader) if reader else None,
        revision=int(number or 0),
        committed_at=committed_at,
        last_at=settled or last_at,
        negotiation=Negotiation.from_db(connection.alias, COLUMNS, talks) if talks else None,
    )
