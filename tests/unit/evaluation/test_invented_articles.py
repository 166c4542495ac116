"""The invented articles that training is given beside real ones."""

from dataclasses import replace

from positions.evaluation.plain_sentences import plain_articles
from positions.evaluation.training import COUNTERPART, make_example, teachers
from positions.management.commands.train_extractor import INVENTED
from positions.management.gold import read_gold_folder


def test_every_invented_article_names_what_its_catalog_has_and_quotes_its_text():
    found = list(read_gold_folder(INVENTED))

    assert len(found) == 396
    assert sum(article.stem.startswith(COUNTERPART) for article in found) == 87
    for article in found:
        parties = {party.slug for party in article.catalog.parties}
        targets = {one.slug for one in (*article.catalog.issues, *article.catalog.proposals)}
        for statement in article.statements:
            assert statement.party in parties, article.stem
            assert set(statement.targets) <= targets, article.stem
            assert statement.start < statement.end, article.stem


def test_what_is_tried_was_taught_neither_by_itself_nor_by_its_counterpart():
    first, second, third = [make_example(article, share=1.0) for article in list(plain_articles())[:3]]
    article = first.article
    counterpart = replace(second, article=replace(second.article, stem=f"{COUNTERPART}{article.stem}"))
    other = replace(third, article=replace(third.article, stem=f"{COUNTERPART}another"))

    known = teachers([first, second], [0], beside=[counterpart, other])

    assert [e.article.stem for e in known] == [second.article.stem, other.article.stem]
