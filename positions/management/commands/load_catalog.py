"""`manage.py load_catalog FILE…`: negotiations from YAML files, all of them or none."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from positions.catalog import (
    CatalogConflict,
    CatalogFile,
    CatalogFileInvalid,
    load_catalog,
    read_catalog_file,
    rewordings_of,
    summary_of,
)
from positions.management.users import find_user


class Command(BaseCommand):
    help = "Creates or updates negotiations from catalog files; docs/adding-a-negotiation.md describes the format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a catalog in YAML")
        parser.add_argument("--by", metavar="USERNAME", help="in whose name (default: the account “operator”)")

    def handle(self, *, files: list[Path], by: str | None, **_: object) -> None:
        catalogs = self._read(files)
        lines = list[str]()
        with transaction.atomic():
            user = find_user(by)
            for path, catalog_file in catalogs:
                try:
                    loaded = load_catalog(catalog_file, by=user)
                except CatalogConflict as conflict:
                    self._refuse([f"{path}: {line}" for line in str(conflict).splitlines()])
                slug = loaded.negotiation.slug
                lines += [
                    summary_of(loaded),
                    *(f"{slug}: {sentence}" for sentence in (*rewordings_of(loaded), *loaded.told)),
                ]
        for line in lines:
            self.stdout.write(line)

    def _read(self, files: list[Path]) -> list[tuple[Path, CatalogFile]]:
        """Every file is looked at before anything is stored, so that one run shows all problems."""
        catalogs, problems = [], []
        for path in files:
            try:
                catalogs.append((path, read_catalog_file(path)))
            except CatalogFileInvalid as invalid:
                problems.append(str(invalid))
        if problems:
            self._refuse(problems)
        return catalogs

    def _refuse(self, problems: list[str]) -> None:
        """Without the words that Django puts before an error, so that an editor finds FILE:LINE."""
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write("Nothing was stored.")
        raise SystemExit(1)
