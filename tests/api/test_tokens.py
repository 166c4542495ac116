"""Tokens: `Authorization: Bearer parley_…`, their scopes, their end, and the command that makes them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from positions import tokens
from positions.models import AccessToken, Negotiation
from positions.vocabulary import Scope
from tests.api.asking import RIVER, ask, n_queries, refused
from tests.api.posting import bearer
from tests.world import RiverTalks


def with_secret(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_the_secret_is_stored_nowhere(curator: User):
    made = tokens.make_token(curator, scopes=[Scope.READ], lifetime=None)
    stored = AccessToken.objects.values().get()
    assert made.secret.startswith("parley_")
    assert made.secret[20:] not in str(stored)
    assert len(stored["digest"]) == 128


@pytest.mark.parametrize(
    ("scopes", "status"),
    [((), None), ((Scope.SUBMIT,), 403), ((Scope.READ,), 200), ((Scope.READ, Scope.SUBMIT), 200)],
)
def test_with_public_reads_off_reading_takes_a_token_to_read(talks: RiverTalks, settings, scopes, status):
    settings.PUBLIC_READS = False
    client = bearer(talks.by, scopes=scopes) if scopes else Client()
    response = client.get(RIVER)
    assert response.status_code == (status or 401)


def test_who_shows_nothing_is_asked_who_they_are(client: Client, talks: RiverTalks, settings):
    settings.PUBLIC_READS = False
    response = client.get(RIVER)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["type"] == "/docs/problems/not-authenticated"


def test_a_scope_that_is_missing_is_named(talks: RiverTalks, settings):
    settings.PUBLIC_READS = False
    problem = refused(bearer(talks.by, scopes=[Scope.SUBMIT]), RIVER)
    assert problem["type"] == "/docs/problems/not-allowed"
    assert problem["detail"] == "This needs a token with the scope read; yours has submit."


@pytest.mark.parametrize("secret", ["", "x", "parley_" + "0" * 64, "two words", "\u00e9", "\0", "x" * 5000])
def test_a_token_that_never_was_is_refused_even_where_none_is_needed(talks: RiverTalks, secret: str):
    problem = refused(Client(headers={"authorization": f"Bearer {secret}"}), RIVER)
    assert problem["status"] == 401


def test_a_token_that_expired_is_no_longer_valid(talks: RiverTalks):
    assert refused(bearer(talks.by, lifetime=timedelta(seconds=-1)), RIVER)["status"] == 401
    assert AccessToken.objects.count() == 1  # what it was used for can still be traced


def test_a_token_that_was_revoked_is_no_longer_valid(talks: RiverTalks):
    made = tokens.make_token(talks.by, scopes=[Scope.READ], lifetime=None)
    ask(with_secret(made.secret), RIVER)
    assert tokens.revoke_token(made.token, at=timezone.now())
    assert refused(with_secret(made.secret), RIVER)["status"] == 401
    assert not tokens.revoke_token(made.token, at=timezone.now())


def test_a_token_of_an_account_that_was_closed_is_no_longer_valid(talks: RiverTalks):
    client = bearer(talks.by)
    User.objects.update(is_active=False)
    assert refused(client, RIVER)["status"] == 401


@pytest.mark.parametrize("address", ["/api/v1/schema/", "/api/v1/docs/", "/api/v1/"])
def test_the_schema_and_its_page_look_at_no_token(talks: RiverTalks, settings, address: str):
    settings.PUBLIC_READS = False
    for client in (Client(), bearer(talks.by), bearer(talks.by, lifetime=timedelta(0)), with_secret("parley_nothing")):
        assert client.get(address).status_code == (302 if address == "/api/v1/" else 200)


def test_a_draft_is_there_for_staff_whose_token_may_read(talks: RiverTalks):
    Negotiation.objects.update(is_published=False)
    ask(bearer(talks.by), RIVER)
    assert refused(bearer(talks.by, scopes=[Scope.SUBMIT]), RIVER)["status"] == 404
    assert refused(bearer(User.objects.create_user("reader")), RIVER)["status"] == 404


def test_when_a_token_was_last_used_is_noted_once_a_minute(talks: RiverTalks):
    client = bearer(talks.by)
    # the token with its account; the note; negotiation, its counts
    assert [n_queries(client, RIVER) for _ in range(2)] == [4, 3]
    first = AccessToken.objects.get().last_used_at
    AccessToken.objects.update(last_used_at=first - timedelta(minutes=2))
    assert n_queries(client, RIVER) == 4
    assert AccessToken.objects.get().last_used_at >= first


@pytest.mark.parametrize("scopes", [[], ["rule"], ["read", "rule"]])
def test_the_database_refuses_scopes_that_there_are_not(curator: User, scopes: list[str]):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessToken.objects.create(user=curator, scopes=scopes)


def create(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("create_token", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_prints_the_secret_alone_on_standard_output(talks: RiverTalks):
    secret, words = create("ada", "--scope", "read", "--scope", "curate", "--days", "7")
    ask(with_secret(secret.strip()), RIVER)
    made = AccessToken.objects.get()
    assert made.scopes == ["curate", "read"]
    assert made.expiry - made.created == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    assert "curate, read" in words


def test_without_days_a_token_ends_after_ninety_and_with_none_never(curator: User):
    create("ada", "--scope", "read")
    create("ada", "--scope", "read", "--days", "0")
    ends = {
        made.expiry and round((made.expiry - made.created).total_seconds() / 86400)
        for made in AccessToken.objects.all()
    }
    assert ends == {90, None}


@pytest.mark.parametrize(
    "arguments",
    [["bob", "--scope", "read"], ["ada"], ["ada", "--scope", "rule"], ["ada", "--scope", "read", "--days", "-1"]],
)
def test_the_command_refuses_who_and_what_there_is_not(curator: User, arguments: list[str]):
    with pytest.raises(CommandError):
        create(*arguments)
    assert not AccessToken.objects.exists()


def test_the_admin_revokes(talks: RiverTalks, client: Client):
    client.force_login(User.objects.create_superuser("grace"))
    program = bearer(talks.by)
    chosen = {"action": "revoke", "_selected_action": [AccessToken.objects.get().pk]}
    page = client.post(reverse("admin:positions_accesstoken_changelist"), chosen, follow=True)
    assert "1 token revoked." in page.content.decode()
    assert refused(program, RIVER)["status"] == 401


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_token", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_a_token_is_rotated_without_a_moment_in_which_none_works(talks: RiverTalks):
    old = tokens.make_token(talks.by, scopes=[Scope.READ, Scope.CURATE], lifetime=None)
    new = rotate(old.token.token_key, "--hours", "1")
    for secret in (old.secret, new):
        ask(with_secret(secret), RIVER)
    first, second = AccessToken.objects.order_by("created")
    assert (first.expiry - timezone.now()).total_seconds() == pytest.approx(3600, abs=60)
    assert second.scopes == ["curate", "read"]


def test_with_no_hours_the_old_one_ends_at_once(talks: RiverTalks):
    old = tokens.make_token(talks.by, scopes=[Scope.READ], lifetime=timedelta(minutes=5))
    new = rotate(old.token.token_key, "--hours", "0")
    assert refused(with_secret(old.secret), RIVER)["status"] == 401
    ask(with_secret(new), RIVER)


@pytest.mark.parametrize("arguments", [["parley_nothing"], ["parley_nothing", "--hours", "-1"]])
def test_a_token_that_there_is_not_is_not_rotated(db: None, arguments: list[str]):
    with pytest.raises(CommandError):
        rotate(*arguments)
