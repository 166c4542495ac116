"""Who may write what: every address that writes, as everybody that there is."""

import re
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from positions.vocabulary import Scope
from tests.api.posting import bearer
from tests.world import RiverTalks, signed_in

Person = tuple[str, str]  # what is shown, nothing, a session or a token with one scope; and whose it is

GROUPS = ("reader", "coder", "curator", "catalog editor", "administrator")
NO_GROUP, NO_STAFF = "staff in no group", "an administrator who is no longer staff"
ANYBODY = (*GROUPS, NO_GROUP, NO_STAFF)


def people(shown: str, whose: Iterable[str]) -> set[Person]:
    return set(product([shown], whose))


EVERYBODY = {("nothing", NO_STAFF)}.union(*(people(shown, ANYBODY) for shown in ("session", *Scope)))
DECIDE = people("session", ("curator", "administrator")) | people("curate", ("curator", "administrator"))
ARE_TOLD = people("session", ("administrator",)) | people("read", ANYBODY)
MAY = {
    "submit_article": people("session", ("coder", "curator", "administrator")) | people("submit", ANYBODY),
    "decide_statement": DECIDE,
    "decide_statements": DECIDE,
    "make_snapshot": people("session", GROUPS) | people("read", ANYBODY),
    "suppose_positions": EVERYBODY,  # which keeps nothing
    "make_webhook": ARE_TOLD,
    "change_webhook": ARE_TOLD,
    "remove_webhook": ARE_TOLD,
    "enable_webhook": ARE_TOLD,
    "ping_webhook": ARE_TOLD,
    "replay_events": ARE_TOLD,
    "rotate_webhook_secret": ARE_TOLD,
}


def client_of(shown: str, whose: str) -> Client:
    if shown == "nothing":
        return Client()
    user = User.objects.create_user("ken", is_staff=whose != NO_STAFF)
    user.groups.set(Group.objects.filter(name="administrator" if whose == NO_STAFF else whose))
    return signed_in(user) if shown == "session" else bearer(user, scopes=[Scope(shown)])


@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize("person", sorted(EVERYBODY), ids=" of ".join)
def test_everybody_writes_what_is_theirs_to_write_and_nothing_else(talks: RiverTalks, described: Any, person: Person):
    client, let_in = client_of(*person), set()
    for path, operations in described["paths"].items():
        address = re.sub(r"{\w+}", "01a211dc-0969-7282-8726-564987bdc355", path.replace("{slug}", "river-talks"))
        for method in operations.keys() - {"get", "parameters"}:
            status = client.generic(method.upper(), address, "{}", content_type="application/json").status_code
            assert status in {400, 401, 403, 404, 428}, (method, address)
            if status not in {401, 403}:
                let_in.add(operations[method]["operationId"])
    assert let_in == {operation for operation, who in MAY.items() if person in who}
