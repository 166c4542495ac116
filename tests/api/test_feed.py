"""`changes/`: every public change once, in order, whatever is committed meanwhile."""

import base64
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions import history, review, take_down
from positions.api.endpoints.feed import checksum
from positions.catalog import rename_talks
from positions.models import Negotiation
from positions.vocabulary import Stance
from tests.api.asking import ask, n_queries, refused
from tests.api.posting import bearer
from tests.world import RiverTalks, hold, river_talks, say

CHANGES = "/api/v1/changes/"
YES, NO = Stance.SUPPORTS, Stance.OPPOSES


@pytest.fixture
def moved(talks: RiverTalks) -> RiverTalks:
    """Northland wants the dam, then does not. Three revisions: the catalog, the position, the move."""
    hold(talks, talks.northland, talks.dam, YES, date(2024, 2, 10))
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    return talks


def written_as(told: str) -> str:
    """A cursor that says that, with the right checksum."""
    body = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
    return checksum(body) + body


def numbers(page: Any) -> list[tuple[str, int]]:
    return [(entry["negotiation"], entry["revision"]) for entry in page["results"]]


def pages(client: Client, **parameters: Any) -> list[Any]:
    """All pages from there, by following `next`."""
    found = [ask(client, CHANGES, **parameters)]
    while found[-1]["next"]:
        found.append(ask(client, found[-1]["next"]))
    return found


def replica(entries: list[Any]) -> dict[str, tuple[str, str | None]]:
    """What a reader who follows has: by id of each position that stands, its stance and last day."""
    standing: dict[str, tuple[str, str | None]] = {}
    for entry in entries:
        for gone in entry["superseded"]:
            del standing[gone["id"]]
        for new in entry["recorded"]:
            standing[new["position"]["id"]] = (new["position"]["stance"], new["position"]["valid_to"])
    return standing


def test_a_move_is_what_was_recorded_and_what_was_superseded(client: Client, moved: RiverTalks):
    catalog, first, second = ask(client, CHANGES)["results"]
    assert (catalog["kind"], catalog["recorded"], catalog["superseded"]) == ("catalog", [], [])
    (old,) = first["recorded"]
    assert (old["party"], old["target"], old["position"]["stance"]) == ("northland", "dam", "supports")
    assert [gone["id"] for gone in second["superseded"]] == [old["position"]["id"]]
    assert [(new["position"]["valid_to"], new["reason"]) for new in second["recorded"]] == [
        ("2024-03-01", "first_recorded"),
        (None, "party_moved"),
    ]


def test_a_copy_can_be_kept_from_the_feed_alone(client: Client, moved: RiverTalks):
    standing = moved.negotiation.positions.known()
    history.withdraw_position(standing.get(valid_to=None), on=date(2024, 4, 1), by=moved.by)
    entries = [entry for page in pages(client, limit=1) for entry in page["results"]]
    known = standing.values_list("uuid", "stance", "valid_to")
    assert replica(entries) == {str(uuid): (stance, end and end.isoformat()) for uuid, stance, end in known} != {}


def test_evidence_is_given_and_taken_back(client: Client, talks: RiverTalks):
    said = say(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    review.accept_statement(said, by=talks.by)
    review.undo_decision(said, by=talks.by)
    _, accepted, undone = ask(client, CHANGES)["results"]
    assert [given["statement"] for given in accepted["evidence_recorded"]] == [str(said.uuid)]
    assert undone["evidence_superseded"] == accepted["evidence_recorded"]
    assert [gone["id"] for gone in undone["superseded"]] == [accepted["recorded"][0]["position"]["id"]]


def test_pages_have_every_revision_once_and_the_cursor_goes_on_later(client: Client, moved: RiverTalks):
    river_talks(by=moved.by, slug="other-talks")
    read = pages(client, limit=2)
    assert [numbers(page) for page in read] == [
        [("river-talks", 1), ("river-talks", 2)],
        [("river-talks", 3), ("other-talks", 1)],
    ]
    assert (read[-1]["next"], ask(client, CHANGES, cursor=read[-1]["cursor"])["results"]) == (None, [])
    hold(moved, moved.southland, moved.dam, YES, date(2024, 3, 2))
    assert numbers(ask(client, CHANGES, cursor=read[-1]["cursor"])) == [("river-talks", 4)]


def test_talks_published_late_are_sent_to_who_has_read_on(client: Client, moved: RiverTalks):
    Negotiation.objects.filter(slug="river-talks").update(is_published=False)
    nothing = ask(client, CHANGES)
    assert nothing["results"] == []
    assert len(ask(bearer(moved.by), CHANGES)["results"]) == 3
    Negotiation.objects.filter(slug="river-talks").update(is_published=True)
    assert len(ask(client, CHANGES, cursor=nothing["cursor"])["results"]) == 3


def test_one_negotiation_after_a_number(client: Client, moved: RiverTalks):
    river_talks(by=moved.by, slug="other-talks")
    page = ask(client, CHANGES, negotiation="river-talks", after=1, limit=1)
    assert numbers(page) == [("river-talks", 2)]
    assert numbers(ask(client, page["next"])) == [("river-talks", 3)]


def test_a_cursor_goes_with_its_own_list(client: Client, moved: RiverTalks):
    cursor = ask(client, CHANGES)["cursor"]
    assert "all talks" in refused(client, CHANGES, cursor=cursor, negotiation="river-talks")["detail"]
    cursor = ask(client, CHANGES, negotiation="river-talks")["cursor"]
    assert "other talks" in refused(client, CHANGES, cursor=cursor)["detail"]


@pytest.mark.parametrize("slug", ["river-talks", "silver-river"])
def test_a_cursor_goes_on_when_the_talks_have_another_name(client: Client, moved: RiverTalks, slug: str):
    first = ask(client, CHANGES, negotiation="river-talks", limit=1)
    rename_talks(moved.negotiation, "silver-river", by=moved.by)
    kept = ask(client, CHANGES, negotiation=slug, cursor=first["cursor"])
    assert numbers(kept) == [("silver-river", 2), ("silver-river", 3), ("silver-river", 4)]
    followed = ask(client, first["next"])
    assert numbers(followed) == [("silver-river", 2)]
    assert numbers(ask(client, followed["next"])) == [("silver-river", 3)]


def test_a_cursor_that_names_its_talks_by_their_slug_is_read_too(client: Client, moved: RiverTalks):
    cursor = written_as(f'["river-talks",[{moved.negotiation.pk},2]]')
    assert numbers(ask(client, CHANGES, negotiation="river-talks", cursor=cursor)) == [("river-talks", 3)]
    rename_talks(moved.negotiation, "silver-river", by=moved.by)
    for slug in ("river-talks", "silver-river"):
        page = ask(client, CHANGES, negotiation=slug, cursor=cursor)
        assert numbers(page) == [("silver-river", 3), ("silver-river", 4)]
    river_talks(by=moved.by, slug="other-talks")
    assert refused(client, CHANGES, negotiation="other-talks", cursor=cursor)["type"] == "/docs/problems/bad-cursor"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "00000000",
        "=" * 9,
        "\u00e9" * 20,
        "deadbeefWyIiLFsxLDFdXQ",
        written_as('["\\u0000",[]]'),
        written_as("[[],[]]"),
        "d" * 5000,
    ],
)
def test_a_forged_cursor_is_refused(client: Client, moved: RiverTalks, cursor: str):
    for parameters in ({}, {"negotiation": "river-talks"}):
        assert refused(client, CHANGES, cursor=cursor, **parameters)["type"] == "/docs/problems/bad-cursor"


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ({"after": 1}, "bad-value"),
        ({"after": -1, "negotiation": "river-talks"}, "bad-value"),
        ({"limit": 0}, "bad-value"),
        ({"limit": 501}, "bad-value"),
        ({"since": 1}, "unknown-parameter"),
        ({"negotiation": "rivr-talks"}, "unknown-talks"),
    ],
)
def test_what_is_wrong_is_told(client: Client, moved: RiverTalks, parameters: Any, kind: str):
    assert refused(client, CHANGES, **parameters)["type"] == f"/docs/problems/{kind}"


def test_the_number_of_queries_does_not_grow(client: Client, moved: RiverTalks):
    # what the tag hangs on; revisions; positions, evidence and links recorded and superseded
    assert n_queries(client, CHANGES) == 8
    for number in range(3):
        other = river_talks(by=User.objects.create_user(f"u{number}"), slug=f"talks-{number}")
        hold(other, other.northland, other.dam, YES, date(2024, 2, 10))
    assert n_queries(client, CHANGES) == 8


@pytest.mark.parametrize("address", [CHANGES, "/api/v1/negotiations/river-talks/changes.atom"])
def test_what_has_not_changed_is_not_sent_again(client: Client, moved: RiverTalks, address: str):
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    hold(moved, moved.southland, moved.dam, YES, date(2024, 3, 2))
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_take_down_names_its_article(client: Client, talks: RiverTalks):
    accepted = say(talks, talks.northland, talks.dam, YES, date(2024, 3, 1))
    review.accept_statement(accepted, by=talks.by)
    take_down.take_down_article(accepted.article, reason="Order of the court.", by=talks.by)
    told = [(entry["kind"], entry["article"]) for entry in ask(client, CHANGES)["results"]]
    assert told == [("catalog", None), ("recorded", None), ("taken_down", str(accepted.article.uuid))]
