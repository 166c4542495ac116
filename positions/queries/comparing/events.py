"""What happened in one negotiation between two public changes."""

from datetime import UTC, timedelta

from positions.comparison.events import Found, Instant, events_of_cells, events_of_pairs
from positions.models import Negotiation, Revision, Target
from positions.queries.comparing.changes import ChangesQuestion, list_changes
from positions.queries.comparing.pairs import PairsQuestion, compare_all_pairs
from positions.vocabulary import TargetKind

TICK = timedelta(microseconds=1)


def find_events(negotiation: Negotiation, *, first: Revision, last: Revision) -> list[Found]:
    """What differs after `last` from before `first`, as held on the day of `last`.

    A constant number of queries: those of a comparison's changes, and of the agreement of all pairs, twice.
    """
    day = last.committed_at.astimezone(UTC).date()
    before, after = first.committed_at - TICK, last.committed_at
    asked = ChangesQuestion(from_valid_on=day, to_valid_on=day, from_known_at=before, to_known_at=after)
    changes = list_changes(negotiation, asked, now=after, is_bounded=False).changes
    if not changes:
        return []
    at = Instant(negotiation=negotiation.slug, revision=last.number, valid_on=day, known_at=after)
    targets = Target.objects.filter(negotiation=negotiation).values_list("slug", "kind")
    found = list(events_of_cells(at, changes, kinds={slug: TargetKind(kind) for slug, kind in targets}))
    pairs = [
        compare_all_pairs(
            negotiation, PairsQuestion(valid_on=day, known_at=known_at), now=after, is_bounded=False
        ).pairs
        for known_at in (before, after)
    ]
    return [*found, *events_of_pairs(at, *pairs)]
