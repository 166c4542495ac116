"""Two entries of a catalog made one in the admin."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from positions.models import Issue, Target
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, one_more_issue, signed_in

MERGE = "/admin/catalogs/river-talks/issues/big-dam/merge/"


def client_of(*permissions: str) -> Client:
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return signed_in(user)


@pytest.fixture
def twins(talks: RiverTalks) -> RiverTalks:
    big = one_more_issue(talks, "big-dam", title="The <b>big</b> dam")
    hold(talks, talks.northland, big, Stance.SUPPORTS, date(2024, 3, 1))
    return talks


@pytest.fixture
def editor(db: None) -> Client:
    return client_of("view_negotiation", "change_negotiation", "change_position")


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_what_would_happen_is_read_then_confirmed(editor: Client, twins: RiverTalks):
    assert "merge/" in editor.get("/admin/catalogs/river-talks/issues/big-dam/").content.decode()
    page = editor.post(MERGE, {"into": "dam"}).content.decode()
    assert "Merge “The &lt;b&gt;big&lt;/b&gt; dam” into another" in page
    assert "1 position of “The &lt;b&gt;big&lt;/b&gt; dam” ends" in page
    assert Target.objects.get(slug="big-dam").retired_at is None
    done = editor.post(MERGE, {"into": "dam", "seen": seen_in(page), "confirm": "Merge"}, follow=True)
    assert "“big-dam” is “dam” from revision" in done.content.decode()
    assert Target.objects.get(slug="big-dam").merged_into_id == twins.dam.pk


def test_what_changed_meanwhile_is_said_and_nothing_is_merged(editor: Client, twins: RiverTalks):
    page = editor.post(MERGE, {"into": "dam"}).content.decode()
    hold(twins, twins.southland, twins.dam, Stance.OPPOSES, date(2024, 3, 2))
    hold(twins, twins.southland, Target.objects.get(slug="big-dam"), Stance.OPPOSES, date(2024, 3, 2))
    again = editor.post(MERGE, {"into": "dam", "seen": seen_in(page), "confirm": "Merge"}).content.decode()
    assert "Nothing was merged: ada changed the talks" in again
    assert "2 positions of" in again
    assert seen_in(again) != seen_in(page)
    assert Target.objects.get(slug="big-dam").retired_at is None


def test_a_confirmation_sent_twice_merges_once(editor: Client, twins: RiverTalks):
    sent = {"into": "dam", "seen": seen_in(editor.post(MERGE, {"into": "dam"}).content.decode()), "confirm": "Merge"}
    assert editor.post(MERGE, sent).status_code == 302
    assert editor.post(MERGE, sent).status_code == 404


def test_a_reason_against_it_is_shown(editor: Client, twins: RiverTalks):
    Issue.objects.filter(slug="big-dam").update(parent=twins.dam)
    page = editor.post(MERGE, {"into": "dam"}).content.decode()
    assert "is a part of “The upper dam”" in page
    assert "name=&quot;confirm&quot;" not in page
    assert 'name="confirm"' not in page


@pytest.mark.parametrize("into", ["", "big-dam", "league-draft", "nothing"])
def test_what_is_no_other_issue_of_these_talks_is_refused(editor: Client, twins: RiverTalks, into: str):
    page = editor.post(MERGE, {"into": into, "confirm": "Merge"})
    assert page.status_code == 200
    assert "Nothing was merged" in page.content.decode()


@pytest.mark.parametrize("permissions", [["change_negotiation"], ["change_position"]])
def test_it_takes_the_right_to_edit_catalogs_and_to_change_positions(twins: RiverTalks, permissions):
    client = client_of("view_negotiation", *permissions)
    assert client.get(MERGE).status_code == 403
    assert client.post(MERGE, {"into": "dam", "confirm": "Merge"}).status_code == 403
