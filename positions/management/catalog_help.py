"""Files that the commands for catalog writers read: catalogs, articles, and statements that people coded in them."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from positions.catalog.file import extraction_catalog, read_catalog_file
from positions.catalog.problems import CatalogFileInvalid
from positions.extraction.contract import ArticleNotReadable, Catalog
from positions.extraction.cues.coded_places import CodedArticle, CodedPlace
from positions.extraction.cues.cue_matches import MatchedArticle
from positions.extraction.readable import check_readable
from positions.ingestion.files import (
    ArticleFile,
    ArticleFileUnreadable,
    list_article_files,
    read_article_file,
    what_is_left_out,
)
from positions.management.json_files import WRONG, what_is_wrong


def read_catalog(path: Path) -> Catalog:
    """A catalog file as extractors know it. Raises: CommandError, a readable line a problem."""
    try:
        return extraction_catalog(read_catalog_file(path))
    except (CatalogFileInvalid, OSError) as problem:
        raise CommandError(str(problem)) from problem


class Complaints:
    """Where a command names what it can't use and leaves out; it ends with status 1 if there was anything."""

    def __init__(self, errors: OutputWrapper) -> None:
        self.errors = errors
        self.n = 0

    def write(self, sentence: str) -> None:
        self.errors.write(sentence)
        self.n += 1

    def end(self) -> None:
        """Raises: SystemExit."""
        if self.n:
            raise SystemExit(1)


def read_articles(paths: list[Path], *, errors: OutputWrapper) -> Iterator[ArticleFile | ArticleFileUnreadable]:
    """Every article of the files and folders, or what is wrong with it; what folders hold besides is told."""
    for path in paths:
        if left_out := what_is_left_out(path):
            errors.write(left_out)
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


def matched(articles: list[CodedArticle], catalog: Catalog, *, complaints: Complaints) -> list[MatchedArticle]:
    """The articles with what the catalog matches in them; those that the rules can't read are named and left out."""
    read = []
    for article in articles:
        try:
            check_readable(article.text)
        except ArticleNotReadable as problem:
            complaints.write(f"{article.name}: {problem}")
            continue
        read.append(MatchedArticle(article, catalog))
    return read


def coded_articles(paths: list[Path], gold: Path | None, *, complaints: Complaints) -> list[CodedArticle]:
    """Articles of files and folders; with a folder of coded statements, those that it has, with their places.

    Raises: CommandError where there are none.
    """
    if gold is not None and not gold.is_dir():
        raise CommandError(f"{gold}: there is no such folder.")
    articles = []
    for item in read_articles(paths, errors=complaints.errors):
        if isinstance(item, ArticleFileUnreadable):
            complaints.write(str(item))
            continue
        places = () if gold is None else find_places(gold / f"{item.stem}.json", item.text, complaints=complaints)
        if places is not None:
            articles.append(CodedArticle(name=item.stem, text=item.text, published_on=item.published_on, places=places))
    if not articles:
        coded = f" with a file of statements in {gold}" if gold is not None else ""
        raise CommandError(f"There is no article to read{coded}.")
    return articles


def find_places(path: Path, text: str, *, complaints: Complaints) -> tuple[CodedPlace, ...] | None:
    """Where the statements of a file stand in an article; None where there is no such file.

    A quote that does not stand there is named and left out.

    Shape of the file: {"statements": [{"party", "target" (one or a list), "quote", "speaker", …}]}.
    Raises: CommandError for one of another shape.
    """
    if not path.is_file():
        return None
    try:
        rows = json.loads(path.read_bytes())["statements"]
        places = [(row["quote"], _place(row, text)) for row in rows]
    except WRONG as problem:
        raise CommandError(f"{path}: no file of coded statements: {what_is_wrong(problem)}.") from problem
    for quote, place in places:
        if place is None:
            complaints.write(f"{path}: the quote “{quote[:60]}” is not in the text.")
    return tuple(place for _, place in places if place is not None)


def _place(row: dict[str, Any], text: str) -> CodedPlace | None:
    start = text.find(row["quote"])
    targets = [row["target"]] if isinstance(row["target"], str) else row["target"]
    if start < 0:
        return None
    return CodedPlace(
        party=row["party"],
        targets=tuple(targets),
        start=start,
        end=start + len(row["quote"]),
        speaker=row.get("speaker") or "",
    )


def share(value: str) -> float:
    """A number from 0 to 1 on a command line. Raises: ArgumentTypeError."""
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise ArgumentTypeError("must be a number from 0 to 1")
    return number
