"""The API by the session of somebody who is logged in to the admin: no more than the admin lets them do."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from positions.models import Article
from positions.vocabulary import Stance
from tests.api.posting import post
from tests.world import RiverTalks, say, signed_in

pytestmark = pytest.mark.usefixtures("roles")
ARTICLES = "/api/v1/articles/"
MAY_SUBMIT = {"coder", "curator", "administrator"}
GROUPS = ["reader", "coder", "curator", "catalog editor", "administrator"]


def session_of(user: User, *groups: str) -> Client:
    user.groups.add(*Group.objects.filter(name__in=groups))
    return signed_in(user)


def staff_in(*groups: str) -> Client:
    return session_of(User.objects.create_user("ken", is_staff=True), *groups)


@pytest.mark.parametrize("group", GROUPS)
def test_a_session_submits_articles_where_its_group_does(talks: RiverTalks, group: str):
    answer = post(staff_in(group), ARTICLES, {"text": "Northland rejects the upper dam."})
    assert (answer.status_code == 202, Article.objects.exists()) == (group in MAY_SUBMIT, group in MAY_SUBMIT)
    if group not in MAY_SUBMIT:
        assert answer.status_code == 403
        assert answer.json()["detail"] == (
            "This needs an account that may submit articles, like those of the group coder."
        )


def test_who_is_in_no_group_or_no_staff_submits_nothing(talks: RiverTalks):
    pat = session_of(User.objects.create_user("pat"), "curator")
    for who in (staff_in(), pat):
        assert post(who, ARTICLES, {"text": "Northland rejects the upper dam."}).status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize("group", [*GROUPS, ""])
def test_a_session_sees_texts_and_what_waits_where_its_group_looks_at_them(talks: RiverTalks, group: str):
    waiting = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    client = staff_in(group)
    article = client.get(f"{ARTICLES}{waiting.article.uuid}/")
    statements = client.get("/api/v1/statements/?decision=pending").json()["results"]
    seen = (article.json().get("text") is not None, [found["id"] for found in statements])
    assert seen == ((True, [str(waiting.uuid)]) if group else (False, []))
