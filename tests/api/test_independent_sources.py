"""How many independent sources a position has: copies and versions of an article are one."""

from datetime import date

import pytest
from django.test import Client

from positions import review
from positions.ingestion import SourceText, store_article
from positions.models import Evidence, Position
from positions.statements import CodedStatement, code_statement
from positions.vocabulary import Act, Attribution, Stance
from tests.api.asking import COMPARISON, ask, cell_of, n_queries
from tests.layouts import BODY
from tests.world import RiverTalks, hold

MARCH = date(2024, 3, 10)
QUOTE = "The quota stays as it is."
WIRE = f"{QUOTE} {' '.join(BODY)}"
OTHER = f"{QUOTE} So said the minister when she opened the fair of fruit, wine and cattle in a town on the coast."


def accept(talks: RiverTalks, text: str, *, url: str) -> Evidence:
    """Northland rejects an equal share of the water, by an article of this text; gives the piece of evidence."""
    article = store_article(SourceText(text=text, url=url, published_on=MARCH)).article
    statement = code_statement(
        CodedStatement(
            article=article,
            party=talks.northland,
            target=talks.water_share,
            stance=Stance.OPPOSES,
            act=Act.REJECTION,
            attribution=Attribution.QUOTED,
            quote=QUOTE,
            start=text.index(QUOTE),
            end=text.index(QUOTE) + len(QUOTE),
            said_on=MARCH,
        ),
        coder=talks.by,
    )
    review.accept_statement(statement, by=talks.by)
    return Evidence.objects.get(statement=statement)


@pytest.fixture
def wired(talks: RiverTalks) -> RiverTalks:
    """A wire story in three outlets."""
    for number, ending in enumerate(["", " More follows.", " This is the last update of the day."]):
        accept(talks, WIRE + ending, url=f"https://outlet-{number}.example.org/wire")
    return talks


def position(client: Client, **asked: object):
    return cell_of(ask(client, COMPARISON, target="water-share", **asked), "northland", "water-share")["position"]


def test_one_wire_story_in_three_outlets_is_one_source(client: Client, wired: RiverTalks):
    held = position(client, evidence="all")
    assert (len(held["evidence"]), held["n_sources"]) == (3, 1)


@pytest.mark.parametrize("depth", ["none", "first", "all"])
def test_another_story_is_another_source_however_much_evidence_is_asked_for(
    client: Client, wired: RiverTalks, depth: str
):
    accept(wired, OTHER, url="https://coast.example.org/fair")
    assert position(client, evidence=depth)["n_sources"] == 2
    assert position(client, evidence=depth, stance="opposes")["n_sources"] == 2  # made of records, not by PostgreSQL


def test_a_new_version_of_an_article_is_no_new_source(client: Client, talks: RiverTalks):
    for text in (OTHER, f"{OTHER} {' '.join(BODY)}"):
        accept(talks, text, url="https://coast.example.org/fair")
    assert position(client)["n_sources"] == 1


def test_a_copy_of_a_later_version_is_no_new_source(client: Client, talks: RiverTalks):
    accept(talks, OTHER, url="https://coast.example.org/fair")
    accept(talks, WIRE, url="https://coast.example.org/fair")
    accept(talks, f"{WIRE} More follows.", url="https://inland.example.org/wire")
    assert position(client)["n_sources"] == 1


def test_a_position_without_evidence_has_no_source(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, MARCH)
    assert position(client)["n_sources"] == 0


def test_what_was_counted_at_an_instant_stays_when_copies_and_other_stories_come(client: Client, talks: RiverTalks):
    accept(talks, WIRE, url="https://outlet-0.example.org/wire")
    both = {"valid_on": MARCH, "known_at": ask(client, COMPARISON)["known_at"]}
    before = ask(client, COMPARISON, **both)["cells"]
    accept(talks, f"{WIRE} More follows.", url="https://outlet-1.example.org/wire")
    accept(talks, OTHER, url="https://coast.example.org/fair")
    assert ask(client, COMPARISON, **both)["cells"] == before
    assert position(client)["n_sources"] == 2


def test_lists_of_positions_count_alike(client: Client, wired: RiverTalks):
    accept(wired, OTHER, url="https://coast.example.org/fair")
    (listed,) = ask(client, "/api/v1/positions/")["results"]
    assert listed["n_sources"] == 2
    held = Position.objects.get(superseded_at=None)
    history = ask(client, f"/api/v1/positions/{held.uuid}/history/")["results"]
    assert [version["n_sources"] for version in history if version["superseded_at"] is None] == [2]


def test_the_number_of_queries_does_not_grow_with_the_sources(client: Client, wired: RiverTalks):
    # negotiation, last revision, parties, targets, cells; of records: positions, support, evidence, withdrawn
    assert n_queries(client, COMPARISON) == 5
    assert n_queries(client, COMPARISON, stance="opposes") == 8
    for number in range(5):
        accept(wired, f"{OTHER} It was fair number {number}.", url=f"https://coast.example.org/{number}")
    assert n_queries(client, COMPARISON) == 5
    assert n_queries(client, COMPARISON, stance="opposes") == 8
