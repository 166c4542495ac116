"""Who is told: webhooks made, looked at, enabled again, sent what they missed, and removed."""

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from positions import outbound
from positions.models import Delivery, Event, Negotiation, Webhook
from positions.outbound.requests import require_address
from positions.vocabulary import DeliveryState, EventKind
from positions.webhooks.sending import secrets_of

# How many one account may have: each costs a request for every event.
MOST_WEBHOOKS = 20
# Bytes of a secret; Standard Webhooks wants 24 to 64.
SECRET_BYTES = 32
# How long a secret before signs too, so that a receiver can learn the new one without losing a message.
ALL_SIGN = timedelta(days=1)
# Of those; each lengthens the header with the signatures.
MOST_SECRETS_BEFORE = 10


class UnknownWebhook(Exception):
    """There is none of that id, or it is another account's."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no webhook {uuid}.")
        self.uuid = uuid


class TooManyWebhooks(Exception):
    """The account has as many as it may."""


class WebhookInvalid(Exception):
    """The address can't be told of anything; the text says why."""


@dataclass(frozen=True, kw_only=True)
class NewWebhook:
    """What is to be told to which address."""

    address: str
    events: Collection[EventKind]
    negotiation: Negotiation | None = None
    parties: Sequence[str] = ()
    least_move: float = 0.1


def make_webhook(asked: NewWebhook, *, owner: User) -> Webhook:
    """From now on told. Whether the address may be asked is seen at each attempt, by the rules for all addresses.

    Raises: TooManyWebhooks, WebhookInvalid.
    """
    columns = columns_of(asked)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # so that two requests count each other
        if Webhook.objects.filter(owner=owner).count() >= MOST_WEBHOOKS:
            raise TooManyWebhooks(f"An account may have {MOST_WEBHOOKS} webhooks; remove one first.")
        return Webhook.objects.create(owner=owner, secret=new_secret(), **columns)


def columns_of(asked: NewWebhook) -> dict[str, Any]:
    """What is asked for, as the table has it. Raises: WebhookInvalid."""
    try:
        require_address(asked.address)
    except outbound.OutboundRefused as refused:
        raise WebhookInvalid(str(refused)) from None
    return {**vars(asked), "events": sorted({kind.value for kind in asked.events}), "parties": list(asked.parties)}


def change_webhook(webhook: Webhook, asked: NewWebhook) -> None:
    """Told of that from now on; what waits goes to the address that it has then. Raises: WebhookInvalid."""
    columns = columns_of(asked)
    for name, value in columns.items():
        setattr(webhook, name, value)
    webhook.save(update_fields=columns)


def rotate_secret(webhook: Webhook, *, now: datetime) -> None:
    """Another secret signs from now on; for a day the one before signs too, with those that still do.

    Whoever asks once more, since the first answer was lost, has not taken away the one that the receiver knows.
    """
    webhook.previous_secrets = secrets_of(webhook, at=now)[:MOST_SECRETS_BEFORE]
    webhook.previous_until = now + ALL_SIGN
    webhook.secret = new_secret()
    webhook.save(update_fields=["secret", "previous_secrets", "previous_until"])


def new_secret() -> str:
    """As Standard Webhooks writes one."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def get_webhook(uuid: UUID, *, owner: User, to_change: bool = False) -> Webhook:
    """`to_change`: nobody else changes it until the transaction ends. Raises: UnknownWebhook."""
    rows = Webhook.objects.select_for_update(of=["self"]) if to_change else Webhook.objects.all()
    found = rows.filter(uuid=uuid, owner=owner).select_related("negotiation").first()
    if found is None:
        raise UnknownWebhook(uuid)
    return found


def remove_webhook(webhook: Webhook) -> None:
    """Told no more, and what was to be told is forgotten."""
    webhook.delete()


def enable_webhook(webhook: Webhook) -> list[int]:
    """Told again, what waits and what was given up on too; gives the ids of deliveries to make now."""
    Webhook.objects.filter(pk=webhook.pk).update(disabled_at=None, disabled_reason="")
    missed = Q(delivery_state__in=[DeliveryState.FAILED.value, DeliveryState.WAITING.value])
    return send_again(webhook.deliveries.filter(missed).values_list("pk", flat=True))


def replay_events(webhook: Webhook, *, since: datetime, until: datetime) -> list[int]:
    """Sends what it was told of in that time once more, under the same ids; gives the ids of those deliveries."""
    told = webhook.deliveries.filter(event__happened_at__gte=since, event__happened_at__lt=until)
    over = told.exclude(delivery_state=DeliveryState.SENDING.value)
    return send_again(over.order_by("id").values_list("pk", flat=True))


def send_again(deliveries: Collection[int]) -> list[int]:
    ids = list(deliveries)
    Delivery.objects.filter(pk__in=ids).update(
        delivery_state=DeliveryState.WAITING.value, n_attempts=0, next_attempt_at=timezone.now()
    )
    return ids


def ping_webhook(webhook: Webhook) -> int:
    """An event of its own, to see whether it arrives; gives the id of its delivery."""
    told = {"webhook": str(webhook.uuid)}
    event = Event.objects.create(kind=EventKind.PING.value, data=told, happened_at=timezone.now())
    return Delivery.objects.create(webhook=webhook, event=event).pk
