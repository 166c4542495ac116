"""What those who improve catalogs and confidences are told of decisions."""

from datetime import date

import pytest

from positions import review
from positions.extraction.contract import ExtractedStatement
from positions.ingestion import SourceText, store_excerpt
from positions.models import Article, ExtractionRun, Statement
from positions.queries.curating.confidences import decided_confidences
from positions.queries.curating.decided import decided_articles
from positions.review import Amendment
from positions.statements import store_found
from positions.vocabulary import Stance
from tests.suggestions import suggest, suggestion
from tests.world import RiverTalks, write_article

SENTENCES = ["The quota stays.", "No dam here.", "It is ours.", "So it was."]


def found_by(
    talks: RiverTalks, article: Article, extractor: str, *found: ExtractedStatement, version: str = "1"
) -> None:
    run = ExtractionRun.objects.create(
        article=article, negotiation=talks.negotiation, extractor=extractor, version=version, catalog_revision=1
    )
    store_found(run, found)


def test_an_article_is_told_with_what_it_holds_right_in_its_order(talks: RiverTalks):
    later, last, wrong, same = suggest(talks, SENTENCES)
    review.mark_duplicate(same, by=talks.by)
    review.amend_statement(last, by=talks.by, amendment=Amendment(party="southland", target="dam", speaker="Bo Lund"))
    review.accept_statement(later, by=talks.by)
    review.reject_statement(wrong, by=talks.by)
    (told,) = decided_articles(talks.negotiation)
    assert (told.name, told.text, told.published_on) == ("Report of 5 March", later.article.text, date(2024, 3, 5))
    assert [(place.start, place.party, place.targets, place.speaker) for place in told.places] == [
        (later.start, "northland", ("water-share",), "Ada Holm"),
        (last.start, "southland", ("dam",), "Bo Lund"),
        (same.start, "northland", ("water-share",), "Ada Holm"),
    ]


def test_an_article_of_which_all_is_wrong_is_told_and_one_without_decision_or_text_is_not(talks: RiverTalks):
    wrong, *_ = suggest(talks, SENTENCES)
    suggest(talks, SENTENCES, day=6)
    review.reject_statement(wrong, by=talks.by)
    excerpt = store_excerpt(SourceText(text="No dam here.", published_on=date(2024, 3, 7)))
    found_by(talks, excerpt, "rules", suggestion(excerpt.text, "No dam here."))
    review.accept_statement(excerpt.statements.get(), by=talks.by)
    assert [(told.name, told.places) for told in decided_articles(talks.negotiation)] == [("Report of 5 March", ())]


def test_an_article_without_a_title_is_named_by_its_id(talks: RiverTalks):
    article = write_article("Northland spoke. The quota stays.", title="")
    found_by(talks, article, "rules", suggestion(article.text, "The quota stays."))
    review.reject_statement(Statement.objects.get(), by=talks.by)
    assert [told.name for told in decided_articles(talks.negotiation)] == [str(article.uuid)]


@pytest.mark.parametrize(
    ("amendment", "is_right"),
    [
        (Amendment(speaker="Bo Lund"), True),
        (Amendment(party="southland"), False),
        (Amendment(target="dam"), False),
        (Amendment(stance=Stance.SUPPORTS), False),
    ],
)
def test_what_was_amended_was_right_unless_in_what_is_held_by_whom(talks, amendment: Amendment, is_right: bool):
    found, *_ = suggest(talks, SENTENCES)
    review.amend_statement(found, by=talks.by, amendment=amendment)
    assert [one.is_right for one in decided_confidences()] == [is_right]


def test_each_statement_is_judged_once_by_what_the_rules_said_last(talks: RiverTalks):
    article = write_article("Northland spoke. The quota stays. No dam here.")
    first, second = (suggestion(article.text, words) for words in ("The quota stays.", "No dam here."))
    found_by(talks, article, "rules", first, second)
    found_by(talks, article, "rules", suggestion(article.text, "The quota stays.", confidence=0.9), version="2")
    found_by(talks, article, "llm", suggestion(article.text, "No dam here.", confidence=0.2))
    same, wrong = Statement.objects.order_by("start")
    review.mark_duplicate(same, by=talks.by)
    review.reject_statement(wrong, by=talks.by)
    assert [(one.given, one.is_right) for one in decided_confidences()] == [(0.9, True), (0.7, False)]
    assert decided_confidences("other-talks") == []
