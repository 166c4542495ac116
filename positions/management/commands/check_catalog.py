"""`manage.py check_catalog FILE --articles PATH…`: what a catalog finds in articles, and what stands in its way."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from positions.counting import counted
from positions.extraction.cues.catalog_check import CatalogCheck, CueCount, check_catalog
from positions.management.catalog_help import Complaints, coded_articles, matched, read_catalog

EXAMPLE_LENGTH = 100


class Command(BaseCommand):
    help = "Tells what each cue and name of a catalog matches in articles, what no cue finds, and which names collide."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("catalog", type=Path, metavar="FILE", help="the catalog of the talks, in YAML")
        parser.add_argument(
            "--articles", type=Path, nargs="+", required=True, metavar="PATH", help="article files or folders"
        )

    def handle(self, *_args: object, catalog: Path, articles: list[Path], **_options: object) -> None:
        entries = read_catalog(catalog)
        complaints = Complaints(self.stderr)
        found = matched(coded_articles(articles, None, complaints=complaints), entries, complaints=complaints)
        for line in report(check_catalog(entries, found), n_articles=len(found)):
            self.stdout.write(line)
        complaints.end()


def report(check: CatalogCheck, *, n_articles: int) -> Iterator[str]:
    """What to look at first, then every cue and name with its count."""
    yield counted(n_articles, "article")
    yield from section("Getting in each other's way", check.warnings)
    yield from section("Targets that nothing finds", check.unfound_targets)
    yield from section("Parties that are never named", check.unseen_parties)
    idle = [cue for cue in check.cues if not cue.n_matches and cue.source in {"cue", "proposal"}]
    for title, is_within in (("Cues that match nothing", False), ("Cues that only stand within longer ones", True)):
        alike = [f"{cue.target}: “{cue.phrase}”" for cue in idle if cue.is_within is is_within]
        yield from section(title, alike)
    busy = [cue for cue in check.cues if cue.n_matches]
    yield from section("What each cue matches", [cue_line(cue) for cue in busy])
    yield from section("What each name matches", [f"{n:4} {party} “{name}”" for name, party, n in check.names])


def cue_line(cue: CueCount) -> str:
    """How often, where, and one sentence."""
    words = cue.example if len(cue.example) <= EXAMPLE_LENGTH else f"{cue.example[:EXAMPLE_LENGTH]}…"
    where = counted(cue.n_articles, "article").rjust(12)
    return f"{cue.n_matches:4} in {where}  {cue.target} ({cue.source}) “{cue.phrase}”: {words}"


def section(title: str, lines: list[str]) -> Iterator[str]:
    yield f"\n{title}: {len(lines) or 'none'}"
    yield from (f"  {line}" for line in lines)
