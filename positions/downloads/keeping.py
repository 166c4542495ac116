"""Downloads made, kept, found, and gone again."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from positions.downloads.describing import LAYOUT, PackedFile
from positions.downloads.packing import pack
from positions.models import Download, DownloadPart, Negotiation, Revision
from positions.vocabulary import RevisionKind

# How much of a zip a row holds, and so a process that sends it. Unit: bytes.
PART_BYTES = 512 * 1024
# The newest, and two before it, so that whoever fetches one while the next is made gets all of it.
N_KEPT = 3
# However often the revision moves, as while somebody curates: the sweeper comes back for the last.
LEAST_BETWEEN = timedelta(seconds=30)
# The first half of the advisory locks' keys; the second is the talks' id.
LOCKS = 20_260


class UnknownDownload(Exception):
    """There is none of these talks."""


class UnknownRevision(Exception):
    """There is none of that revision, but of others."""

    def __init__(self, revision: int, *, kept: list[int]) -> None:
        super().__init__(f"There is no download of revision {revision}; only the last {N_KEPT} packed are kept.")
        self.revision = revision
        self.kept = kept


@dataclass(frozen=True)
class Packed:
    """What a zip holds, and the revision that it is of."""

    revision: int
    known_at: datetime
    files: list[PackedFile]


def list_behind() -> list[int]:
    """Ids of published talks whose newest download is of an earlier revision, or of another layout. One query."""
    last = Revision.objects.filter(negotiation=OuterRef("pk")).order_by("-number").values("number")[:1]
    made = Download.objects.filter(negotiation=OuterRef("pk"), layout=LAYOUT).order_by("-revision")
    packed = Coalesce(Subquery(made.values("revision")[:1]), 0)
    behind = Negotiation.objects.published().annotate(last=Subquery(last), packed=packed).filter(last__gt=F("packed"))
    return list(behind.values_list("pk", flat=True))


def make_download(negotiation_id: int) -> Download | None:
    """Packs what is public now; None where that is done, or was a moment ago. Harmless when done twice."""
    if negotiation_id not in list_behind():
        return None
    talks = Negotiation.objects.get(pk=negotiation_id)
    if Download.objects.filter(negotiation=talks, made_at__gt=timezone.now() - LEAST_BETWEEN).exists():
        return None
    with tempfile.TemporaryFile() as packed:
        made = pack_one_state(talks, packed)
        if made is None:
            return None
        n_bytes, sha256 = packed.tell(), hash_of(packed)
        try:
            with transaction.atomic():
                return keep(talks, made, packed, n_bytes=n_bytes, sha256=sha256)
        except IntegrityError:  # another worker was faster
            return None


def pack_one_state(talks: Negotiation, into: IO[bytes]) -> Packed | None:
    """All tables as they are at one moment, whatever is committed meanwhile. None where another worker is at it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, talks.pk])
        if cursor.fetchone() != (True,):
            return None
        last = Revision.objects.filter(negotiation=talks).order_by("-number")[0]
        files = pack(talks, into, revision=last.number, known_at=last.committed_at)
    return Packed(last.number, last.committed_at, files)


def hash_of(packed: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces_of(packed):
        digest.update(piece)
    return digest.hexdigest()


def pieces_of(packed: IO[bytes]) -> Iterator[bytes]:
    """From its beginning."""
    packed.seek(0)
    return iter(lambda: packed.read(PART_BYTES), b"")


def keep(talks: Negotiation, made: Packed, packed: IO[bytes], *, n_bytes: int, sha256: str) -> Download:
    """Into the table, and the oldest out of it. Raises: IntegrityError where there is one of that revision."""
    kept = Download.objects.create(
        negotiation=talks,
        revision=made.revision,
        known_at=made.known_at,
        layout=LAYOUT,
        n_bytes=n_bytes,
        sha256=sha256,
        files=[told(file) for file in made.files],
    )
    for number, body in enumerate(pieces_of(packed)):
        DownloadPart.objects.create(download=kept, number=number, body=body)
    newest = standing(talks).order_by("-revision", "-layout")[:N_KEPT]
    Download.objects.filter(negotiation=talks).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return kept


def standing(talks: Negotiation) -> "QuerySet[Download]":
    """Those since which nothing was taken down: the others have words that had to go."""
    gone = Revision.objects.filter(negotiation=talks, kind=RevisionKind.TAKEN_DOWN.value)
    return Download.objects.filter(~Exists(gone.filter(number__gt=OuterRef("revision"))), negotiation=talks)


def told(file: PackedFile) -> dict[str, Any]:
    return {name: value for name, value in asdict(file).items() if name != "record"}


def get_download(talks: Negotiation, *, revision: int | None = None) -> Download:
    """The newest, or the one of that revision where it is still kept. One query.

    Raises: UnknownDownload; UnknownRevision.
    """
    kept = list(standing(talks).order_by("-revision", "-layout")[:N_KEPT])
    if not kept:
        raise UnknownDownload("Nothing is packed yet; a worker does it soon after the talks' first public change.")
    for found in kept:
        if revision in {None, found.revision}:
            found.negotiation = talks
            return found
    raise UnknownRevision(revision or 0, kept=[found.revision for found in kept])


def find_parts(download: Download) -> Iterator[bytes]:
    """The zip's bytes, a part at a time, each with a query of its own."""
    for number in range(-(-download.n_bytes // PART_BYTES)):
        body = DownloadPart.objects.filter(download=download.pk, number=number).values_list("body", flat=True)
        yield bytes(body.get())
