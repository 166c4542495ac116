"""`manage.py import_positions FILE.csv --negotiation SLUG --mapping FILE`: a coded data set, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from positions.catalog import CatalogConflict, CatalogFileInvalid, import_positions, read_data_set, summary_of
from positions.management.users import find_user


class Command(BaseCommand):
    help = "Records the positions of a coded data set; docs/importing.md describes the mapping file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE.csv", help="CSV with a header and one position in each line"
        )
        parser.add_argument("--negotiation", required=True, metavar="SLUG", help="the talks that it belongs to")
        parser.add_argument(
            "--mapping", required=True, type=Path, metavar="FILE", help="what its columns mean, in YAML"
        )
        parser.add_argument("--by", metavar="USERNAME", help="in whose name (default: the account “operator”)")

    def handle(self, *, file: Path, negotiation: str, mapping: Path, by: str | None, **_: object) -> None:
        try:
            data_set = read_data_set(file, mapping=mapping)
            with transaction.atomic():
                loaded = import_positions(data_set, negotiation=negotiation, by=find_user(by))
        except (CatalogFileInvalid, CatalogConflict) as refused:
            self.stderr.write(f"{refused}\nNothing was stored.")  # as it is, so that an editor finds FILE:LINE
            raise SystemExit(1) from refused
        self.stdout.write(summary_of(loaded))
