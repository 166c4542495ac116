"""The plain sentences that training is given beside coded articles."""

from positions.evaluation.plain_sentences import INVENTED, plain_articles
from tests.unit.extraction.constructed_worlds import WORLDS


def test_every_plain_sentence_names_what_its_catalog_has():
    for article in plain_articles():
        parties = {party.slug for party in article.catalog.parties}
        issues = {issue.slug for issue in article.catalog.issues}
        for statement in article.statements:
            assert statement.party in parties, article.text
            assert set(statement.targets) <= issues, article.text
            assert (statement.start, statement.end) == (0, len(article.text))


def test_some_plain_sentences_have_a_stance_and_some_have_none():
    n_with = sum(bool(article.statements) for article in plain_articles())

    assert 60 < n_with < len(list(plain_articles())) - 15


def test_what_tests_the_models_was_not_taught():
    assert INVENTED.keys().isdisjoint(WORLDS)
