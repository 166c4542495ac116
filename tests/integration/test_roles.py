"""Five roles, as groups that the migrations make; each may do its own work and no other's."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from positions import migrations
from positions.models import Decision, Position, Statement
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, say, signed_in, write_article

pytestmark = pytest.mark.usefixtures("roles")


def member(role: str) -> Client:
    user = User.objects.create_user("ken", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return signed_in(user)


# What each may do: look at the desk, code, decide, change positions, correct articles, take down, edit people.
MAY = {
    "reader": "look",
    "coder": "look code",
    "curator": "look code decide change correct",
    "catalog editor": "look",
    "administrator": "look code decide change correct take_down people",
}


@pytest.mark.parametrize("role", MAY)
def test_a_role_may_do_its_work_and_no_other(talks: RiverTalks, role):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    position = hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    client = member(role)
    asked = {
        "look": client.get(reverse("admin:desk")),
        "code": client.get(reverse("admin:desk_article", args=[statement.article.uuid])),
        "decide": client.post(reverse("admin:desk_decide"), {"statement": statement.uuid, "decision": "reject"}),
        "change": client.get(reverse("admin:desk_change", args=[position.uuid, "correct"])),
        "correct": client.get(reverse("admin:desk_correct", args=[statement.article.uuid])),
        "take_down": client.get(reverse("admin:desk_take_down", args=[statement.article.uuid])),
        "people": client.get(reverse("admin:auth_user_changelist")),
    }
    allowed = {name for name, answer in asked.items() if answer.status_code == 200}
    assert allowed == set(MAY[role].split())
    assert {answer.status_code for answer in asked.values()} <= {200, 403}


def test_a_coder_codes_and_publishes_nothing(talks):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    coder = member("coder")
    coder.post(reverse("admin:desk_decide"), {"statement": statement.uuid, "decision": "accept"})
    act = {"action": "accept", "_selected_action": [statement.pk]}
    coder.post(reverse("admin:positions_statement_changelist"), act)
    coder.post(reverse("admin:desk_undo"))
    assert (Statement.objects.count(), Decision.objects.count(), Position.objects.count()) == (1, 0, 0)


def test_every_list_opens_for_a_reader(talks):
    client = member("reader")
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    lists = [model["admin_url"] for app in page.context["app_list"] for model in app["models"]]
    assert len(lists) > 10
    assert {client.get(address).status_code for address in lists} == {200}


def test_who_is_no_staff_comes_to_the_door(client, db):
    client.force_login(User.objects.create_user("pat"))
    for name in ("desk", "desk_quotation", "index"):
        answer = client.get(reverse(f"admin:{name}"))
        assert answer.status_code == 302
        assert "/admin/login/" in answer.url


@pytest.mark.parametrize("role", MAY)
def test_the_page_of_an_article_in_which_nothing_was_found_leads_whoever_may_to_coding_it(talks: RiverTalks, role):
    article = write_article("Nobody said anything.")
    client = member(role)
    page = client.get(reverse("admin:positions_article_change", args=[article.pk])).content.decode()
    assert (reverse("admin:desk_article", args=[article.uuid]) in page) == ("code" in MAY[role])


@pytest.mark.parametrize("role", MAY)
def test_a_catalog_leads_nobody_to_a_form_that_is_not_for_them(talks: RiverTalks, role):
    client = member(role)
    page = client.get(reverse("admin:catalog", args=["river-talks"])).content.decode()
    form = client.get(reverse("admin:catalog_parties", args=["river-talks", "northland"]))
    is_offered = {words in page for words in ("Edit the talks", "Add a party", 'href="parties/northland/"')}
    assert is_offered == {form.status_code == 200}
    assert "Northland" in page


def test_what_an_account_may_not_do_is_said_with_a_way_on(talks: RiverTalks):
    answer = member("reader").get(reverse("admin:desk_quotation"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The account ken may not do this; nothing was changed." in page
    assert f'href="{reverse("admin:index")}"' in page


@pytest.mark.parametrize("role", MAY)
def test_the_page_of_an_article_leads_whoever_may_to_its_correction_and_its_take_down(talks: RiverTalks, role):
    article = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1)).article
    page = member(role).get(reverse("admin:positions_article_change", args=[article.pk])).content.decode()
    for name in ("correct", "take_down"):
        assert (reverse(f"admin:desk_{name}", args=[article.uuid]) in page) == (name in MAY[role])


OURS = Permission.objects.filter(content_type__app_label="positions")
FIRST = ("positions", "0001_schema")


def test_groups_made_before_a_table_came_have_what_their_words_promise_of_it_too(db):
    state = MigrationLoader(connection).project_state(FIRST)
    known = [name for label, name in state.models if label == "positions"]
    for group in Group.objects.all():
        group.permissions.remove(*OURS.exclude(content_type__model__in=known))
    for path in sorted(Path(migrations.__path__[0]).glob("*_roles_*.py")):
        import_module(f"positions.migrations.{path.stem}").extend_groups(apps)
    for role in MAY:
        promised = OURS if role == "administrator" else OURS.filter(codename__startswith="view_")
        assert not promised.exclude(group__name=role), role
    assert not OURS.filter(group__name="reader").exclude(codename__startswith="view_")
