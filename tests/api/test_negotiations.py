"""`negotiations/` and `negotiations/{slug}/`."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.models import Negotiation
from positions.vocabulary import Stance
from tests.api.asking import RIVER, ask, n_queries, refused
from tests.world import RiverTalks, hold, river_talks

NEGOTIATIONS = "/api/v1/negotiations/"


def test_talks_come_with_how_much_is_recorded_of_them(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 3, 10))
    answer = ask(client, RIVER)
    assert {name: answer[name] for name in answer if name.startswith("n_")} == {
        "n_parties": 3,
        "n_issues": 2,
        "n_proposals": 1,
        "n_positions": 2,  # the superseded row does not count
    }
    assert (answer["title"], answer["started_on"], answer["ended_on"]) == (
        "Talks on the Silver River",
        "2024-02-01",
        None,
    )


def test_the_revision_is_the_number_of_the_last_public_change(client: Client, talks: RiverTalks):
    before = ask(client, RIVER)["revision"]
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert (before, ask(client, RIVER)["revision"]) == (1, 2)


def test_talks_without_any_revision_are_at_zero(client: Client, db: None):
    Negotiation.objects.create(slug="new-talks", title="New talks")
    answer = ask(client, f"{NEGOTIATIONS}new-talks/")
    assert (answer["revision"], answer["revised_at"], answer["n_positions"]) == (0, None, 0)


def test_the_list_has_all_talks_by_slug_with_the_same_values_as_each_alone(client: Client, talks: RiverTalks):
    river_talks(by=talks.by, slug="lake-talks")
    answer = ask(client, NEGOTIATIONS)
    assert [n["slug"] for n in answer["results"]] == ["lake-talks", "river-talks"]
    assert answer["results"][1] == ask(client, RIVER)
    assert (answer["next"], answer["previous"]) == (None, None)


@pytest.mark.parametrize("below", ["", "parties/", "issues/", "proposals/", "comparison/"])
def test_a_draft_is_not_there_but_for_staff(client: Client, talks: RiverTalks, curator: User, below: str):
    Negotiation.objects.update(is_published=False)
    assert refused(client, f"{RIVER}{below}")["status"] == 404
    assert ask(client, NEGOTIATIONS)["results"] == []
    client.force_login(curator)
    ask(client, f"{RIVER}{below}")
    assert [n["slug"] for n in ask(client, NEGOTIATIONS)["results"]] == ["river-talks"]


def test_a_draft_is_not_there_for_an_account_that_is_not_staff(client: Client, talks: RiverTalks):
    Negotiation.objects.update(is_published=False)
    client.force_login(User.objects.create_user("reader"))
    assert refused(client, RIVER)["status"] == 404


def test_with_public_reads_off_only_accounts_may_read(client: Client, talks: RiverTalks, settings):
    settings.PUBLIC_READS = False
    assert refused(client, RIVER)["type"] == "/docs/problems/not-authenticated"
    client.force_login(User.objects.create_user("reader"))
    ask(client, RIVER)


def test_the_number_of_queries_does_not_grow_with_the_talks(client: Client, talks: RiverTalks):
    # what the answer hangs on (for one, with the talks themselves); talks with all counts and the last revision
    assert (n_queries(client, NEGOTIATIONS), n_queries(client, RIVER)) == (2, 2)
    for number in range(4):
        river_talks(by=talks.by, slug=f"talks-{number}")
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert (n_queries(client, NEGOTIATIONS), n_queries(client, RIVER)) == (2, 2)
