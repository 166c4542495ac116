"""`manage.py extract --catalog FILE PATH…`: the statements in article files as JSON lines. Stores nothing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from positions.counting import counted
from positions.extraction.account import Account
from positions.extraction.asking.parts import in_parts
from positions.extraction.asking.prompt import article_message, review_message, rules_message
from positions.extraction.contract import (
    ArticleNotReadable,
    Catalog,
    ExtractedStatement,
    ExtractionFailed,
    Extractor,
    Term,
)
from positions.extraction.lanes import LANES, LaneNotConfigured, load_extractor, read_article
from positions.extraction.readable import check_words
from positions.ingestion.files import ArticleFile, ArticleFileUnreadable
from positions.management.catalog_help import read_articles, read_catalog, share

NOT_AVAILABLE = 2
"""Exit status for an extractor that needs what is not configured, as for any wrong argument."""


class Command(BaseCommand):
    help = "Writes the statements found in article files (.json, .txt, .html, or folders of them) as JSON lines."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--catalog", required=True, type=Path, metavar="FILE", help="the catalog of the talks, in YAML"
        )
        parser.add_argument(
            "--extractor", choices=LANES, default="rules", help="what reads the articles (default: rules)"
        )
        parser.add_argument(
            "--min-confidence",
            type=share,
            metavar="P",
            help="show statements with at least this confidence, 0 to 1 (default: those that curators are shown)",
        )
        parser.add_argument(
            "--show-prompt", action="store_true", help="print what a language model would be sent, and send nothing"
        )
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="article files or folders")

    def handle(self, *_args: object, catalog: Path, paths: list[Path], **options: Any) -> None:
        if options["show_prompt"]:
            n_bad = self._show_prompts(read_catalog(catalog), paths)
        else:
            lane = find_extractor(options["extractor"], options["min_confidence"])
            entries = read_catalog(catalog)
            n_bad = sum(not self._extract(item, lane, entries) for item in read_articles(paths, errors=self.stderr))
        if n_bad:
            raise SystemExit(1)

    def _show_prompts(self, catalog: Catalog, paths: list[Path]) -> int:
        """Write the rules once and each article's messages; gives how many files could not be read."""
        self.stdout.write(rules_message(catalog))
        n_bad = 0
        for item in read_articles(paths, errors=self.stderr):
            problem = find_problem(item)
            if isinstance(item, ArticleFileUnreadable) or problem:
                self.stderr.write(problem)
                n_bad += 1
                continue
            for part in in_parts(item.text):
                question = article_message(item.text, part, source=item.source)
                self.stdout.write(f"--- {item.stem} ---\n{question}")
        self.stdout.write(f"--- then, of each, unless PARLEY_LLM_REVIEW is 0 ---\n{review_message(1)}")
        return n_bad

    def _extract(self, item: ArticleFile | ArticleFileUnreadable, extractor: Extractor, catalog: Catalog) -> bool:
        """Write one article's line; False when the article could not be read."""
        if isinstance(item, ArticleFileUnreadable):
            self.stderr.write(str(item))
            return False
        try:
            found = read_article(extractor, item.text, catalog=catalog, source=item.source)
        except (ArticleNotReadable, ExtractionFailed) as problem:
            self.stderr.write(f"{item.stem}: {problem}{spent(getattr(problem, 'account', None))}")
            return False
        line = {
            "article": item.stem,
            "negotiation": catalog.negotiation,
            "statements": [statement_json(statement) for statement in found.statements],
        }
        self.stdout.write(json.dumps(line, ensure_ascii=False))
        self.stderr.write(
            f"{item.stem}: {counted(len(found.statements), 'statement')}{spent(found.account)}", self.style.SUCCESS
        )
        return True


def find_problem(item: ArticleFile | ArticleFileUnreadable) -> str:
    """Why no model could read it; empty where one could."""
    if isinstance(item, ArticleFileUnreadable):
        return str(item)
    try:
        check_words(item.text)
    except ArticleNotReadable as problem:
        return f"{item.stem}: {problem}"
    return ""


def spent(account: object) -> str:
    """What an article cost, in brackets; empty where it cost nothing."""
    sentence = account.sentence() if isinstance(account, Account) else ""
    return f" ({sentence})" if sentence else ""


def find_extractor(name: str, min_confidence: float | None) -> Extractor:
    """The extractor of that name, when what it needs is configured."""
    try:
        return load_extractor(name, settings.LLM if LANES[name].asks_model else None, min_confidence=min_confidence)
    except LaneNotConfigured as problem:
        raise CommandError(f"{problem} Set PARLEY_LLM_BASE_URL.", returncode=NOT_AVAILABLE) from problem


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
