"""What lies on the desk beside a statement: what else its article says, what is much the same, what undo takes back."""

from datetime import date

from django.contrib.auth.models import User

from positions import review
from positions.models import Article, Statement
from positions.queries.curating import desk
from positions.queries.curating.desk import (
    Alike,
    Choices,
    choices_of,
    find_last_decided,
    get_statement,
    list_alike,
    list_margin,
)
from positions.statements import CodedStatement, code_statement
from positions.vocabulary import Act, Attribution, Stance
from tests.suggestions import OPENING, suggest
from tests.world import RiverTalks, one_more_issue, river_talks


def code(talks: RiverTalks, article: Article) -> Statement:
    """The article's first words, coded by hand for these talks."""
    coded = CodedStatement(
        article=article,
        party=talks.southland,
        target=talks.dam,
        stance=Stance.SUPPORTS,
        act=Act.DECLARATION,
        attribution=Attribution.REPORTED,
        quote=OPENING[:12],
        start=0,
        end=12,
        said_on=date(2024, 3, 5),
    )
    return code_statement(coded, coder=talks.by)


def test_the_margin_is_what_was_found_in_the_article_for_these_talks_in_its_order(talks):
    found = suggest(talks, ["The quota stays.", "No dam will stand here."])
    suggest(talks, ["The quota stays elsewhere."], day=6)
    code(river_talks(by=talks.by, slug="lake-talks"), found[0].article)
    earlier = code(talks, found[0].article)
    assert list_margin(found[0].article, negotiation=talks.negotiation) == [earlier, *found]


def alike_of(statement: Statement) -> list[Alike]:
    return list_alike([get_statement(pk=statement.pk)])[statement.pk]


def test_alike_is_what_says_the_same_in_nearly_the_same_words_or_of_the_same_story(talks):
    (this,) = suggest(talks, ["The quota stays as it is now."])
    (near,) = suggest(talks, ["The quota stays as it is."], day=6)
    (story,) = suggest(talks, ["Rivers know no borders, he says."], day=7)
    suggest(talks, ["Whoever drinks must pay."], day=8)
    suggest(talks, ["The quota stays as it is now!"], day=9, target="dam")
    suggest(talks, ["The quota stays as it is now?"], day=10, party="southland")
    Article.objects.update(near_duplicate_group=None)
    assert [one.statement for one in alike_of(this)] == [near]
    Article.objects.filter(statements__in=[this, story]).update(near_duplicate_group=7)
    found = alike_of(this)
    assert [(one.statement, one.is_same_story, one.likeness >= 80) for one in found] == [
        (near, False, True),
        (story, True, False),
    ]


def test_what_is_alike_takes_one_query_of_however_many(talks, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(desk, "N_COMPARED", 2)
    quotas = [one for day in (5, 6, 7) for one in suggest(talks, [f"The quota stays, day {day}."], day=day)]
    dams = [one for day in (5, 6, 7) for one in suggest(talks, [f"No dam on day {day}."], day=day, target="dam")]
    for asked in (quotas[:1], [*quotas, *dams]):
        with django_assert_num_queries(1):
            found = list_alike(asked)
    of_each = [[alike.statement for alike in found[one.pk]] for one in [*quotas, *dams]]
    assert of_each == [others for rows in (quotas, dams) for others in (rows[1:], rows[2:], rows[1:2])]


def test_what_may_stand_in_its_place_is_what_these_talks_list_by_name(talks):
    one_more_issue(river_talks(by=talks.by, slug="lake-talks"), "fish")
    assert choices_of(talks.negotiation) == Choices(
        parties=[("northland", "Northland"), ("river-league", "River League"), ("southland", "Southland")],
        targets=[
            ("water-share", "Share of the water"),
            ("league-draft", "The League's draft of March"),
            ("dam", "The upper dam"),
        ],
    )


def test_undo_takes_back_ones_own_last_decision_that_stands(talks):
    first, others, last = suggest(talks, ["One.", "Two.", "Three."])
    assert find_last_decided(talks.by) is None
    review.reject_statement(first, by=talks.by)
    review.reject_statement(last, by=talks.by)
    review.reject_statement(others, by=User.objects.create_user("ken"))
    assert find_last_decided(talks.by) == last
    review.undo_decision(last, by=talks.by)
    assert find_last_decided(talks.by) == first
