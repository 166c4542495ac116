"""`manage.py suggest_cues`: cues and aliases that a catalog lacks, from what people have decided or coded.

Each comes with what it would find and what it would find in vain; a curator takes it into the catalog or leaves it.
"""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import startup
from positions.counting import counted
from positions.extraction.contract import Catalog
from positions.extraction.cues.coded_places import CodedArticle
from positions.extraction.cues.cue_suggestions import Suggestion, missed_places, suggest_aliases, suggest_cues
from positions.management.catalog_help import Complaints, coded_articles, matched, read_catalog, share
from positions.management.talks import get_talks
from positions.queries.catalog.catalogs import stored_catalog
from positions.queries.curating.decided import decided_articles

EXAMPLE_LENGTH = 140
# Options that stand for a database.
FILES = ("catalog", "articles", "gold")


class Command(BaseCommand):
    help = "Proposes cues and aliases that a catalog lacks, from what curators decided or from coded files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--negotiation", metavar="SLUG", help="learn from what curators decided about these talks")
        parser.add_argument(
            "--catalog",
            type=Path,
            metavar="FILE",
            help="instead of --negotiation: a catalog file; needs --articles and --gold",
        )
        parser.add_argument("--articles", type=Path, nargs="+", metavar="PATH", help="files or folders of articles")
        parser.add_argument(
            "--gold", type=Path, metavar="DIR", help="a folder with the statements that people coded in these articles"
        )
        parser.add_argument(
            "--min-gain", type=at_least_one, default=2, metavar="N", help="how many stances a cue must find (default 2)"
        )
        parser.add_argument(
            "--min-precision",
            type=share,
            default=0.5,
            metavar="P",
            help="the share of its matches that must be right (default 0.5)",
        )

    def handle(
        self,
        *_args: object,
        negotiation: str | None,
        min_gain: int,
        min_precision: float,
        **files: object,
    ) -> None:
        if negotiation and any(files[name] is not None for name in FILES):
            raise CommandError(
                "With --negotiation what is stored is taken: leave out --catalog, --articles and --gold."
            )
        complaints = Complaints(self.stderr)
        catalog, articles = self._from_database(negotiation) if negotiation else self._from_files(complaints, **files)
        found = matched(articles, catalog, complaints=complaints)
        n_missed = len(list(missed_places(found)))
        n_places = sum(len(one.article.places) for one in found)
        self.stdout.write(
            f"{counted(n_places, 'stance')} in {counted(len(found), 'article')}; no cue names {n_missed} of them."
        )
        cues = suggest_cues(catalog, found, min_gain=min_gain, min_precision=min_precision)
        for title, suggestions in (("Cues", cues), ("Aliases of speakers", suggest_aliases(catalog, found))):
            for line in lines(title, suggestions):
                self.stdout.write(line)
        if not negotiation:
            complaints.end()

    def _from_database(self, slug: str) -> tuple[Catalog, list[CodedArticle]]:
        with startup.database():
            negotiation = get_talks(slug)
            articles = decided_articles(negotiation)
            if not articles:
                raise CommandError("Nobody has decided about a statement of these talks yet.")
            return stored_catalog(negotiation), articles

    def _from_files(self, complaints: Complaints, **files: object) -> tuple[Catalog, list[CodedArticle]]:
        catalog, articles, gold = files.get("catalog"), files.get("articles"), files.get("gold")
        if not (isinstance(catalog, Path) and isinstance(articles, list) and isinstance(gold, Path)):
            raise CommandError("Give --negotiation, or --catalog, --articles and --gold.")
        return read_catalog(catalog), coded_articles(articles, gold, complaints=complaints)


def at_least_one(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ArgumentTypeError("must be a whole number, 1 or more")
    return int(value)


def lines(title: str, suggestions: list[Suggestion]) -> Iterator[str]:
    """A line a suggestion, with one sentence that it comes from."""
    yield f"\n{title}: {len(suggestions) or 'none to propose'}"
    for one in suggestions:
        false = f", {one.n_false} in vain" if one.n_false else ""
        yield f"  {one.slug}: “{one.phrase}”  +{one.n_gained} in {counted(one.n_articles, 'article')}{false}"
        example = one.example if len(one.example) <= EXAMPLE_LENGTH else f"{one.example[:EXAMPLE_LENGTH]}…"
        yield f"      {example}"
