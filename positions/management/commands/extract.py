"""`manage.py extract --catalog FILE PATH…`: the statements in article files as JSON lines. Stores nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from positions.catalog.file import extraction_catalog, read_catalog_file
from positions.catalog.problems import CatalogFileInvalid
from positions.extraction.contract import ArticleNotReadable, Catalog, ExtractedStatement, Extractor, Term
from positions.extraction.lanes import LANES, load_extractor
from positions.ingestion.files import ArticleFile, ArticleFileUnreadable, list_article_files, read_article_file

EXTRACTORS = ("rules", "llm", "both")
NOT_AVAILABLE = 2
"""Exit status for an extractor that this version doesn't have, as for any wrong argument."""


class Command(BaseCommand):
    help = "Writes the statements found in article files (.json, .txt, .html, or folders of them) as JSON lines."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--catalog", required=True, type=Path, metavar="FILE", help="the negotiation's catalog, YAML"
        )
        parser.add_argument("--extractor", choices=EXTRACTORS, default="rules", help="default: rules; the only one yet")
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="article files or folders")

    def handle(self, *_args: object, extractor: str, catalog: Path, paths: list[Path], **_options: object) -> None:
        lane = find_extractor(extractor)
        entries = read_catalog(catalog)
        n_bad = sum(not self._extract(item, lane, entries) for item in read_articles(paths))
        if n_bad:
            raise SystemExit(1)

    def _extract(self, item: ArticleFile | ArticleFileUnreadable, extractor: Extractor, catalog: Catalog) -> bool:
        """Write one article's line; False when the article could not be read."""
        if isinstance(item, ArticleFileUnreadable):
            self.stderr.write(str(item))
            return False
        try:
            statements = extractor.extract(item.text, catalog=catalog, published_on=item.published_on)
        except ArticleNotReadable as problem:
            self.stderr.write(f"{item.stem}: {problem}")
            return False
        line = {
            "article": item.stem,
            "negotiation": catalog.negotiation,
            "statements": [statement_json(statement) for statement in statements],
        }
        self.stdout.write(json.dumps(line, ensure_ascii=False))
        self.stderr.write(f"{item.stem}: {len(statements)} statements", self.style.SUCCESS)
        return True


def find_extractor(name: str) -> Extractor:
    """The extractor of that name, when this version has it."""
    if name not in LANES:
        available = ", ".join(LANES)
        message = f"The extractor “{name}” isn't available in this version of Parley; available: {available}."
        raise CommandError(message, returncode=NOT_AVAILABLE)
    return load_extractor(name)


def read_catalog(path: Path) -> Catalog:
    try:
        return extraction_catalog(read_catalog_file(path))
    except (CatalogFileInvalid, OSError) as problem:
        raise CommandError(str(problem)) from problem


def read_articles(paths: list[Path]) -> Iterator[ArticleFile | ArticleFileUnreadable]:
    """Every article of the files and folders, or what is wrong with it."""
    for path in paths:
        try:
            files = list_article_files(path)
        except ArticleFileUnreadable as problem:
            yield problem
            continue
        for file in files:
            try:
                yield read_article_file(file)
            except ArticleFileUnreadable as problem:
                yield problem


def statement_json(statement: ExtractedStatement) -> dict[str, Any]:
    """A statement with the fixed field names of the command's output."""
    return {
        "party": statement.party,
        "target": statement.target,
        "stance": statement.stance,
        "act": statement.act,
        "attribution": statement.attribution,
        "speaker": statement.speaker,
        "salience": statement.salience,
        "terms": [term_json(term) for term in statement.terms],
        "condition": statement.condition,
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "confidence": statement.confidence,
        "explanation": statement.explanation,
    }


def term_json(term: Term) -> dict[str, Any]:
    """A term with its number as JSON has it: whole where it is whole."""
    value = term.value
    number = None if value is None else int(value) if value == value.to_integral_value() else float(value)
    return {"text": term.text, "value": number, "unit": term.unit}
