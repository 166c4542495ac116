"""Forms from somebody signed out, or with the token of an earlier session: the answer says what became of them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from positions.models import Article
from tests.world import RiverTalks, signed_in

ADD = reverse("admin:positions_article_add")
OURS = {"origin": "http://testserver"}


@pytest.fixture
def grace(talks: RiverTalks) -> Client:
    """Her browser, whose pages have a token that is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("grace"))
    return client


def test_who_is_signed_in_is_told_with_the_token_of_now(grace):
    told = grace.get(reverse("admin:signed_in"))
    assert told.json()["who"] == "grace"
    assert "no-store" in told["Cache-Control"]
    sent = {"text": "No dam. " * 50, "csrfmiddlewaretoken": told.json()["token"]}
    assert grace.post(ADD, sent).status_code == 302
    assert Article.objects.count() == 1


def test_who_is_signed_out_is_told_at_the_door_that_nothing_was_stored(client, talks):
    page = client.post(ADD, {"text": "No dam. " * 50}, follow=True)
    assert page.redirect_chain[0][0].startswith("/admin/login/")
    assert "nothing of what you sent was stored" in page.content.decode()
    assert "nothing of what you sent" not in client.get(ADD, follow=True).content.decode()


def test_an_old_token_is_told_in_words_with_what_was_typed(grace):
    sent = {"text": "No <b>dam</b> & no quota.", "password1": "hush hush", "csrfmiddlewaretoken": "x" * 64}
    page = grace.post(ADD, sent, headers=OURS)
    text = page.content.decode()
    assert page.status_code == 403
    assert "Nothing was stored: the page with the form was opened before somebody signed in anew" in text
    assert "No &lt;b&gt;dam&lt;/b&gt; &amp; no quota." in text
    assert "hush hush" not in text
    assert "CSRF" not in text


@pytest.mark.parametrize("origin", [{"origin": "https://evil.example"}, {}])
def test_a_forged_form_is_neither_stored_nor_shown(grace, origin):
    page = grace.post(ADD, {"text": "Call this number."}, headers=origin)
    assert page.status_code == 403
    assert "Call this number." not in page.content.decode()
    assert not Article.objects.exists()


def test_a_form_of_a_stranger_is_not_shown_again(talks):
    page = Client(enforce_csrf_checks=True).post(ADD, {"text": "Call this number."}, headers=OURS)
    assert page.status_code == 403
    assert "Call this number." not in page.content.decode()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/admin/desk/decide/?order=oldest", "/admin/desk/?order=oldest"),
        ("/admin/desk/undo/", "/admin/desk/"),
        ("/admin/desk/foresee/", "/admin/desk/"),
        ("/admin/catalogs/river-talks/talks/rename/", "/admin/catalogs/river-talks/talks/"),
        ("/admin/catalogs/river-talks/issues/dam/rename/", "/admin/catalogs/river-talks/issues/dam/"),
    ],
)
def test_an_address_that_takes_a_form_leads_to_it_where_it_is_opened_as_a_page(grace, address, form):
    page = grace.get(address, follow=True)
    assert (page.status_code, page.redirect_chain) == (200, [(form, 302)])
    assert "Nothing was changed: that address takes what a form sends." in page.content.decode()


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"sec-fetch-dest": "image"}),
        ("get", {"sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender"}),
    ],
)
def test_nobody_is_told_of_an_address_that_they_did_not_open(grace, method, headers):
    assert getattr(grace, method)("/admin/desk/undo/", headers=headers).status_code == 302
    assert "Nothing was changed" not in grace.get("/admin/desk/").content.decode()


def test_an_address_that_takes_a_form_leads_nobody_to_it_who_may_not_send_it(talks):
    ken = signed_in(User.objects.create_user("ken", is_staff=True))
    for address in ("/admin/desk/undo/", "/admin/desk/foresee/", "/admin/catalogs/river-talks/talks/rename/"):
        assert [ken.get(address).status_code, ken.post(address).status_code] == [403, 403]
