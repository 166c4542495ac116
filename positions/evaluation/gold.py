"""Stage evaluation: articles whose statements people have coded, as files.

In: folders `statements` (ID.json), `articles` (ID.json) and `catalogs` (NEGOTIATION.yaml). Out: `GoldArticle` values.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from positions.extraction.contract import Catalog, Source
from positions.vocabulary import Act, Attribution, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStatement:
    """A statement as people coded it. Any of `targets` counts; an optional one costs nothing, found or missed."""

    party: str
    targets: tuple[str, ...]
    stance: Stance
    act: Act
    attribution: Attribution
    start: int
    end: int
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """An article with its catalog and what people coded in it."""

    stem: str
    text: str
    source: Source
    catalog: Catalog
    statements: tuple[GoldStatement, ...]

    @property
    def negotiation(self) -> str:
        return self.catalog.negotiation


class GoldUnusable(Exception):
    """A folder of gold can't be used; the message names the file and says why."""


def gold_article(
    stem: str, coded: Mapping[str, Any], *, text: str, source: Source, catalogs: Mapping[str, Catalog]
) -> GoldArticle:
    """One article put together. Raises: GoldUnusable."""
    try:
        catalog = catalogs[coded["negotiation"]]
        statements = tuple(gold_statement(item, text) for item in coded["statements"])
    except KeyError as problem:
        raise GoldUnusable(f"{stem}: there is no {problem} in its statements or among the catalogs.") from problem
    except (TypeError, ValueError) as problem:
        raise GoldUnusable(f"{stem}: {problem}") from problem
    return GoldArticle(stem=stem, text=text, source=source, catalog=catalog, statements=statements)


def gold_statement(item: Mapping[str, Any], text: str) -> GoldStatement:
    """A coded statement with its place in the text. Raises: KeyError, ValueError when the quote is not there."""
    targets = item["target"]
    start = text.find(item["quote"])
    if start < 0:
        raise ValueError(f"the quote “{item['quote'][:60]}” is not in the text.")
    return GoldStatement(
        party=item["party"],
        targets=(targets,) if isinstance(targets, str) else tuple(targets),
        stance=Stance(item["stance"]),
        act=Act(item.get("act", Act.DECLARATION)),
        attribution=Attribution(item["attribution"]),
        start=start,
        end=start + len(item["quote"]),
        is_optional=bool(item.get("optional")),
    )


def read_coded(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The statements files of a folder by stem. Raises: GoldUnusable."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        raise GoldUnusable(f"{folder}: there are no .json files here.")
    found = {}
    for path in files:
        try:
            found[path.stem] = json.loads(path.read_bytes())
        except (OSError, ValueError) as problem:
            raise GoldUnusable(f"{path}: {problem}") from problem
        if not isinstance(found[path.stem], dict) or not isinstance(found[path.stem].get("statements"), list):
            raise GoldUnusable(f"{path}: it needs an object with “negotiation” and a list “statements”.")
    return found
