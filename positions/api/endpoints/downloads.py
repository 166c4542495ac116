"""Everything public of one negotiation in one file: `negotiations/{slug}/download/` tells of it, `….zip` is it."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from positions import downloads
from positions.api.answering.conditional import Tag, hashed
from positions.api.answering.representations import OneRepresentation
from positions.api.answering.schemas import SLUG, answers, refusals
from positions.api.asking.parameters import Query, WholeField
from positions.api.asking.throttles import DownloadThrottle
from positions.api.problems import Fault, faults_of
from positions.api.views import ReadView
from positions.citations import Citation
from positions.comparison.records import Record
from positions.models import Download

ZIP = "application/zip"


@dataclass(frozen=True)
class DownloadedFile(Record):
    """A file in the zip."""

    name: str
    """Its path in the zip's one folder."""
    n_rows: int
    """How many rows it has; 0 where it is no table."""
    n_bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of its bytes, in hexadecimal; SHA256SUMS in the zip has it too."""


@dataclass(frozen=True)
class DownloadRecord(Record):
    """Everything public of one set of talks in one zip."""

    negotiation: str
    """Slug of the talks."""
    revision: int
    """Number of the last public change in it."""
    known_at: datetime
    """When that change was committed: the zip has what this database said then."""
    layout: int
    """Version of the files' names and columns; another one may have others."""
    address: str
    """Where the zip is. Without `revision` it is always the newest."""
    n_bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of the zip, in hexadecimal."""
    made_at: datetime
    """When it was packed."""
    citation: Citation
    """How to cite the data set: the talks, the revision and its instant, the hash of the zip, and this address."""
    files: list[DownloadedFile]
    """What is in it."""


class DownloadParameters(Query):
    """Which of those that are kept."""

    revision = WholeField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="Number of its last public change. Default: the newest there is; the last 3 packed are kept.",
    )


@faults_of.register
def _(exc: downloads.UnknownDownload) -> Sequence[Fault]:
    return [Fault("unknown-download", str(exc), "slug", "")]


@faults_of.register
def _(exc: downloads.UnknownRevision) -> Sequence[Fault]:
    kept = [str(revision) for revision in exc.kept]
    return [Fault("unknown-choice", str(exc), "revision", str(exc.revision), nearest=kept)]


class DownloadView(ReadView):
    """What both share: which one, and its tag."""

    throttle_classes = [DownloadThrottle]
    download: Download | None = None

    def find_download(self, request: Request, slug: str) -> Download:
        """Two queries, however often it is asked for. Raises: UnknownNegotiation; UnknownDownload."""
        if self.download is None:
            asked = DownloadParameters.read(request)
            self.download = downloads.get_download(self.find_negotiation(slug), revision=asked.get("revision"))
        return self.download

    def find_tag(self, request: Request) -> Tag | None:
        found = self.find_download(request, self.kwargs["slug"])
        return Tag(hashed((request.path, found.revision, found.layout, found.sha256)))


class Downloads(DownloadView):
    @extend_schema(
        operation_id="get_download",
        summary="Everything in one file",
        description=(
            "Tells of the zip that has everything public of the talks: every position that was ever recorded with "
            "both times, its evidence, statements, articles without their texts, and the catalog, as JSON Lines and "
            "as CSV, with codebook and licence. A worker packs it when the revision moves."
        ),
        tags=["downloads"],
        parameters=[SLUG, DownloadParameters],
        responses=answers(DownloadRecord, 400, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        found = self.find_download(request, slug)
        address = request.build_absolute_uri(reverse("download", args=[slug]))
        record = DownloadRecord(
            negotiation=slug,
            revision=found.revision,
            known_at=found.known_at,
            layout=found.layout,
            address=f"{address}?revision={found.revision}",
            n_bytes=found.n_bytes,
            sha256=found.sha256,
            made_at=found.made_at,
            citation=downloads.cite_download(found, address=request.build_absolute_uri(request.path)),
            files=[DownloadedFile(**file) for file in found.files],
        )
        return Response(record)


class ZipRenderer(BaseRenderer):
    """Names the media type; the zip is packed already."""

    media_type = ZIP
    format = "zip"


class DownloadFile(DownloadView):
    renderer_classes = [ZipRenderer]
    content_negotiation_class = OneRepresentation

    @extend_schema(
        operation_id="read_download",
        summary="The zip itself",
        description=(
            "The bytes, sent as they are read. The address stays the same and has the newest; "
            "`Repr-Digest` (RFC 9530) is the SHA-256 that the record names."
        ),
        tags=["downloads"],
        parameters=[SLUG, DownloadParameters],
        responses={
            (200, ZIP): OpenApiResponse(OpenApiTypes.BINARY, description="A zip."),
            **refusals(400, 404, 429),
        },
    )
    def get(self, request: Request, slug: str) -> StreamingHttpResponse:
        found = self.find_download(request, slug)
        digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
        headers = {
            "Content-Length": str(found.n_bytes),
            "Content-Disposition": f'attachment; filename="{slug}-r{found.revision}.zip"',
            "Repr-Digest": f"sha-256=:{digest}:",
        }
        body: Iterator[bytes] = iter(()) if request.method == "HEAD" else downloads.find_parts(found)
        return StreamingHttpResponse(body, content_type=ZIP, headers=headers)
