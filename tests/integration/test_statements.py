"""Articles and statements are stored once, whoever brings them and however often."""

from datetime import date

import pytest

from positions.extraction.contract import ExtractedStatement
from positions.ingestion import ArticleRefused, SourceText, queue_extraction, store_article, store_excerpt
from positions.models import Article, ExtractionRun, Finding, Revision, Statement
from positions.statements import (
    CodedStatement,
    QuoteNotVerbatim,
    StatementKnown,
    code_statement,
    list_waiting_articles,
    store_found,
)
from positions.vocabulary import Act, Attribution, Stance
from tests.world import say, write_article

TEXT = "Northland opposes the upper dam. “Never,” said Ada Holm."


@pytest.mark.django_db
def test_the_same_text_is_stored_once_whatever_its_white_space():
    first = store_article(SourceText(text=TEXT, url="https://example.org/a"))
    again = store_article(SourceText(text="\u200b" + TEXT.replace(" ", "\u00a0\n"), url="https://example.org/b"))
    assert (first.is_new, again.is_new, again.article) == (True, False, first.article)


@pytest.mark.django_db
def test_an_excerpt_is_stored_once_for_each_source():
    one = store_excerpt(SourceText(text="Never.", title="A"))
    assert store_excerpt(SourceText(text="Never.", title="A")) == one
    assert store_excerpt(SourceText(text="Never.", title="B")) != one


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no text"),
        (" \n\u200b", "no text"),
        ("a\x00b", "NUL"),
        ("a\ud83d", "half a character"),
        ("x" * 1_000_001, "1,000,001 characters"),
    ],
)
@pytest.mark.django_db
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(text, said):
    with pytest.raises(ArticleRefused, match=said):
        store_article(SourceText(text=text))
    assert not Article.objects.exists()


def test_an_article_waits_once_for_each_negotiation(talks):
    article = write_article(TEXT)
    assert queue_extraction(article, negotiations=[talks.negotiation]) == 1
    assert queue_extraction(article, negotiations=[talks.negotiation]) == 0
    assert list_waiting_articles() == [article.pk]


def test_another_catalog_supersedes_the_run_and_keeps_it(talks):
    article = write_article(TEXT)
    queue_extraction(article, negotiations=[talks.negotiation])
    last = Revision.objects.latest("number")
    later = last.committed_at.replace(year=last.committed_at.year + 1)
    Revision.objects.create(
        negotiation=talks.negotiation, number=last.number + 1, committed_at=later, committed_by=talks.by, kind="catalog"
    )
    assert queue_extraction(article, negotiations=[talks.negotiation]) == 1
    assert ExtractionRun.objects.filter(superseded_at__isnull=True).get().catalog_revision == last.number + 1
    assert ExtractionRun.objects.count() == 2


def test_what_two_runs_find_is_one_statement_with_two_findings(talks):
    article = write_article(TEXT)
    found = ExtractedStatement(
        party="northland",
        target="dam",
        stance=Stance.OPPOSES,
        act=Act.REJECTION,
        attribution=Attribution.REPORTED,
        quote=TEXT[:32],
        start=0,
        end=32,
        confidence=0.8,
        explanation="a rule",
    )
    for version in ("1", "2"):
        run = ExtractionRun.objects.create(
            article=article, negotiation=talks.negotiation, extractor="rules", version=version, catalog_revision=1
        )
        assert store_found(run, [found, found]) == 1
    assert (Statement.objects.count(), Finding.objects.count()) == (1, 2)
    assert Statement.objects.get().said_on == date(2024, 3, 5)


def test_a_statement_coded_twice_is_stored_once_and_whoever_codes_it_again_is_told(talks):
    first = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    coded = CodedStatement(
        article=first.article,
        party=first.party,
        target=first.target,
        stance=Stance.OPPOSES,
        act=Act.DEMAND,
        attribution=Attribution.QUOTED,
        quote=first.quote,
        start=first.start,
        end=first.end,
        said_on=first.said_on,
    )
    with pytest.raises(StatementKnown) as known:
        code_statement(coded, coder=talks.by)
    assert known.value.statement == first
    assert Statement.objects.get().act == Act.DECLARATION.value


def test_a_quote_that_is_not_in_the_article_is_refused(talks):
    coded = CodedStatement(
        article=write_article(TEXT),
        party=talks.northland,
        target=talks.dam,
        stance=Stance.OPPOSES,
        act=Act.DEMAND,
        attribution=Attribution.QUOTED,
        quote="Never ever",
        start=0,
        end=10,
        said_on=date(2024, 2, 1),
    )
    with pytest.raises(QuoteNotVerbatim):
        code_statement(coded, coder=talks.by)
