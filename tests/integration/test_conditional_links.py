"""What waits for what: set and removed through `history`, nothing overwritten, and in the admin by a form."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from positions import history
from positions.models import ConditionalLink, Issue, Negotiation, Participation, Party, Revision, Target
from positions.vocabulary import Stance, TargetKind
from tests.world import RiverTalks, river_talks, say

ADD = reverse("admin:positions_conditionallink_add")
LISTED = reverse("admin:positions_conditionallink_changelist")


def link(talks: RiverTalks, **changes) -> history.Link:
    """Northland shares the water only after Southland has dropped its objection to the dam."""
    ends = {
        "party": talks.northland,
        "target": talks.water_share,
        "awaits_party": talks.southland,
        "awaits_target": talks.dam,
    }
    return history.Link(**{**ends, **changes})


def test_a_link_is_set_in_a_revision_of_its_own(talks):
    done = history.set_link(link(talks, note="first the dam"), by=talks.by)
    row = ConditionalLink.objects.known().get()
    assert (row.party, row.awaits_target.slug, row.note, row.recorded_by) == (
        talks.northland,
        "dam",
        "first the dam",
        talks.by,
    )
    assert (row.recorded_at, done.revision) == (done.revision.committed_at, Revision.objects.latest("number"))


def test_the_same_link_again_changes_nothing(talks):
    history.set_link(link(talks), by=talks.by)
    assert history.set_link(link(talks), by=talks.by).revision is None
    assert ConditionalLink.objects.count() == 1


def test_another_note_takes_the_place_of_the_first_which_stays_on_record(talks):
    first = history.set_link(link(talks, note="first the dam"), by=talks.by)
    second = history.set_link(link(talks, note="once the dam is settled"), by=talks.by)
    assert [row.note for row in ConditionalLink.objects.known()] == ["once the dam is settled"]
    assert [row.note for row in ConditionalLink.objects.known(first.revision.committed_at)] == ["first the dam"]
    assert second.revision.kind == "corrected"


def test_what_was_removed_is_still_known_for_the_time_before(talks):
    done = history.set_link(link(talks), by=talks.by)
    history.remove_link(done.link, by=talks.by)
    assert not ConditionalLink.objects.known().exists()
    assert ConditionalLink.objects.known(done.revision.committed_at).exists()
    with pytest.raises(history.LinkNotStanding):
        history.remove_link(done.link, by=talks.by)


def test_ends_and_statement_must_belong_to_the_talks(talks, curator):
    other = river_talks(by=curator, slug="lake-talks")
    stranger = Party.objects.create(slug="stranger", name="Stranger", kind="state")
    said_by_southland = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10))
    wrong = [
        {"awaits_target": other.dam},
        {"awaits_party": stranger},
        {"party": stranger},
        {"awaits_party": talks.northland, "awaits_target": talks.water_share},
        {"statement": said_by_southland},
    ]
    for changes in wrong:
        with pytest.raises(history.LinkInvalid):
            history.set_link(link(talks, **changes), by=talks.by)
    assert not Participation.objects.filter(party=stranger).exists()


def test_a_party_may_wait_for_its_own_move_on_another_target(talks):
    assert history.set_link(link(talks, awaits_party=talks.northland), by=talks.by).link


@pytest.mark.parametrize("changes", [{"note": "x"}, {"recorded_at": None}], ids=str)
def test_what_is_recorded_never_changes(talks, changes):
    done = history.set_link(link(talks), by=talks.by)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConditionalLink.objects.filter(pk=done.link.pk).update(**changes)


def test_a_link_is_superseded_once_and_never_deleted(talks):
    done = history.set_link(link(talks), by=talks.by)
    history.remove_link(done.link, by=talks.by)
    rows = ConditionalLink.objects.filter(pk=done.link.pk)
    for change in (lambda: rows.update(superseded_at=None), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_refuses_a_second_standing_row_and_a_link_to_itself(talks):
    row = history.set_link(link(talks), by=talks.by).link
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in {"id", "uuid"}}
    backward = {"superseded_at": row.recorded_at - timedelta(seconds=1)}
    to_itself = {"awaits_party_id": row.party_id, "awaits_target_id": row.target_id}
    for changes in ({}, to_itself, {**backward, "awaits_target_id": talks.league_draft.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConditionalLink.objects.create(**{**values, **changes})


def form(talks: RiverTalks, **changes) -> dict[str, object]:
    chosen = {
        "party": talks.northland.pk,
        "target": talks.water_share.pk,
        "awaits_party": talks.southland.pk,
        "awaits_target": talks.dam.pk,
        "note": "first the dam",
        "statement": "",
    }
    return {**chosen, **changes}


def test_the_admins_form_sets_a_link_and_sets_it_anew(talks, grace):
    for note in ("first the dam", "once the dam is settled"):
        assert grace.post(ADD, form(talks, note=note)).status_code == 302
    assert [row.note for row in ConditionalLink.objects.order_by("id")] == ["first the dam", "once the dam is settled"]
    assert ConditionalLink.objects.known().get().recorded_by.username == "grace"


def test_the_admins_form_offers_what_is_listed_and_tells_titles_of_two_talks_apart(talks, grace):
    other = Negotiation.objects.create(slug="sea-talks", title="Sea talks")
    known = {"negotiation": other, "kind": TargetKind.ISSUE.value, "recorded_at": talks.dam.recorded_at}
    Issue.objects.create(**known, slug="weir", title=talks.dam.title)
    gone = Issue.objects.create(**known, slug="gone", title="Gone")
    Target.objects.filter(pk=gone.pk).update(retired_at=timezone.now(), merged_into=talks.dam)
    page = grace.get(ADD).content.decode()
    for place in ("river-talks/dam", "sea-talks/weir"):
        assert page.count(f"{talks.dam.title} ({place})</option>") == 2
    assert "sea-talks/gone" not in page


def test_the_admins_form_says_what_is_wrong_and_sets_nothing(talks, grace):
    response = grace.post(ADD, form(talks, awaits_party=talks.northland.pk, awaits_target=talks.water_share.pk))
    assert b"Nothing waits for itself." in response.content
    assert not ConditionalLink.objects.exists()


def test_the_admins_action_removes_links(talks, grace):
    done = history.set_link(link(talks), by=talks.by)
    chosen = {"action": "remove", "_selected_action": [done.link.pk]}
    assert b"1 link removed." in grace.post(LISTED, chosen, follow=True).content
    assert b"changed meanwhile" in grace.post(LISTED, chosen, follow=True).content
    assert not ConditionalLink.objects.known().exists()


def test_a_link_can_be_looked_at_and_not_edited(talks, grace):
    done = history.set_link(link(talks, note="first the dam"), by=talks.by)
    address = reverse("admin:positions_conditionallink_change", args=[done.link.pk])
    assert b"first the dam" in grace.get(address).content
    assert grace.post(address, form(talks, note="x")).status_code == 403
