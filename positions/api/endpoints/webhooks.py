"""Being told of events: `webhooks/`, and one of them with what was sent to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from positions import follow_ups, webhooks
from positions.api.answering.conditional import Tag, hashed
from positions.api.answering.schemas import answers, refusals
from positions.api.asking.access import MayKeep, user_of
from positions.api.asking.bodies import BoundedJSONParser, read_body
from positions.api.asking.parameters import NO_INSTANT, NoParameters
from positions.api.asking.preconditions import if_match, require_version
from positions.api.asking.throttles import WebhookThrottle
from positions.api.asking.visible import find_talks
from positions.api.endpoints.webhook_records import (
    ChangedWebhook,
    DeliveryList,
    DeliveryRecord,
    NewWebhook,
    Replay,
    SentAgain,
    WebhookList,
    WebhookMade,
    WebhookRecord,
    described,
    require_askable,
    require_parties,
)
from positions.api.problems import BadParameters, Fault, shown
from positions.api.views import ReadView
from positions.comparison.records import Record
from positions.models import Delivery, Webhook
from positions.vocabulary import DeliveryState, EventKind
from positions.written_times import find_instant

ID = OpenApiParameter("webhook", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the webhook.")
N_DELIVERIES = 100


class WebhookView(ReadView):
    """Whoever may read by a token may be told, in their name: it tells nothing that they could not ask for.

    A session makes this server send requests only where its account may make webhooks.
    """

    parser_classes = [BoundedJSONParser]
    throttle_classes = [WebhookThrottle]

    def get_permissions(self) -> list[BasePermission]:
        return [MayKeep("add_webhook", "make webhooks, like those of the group administrator")]

    def find_webhook(self, uuid: UUID) -> Webhook:
        """One of this account's. Raises: UnknownWebhook."""
        NoParameters.read(self.request)
        return webhooks.get_webhook(uuid, owner=user_of(self.request))

    def wanted(self, asked: NewWebhook) -> webhooks.NewWebhook:
        """What the body asks for, by what there is. Raises: BadParameters."""
        talks = find_talks(asked.negotiation, self.request) if asked.negotiation else None
        require_parties(asked.parties, talks)
        return webhooks.NewWebhook(
            address=asked.address,
            events=require_askable(asked.events),
            negotiation=talks,
            parties=asked.parties,
            least_move=asked.least_move,
        )


def said_in(record: Record) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_UTC_Z)


def tag_of_all(request: Request, listed: WebhookList | DeliveryList) -> Tag:
    """Of a list by all that it says: what is in it hangs on no revision, and it is short."""
    return Tag(hashed((request.path, said_in(listed))))


class Webhooks(WebhookView):
    listed: WebhookList | None = None

    def find_tag(self, request: Request) -> Tag:
        NoParameters.read(request)
        owned = Webhook.objects.filter(owner=user_of(request)).select_related("negotiation")
        self.listed = WebhookList(results=[described(webhook) for webhook in owned], next=None, previous=None)
        return tag_of_all(request, self.listed)

    @extend_schema(
        operation_id="list_webhooks",
        summary="Your webhooks",
        description="The webhooks that this account made, with the reason where one is told no more.",
        tags=["webhooks"],
        responses=answers(WebhookList, 400, 401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        return Response(self.listed)

    @extend_schema(
        operation_id="make_webhook",
        summary="Be told of events",
        description=(
            "From now on each event is posted to the address, signed by Standard Webhooks, and tried again ever later "
            "until it has arrived. Needs a token with the scope `read`, or a session of staff who may make webhooks."
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
        made = webhooks.make_webhook(self.wanted(asked), owner=user_of(request))
        made.refresh_from_db(fields=["created_at"])
        record = WebhookMade(webhook=described(made), secret=made.secret)
        address = request.build_absolute_uri(reverse("webhook", args=[made.uuid]))
        return Response(record, status=201, headers={"Location": address})


def version_of(webhook: Webhook) -> str:
    """Changes with all that is told of it."""
    return hashed((said_in(described(webhook)),))


class WebhookDetail(WebhookView):
    webhook: Webhook | None = None

    def find_tag(self, request: Request) -> Tag:
        self.webhook = self.find_webhook(self.kwargs["webhook"])
        version = version_of(self.webhook)
        return Tag(hashed((request.path, version)), version=version)

    @extend_schema(
        operation_id="get_webhook",
        summary="One webhook",
        description="What it is told of, and whether it still is. Its ETag is what a change sends as `If-Match`.",
        tags=["webhooks"],
        parameters=[ID],
        responses=answers(WebhookRecord, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, webhook: UUID) -> Response:
        return Response(described(self.webhook or self.find_webhook(webhook)))

    @extend_schema(
        operation_id="change_webhook",
        summary="Be told otherwise",
        description=(
            "Changes what is given and leaves the rest. What waits goes to the address that it has then; the secret "
            "stays. `If-Match` says which version was read, so that nobody's change is overwritten unseen."
        ),
        tags=["webhooks"],
        parameters=[ID, if_match("The ETag with which the webhook was read, or `*`.")],
        request=ChangedWebhook,
        responses=answers(WebhookRecord, 400, 401, 403, 404, 412, 413, 415, 428, 429),
        examples=[OpenApiExample("Of another event too", value={"events": ["stance.changed"]}, request_only=True)],
    )
    def patch(self, request: Request, webhook: UUID) -> Response:
        NoParameters.read(request)
        asked = read_body(ChangedWebhook, request.data)
        with transaction.atomic():
            found = webhooks.get_webhook(webhook, owner=user_of(request), to_change=True)
            require_version(request, version_of(found))
            webhooks.change_webhook(found, self.wanted(laid_over(found, asked)))
        self.tag = self.find_tag(request)
        return Response(described(found))

    @extend_schema(
        operation_id="remove_webhook",
        summary="Be told no more",
        description="Removes the webhook and everything that still waits for it.",
        tags=["webhooks"],
        parameters=[ID],
        responses={204: OpenApiResponse(description="Removed."), **refusals(400, 401, 403, 404, 429)},
    )
    def delete(self, request: Request, webhook: UUID) -> Response:
        webhooks.remove_webhook(self.find_webhook(webhook))
        return Response(status=204)


def laid_over(webhook: Webhook, asked: ChangedWebhook) -> NewWebhook:
    """What it is to be: what was given, and else what it is."""
    given = {name: value for name, value in vars(asked).items() if value is not None}
    now = {name: getattr(described(webhook), name) for name in ChangedWebhook.__dataclass_fields__}
    return NewWebhook(**now | given)


class WebhookSecret(WebhookView):
    @extend_schema(
        operation_id="rotate_webhook_secret",
        summary="Another secret",
        description=(
            "Makes a new secret, which is shown once. For a day what is sent is signed with the one before too, and "
            "with those that took turns within the day, so that the receiver can learn the new one without losing a "
            "message."
        ),
        tags=["webhooks"],
        parameters=[ID],
        request=None,
        responses=answers(WebhookMade, 400, 401, 403, 404, 429),
    )
    def post(self, request: Request, webhook: UUID) -> Response:
        NoParameters.read(request)
        with transaction.atomic():
            found = webhooks.get_webhook(webhook, owner=user_of(request), to_change=True)
            webhooks.rotate_secret(found, now=timezone.now())
        return Response(WebhookMade(webhook=described(found), secret=found.secret))


class WebhookDeliveries(WebhookView):
    listed: DeliveryList | None = None

    def find_tag(self, request: Request) -> Tag:
        found = self.find_webhook(self.kwargs["webhook"])
        rows = found.deliveries.select_related("event").order_by("-id")[:N_DELIVERIES]
        self.listed = DeliveryList(results=[delivery_record(row) for row in rows], next=None, previous=None)
        return tag_of_all(request, self.listed)

    @extend_schema(
        operation_id="list_deliveries",
        summary="What was sent",
        description="The last 100 events for this webhook: which arrived, which wait, and what came of each attempt.",
        tags=["webhooks"],
        parameters=[ID],
        responses=answers(DeliveryList, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, webhook: UUID) -> Response:
        return Response(self.listed)


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
        raise BadParameters([Fault("bad-instant", NO_INSTANT.format(value=shown(text)), "since", text)])
    return instant


def told_soon(deliveries: Sequence[int]) -> Response:
    transaction.on_commit(lambda: follow_ups.wake_deliveries(deliveries))
    return Response(SentAgain(n_deliveries=len(deliveries)), status=202)
