"""Up to which instant nothing can be committed any more, in any talks.

Within one negotiation instants rise in the order of commits, since whoever writes there holds its lock. Over several
they don't: a long import takes its first instants, others elsewhere take later ones and commit at once, and then it
commits. An answer that named the last instant of all would come out otherwise when it is asked for again. So each
transaction that writes shows since when it does, as an advisory lock, and such an answer names no later instant.
"""

from datetime import datetime

from django.db.models import Func, TextField

from positions.queries.planned import first_row

# This transaction takes instants from now on: a lock whose key is an instant in microseconds since 1970. Its upper
# half is never 0, unlike that of every other key of one number that is locked here. Asked for with the talks' lock, so
# before the writer reads the clock for its first instant; it lasts until all that was written can be seen. One
# transaction is one lock, however often it comes here.
SHOW_WRITING = Func(
    template="""pg_advisory_xact_lock_shared(coalesce(
        nullif(current_setting('parley.writing_since', true), ''),
        set_config('parley.writing_since', trunc(extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text, true)
    )::bigint)""",
    output_field=TextField(),
)
# Under READ COMMITTED what is asked next sees everything that was committed before this one began. What it does not see
# is either in these locks, or had not read the clock when this one began.
SETTLED = """
    SELECT least(statement_timestamp(), min(
        'epoch'::timestamptz + ((classid::bigint << 32) + objid::bigint) * interval '1 microsecond'
    ) - interval '1 microsecond')
    FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid > 0 AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def settled_at() -> datetime:
    """The last such instant. Call before reading what is to be answered, in a statement of its own. One query."""
    instant: datetime
    (instant,) = first_row(SETTLED)
    return instant
