"""Precision of the machine lane, from what people decided."""

from datetime import date

import numpy as np
import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from positions import review
from positions.models import Article, Negotiation, Statement
from positions.queries.curating.quality import effective_number, interval, wilson
from positions.vocabulary import Stance
from tests.api.asking import ask, n_queries, refused
from tests.world import RiverTalks, river_talks, say, write_article

QUALITY = "/api/v1/quality/"
QUOTE = "The quota stays as it is."


def found(talks: RiverTalks, number: int) -> Statement:
    """A statement as a machine finds it: nobody coded it."""
    article = write_article(f"Article {number} of a machine. {QUOTE}")
    start = article.text.index(QUOTE)
    return Statement.objects.create(
        article=article,
        party=talks.northland,
        target=(talks.dam, talks.water_share)[number % 2],
        stance=Stance.SUPPORTS.value,
        act="declaration",
        attribution="quoted",
        salience="unspecified",
        quote=QUOTE,
        start=start,
        end=start + len(QUOTE),
        said_on=date(2024, 2, 1 + number),
        confidence=0.5,
    )


@pytest.fixture
def decided(talks: RiverTalks) -> RiverTalks:
    """Of six found: two accepted, one amended, one rejected, one a duplicate, one undone; and one coded by hand."""
    stated = [found(talks, number) for number in range(6)]
    for statement in stated[:2]:
        review.accept_statement(statement, by=talks.by)
    amendment = review.Amendment(condition="if paid", stance=Stance.CONDITIONAL)
    review.amend_statement(stated[2], by=talks.by, amendment=amendment)
    review.reject_statement(stated[3], by=talks.by)
    review.mark_duplicate(stated[4], by=talks.by)
    review.reject_statement(stated[5], by=talks.by)
    review.undo_decision(stated[5], by=talks.by)
    review.accept_statement(say(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 3, 1)), by=talks.by)
    return talks


def test_precision_is_of_what_machines_found_and_people_decided_on(client: Client, decided: RiverTalks):
    (quality,) = ask(client, QUALITY)["results"]
    overall = quality["overall"]
    assert (overall["n_decided"], overall["n_accepted"], overall["n_amended"]) == (5, 2, 1)
    assert (overall["n_rejected"], overall["n_duplicates"]) == (1, 1)
    assert (overall["precision"], overall["with_amended"]) == (0.5, 0.75)
    assert overall["low"] < 0.5 < overall["high"]


def test_it_is_told_by_issue_and_by_party(client: Client, decided: RiverTalks):
    (quality,) = ask(client, QUALITY, negotiation="river-talks")["results"]
    assert [(row["target"], row["n_decided"], row["precision"]) for row in quality["by_target"]] == [
        ("dam", 3, 0.5),
        ("water-share", 2, 0.5),
    ]
    assert [row["party"] for row in quality["by_party"]] == ["northland"]


def test_the_most_decided_on_come_first_and_equals_by_name(client: Client, talks: RiverTalks):
    for number in (1, 3, 0):  # the water, the water, the dam
        review.reject_statement(found(talks, number), by=talks.by)
    assert [row["target"] for row in ask(client, QUALITY)["results"][0]["by_target"]] == ["water-share", "dam"]
    review.reject_statement(found(talks, 2), by=talks.by)
    assert [row["target"] for row in ask(client, QUALITY)["results"][0]["by_target"]] == ["dam", "water-share"]


def test_without_decisions_there_is_no_precision(client: Client, talks: RiverTalks):
    (quality,) = ask(client, QUALITY)["results"]
    assert (quality["overall"]["precision"], quality["overall"]["low"], quality["by_party"]) == (None, None, [])


def test_the_interval_is_as_published():
    low, high = wilson(15 / 20, 20)
    assert (round(low, 4), round(high, 4)) == (0.5313, 0.8881)


SOURCES = st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@example([(4, 4), (1, 1)])
@example([(0, 5), (0, 5)])
@example([(3, 5)])
@example([(7, 7)] * 14)
@example([(2, 2)] * 9)
@given(st.lists(SOURCES, min_size=1, max_size=60))
def test_the_share_lies_in_its_interval(sources: list[tuple[int, int]]):
    low, high = interval(sources)
    assert 0 <= low <= sum(right for right, _ in sources) / sum(n for _, n in sources) <= high <= 1


@pytest.mark.parametrize(
    ("sources", "number"),
    [
        (
            [(1, 1), (0, 1)] * 500,
            998,
        ),  # one from each source: as many as there are, but for what few sources leave open
        ([(10, 10), (0, 10)] * 50, 96.6),  # all of a source right or wrong together: as many as there are sources
        ([(5, 10)] * 100, 976),  # more alike than by chance: no more than there are decisions
        ([(10, 10)] * 100, 976),  # all right
        ([(7, 10), (7, 10)], 0.48),  # two sources say next to nothing
    ],
)
def test_decisions_count_as_far_as_their_sources_are_independent(sources: list[tuple[int, int]], number: float):
    assert effective_number(sources) == pytest.approx(number, rel=0.01)


def test_the_interval_of_one_source_alone_is_everything():
    assert interval([(9, 10)]) == (0, 1)


def test_the_interval_holds_the_true_share_where_articles_are_right_or_wrong_as_a_whole():
    """20 sources, each of 1 to 19 decisions whose rightness correlates by 0.1. By the decisions alone: 81 of 100."""
    rng, true, rho, held = np.random.default_rng(1), 0.7, 0.1, 0
    for _ in range(500):
        numbers = rng.integers(1, 20, 20)
        shares = rng.beta(true * (1 - rho) / rho, (1 - true) * (1 - rho) / rho, 20)
        low, high = interval(
            [(int(right), int(n)) for right, n in zip(rng.binomial(numbers, shares), numbers, strict=True)]
        )
        held += low <= true <= high
    assert 460 <= held <= 490


def test_one_story_in_many_outlets_is_one_source(client: Client, decided: RiverTalks):
    assert ask(client, QUALITY)["results"][0]["overall"]["n_sources"] == 4
    Article.objects.filter(pk__in=Statement.objects.values("article")).update(near_duplicate_group=7)
    overall = ask(client, QUALITY)["results"][0]["overall"]
    assert (overall["n_sources"], overall["low"], overall["high"]) == (1, 0, 1)


def test_drafts_and_talks_that_there_are_not_are_refused(client: Client, decided: RiverTalks):
    assert refused(client, QUALITY, negotiation="river")["errors"][0]["nearest"] == ["river-talks"]
    Negotiation.objects.update(is_published=False)
    assert ask(client, QUALITY)["results"] == []


def test_a_decision_gives_another_tag(client: Client, decided: RiverTalks):
    etag = client.get(QUALITY)["ETag"]
    assert client.get(QUALITY, headers={"if-none-match": etag}).status_code == 304
    review.reject_statement(found(decided, 8), by=decided.by)
    assert client.get(QUALITY, headers={"if-none-match": etag}).status_code == 200


def test_the_number_of_queries_does_not_grow(client: Client, decided: RiverTalks):
    # what it hangs on, the talks, the decisions
    assert n_queries(client, QUALITY) == 3
    river_talks(by=decided.by, slug="lake-talks")
    assert n_queries(client, QUALITY) == 3
