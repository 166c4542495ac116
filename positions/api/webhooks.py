"""Being told of events: `webhooks/`, and one of them with what was sent to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import Field
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from positions import follow_ups, webhooks
from positions.api.access import HasScope
from positions.api.bodies import Body, BoundedJSONParser, read_body
from positions.api.paging import Page
from positions.api.parameters import NoParameters, find_instant
from positions.api.problems import BadParameters, Fault, faults_of, nearest_to, shown
from positions.api.schemas import answers
from positions.api.snapshots import find_talks
from positions.api.throttles import WebhookThrottle
from positions.api.views import ReadView, is_staff
from positions.comparison.records import Record
from positions.models import Delivery, Negotiation, Webhook
from positions.queries.negotiations import names_of
from positions.vocabulary import DeliveryState, EventKind, Scope

ID = OpenApiParameter("webhook", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the webhook.")
N_DELIVERIES = 100
# What can be asked for; a ping is sent on demand.
EVENTS = [kind for kind in EventKind if kind is not EventKind.PING]


@dataclass(frozen=True)
class NewWebhook(Body):
    """What is to be told to which address."""

    address: Annotated[str, Field(max_length=2000)]
    """Where events are posted to: http or https, a host that is public."""
    events: Annotated[list[EventKind], Field(min_length=1, max_length=len(EventKind))]
    """Which events."""
    negotiation: str = ""
    """Slug of the talks; empty: all that are published."""
    parties: Annotated[list[str], Field(max_length=100)] = field(default_factory=list)
    """Only events of these parties, by slug; empty: all. Goes with `negotiation`."""
    least_move: Annotated[float, Field(gt=0, le=1)] = 0.1
    """For `agreement.moved`: by how much the score of a pair must move."""


@dataclass(frozen=True)
class Replay(Body):
    """Which time is to be told again."""

    since: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    """Events from this instant on, with its offset, like 2025-03-14T12:00:00Z."""


@dataclass(frozen=True)
class WebhookRecord(Record):
    """An address that is told of events."""

    id: UUID
    """Public id."""
    address: str
    """Where events are posted to."""
    events: list[EventKind]
    """Which events."""
    negotiation: str
    """Slug of the talks; empty: all that are published."""
    parties: list[str]
    """Only events of these parties; empty: all."""
    least_move: float
    """For `agreement.moved`: by how much the score of a pair must move."""
    created_at: datetime
    """From when it is told."""
    disabled_at: datetime | None
    """From when it is told no more; null while it is."""
    disabled_reason: str
    """Why it is told no more; empty while it is."""


@dataclass(frozen=True)
class WebhookMade(Record):
    """A webhook just made, with the secret that is shown once."""

    webhook: WebhookRecord
    """What it is told of."""
    secret: str
    """Verifies what is sent, by Standard Webhooks. Keep it: nobody can ask for it again."""


@dataclass(frozen=True)
class WebhookList(Page):
    """The webhooks of this account, newest first."""

    results: list[WebhookRecord]
    """What is on this page: all, at most 20."""


@dataclass(frozen=True)
class DeliveryRecord(Record):
    """One event for one webhook, and whether it arrived."""

    event: str
    """The message's id, as in the header webhook-id."""
    type: EventKind
    """What sort of event it is."""
    delivery_state: DeliveryState
    """Whether it arrived."""
    n_attempts: int
    """How often it was tried since it was asked for."""
    next_attempt_at: datetime
    """From when it may be tried again, while it waits."""
    last_attempt_at: datetime | None
    """When it was last tried; null: never."""
    last_outcome: str
    """What came of that, in a sentence."""
    delivered_at: datetime | None
    """When it arrived; null: it has not."""


@dataclass(frozen=True)
class DeliveryList(Page):
    """The last 100 deliveries, newest first."""

    results: list[DeliveryRecord]
    """What is on this page."""


@dataclass(frozen=True)
class SentAgain(Record):
    """What is sent once more."""

    n_deliveries: int
    """How many events; they arrive soon, under the ids they had."""


@faults_of.register
def _(exc: webhooks.UnknownWebhook) -> Sequence[Fault]:
    return [Fault("unknown-webhook", str(exc), "webhook", str(exc.uuid))]


@faults_of.register
def _(exc: webhooks.TooManyWebhooks) -> Sequence[Fault]:
    return [Fault("too-many-webhooks", str(exc), "", "")]


@faults_of.register
def _(exc: webhooks.WebhookInvalid) -> Sequence[Fault]:
    return [Fault("bad-value", str(exc), "address", "")]


def described(webhook: Webhook) -> WebhookRecord:
    return WebhookRecord(
        id=webhook.uuid,
        address=webhook.address,
        events=[EventKind(word) for word in webhook.events],
        negotiation=webhook.negotiation.slug if webhook.negotiation else "",
        parties=webhook.parties,
        least_move=webhook.least_move,
        created_at=webhook.created_at,
        disabled_at=webhook.disabled_at,
        disabled_reason=webhook.disabled_reason,
    )


class WebhookView(ReadView):
    """Whoever may read by a token may be told, in their name: it tells nothing that they could not ask for."""

    parser_classes = [BoundedJSONParser]
    throttle_classes = [WebhookThrottle]

    def get_permissions(self) -> list[BasePermission]:
        return [HasScope(Scope.READ)]

    def find_webhook(self, uuid: UUID) -> Webhook:
        """One of this account's. Raises: UnknownWebhook."""
        NoParameters.read(self.request)
        return webhooks.get_webhook(uuid, owner=cast("User", self.request.user))


class Webhooks(WebhookView):
    @extend_schema(
        operation_id="list_webhooks",
        summary="Your webhooks",
        description="The webhooks that this account made, with the reason where one is told no more.",
        tags=["webhooks"],
        responses=answers(WebhookList, 400, 401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        NoParameters.read(request)
        owned = Webhook.objects.filter(owner=cast("User", request.user)).select_related("negotiation")
        return Response(WebhookList(results=[described(webhook) for webhook in owned], next=None, previous=None))

    @extend_schema(
        operation_id="make_webhook",
        summary="Be told of events",
        description=(
            "From now on each event is posted to the address, signed by Standard Webhooks, and tried again ever later "
            "until it has arrived. Needs a token with the scope `read`."
        ),
        tags=["webhooks"],
        request=NewWebhook,
        responses=answers(WebhookMade, 400, 401, 403, 409, 413, 415, 429, status=201),
        examples=[
            OpenApiExample(
                "Told when a party moves",
                value={
                    "address": "https://example.org/told",
                    "events": ["stance.changed", "red_line.drawn"],
                    "negotiation": "river-talks",
                },
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        NoParameters.read(request)
        asked = read_body(NewWebhook, request.data)
        talks = find_talks(asked.negotiation, with_drafts=is_staff(request)) if asked.negotiation else None
        require_parties(asked.parties, talks)
        wanted = webhooks.NewWebhook(
            address=asked.address,
            events=require_askable(asked.events),
            negotiation=talks,
            parties=asked.parties,
            least_move=asked.least_move,
        )
        made = webhooks.make_webhook(wanted, owner=cast("User", request.user))
        made.refresh_from_db(fields=["created_at"])
        record = WebhookMade(webhook=described(made), secret=made.secret)
        address = request.build_absolute_uri(reverse("webhook", args=[made.uuid]))
        return Response(record, status=201, headers={"Location": address})


def require_askable(events: Sequence[EventKind]) -> Sequence[EventKind]:
    """Raises: BadParameters."""
    if EventKind.PING in events:
        detail = "A ping is sent when you ask for it, at …/ping/."
        nearest = [kind.value for kind in EVENTS]
        raise BadParameters([Fault("unknown-choice", detail, "events", EventKind.PING.value, nearest=nearest)])
    return events


def require_parties(slugs: Sequence[str], talks: Negotiation | None) -> None:
    """Raises: BadParameters for parties that the talks do not have."""
    if not slugs:
        return
    if talks is None:
        raise BadParameters([Fault("missing-field", "parties go with negotiation.", "negotiation", "")])
    known = names_of(talks).parties
    wrong = [(place, slug) for place, slug in enumerate(slugs) if slug not in known]
    if wrong:
        raise BadParameters(
            [
                Fault(
                    "unknown-party",
                    f"There is no party {shown(slug)!r} in these talks.",
                    f"parties[{place}]",
                    slug,
                    nearest=nearest_to(slug, known),
                )
                for place, slug in wrong
            ]
        )


class WebhookDetail(WebhookView):
    @extend_schema(
        operation_id="get_webhook",
        summary="One webhook",
        description="What it is told of, and whether it still is.",
        tags=["webhooks"],
        parameters=[ID],
        responses=answers(WebhookRecord, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, webhook: UUID) -> Response:
        return Response(described(self.find_webhook(webhook)))

    @extend_schema(
        operation_id="remove_webhook",
        summary="Be told no more",
        description="Removes the webhook and everything that still waits for it.",
        tags=["webhooks"],
        parameters=[ID],
        responses={
            **answers(WebhookRecord, 400, 401, 403, 404, 429),
            200: None,
            204: OpenApiResponse(description="Removed."),
        },
    )
    def delete(self, request: Request, webhook: UUID) -> Response:
        webhooks.remove_webhook(self.find_webhook(webhook))
        return Response(status=204)


class WebhookDeliveries(WebhookView):
    @extend_schema(
        operation_id="list_deliveries",
        summary="What was sent",
        description="The last 100 events for this webhook: which arrived, which wait, and what came of each attempt.",
        tags=["webhooks"],
        parameters=[ID],
        responses=answers(DeliveryList, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, webhook: UUID) -> Response:
        rows = self.find_webhook(webhook).deliveries.select_related("event").order_by("-id")[:N_DELIVERIES]
        found = [delivery_record(row) for row in rows]
        return Response(DeliveryList(results=found, next=None, previous=None))


def delivery_record(row: Delivery) -> DeliveryRecord:
    return DeliveryRecord(
        event=webhooks.message_id(row.event),
        type=EventKind(row.event.kind),
        delivery_state=DeliveryState(row.delivery_state),
        n_attempts=row.n_attempts,
        next_attempt_at=row.next_attempt_at,
        last_attempt_at=row.last_attempt_at,
        last_outcome=row.last_outcome,
        delivered_at=row.delivered_at,
    )


class WebhookPing(WebhookView):
    @extend_schema(
        operation_id="ping_webhook",
        summary="See whether it arrives",
        description="Sends an event of type `ping` to the webhook.",
        tags=["webhooks"],
        parameters=[ID],
        request=None,
        responses=answers(SentAgain, 400, 401, 403, 404, 429, status=202),
    )
    def post(self, request: Request, webhook: UUID) -> Response:
        return told_soon([webhooks.ping_webhook(self.find_webhook(webhook))])


class WebhookEnabling(WebhookView):
    @extend_schema(
        operation_id="enable_webhook",
        summary="Be told again",
        description="Enables a webhook that was disabled, and sends what waited or was given up on.",
        tags=["webhooks"],
        parameters=[ID],
        request=None,
        responses=answers(SentAgain, 400, 401, 403, 404, 429, status=202),
    )
    def post(self, request: Request, webhook: UUID) -> Response:
        return told_soon(webhooks.enable_webhook(self.find_webhook(webhook)))


class WebhookReplay(WebhookView):
    @extend_schema(
        operation_id="replay_events",
        summary="Be told once more",
        description="Sends every event since an instant again, under the ids they had, whether or not they arrived.",
        tags=["webhooks"],
        parameters=[ID],
        request=Replay,
        responses=answers(SentAgain, 400, 401, 403, 404, 413, 415, 429, status=202),
        examples=[
            OpenApiExample("Since a day", value={"since": "2026-11-25T00:00:00Z"}, request_only=True),
        ],
    )
    def post(self, request: Request, webhook: UUID) -> Response:
        found = self.find_webhook(webhook)
        since = require_instant(read_body(Replay, request.data).since)
        return told_soon(webhooks.replay_events(found, since=since, until=timezone.now()))


def require_instant(text: str) -> datetime:
    """Raises: BadParameters."""
    instant = find_instant(text)
    if instant is None:
        detail = f"There is no instant {shown(text)!r}; one is written with its offset, like 2025-03-14T12:00:00Z."
        raise BadParameters([Fault("bad-instant", detail, "since", text)])
    return instant


def told_soon(deliveries: Sequence[int]) -> Response:
    transaction.on_commit(lambda: follow_ups.wake_deliveries(deliveries))
    return Response(SentAgain(n_deliveries=len(deliveries)), status=202)
