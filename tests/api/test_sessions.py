"""The API by the session of somebody who is logged in to the admin: no more than the admin lets them do."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from positions.vocabulary import Stance
from tests.api.posting import refused_post
from tests.world import RiverTalks, say, signed_in

pytestmark = pytest.mark.usefixtures("roles")
ARTICLES = "/api/v1/articles/"
GROUPS = ["reader", "coder", "curator", "catalog editor", "administrator"]


def staff_in(*groups: str) -> Client:
    user = User.objects.create_user("ken", is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=groups))
    return signed_in(user)


@pytest.mark.parametrize(
    ("address", "needed"),
    [
        ("articles/", "submit articles, like those of the group coder"),
        ("statements/decisions/", "decide about statements, like those of the group curator"),
        ("snapshots/", "look at snapshots; all groups may"),
        ("webhooks/", "make webhooks, like those of the group administrator"),
    ],
)
def test_a_session_that_may_not_write_is_told_which_account_may(talks: RiverTalks, address: str, needed: str):
    problem = refused_post(staff_in(), f"/api/v1/{address}", {})
    assert (problem["status"], problem["detail"]) == (403, f"This needs an account that may {needed}.")


@pytest.mark.parametrize("group", [*GROUPS, ""])
def test_a_session_sees_texts_and_what_waits_where_its_group_looks_at_them(talks: RiverTalks, group: str):
    waiting = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    client = staff_in(group)
    article = client.get(f"{ARTICLES}{waiting.article.uuid}/")
    statements = client.get("/api/v1/statements/?decision=pending").json()["results"]
    seen = (article.json().get("text") is not None, [found["id"] for found in statements])
    assert seen == ((True, [str(waiting.uuid)]) if group else (False, []))
