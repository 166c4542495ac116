"""Who sees what: every address and every field, as everybody that there is."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from io import StringIO
from itertools import product

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from positions import review
from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun, Negotiation, Position, Snapshot, Statement
from positions.vocabulary import Scope, Stance
from tests.api.posting import bearer
from tests.world import RiverTalks, freeze, hold, may_look, river_talks, say, signed_in

# Words that stand nowhere but in what not everybody may see.
PENDING, REJECTED, DRAFT, TEXT = "zanzibar", "yarrow", "xylophone", "nobody answered"
MODELS = {
    "position": Position,
    "statement": Statement,
    "snapshot": Snapshot,
    "article": Article,
    "run": ExtractionRun,
}
# Parameters without which an address only says what is missing.
ASKED = {"/api/v1/negotiations/{slug}/comparison/pairwise/": "?left=northland&right=southland"}
SECRETS = (PENDING, REJECTED, DRAFT, TEXT, "ada-the-curator", "wombat")


@pytest.fixture
def world(db: None) -> RiverTalks:
    """Published talks with an accepted, a rejected and a waiting statement; a draft with words of its own."""
    ada = may_look(User.objects.create_user("ada-the-curator", is_staff=True))
    talks = river_talks(by=ada)
    accepted = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    review.accept_statement(accepted, by=ada, reason="wombat")
    review.reject_statement(
        say(talks, talks.league, talks.dam, Stance.OPPOSES, date(2024, 2, 2), quote=REJECTED), by=ada
    )
    say(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 3), quote=PENDING)
    queue_extraction(accepted.article, negotiations=[talks.negotiation])
    draft = river_talks(by=ada, slug="hidden-talks")
    Negotiation.objects.filter(pk=draft.negotiation.pk).update(is_published=False, title=DRAFT)
    hold(draft, draft.northland, draft.dam, Stance.OPPOSES, date(2024, 2, 1), condition=DRAFT)
    review.accept_statement(say(draft, draft.league, draft.dam, Stance.OPPOSES, date(2024, 2, 4), quote=DRAFT), by=ada)
    freeze(talks)
    freeze(draft)
    return talks


def addresses(world: RiverTalks) -> list[str]:
    """Every address that reads, with every id that there is, of drafts and of what waits too."""
    written = StringIO()
    call_command("spectacular", stdout=written)
    paths = yaml.safe_load(written.getvalue())["paths"]
    known = {name: [str(uuid) for uuid in MODELS[name].objects.values_list("uuid", flat=True)] for name in MODELS}
    known |= {"slug": ["river-talks", "hidden-talks"], "proposal": ["league-draft"]}
    return [address for path, operations in paths.items() if "get" in operations for address in filled(path, known)]


def filled(path: str, known: dict[str, list[str]]) -> Iterator[str]:
    names = re.findall(r"{(\w+)}", path)
    for values in product(*(known.get(name, []) for name in names)):
        yield path.format(**dict(zip(names, values, strict=True))) + ASKED.get(path, "")


def told(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code in {200, 202, 400, 401, 403, 404}, (address, response.content)
    return response.content.decode(errors="replace").lower()


def leaks(client: Client, world: RiverTalks, secrets: Collection[str]) -> list[tuple[str, str]]:
    answers = {address: told(client, address) for address in addresses(world)}
    return [(address, word) for address, answer in answers.items() for word in secrets if word in answer]


def test_nobody_outside_staff_sees_what_waits_drafts_texts_or_names_of_staff(client: Client, world: RiverTalks):
    reader = User.objects.create_user("reader")
    for who in (
        client,
        bearer(reader, scopes=[Scope.READ]),
        bearer(reader, scopes=[Scope.SUBMIT]),
        bearer(reader, scopes=[Scope.CURATE]),
        bearer(world.by, scopes=[Scope.SUBMIT]),
    ):
        assert leaks(who, world, SECRETS) == []


def test_a_token_of_staff_to_decide_sees_what_waits_and_no_drafts_elsewhere(world: RiverTalks):
    found = leaks(bearer(world.by, scopes=[Scope.CURATE]), world, SECRETS)
    assert {address.split("?")[0].split("/")[3] for address, _ in found} == {"statements"}
    assert TEXT not in {word for _, word in found}


def test_staff_see_all_of_it(world: RiverTalks):
    found = {word for _, word in leaks(bearer(world.by), world, SECRETS)}
    assert found == set(SECRETS)


def test_staff_in_no_group_see_drafts_and_else_what_everybody_sees(world: RiverTalks):
    nobody = User.objects.create_user("nobody", is_staff=True)
    session = signed_in(nobody)
    for who in (session, bearer(nobody), bearer(nobody, scopes=[Scope.READ, Scope.CURATE])):
        assert {word for _, word in leaks(who, world, SECRETS)} == {DRAFT}


def test_with_public_reads_off_nobody_reads_without_showing_who(client: Client, world: RiverTalks, settings):
    settings.PUBLIC_READS = False
    open_to_all = {"/api/v1/schema/"}
    statuses = {address: client.get(address).status_code for address in addresses(world)}
    assert {address for address, status in statuses.items() if status != 401} - open_to_all == set()
