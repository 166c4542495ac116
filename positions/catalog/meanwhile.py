"""What became of an entry while somebody had it on a form: told, and brought together with what they typed.

In: an entry as it was shown, as it was typed, and as it is stored. Out: nothing where saving it loses nothing; else
what differs, key by key, and an entry that has both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from positions.days import instant_in_words
from positions.models import Negotiation, Revision
from positions.queries.moments import last_revision
from positions.vocabulary import RevisionKind

Entry = dict[str, Any]
# More than these changes of others are hardly read.
MOST_TOLD = 3


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An entry as a form showed it, given back with what was typed. `revision`: the last one of its talks by then."""

    entry: Entry
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What others changed of one key. `is_typed_too`: who typed changed it as well, to something else."""

    key: str
    now: Any
    is_typed_too: bool


class EntryChangedMeanwhile(Exception):
    """Others changed the entry since it was shown; the text says who. Nothing was stored.

    `together`: what was typed, with what only others changed. `seen`: what goes with it when it is sent again.
    """

    def __init__(self, who: str, differences: Sequence[Difference], *, together: Entry, seen: Seen) -> None:
        self.differences = tuple(differences)
        self.together = together
        self.seen = seen
        super().__init__(who)


def seen_now(negotiation: Negotiation, entry: Entry) -> Seen:
    """To be given back when the entry is saved. One query."""
    last = last_revision(negotiation)
    return Seen(entry=entry, revision=last.number if last else 0)


def require_nothing_lost(negotiation: Negotiation, *, seen: Seen, typed: Entry, now: Entry) -> None:
    """Call under the lock of the talks. Raises: EntryChangedMeanwhile."""
    differences = [
        Difference(key=key, now=now[key], is_typed_too=not same(typed.get(key), seen.entry.get(key)))
        for key in now
        if key != "slug" and not same(now[key], seen.entry.get(key)) and not same(now[key], typed.get(key))
    ]
    if differences:
        who = who_changed(negotiation, since=seen.revision, only=RevisionKind.CATALOG)
        both = {one.key: _both(seen.entry.get(one.key), typed.get(one.key), one) for one in differences}
        together = {**now, **typed, **both, "slug": now["slug"]}
        raise EntryChangedMeanwhile(who, differences, together=together, seen=seen_now(negotiation, now))


def who_changed(negotiation: Negotiation, *, since: int, only: RevisionKind | None = None) -> str:
    """The changes of the talks after a revision, latest first, in words; empty where there is none. One query."""
    rows = Revision.objects.filter(negotiation=negotiation, number__gt=since)
    rows = rows.filter(kind=only.value) if only else rows
    return "; ".join(
        f"{revision.committed_by} changed the talks ({revision.get_kind_display().lower()}) on "
        f"{instant_in_words(revision.committed_at)}"
        for revision in rows.select_related("committed_by").order_by("-number")[:MOST_TOLD]
    )


def same(one: Any, other: Any) -> bool:
    """A browser sends white space, and what is empty, in another way than it was stored."""
    return (_plain(one) or None) == (_plain(other) or None)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        plain = {key: _plain(part) for key, part in value.items()}
        return {key: part for key, part in plain.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        rows = [_plain(row) for row in value]
        return sorted(rows) if all(isinstance(row, str) for row in rows) else rows
    return " ".join(value.split()) if isinstance(value, str) else value


def _both(seen: Any, typed: Any, difference: Difference) -> Any:
    """What others made of it, or what was typed; of a list what was typed, with what others added and took away."""
    now = difference.now
    if not difference.is_typed_too:
        return now
    if not isinstance(now, list):
        return typed
    shown, own = (rows if isinstance(rows, list) else [] for rows in (seen, typed))
    kept = [row for row in own if not _is_among(row, shown) or _is_among(row, now)]
    return kept + [row for row in now if not _is_among(row, shown) and not _is_among(row, own)]


def _is_among(row: Any, rows: Sequence[Any]) -> bool:
    return any(same(row, other) for other in rows)
