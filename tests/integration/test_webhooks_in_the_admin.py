"""Webhooks in the admin: everybody looks, at no secret, and at addresses only whoever may change them."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from positions import webhooks
from positions.models import Webhook
from positions.vocabulary import EventKind
from tests.world import RiverTalks, signed_in

# Lists whose rows belong to people, and the column that says to whom.
OF_PEOPLE = {"accesstoken": "user", "webhook": "owner", "decision": "decided_by", "revision": "committed_by"}

pytestmark = pytest.mark.usefixtures("roles")


def member(role: str, name: str = "ken") -> Client:
    user = User.objects.create_user(f"{name} of {role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return signed_in(user)


@pytest.fixture
def hook(talks: RiverTalks) -> Webhook:
    asked = webhooks.NewWebhook(address="https://chat.example/hooks/T0/letmein", events=[EventKind.STANCE_CHANGED])
    made = webhooks.make_webhook(asked, owner=talks.by)
    webhooks.ping_webhook(made)
    return made


def pages_of_webhooks(client: Client, hook: Webhook) -> str:
    """The three lists, and a page of each."""
    delivery = hook.deliveries.get()
    shown = ""
    for kind, key in (("webhook", hook.pk), ("delivery", delivery.pk), ("event", delivery.event_id)):
        for address in (f"positions_{kind}_changelist", f"positions_{kind}_change"):
            answer = client.get(reverse(f"admin:{address}", args=[key] if address.endswith("_change") else []))
            assert answer.status_code == 200
            shown += answer.content.decode()
    return shown


@pytest.mark.parametrize("role", ["reader", "curator", "administrator"])
def test_everybody_sees_which_host_is_told_of_what_and_administrators_the_address(hook: Webhook, role):
    shown = pages_of_webhooks(member(role), hook)
    assert "chat.example" in shown
    assert ("letmein" in shown) == (role == "administrator")


def test_nobody_sees_the_secrets_of_a_webhook(hook: Webhook):
    webhooks.rotate_secret(hook, now=hook.created_at)
    shown = pages_of_webhooks(member("administrator"), hook)
    assert (hook.secret in shown, hook.previous_secrets[0] in shown) == (False, False)


def test_nobody_finds_out_an_address_by_searching_for_its_parts(hook: Webhook):
    reader = member("reader")
    for kind in ("webhook", "delivery"):
        found = reader.get(reverse(f"admin:positions_{kind}_changelist"), {"q": "letmein"})
        assert "chat.example" not in found.content.decode()


def test_an_administrator_finds_a_webhook_by_its_address(hook: Webhook):
    found = member("administrator").get(reverse("admin:positions_webhook_changelist"), {"q": "letmein"})
    assert "chat.example" in found.content.decode()


@pytest.mark.parametrize("lookup", ["secret", "previous_secrets", "address"])
@pytest.mark.parametrize("how", ["", "__startswith", "__contains", "__regex", "__gt"])
def test_nobody_finds_out_what_is_hidden_by_filtering_for_its_parts(hook: Webhook, lookup, how):
    asked = {f"{lookup}{how}": getattr(hook, lookup)[:12] or "x"}
    for list_of in ("webhook", "delivery"):
        through = "" if list_of == "webhook" else "webhook__"
        named = {f"{through}{name}": value for name, value in asked.items()}
        for role in ("reader", "coder"):
            answer = member(role, list_of).get(reverse(f"admin:positions_{list_of}_changelist"), named)
            assert (answer.status_code, b"chat.example" in answer.content) == (400, False)


def test_an_administrator_filters_by_addresses_and_by_no_secret(hook: Webhook):
    address, administrator = reverse("admin:positions_webhook_changelist"), member("administrator")
    assert "chat.example" in administrator.get(address, {"address__contains": "letmein"}).content.decode()
    assert administrator.get(address, {"secret__startswith": hook.secret[:6]}).status_code == 400


def test_password_hashes_are_found_out_by_no_filter_of_any_list(talks: RiverTalks, client: Client):
    client.force_login(User.objects.create_superuser("grace", password="Tr0ubador"))
    by_user = {"auth_user": "password", "auth_group": "user__password"}
    by_user |= {f"positions_{kind}": f"{who}__password" for kind, who in OF_PEOPLE.items()}
    for name, column in by_user.items():
        answer = client.get(reverse(f"admin:{name}_changelist"), {f"{column}__startswith": "pbkdf2"})
        assert answer.status_code == 400, name
