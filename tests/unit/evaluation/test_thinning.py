"""Articles under catalogs that have fewer cues."""

from random import Random

from positions.evaluation.plain_sentences import plain_articles
from positions.evaluation.thinning import thinned, with_fewer_cues
from positions.extraction.contract import Catalog


def cues(catalog: Catalog) -> list[str]:
    return [cue for issue in catalog.issues for cue in (*issue.toward, *issue.against)]


def test_a_thinner_catalog_has_the_same_parties_and_propositions_and_fewer_cues():
    for article in plain_articles():
        whole, thin = article.catalog, thinned(article).catalog

        assert thin.parties == whole.parties
        assert [(i.slug, i.title, i.proposition) for i in thin.issues] == [
            (i.slug, i.title, i.proposition) for i in whole.issues
        ]
        assert set(cues(thin)) <= set(cues(whole))
        assert len(cues(thin)) < len(cues(whole))


def test_an_article_always_gets_the_same_catalog_and_articles_get_several():
    articles = list(plain_articles())

    assert [thinned(a) for a in articles] == [thinned(a) for a in articles]
    assert len({tuple(cues(thinned(a).catalog)) for a in articles}) > 1


def test_all_cues_are_left_or_none_where_that_is_asked_for():
    catalog = next(plain_articles()).catalog

    assert with_fewer_cues(catalog, kept=1.0, draw=Random(1)) == catalog
    assert cues(with_fewer_cues(catalog, kept=0.0, draw=Random(1))) == []
