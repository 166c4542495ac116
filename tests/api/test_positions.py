"""Positions one by one: as of both times, filtered, sorted, searched, page by page."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.models import Negotiation, Position
from positions.vocabulary import Act, Salience, Stance
from tests.api.asking import ask, n_queries, refused
from tests.api.listing import POSITIONS, STATEMENTS, ids, pages, rows
from tests.api.posting import bearer
from tests.world import RiverTalks, hold, river_talks

MARCH = date(2024, 3, 5)


@pytest.fixture
def held(talks: RiverTalks) -> RiverTalks:
    """Northland opposes an equal share, which is a red line, then comes round; Southland is for the draft."""
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10), salience=Salience.RED_LINE)
    hold(talks, talks.northland, talks.water_share, Stance.CONDITIONAL, MARCH, condition="if the League pays")
    hold(talks, talks.southland, talks.league_draft, Stance.SUPPORTS, date(2024, 3, 4), act=Act.ACCEPTANCE)
    return talks


def stances(client: Client, **parameters: object) -> list[str]:
    return [row["stance"] for row in rows(client, POSITIONS, **parameters)]


def test_what_is_held_on_a_day_is_listed(client: Client, held: RiverTalks):
    assert stances(client, valid_on="2024-03-04") == ["supports", "opposes"]
    assert stances(client, valid_on="2024-03-05") == ["conditional", "supports"]
    assert stances(client, valid_on="2024-02-09") == []


def test_what_was_known_then_is_listed_as_it_was(client: Client, held: RiverTalks):
    known_at = ask(client, POSITIONS)["known_at"]
    hold(held, held.northland, held.dam, Stance.SUPPORTS, date(2024, 2, 1))
    assert len(rows(client, POSITIONS)) == 3
    then = ask(client, POSITIONS, known_at=known_at, valid_on="2024-03-05")
    assert (len(then["results"]), then["known_at"], then["valid_on"]) == (2, known_at, "2024-03-05")


@pytest.mark.parametrize("shown", [{}, {"fields": "id,superseded_at"}, {"format": "csv"}])
def test_what_was_known_then_says_nothing_of_what_was_superseded_since(client: Client, held: RiverTalks, shown):
    known_at = ask(client, POSITIONS)["known_at"]
    asked = {"known_at": known_at, "valid_on": "2024-03-05", **shown}
    then = client.get(POSITIONS, asked)
    hold(held, held.northland, held.water_share, Stance.SUPPORTS, date(2024, 3, 6))
    now = client.get(POSITIONS, asked)
    assert (now["ETag"], now.content) == (then["ETag"], then.content)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"party": "northland"}, ["conditional"]),
        ({"party": ["northland", "southland"]}, ["conditional", "supports"]),
        ({"party__not": "northland"}, ["supports"]),
        ({"target": "league-draft"}, ["supports"]),
        ({"kind": "issue"}, ["conditional"]),
        ({"stance": ["supports", "opposes"]}, ["supports"]),
        ({"stance__not": "supports"}, ["conditional"]),
        ({"act": "acceptance"}, ["supports"]),
        ({"salience": "red_line", "valid_on": "2024-03-01"}, ["opposes"]),
        ({"reason": "party_moved"}, ["conditional"]),
        ({"end_reason": "open"}, ["conditional", "supports"]),
        ({"valid_from__gte": "2024-03-05"}, ["conditional"]),
        ({"valid_from__lt": "2024-03-05"}, ["supports"]),
        ({"valid_from": "2024-03-04"}, ["supports"]),
        ({"recorded_at__lt": "2024-01-01T00:00:00Z"}, []),
        ({"scale_low__gte": "0"}, []),
        ({"negotiation": "river-talks"}, ["conditional", "supports"]),
        ({"q": "league"}, ["conditional"]),
        ({"q": "supporting"}, ["supports"]),
        ({"q": "league -pays"}, []),
        ({"ordering": "valid_from"}, ["supports", "conditional"]),
        ({"ordering": "recorded_at"}, ["conditional", "supports"]),
    ],
)
def test_filters_search_and_order(client: Client, held: RiverTalks, asked: dict[str, object], expected: list[str]):
    assert stances(client, **{"valid_on": "2024-03-05", **asked}) == expected


@pytest.mark.parametrize(
    ("asked", "kind", "nearest"),
    [
        ({"party": "northlnd"}, "unknown-party", "northland"),
        ({"target": "watershare"}, "unknown-target", "water-share"),
        ({"negotiation": "river"}, "unknown-talks", "river-talks"),
        ({"stance": "oppose"}, "unknown-choice", "opposes"),
        ({"partys": "x"}, "unknown-parameter", "party"),
        ({"ordering": "valid_form"}, "unknown-choice", "valid_from"),
        ({"fields": "id,stnce"}, "unknown-choice", "stance"),
        ({"expand": "partys"}, "unknown-choice", "party"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest(client: Client, held: RiverTalks, asked, kind, nearest):
    problem = refused(client, POSITIONS, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")
    assert nearest in problem["errors"][0]["nearest"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"valid_from__gte": "2024-13-01"}, "bad-date"),
        ({"recorded_at__gt": "2024-01-01"}, "bad-instant"),
        ({"scale_low__lte": "101"}, "bad-value"),
        ({"scale_low__lte": "NaN"}, "bad-value"),
        ({"q": " "}, "bad-value"),
        ({"q": "\0"}, "bad-character"),
        ({"party": "\0"}, "bad-character"),
        ({"kind": ["issue", "issue"]}, "repeated-value"),
        ({"q": ["a", "b"]}, "repeated-parameter"),
        ({"page_size": "0"}, "bad-value"),
        ({"page_size": "501"}, "bad-value"),
        ({"page_size": "1e2"}, "bad-value"),
        ({"page_size": "5_0"}, "bad-value"),
        ({"page_size": "+5"}, "bad-value"),
        ({"page_size": "5.0"}, "bad-value"),
        ({"page_size": "\u0665"}, "bad-value"),
        ({"count": "yes"}, "unknown-choice"),
        ({"party": [f"p{n}" for n in range(101)]}, "too-many-values"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "known-at-in-the-future"),
    ],
)
def test_what_can_not_be_is_refused(client: Client, held: RiverTalks, asked, kind):
    problem = refused(client, POSITIONS, **asked)
    assert (problem["status"], problem["type"]) == (400, f"/docs/problems/{kind}")


def many(talks: RiverTalks, n: int) -> None:
    """As many positions, two of each day."""
    for number in range(n):
        party = (talks.northland, talks.southland)[number % 2]
        other = river_talks(by=talks.by, slug=f"talks-{number}")
        hold(other, party, other.dam, Stance.OPPOSES, date(2024, 2, 1) + timedelta(days=number // 2))


@pytest.mark.parametrize("ordering", ["valid_from", "-valid_from", "recorded_at", "-recorded_at"])
def test_pages_together_are_the_list_and_can_be_read_backward(client: Client, talks: RiverTalks, ordering: str):
    many(talks, 7)
    whole = ids(rows(client, POSITIONS, ordering=ordering))
    found = pages(client, POSITIONS, ordering=ordering, page_size=3)
    assert [len(page) for page in found] == [3, 3, 1]
    assert ids(list(chain(*found))) == whole
    second = ask(client, ask(client, POSITIONS, ordering=ordering, page_size=3)["next"])
    first = ask(client, second["previous"])
    assert (ids(first["results"]), first["previous"]) == (whole[:3], None)
    assert ids(ask(client, first["next"])["results"]) == whole[3:6]


def test_what_is_recorded_between_two_pages_moves_none(client: Client, talks: RiverTalks):
    many(talks, 4)
    whole = ids(rows(client, POSITIONS))
    first = ask(client, POSITIONS, page_size=2)
    hold(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    assert ids(ask(client, first["next"])["results"]) == whole[2:]


def test_the_header_names_the_pages_beside_it(client: Client, talks: RiverTalks):
    many(talks, 3)
    first = client.get(POSITIONS, {"page_size": 2})
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    second = client.get(first.json()["next"])
    assert second["Link"] == f'<{second.json()["previous"]}>; rel="prev"'


def test_they_are_counted_where_that_is_asked_for(client: Client, talks: RiverTalks):
    many(talks, 3)
    assert ask(client, POSITIONS, page_size=1)["count"] is None
    assert ask(client, POSITIONS, page_size=1, count="true")["count"] == 3


def test_a_cursor_fits_its_own_list_alone(client: Client, talks: RiverTalks):
    many(talks, 3)
    first = ask(client, POSITIONS, page_size=1)
    forged = first["next"].replace("cursor=W", "cursor=X")
    other = first["next"] + "&party=northland"
    for address in (forged, other, first["next"].replace("valid_on=2", "valid_on=1"), f"{POSITIONS}?cursor=abc"):
        assert refused(client, address)["type"] == "/docs/problems/bad-cursor"
    ask(client, first["next"].replace("page_size=1", "page_size=2"))


def test_only_the_fields_asked_for_are_sent(client: Client, held: RiverTalks):
    response = client.get(POSITIONS, {"fields": "party,stance"})
    assert response["Content-Type"] == "application/vnd.parley.fields+json"
    assert response.json()["results"][0] == {"party": "northland", "stance": "conditional"}
    table = client.get(POSITIONS, {"fields": "party,stance", "format": "csv"}).content.decode().splitlines()
    assert table[0] == "valid_on,known_at,stance,party"


def test_some_fields_are_had_by_the_name_of_their_media_type(client: Client, held: RiverTalks):
    named = {"accept": "application/vnd.parley.fields+json"}
    one = f"{POSITIONS}{Position.objects.order_by('id').first().uuid}/"
    for address in (POSITIONS, one, f"{one}history/", STATEMENTS, "/api/v1/articles/"):
        response = client.get(address, {"fields": "id"}, headers=named)
        assert (response.status_code, response["Content-Type"]) == (200, named["accept"]), address
        assert client.get(address, {"fields": "id", "format": "json"}, headers=named).content == response.content
        assert client.get(address, headers=named).status_code == 406


def test_party_and_target_are_sent_in_full_where_that_is_asked_for(client: Client, held: RiverTalks):
    (plain,) = rows(client, POSITIONS, party="northland")
    (full,) = rows(client, POSITIONS, party="northland", expand="party,target")
    assert (plain["party_details"], plain["target_details"]) == (None, None)
    assert (full["party_details"]["name"], full["target_details"]["slug"]) == ("Northland", "water-share")


def test_one_position_is_found_after_it_was_superseded(client: Client, held: RiverTalks):
    first = Position.objects.order_by("id").first()
    answer = ask(client, f"{POSITIONS}{first.uuid}/")
    assert (answer["stance"], answer["superseded_at"] is None) == ("opposes", False)


def test_the_history_of_a_position_is_all_that_was_recorded_at_its_place(client: Client, held: RiverTalks):
    (now,) = rows(client, POSITIONS, party="northland")
    history = rows(client, f"{POSITIONS}{now['id']}/history/")
    told = [(row["stance"], row["valid_to"], row["superseded_at"] is None) for row in history]
    assert told == [("opposes", None, False), ("opposes", "2024-03-05", True), ("conditional", None, True)]


def test_a_record_is_stale_by_the_last_day_on_which_it_was_held(client: Client, held: RiverTalks):
    (now,) = rows(client, POSITIONS, party="northland", valid_on="2024-03-05")
    told = [
        (row["valid_from"], row["valid_to"], row["is_stale"])
        for row in rows(client, f"{POSITIONS}{now['id']}/history/")
    ]
    assert told == [("2024-02-10", None, True), ("2024-02-10", "2024-03-05", False), ("2024-03-05", None, True)]


@pytest.mark.parametrize("below", ["", "history/"])
def test_one_position_is_not_sent_again_until_its_place_changes(client: Client, held: RiverTalks, below: str):
    (now,) = rows(client, POSITIONS, party="northland")
    address = f"{POSITIONS}{now['id']}/{below}"
    etag = client.get(address)["ETag"]
    hold(held, held.southland, held.dam, Stance.OPPOSES, date(2024, 2, 1))
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    hold(held, held.northland, held.water_share, Stance.SUPPORTS, date(2024, 4, 1))
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("below", ["", "history/"])
def test_a_position_that_there_is_not_is_not_found(client: Client, held: RiverTalks, below: str):
    address = f"{POSITIONS}01a211e6-3c5d-71ab-ad45-dd35f4f575f3/{below}"
    assert refused(client, address)["type"] == "/docs/problems/unknown-position"


def test_nothing_of_a_draft_shows(client: Client, held: RiverTalks):
    (position,) = rows(client, POSITIONS, party="northland")
    Negotiation.objects.update(is_published=False)
    assert rows(client, POSITIONS) == []
    assert refused(client, f"{POSITIONS}{position['id']}/")["status"] == 404
    assert refused(client, POSITIONS, party="northlnd")["errors"][0]["nearest"] == []
    assert refused(client, POSITIONS, party="northland")["type"] == "/docs/problems/unknown-party"
    assert len(rows(bearer(held.by), POSITIONS)) == 2


def test_what_is_recorded_in_a_draft_moves_the_instant_and_the_tag_of_staff_alone(client: Client, held: RiverTalks):
    draft = river_talks(by=held.by, slug="lake-talks")
    Negotiation.objects.filter(pk=draft.negotiation.pk).update(is_published=False)
    readers = {"anybody": client, "member": bearer(User.objects.create_user("bo")), "staff": bearer(held.by)}
    before = {name: reader.get(POSITIONS) for name, reader in readers.items()}
    hold(draft, draft.northland, draft.dam, Stance.SUPPORTS, date(2024, 2, 1))
    for name, reader in readers.items():
        again = reader.get(POSITIONS, headers={"if-none-match": before[name]["ETag"]})
        is_same = ask(reader, POSITIONS)["known_at"] == before[name].json()["known_at"]
        assert (again.status_code, is_same) == ((200, False) if name == "staff" else (304, True))


def test_the_number_of_queries_does_not_grow(client: Client, held: RiverTalks):
    # up to when all is settled, what it hangs on, the talks, positions, last reaffirmed, evidence; parties, targets
    assert n_queries(client, POSITIONS, expand="party,target") == 8
    many(held, 5)
    assert n_queries(client, POSITIONS, expand="party,target") == 8
    assert n_queries(client, POSITIONS, evidence="none") == 5
    address = f"{POSITIONS}{Position.objects.latest('id').uuid}/"
    # what it hangs on, the position, its evidence
    assert (n_queries(client, address), n_queries(client, f"{address}history/")) == (3, 4)
