"""What is asked for and told of webhooks, as `webhooks` reads and sends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from positions import webhooks
from positions.api.asking.bodies import LEFT_OUT, NOT_GIVEN, Body
from positions.api.asking.paging import Page
from positions.api.problems import BadParameters, Fault, faults_of, not_in_these_talks
from positions.comparison.records import Record
from positions.models import Negotiation, Webhook
from positions.vocabulary import DeliveryState, EventKind

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
class ChangedWebhook(Body):
    """What is to be told otherwise; what is left out stays as it is."""

    address: Annotated[str, Field(max_length=2000), LEFT_OUT] = NOT_GIVEN
    """Where events are posted to: http or https, a host that is public."""
    events: Annotated[list[EventKind], Field(min_length=1, max_length=len(EventKind)), LEFT_OUT] = NOT_GIVEN
    """Which events."""
    negotiation: Annotated[str, LEFT_OUT] = NOT_GIVEN
    """Slug of the talks; empty: all that are published."""
    parties: Annotated[list[str], Field(max_length=100), LEFT_OUT] = NOT_GIVEN
    """Only events of these parties, by slug; empty: all. Goes with `negotiation`."""
    least_move: Annotated[float, Field(gt=0, le=1), LEFT_OUT] = NOT_GIVEN
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
    """A webhook with its secret, which is shown once."""

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
    known = list(talks.participations.listed().values_list("party__slug", flat=True))
    faults = [
        not_in_these_talks("party", slug, parameter=f"parties[{place}]", known=known)
        for place, slug in enumerate(slugs)
        if slug not in known
    ]
    if faults:
        raise BadParameters(faults)
