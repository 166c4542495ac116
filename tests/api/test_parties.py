"""`negotiations/{slug}/parties/`."""

from datetime import date

from django.test import Client

from positions.models import Membership, Participation, Party, Speaker
from tests.api.asking import RIVER, ask, n_queries
from tests.world import RiverTalks

PARTIES = f"{RIVER}parties/"


def test_parties_come_in_the_order_recorded_with_their_part_in_the_talks(client: Client, talks: RiverTalks):
    results = ask(client, PARTIES)["results"]
    assert [(p["slug"], p["kind"], p["role"], p["iso"]) for p in results] == [
        ("northland", "state", "principal", None),
        ("southland", "state", "principal", None),
        ("river-league", "bloc", "mediator", None),
    ]


def test_a_party_is_called_what_these_talks_call_it(client: Client, talks: RiverTalks):
    Participation.objects.filter(party=talks.northland).update(name="The North", aliases=["Northport"])
    northland = ask(client, PARTIES)["results"][0]
    assert (northland["name"], northland["aliases"]) == ("The North", ["Northport"])


def test_a_party_comes_with_who_speaks_for_it_and_what_it_belongs_to(client: Client, talks: RiverTalks):
    Membership.objects.create(member=talks.northland, bloc=talks.league, from_on=date(2020, 1, 1))
    northland, southland, _ = ask(client, PARTIES)["results"]
    assert northland["speakers"] == [{"name": "Ada Holm", "title": "Water Minister", "from_on": None, "to_on": None}]
    assert northland["member_of"] == [{"bloc": "river-league", "from_on": "2020-01-01", "to_on": None}]
    assert (southland["speakers"], southland["member_of"]) == ([], [])


def test_the_number_of_queries_does_not_grow_with_the_parties(client: Client, talks: RiverTalks):
    # negotiation, parties, memberships, speakers
    assert n_queries(client, PARTIES) == 4
    for number in range(4):
        party = Party.objects.create(slug=f"village-{number}", name=f"Village {number}", kind="organisation")
        part = Participation.objects.create(
            negotiation=talks.negotiation,
            party=party,
            name=party.name,
            role="observer",
            recorded_at="2024-02-01T00:00Z",
        )
        Speaker.objects.create(participation=part, name="The mayor")
        Membership.objects.create(member=party, bloc=talks.league)
    assert n_queries(client, PARTIES) == 4
