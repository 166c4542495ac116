"""Answers frozen so that they can be cited: `snapshots/`, and one of them with its body and its verification."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import Field
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from positions import snapshots
from positions.api.answering.conditional import Tag, hashed
from positions.api.answering.schemas import answers, examples
from positions.api.asking.access import MayKeep, is_staff, user_of
from positions.api.asking.bodies import Body, BoundedJSONParser, read_body
from positions.api.asking.parameters import NoParameters
from positions.api.asking.throttles import SnapshotThrottle, VerifyThrottle
from positions.api.asking.visible import find_talks
from positions.api.endpoints.freezing import Given, ask_again, freeze
from positions.api.problems import Fault, faults_of
from positions.api.views import ReadView, role_of
from positions.models import Snapshot
from positions.snapshots import SnapshotRecord, Verification
from positions.vocabulary import Comparison

ID = OpenApiParameter("snapshot", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the snapshot.")


@dataclass(frozen=True)
class NewSnapshot(Body):
    """Which answer is to be frozen."""

    negotiation: str
    """Slug of the talks."""
    comparison: Comparison
    """Which comparison."""
    query: Annotated[dict[str, Given], Field(max_length=40)] = field(default_factory=dict)
    """Its parameters, as its address has them; a time that is left out is now."""


@faults_of.register
def _(exc: snapshots.UnknownSnapshot) -> Sequence[Fault]:
    return [Fault("unknown-snapshot", str(exc), "snapshot", str(exc.uuid))]


@faults_of.register
def _(exc: snapshots.AnswerTooLarge) -> Sequence[Fault]:
    return [Fault("too-large", str(exc), "query", "")]


class Snapshots(ReadView):
    parser_classes = [BoundedJSONParser]
    throttle_classes = [SnapshotThrottle]

    def get_permissions(self) -> list[BasePermission]:
        """Whoever may read may have an answer kept, in their name: it tells nothing new and changes no position."""
        return [MayKeep("view_snapshot", "look at snapshots; all groups may")]

    @extend_schema(
        operation_id="make_snapshot",
        summary="Freeze an answer",
        description=(
            "Keeps the answer to a comparison for good, with the question, both times, the versions of engine and "
            "codebook, and its hash, so that it can be cited. Needs a token with the scope `read`, or a session of "
            "staff who may look at snapshots."
        ),
        tags=["snapshots"],
        request=NewSnapshot,
        responses=answers(SnapshotRecord, 400, 401, 403, 413, 415, 429, status=201),
        examples=[
            *examples("make_snapshot", status=201),
            OpenApiExample(
                "The river talks as of a day",
                value={"negotiation": "river-talks", "comparison": "matrix", "query": {"valid_on": "2024-03-05"}},
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        NoParameters.read(request)
        asked = read_body(NewSnapshot, request.data)
        negotiation = find_talks(asked.negotiation, request)
        frozen = freeze(negotiation, asked.comparison, asked.query)
        made = snapshots.make_snapshot(negotiation, frozen, by=user_of(request))
        described = snapshots.describe_snapshot(made, address=address_of(made, request))
        return Response(described, status=201, headers={"Location": described.address})


class SnapshotView(ReadView):
    """What the addresses below one snapshot share."""

    snapshot: Snapshot | None = None

    def find_snapshot(self, uuid: UUID) -> Snapshot:
        """One query, however often it is asked for. Raises: UnknownSnapshot."""
        NoParameters.read(self.request)
        self.snapshot = self.snapshot or snapshots.get_snapshot(uuid, with_drafts=is_staff(self.request))
        return self.snapshot


class FrozenView(SnapshotView):
    """What never changes: the snapshot's own hash tells it from others. What its talks are called now stands beside."""

    def find_tag(self, request: Request) -> Tag | None:
        found = self.find_snapshot(self.kwargs["snapshot"])
        called = (found.negotiation.slug, found.negotiation.title)
        return Tag(hashed((request.path, found.sha256, *called, role_of(request))), is_past=True)


class SnapshotDetail(FrozenView):
    @extend_schema(
        operation_id="get_snapshot",
        summary="One frozen answer",
        description="What was asked, what was answered, and how to cite it. It never changes.",
        tags=["snapshots"],
        parameters=[ID],
        responses=answers(SnapshotRecord, 400, 404),
        examples=examples("get_snapshot"),
    )
    def get(self, request: Request, snapshot: UUID) -> Response:
        found = self.find_snapshot(snapshot)
        return Response(snapshots.describe_snapshot(found, address=address_of(found, request)))


class SnapshotBody(FrozenView):
    @extend_schema(
        operation_id="get_snapshot_body",
        summary="The bytes of a frozen answer",
        description="The canonical JSON (RFC 8785) whose SHA-256 the snapshot names, byte for byte.",
        tags=["snapshots"],
        parameters=[ID],
        responses={
            **answers(SnapshotRecord, 400, 404),
            200: OpenApiResponse({"type": "object"}, description="The answer that was frozen."),
        },
    )
    def get(self, request: Request, snapshot: UUID) -> HttpResponse:
        return HttpResponse(self.find_snapshot(snapshot).body.encode(), content_type="application/json")


class SnapshotVerification(SnapshotView):
    throttle_classes = [VerifyThrottle]

    @extend_schema(
        operation_id="verify_snapshot",
        summary="Does it still come out the same?",
        description=(
            "Answers the snapshot's question again, with its times, and compares: the bytes, and place by place what "
            "differs. Names and titles are today's and may differ; `cells` may not, under one engine version. Slugs "
            "that were given up since are compared as they were."
        ),
        tags=["snapshots"],
        parameters=[ID],
        responses=answers(Verification, 400, 404, 429),
        examples=examples("verify_snapshot"),
    )
    def get(self, request: Request, snapshot: UUID) -> Response:
        found = self.find_snapshot(snapshot)
        return Response(snapshots.verify_snapshot(found, ask_again(found), at=timezone.now()))


def address_of(snapshot: Snapshot, request: Request) -> str:
    return request.build_absolute_uri(reverse("snapshot", args=[snapshot.uuid]))
