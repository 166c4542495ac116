"""Coded articles from folders, for the commands that measure and train; a problem is one readable line."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from positions.catalog.file import extraction_catalog, read_catalog_file
from positions.catalog.problems import CatalogFileInvalid, nearest
from positions.evaluation.gold import GoldArticle, GoldUnusable, gold_article, read_coded
from positions.extraction.contract import Catalog
from positions.ingestion.files import ArticleFileUnreadable, read_article_file


def add_gold_arguments(parser: CommandParser) -> None:
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR", help="folder of what people coded: ID.json")
    parser.add_argument("--articles", type=Path, required=True, metavar="DIR", help="folder of the articles: ID.json")
    parser.add_argument(
        "--catalogs", type=Path, required=True, metavar="DIR", help="folder of the catalogs: NEGOTIATION.yaml"
    )


def read_gold(*, gold: Path, articles: Path, catalogs: Path) -> Iterator[GoldArticle]:
    """All coded articles, in the order of their names. Raises: CommandError."""
    try:
        known = read_catalogs(catalogs)
        for stem, coded in read_coded(gold).items():
            file = read_article_file(articles / f"{stem}.json")
            article = gold_article(stem, coded, text=file.text, source=file.source, catalogs=known)
            yield with_known_slugs(article)
    except (GoldUnusable, ArticleFileUnreadable, CatalogFileInvalid, OSError) as problem:
        raise CommandError(str(problem)) from problem


def with_known_slugs(article: GoldArticle) -> GoldArticle:
    """The article. Raises: GoldUnusable, a line for each party and target that its catalog does not have."""
    catalog = article.catalog
    known = {
        "party": [party.slug for party in catalog.parties],
        "target": [issue.slug for issue in catalog.issues] + [proposal.slug for proposal in catalog.proposals],
    }
    named = [("party", statement.party) for statement in article.statements]
    named += [("target", target) for statement in article.statements for target in statement.targets]
    problems = [
        f"{article.stem}: “{slug}” is no {noun} of {catalog.negotiation}{nearest(slug, known[noun])}"
        for noun, slug in dict.fromkeys(named)
        if slug not in known[noun]
    ]
    if problems:
        raise GoldUnusable("\n".join(problems))
    return article


def read_gold_folder(folder: Path) -> Iterator[GoldArticle]:
    """The coded articles of one folder that holds `statements`, `articles` and `catalogs`. Raises: CommandError."""
    return read_gold(gold=folder / "statements", articles=folder / "articles", catalogs=folder / "catalogs")


def read_catalogs(folder: Path) -> dict[str, Catalog]:
    """The catalogs of a folder by their negotiation's slug."""
    found = [extraction_catalog(read_catalog_file(path)) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        raise GoldUnusable(f"{folder}: there are no .yaml files here.")
    return {catalog.negotiation: catalog for catalog in found}
