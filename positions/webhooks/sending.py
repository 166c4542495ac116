"""One event to one webhook: signed by Standard Webhooks, tried again ever later, given up with a reason."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from standardwebhooks import Webhook as Signer

from positions import outbound
from positions.counting import counted
from positions.models import Delivery, Event, Webhook
from positions.vocabulary import DeliveryState

logger = logging.getLogger(__name__)

# How long a receiver has for its answer; from when a sender that never came back is taken for dead.
LIMITS = outbound.Limits(total_seconds=10.0, n_redirects=0, body_bytes=1_024)
LEASE = timedelta(seconds=60)
GONE = 410


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt. `wake`: deliveries that may be tried now; `again_seconds`: when this one may."""

    is_delivered: bool
    wake: tuple[int, ...] = ()
    again_seconds: float | None = None


def list_due(*, now: datetime, limit: int = 1000) -> list[int]:
    """Ids of deliveries to try, oldest first: those whose time has come, and those whose sender died. One query."""
    return list(due(now).order_by("id").values_list("pk", flat=True)[:limit])


def due(now: datetime) -> "QuerySet[Delivery]":
    open_states = [DeliveryState.WAITING.value, DeliveryState.SENDING.value]
    return tellable().filter(delivery_state__in=open_states, next_attempt_at__lte=now)


def tellable() -> "QuerySet[Delivery]":
    """What may be told as things stand; the rest waits. Pings are of no talks."""
    return Delivery.objects.filter(
        Q(event__negotiation__isnull=True) | Q(event__negotiation__is_published=True),  # drafts are never told of
        webhook__disabled_at__isnull=True,
        webhook__owner__is_active=True,  # an account that was closed is told no more
    )


def deliver_event(delivery_id: int) -> Outcome:
    """One attempt, if it is due and nobody else makes it. What the receiver sees twice has one id."""
    now = timezone.now()
    if not claim(delivery_id, now=now):
        return Outcome(is_delivered=False, again_seconds=seconds_until_due(delivery_id, now=now))
    delivery = Delivery.objects.select_related("webhook", "event").get(pk=delivery_id)
    body, headers = signed(delivery.webhook, delivery.event, at=now)
    try:
        answer = outbound.send(delivery.webhook.address, body, headers=headers, limits=LIMITS)
    except outbound.OutboundRefused as refused:
        return give_up(delivery, f"It may not be asked: {refused}")
    except outbound.OutboundFailed as failed:
        return try_later(delivery, str(failed))
    if 200 <= answer.status < 300:
        return delivered(delivery, f"It answered {answer.status}.")
    if answer.status == GONE:
        return give_up(delivery, "It answered 410: it wants no more events.")
    return try_later(delivery, f"It answered {answer.status}.")


def claim(delivery_id: int, *, now: datetime) -> bool:
    """Whether this process is the one that makes the attempt."""
    mine = due(now).filter(pk=delivery_id)
    state = DeliveryState.SENDING.value
    return bool(mine.update(delivery_state=state, last_attempt_at=now, next_attempt_at=now + LEASE))


def seconds_until_due(delivery_id: int, *, now: datetime) -> float | None:
    """Where it was put off for the sake of its receiver; None where there is nothing to wait for."""
    waiting = tellable().filter(pk=delivery_id, delivery_state=DeliveryState.WAITING.value)
    then = waiting.values_list("next_attempt_at", flat=True).first()
    return None if then is None else max(0.1, (then - now).total_seconds())


def signed(webhook: Webhook, event: Event, *, at: datetime) -> tuple[bytes, dict[str, str]]:
    """The body, and headers by Standard Webhooks: the event's id, the time of this attempt, the signature of both."""
    message = {"type": event.kind, "timestamp": event.happened_at, "data": event.data}
    body = orjson.dumps(message, option=orjson.OPT_UTC_Z)
    signatures = [Signer(secret).sign(message_id(event), at, body.decode()) for secret in secrets_of(webhook, at=at)]
    return body, {
        "Content-Type": "application/json",
        "webhook-id": message_id(event),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def secrets_of(webhook: Webhook, *, at: datetime) -> list[str]:
    """The one that signs, and for a while those before, the last one first."""
    are_more = webhook.previous_until is not None and at < webhook.previous_until
    return [webhook.secret, *(webhook.previous_secrets if are_more else [])]


def message_id(event: Event) -> str:
    return f"evt_{event.uuid.hex}"


def delivered(delivery: Delivery, outcome: str) -> Outcome:
    """It arrived. What waits for the same receiver need not wait any longer: it is back."""
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(
        delivery_state=DeliveryState.DELIVERED.value,
        delivered_at=now,
        n_attempts=delivery.n_attempts + 1,
        last_outcome=outcome,
    )
    waiting = waiting_beside(delivery).filter(next_attempt_at__gt=now)
    wake = tuple(waiting.order_by("id").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=wake, delivery_state=DeliveryState.WAITING.value).update(next_attempt_at=now)
    return Outcome(is_delivered=True, wake=wake)


def try_later(delivery: Delivery, outcome: str) -> Outcome:
    """It did not arrive; after the last of the attempts the webhook is disabled. Others for it wait as long."""
    n_attempts = delivery.n_attempts + 1
    if n_attempts > len(settings.WEBHOOK_RETRY_SECONDS):
        return give_up(delivery, f"{counted(n_attempts, 'attempt')} failed. The last: {outcome}")
    seconds = settings.WEBHOOK_RETRY_SECONDS[n_attempts - 1]
    then = timezone.now() + timedelta(seconds=seconds)
    Delivery.objects.filter(pk=delivery.pk).update(
        delivery_state=DeliveryState.WAITING.value, n_attempts=n_attempts, next_attempt_at=then, last_outcome=outcome
    )
    waiting_beside(delivery).filter(next_attempt_at__lt=then).update(next_attempt_at=then)
    return Outcome(is_delivered=False, again_seconds=seconds)


def give_up(delivery: Delivery, reason: str) -> Outcome:
    """Told no more until its owner enables it again; what still waits stays and is sent then."""
    Delivery.objects.filter(pk=delivery.pk).update(
        delivery_state=DeliveryState.FAILED.value, n_attempts=delivery.n_attempts + 1, last_outcome=reason
    )
    Webhook.objects.filter(pk=delivery.webhook_id, disabled_at__isnull=True).update(
        disabled_at=timezone.now(), disabled_reason=reason
    )
    logger.warning("webhook %s is disabled: %s", delivery.webhook.uuid, reason)
    return Outcome(is_delivered=False)


def waiting_beside(delivery: Delivery) -> "QuerySet[Delivery]":
    """Other deliveries to the same webhook that nobody is making."""
    waiting = Delivery.objects.filter(webhook=delivery.webhook_id, delivery_state=DeliveryState.WAITING.value)
    return waiting.exclude(pk=delivery.pk)
