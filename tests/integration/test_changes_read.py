"""Changes are read from few rows, and come out as from all of them."""

from datetime import date, datetime, timedelta
from itertools import combinations_with_replacement, product

from positions import history
from positions.comparison.changes import find_change
from positions.comparison.versions import by_place
from positions.models import Position, Revision
from positions.queries.comparing.changes import ChangesQuestion, list_changes, resolve_span
from positions.queries.records.versions import read_versions
from positions.vocabulary import EvidenceDepth, Stance, TargetKind
from tests.world import RiverTalks, hold

DAYS = [date(2024, 2, day) for day in (1, 5, 8, 12, 15, 20, 25, 28)]


def test_a_span_is_answered_from_the_rows_on_the_way_as_from_all_rows(talks: RiverTalks):
    make_history(talks)
    now = datetime.fromisoformat("2999-01-01T00:00:00Z")
    instants = list(Revision.objects.order_by("number").values_list("committed_at", flat=True))
    everything = by_place(
        read_versions(
            Position.objects.all(),
            parties={talks.northland.pk: "northland", talks.southland.pk: "southland"},
            targets={talks.dam.pk: "dam", talks.water_share.pk: "water-share"},
        )
    )
    days, known = combinations_with_replacement(DAYS, 2), combinations_with_replacement(instants[::3], 2)
    n_changes = 0
    for (first_day, last_day), (first, last) in product(list(days), list(known)):
        question = ChangesQuestion((), (), EvidenceDepth.NONE, first_day, first, last_day, last)
        span = resolve_span(talks.negotiation, question, now=now)
        whole = {
            place: find_change(place, versions, span=span, kind=TargetKind.ISSUE, evidence={})
            for place, versions in everything.items()
        }
        found = list_changes(talks.negotiation, question, now=now).changes
        assert {(c.party, c.target): c for c in found} == {place: c for place, c in whole.items() if c}
        n_changes += len(found)
    assert n_changes > 500


def make_history(talks: RiverTalks) -> None:
    """Moves, withdrawals, corrections, gaps and what was learnt later, on four cells."""
    yes, no, maybe = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL
    hold(talks, talks.northland, talks.dam, no, date(2024, 2, 10))
    hold(talks, talks.northland, talks.dam, yes, date(2024, 2, 15))
    hold(talks, talks.northland, talks.dam, maybe, date(2024, 2, 4))
    last = hold(talks, talks.northland, talks.dam, no, date(2024, 2, 22))
    history.correct_position(last, valid_from=date(2024, 2, 24), by=talks.by)
    taken_back = hold(talks, talks.southland, talks.dam, yes, date(2024, 2, 3))
    history.withdraw_position(taken_back, on=date(2024, 2, 9), by=talks.by)
    hold(talks, talks.southland, talks.dam, no, date(2024, 2, 14))
    standing = Position.objects.as_of(valid_on=date(2024, 2, 14)).get(party=talks.southland)
    history.withdraw_position(standing, on=date(2024, 2, 26), by=talks.by)
    wrong = hold(talks, talks.northland, talks.water_share, yes, date(2024, 2, 2))
    right = history.content_of(wrong)
    history.correct_position(wrong, content=right, valid_from=date(2024, 2, 2) + timedelta(days=4), by=talks.by)
    hold(talks, talks.southland, talks.water_share, maybe, date(2024, 2, 13))
    hold(talks, talks.southland, talks.water_share, yes, date(2024, 2, 13))
