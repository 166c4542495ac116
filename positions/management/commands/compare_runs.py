"""`manage.py compare_runs LEFT RIGHT`: what two readings found differently, and what they were read with.

Each is a stored run, by its id, or a file that `manage.py extract` wrote.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import startup
from positions.management.json_files import WRONG, what_is_wrong
from positions.models import ExtractionRun
from positions.queries.curating.found import found_by
from positions.statements.differences import RunDifferences, RunStatement, differences

# What a stored run was made with, in the order in which it is told.
MADE_WITH = (
    "extractor", "version", "catalog_revision", "catalog_hash", "model", "model_hash", "prompt_hash", "lexicon_hash",
    "weights_hash", "n_input_tokens", "n_output_tokens", "cost",
)  # fmt: skip
DIFFERENT = 1
"""Exit status where the two differ, as of `diff`."""
WORDS_SHOWN = 90


class Command(BaseCommand):
    help = "Tells what two readings found differently: stored runs by id, or files that extract wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("left", metavar="LEFT", help="the first: id of a stored run, or a file")
        parser.add_argument("right", metavar="RIGHT", help="the second: id of a stored run, or a file")

    def handle(self, *_args: object, left: str, right: str, **_options: object) -> None:
        are_files = is_file(left) and is_file(right)
        with nullcontext() if are_files else startup.database():
            sides = [read_side(left), read_side(right)]
        for name, values in made_differently(*sides):
            self.stdout.write(f"{name}: {values[0]} → {values[1]}")
        for sentence in unshared_articles(*sides):
            self.stdout.write(sentence)
        found = differences(sides[0].statements, sides[1].statements)
        for line in lines(found, names=sides[0].articles | sides[1].articles):
            self.stdout.write(line)
        self.stdout.write(summary(found))
        if not found.are_equal or sides[0].articles.keys() != sides[1].articles.keys():
            raise SystemExit(DIFFERENT)


class Side:
    """One of the two: the articles that were read, by id with what to call them; its statements, and what they were
    made with where that is known."""

    def __init__(
        self, articles: Mapping[str, str], statements: Iterable[Mapping[str, Any]], made_with: Mapping[str, Any]
    ) -> None:
        self.articles = dict(articles)
        self.statements = [run_statement(row) for row in statements]
        self.made_with = made_with


def read_side(name: str) -> Side:
    """A file of JSON lines, or a stored run. Raises: CommandError, in one line."""
    run = None if is_file(name) else find_run(name)
    if run is not None:
        articles = {str(run.article_id): f"{run.article} ({run.article.uuid})"}
        return Side(articles, found_by(run), {field: getattr(run, field) for field in MADE_WITH})
    if not is_file(name):
        raise CommandError(f"There is no run with the id “{name}”, and no such file.")
    try:
        content = Path(name).read_bytes()
        text = content.decode(json.detect_encoding(content))
        parsed = [json.loads(line) for line in text.split("\n") if line.strip()]  # others may stand in strings
        articles = {str(line["article"]): str(line["article"]) for line in parsed}
        rows = [{"article": line["article"], **row} for line in parsed for row in line["statements"]]
        return Side(articles, rows, {})
    except WRONG as problem:
        raise CommandError(f"{name} is no file that extract wrote: {what_is_wrong(problem)}.") from problem


def is_file(name: str) -> bool:
    return os.path.isfile(name)  # noqa: PTH113 - any text: Path raises for some


def find_run(name: str) -> ExtractionRun | None:
    try:
        return ExtractionRun.objects.select_related("article").filter(uuid=UUID(name)).first()
    except ValueError:
        return None


def run_statement(row: Mapping[str, Any]) -> RunStatement:
    """A row of either kind. Raises: KeyError, TypeError for one that is of neither."""
    terms = tuple(json.dumps(term, sort_keys=True, default=str) for term in row["terms"])
    names = ("party", "target", "stance", "act", "attribution", "salience", "condition", "quote", "start", "end")
    values = {name: row[name] for name in names}
    return RunStatement(
        article=str(row["article"]),
        speaker=row["speaker"] or "",
        terms=terms,
        confidence=row["confidence"],
        **values,
    )


def made_differently(left: Side, right: Side) -> list[tuple[str, tuple[Any, Any]]]:
    """What the two were made with, where that differs and is known of both."""
    pairs = (
        (name, (left.made_with[name], right.made_with[name])) for name in left.made_with if name in right.made_with
    )
    return [(name, pair) for name, pair in pairs if pair[0] != pair[1]]


def unshared_articles(left: Side, right: Side) -> Iterable[str]:
    """A line a side for the articles that the other did not read."""
    for name, side, other in (("left", left, right), ("right", right, left)):
        alone = [side.articles[article] for article in side.articles if article not in other.articles]
        if alone:
            yield f"only the {name} read: {', '.join(alone)}"


def lines(found: RunDifferences, *, names: Mapping[str, str]) -> Iterable[str]:
    """A line a difference: − only left, + only right, ~ other values. Of several articles each line names its own."""
    for statement in found.only_left:
        yield f"− {line(statement, names)}"
    for statement in found.only_right:
        yield f"+ {line(statement, names)}"
    for change in found.changed:
        values = "; ".join(f"{name}: {left} → {right}" for name, (left, right) in change.values.items())
        yield f"~ {line(change.left, names)}: {values}"


def line(statement: RunStatement, names: Mapping[str, str]) -> str:
    words = " ".join(statement.quote.split())
    shown = words if len(words) <= WORDS_SHOWN else f"{words[:WORDS_SHOWN]}…"
    where = f"{names[statement.article]}: " if len(names) > 1 else ""
    return f"{where}{statement.party} {statement.stance} {statement.target} at {statement.start}: “{shown}”"


def summary(found: RunDifferences) -> str:
    return (
        f"{found.n_same} the same, {len(found.changed)} with other values, "
        f"{len(found.only_left)} only left, {len(found.only_right)} only right"
    )
