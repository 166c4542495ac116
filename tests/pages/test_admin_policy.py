"""Every page of the admin under its strict policy: nothing inline, nothing foreign, and everything works."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from positions import review
from positions.models import Article, Position, Snapshot
from positions.vocabulary import Stance
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.suggestions import suggest
from tests.world import RiverTalks, freeze, hold, say, signed_in

LISTS = sorted(
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
)
CATALOG = "/admin/catalogs/river-talks/"
PAGES = [
    *(
        "/admin/",
        "/admin/desk/",
        "/admin/desk/quotation/",
        "/admin/desk/trail/",
        "/admin/password_change/",
        "/admin/auth/user/add/",
    ),
    *(
        "/admin/positions/negotiation/import/",
        "/admin/positions/position/import/",
        "/admin/positions/statement/import/",
    ),
    *(CATALOG, f"{CATALOG}parties/northland/", f"{CATALOG}issues/dam/", f"{CATALOG}proposals/league-draft/"),
]


@pytest.fixture
def filled(talks: RiverTalks) -> User:
    """Something of everything, and Grace, who may see it."""
    review.accept_statement(say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1)), by=talks.by)
    suggest(talks, ["The quota stays.", "No dam will stand here."])
    hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    freeze(talks)
    return administrator()


def addresses() -> list[str]:
    """The pages of single rows, among them the one with most scripts: a person's permissions."""
    position, article, person = Position.objects.first(), Article.objects.first(), User.objects.first()
    snapshot = Snapshot.objects.get()
    return [
        f"/admin/auth/user/{person.pk}/change/",
        f"/admin/desk/positions/{position.uuid}/correct/",
        f"/admin/desk/articles/{article.uuid}/?negotiation=river-talks",
        f"/admin/desk/articles/{article.uuid}/correct/",
        f"/admin/desk/articles/{article.uuid}/take-down/",
        "/admin/desk/keep/?negotiation=river-talks&comparison=matrix&valid_on=2024-03-05",
        f"/admin/desk/snapshots/{snapshot.uuid}/verify/",
        f"/admin/positions/position/{position.pk}/change/",
        f"/admin/positions/snapshot/{snapshot.pk}/change/",
    ]


def test_every_page_says_a_strict_policy_and_has_nothing_inline(filled):
    client = signed_in(filled)
    for address in [*LISTS, *PAGES, *addresses(), "/admin/login/?next=/admin/", "/admin/nothing-here/"]:
        answer = client.get(address, follow=True)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy
        html = answer.content.decode()
        inline = re.findall(
            r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|<style| style=|\bon[a-z]+=\"|javascript:", html
        )
        assert inline == [], address


def test_every_page_works_under_its_policy(visit: Visit, filled):
    sign_in(visit, filled)
    for address in [*LISTS, *PAGES, *addresses()]:
        visit.open(address)
        visit.page.wait_for_load_state("networkidle")  # icons that a script puts there come after the page
        visit.assert_clean()
