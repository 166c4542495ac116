"""The zip, written row by row: nothing is held whole, and the same rows give the same bytes.

Weighed: zipstream-ng, which streams too; the standard library writes to what can't be sought as well.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from django.conf import settings

from positions.columns import columns_of, csv_text, value_at
from positions.comparison.records import Record
from positions.downloads.describing import PackedFile, package_of
from positions.models import Negotiation
from positions.queries.listing.public_rows import PUBLIC_TABLES, PublicTable

DOCS = Path(__file__).resolve().parents[2] / "docs"
README = Path(__file__).with_name("README.md")
FILE_MODE = 0o100644
UNIX = 3


@dataclass
class Member:
    """A file of the zip while it is written: its bytes are counted and hashed on their way."""

    into: IO[bytes]
    n_rows: int = 0
    n_bytes: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, body: bytes) -> None:
        self.into.write(body)
        self.digest.update(body)
        self.n_bytes += len(body)


class Package:
    """A zip that is being written, with what went into it so far."""

    def __init__(self, into: IO[bytes], *, folder: str, at: datetime) -> None:
        """`folder`: the one in which everything lies. `at`: the time that every file shows."""
        self.zip = ZipFile(into, "w", ZIP_DEFLATED)
        self.folder = folder
        self.at = at.astimezone(UTC)
        self.files: list[PackedFile] = []

    @contextmanager
    def member(self, name: str, *, record: type[Record] | None = None) -> Iterator[Member]:
        """A file to write to."""
        entry = ZipInfo(f"{self.folder}/{name}", self.at.timetuple()[:6])
        entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, FILE_MODE << 16, UNIX
        with self.zip.open(entry, "w", force_zip64=True) as opened:
            member = Member(opened)
            yield member
        self.files.append(PackedFile(name, member.n_rows, member.n_bytes, member.digest.hexdigest(), record))

    def add(self, name: str, body: bytes) -> None:
        with self.member(name) as member:
            member.write(body)

    def close(self) -> None:
        self.zip.close()


def pack(talks: Negotiation, into: IO[bytes], *, revision: int, known_at: datetime) -> list[PackedFile]:
    """Writes everything; gives what is in it. Each table is read twice, once a form, and never held."""
    package = Package(into, folder=f"{talks.slug}-r{revision}", at=known_at)
    package.add("README.md", README.read_bytes())
    package.add("CODEBOOK.md", (DOCS / "glossary.md").read_bytes())
    package.add("LICENCE.txt", f"{settings.DATA_LICENCE}\n\nQuotes are their publishers'.\n".encode())
    for table in PUBLIC_TABLES:
        write_lines(package, table, table.read(talks))
        write_table(package, table, table.read(talks))
    told = package_of(talks, revision=revision, known_at=known_at, licence=settings.DATA_LICENCE, files=package.files)
    package.add("datapackage.json", orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z))
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in package.files)
    package.add("SHA256SUMS", sums.encode())
    package.close()
    return package.files


def write_lines(package: Package, table: PublicTable, rows: Iterable[Record]) -> None:
    """A row a line, as the API has it."""
    with package.member(f"data/{table.name}.jsonl", record=table.record) as member:
        for row in rows:
            member.write(orjson.dumps(row, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))
            member.n_rows += 1


def write_table(package: Package, table: PublicTable, rows: Iterable[Record]) -> None:
    """The same as CSV by RFC 4180."""
    columns = columns_of([table.record])
    with package.member(f"data/{table.name}.csv", record=table.record) as member:
        member.write(csv_text([[".".join(path) for path in columns]]).encode())
        for row in rows:
            member.write(csv_text([[value_at(row, path) for path in columns]]).encode())
            member.n_rows += 1
