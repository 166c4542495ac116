"""What arrives at a webhook, as the schema's section `webhooks` tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema

from positions.comparison.events import CellEvent, PairEvent
from positions.comparison.records import Record
from positions.vocabulary import EventKind


@dataclass(frozen=True)
class Message(Record):
    """The body of what is posted, by Standard Webhooks."""

    timestamp: datetime
    """When the change was committed that it tells of."""


@dataclass(frozen=True)
class StanceChanged(Message):
    """A party's stance on a target is another than before, or is the first, or was taken back."""

    type: Literal[EventKind.STANCE_CHANGED]
    """Always `stance.changed`."""
    data: CellEvent
    """What happened."""


@dataclass(frozen=True)
class RedLineDrawn(Message):
    """What a party holds on a target became a red line."""

    type: Literal[EventKind.RED_LINE_DRAWN]
    """Always `red_line.drawn`."""
    data: CellEvent
    """What happened."""


@dataclass(frozen=True)
class RedLineGone(Message):
    """What a party holds on a target is no longer a red line."""

    type: Literal[EventKind.RED_LINE_GONE]
    """Always `red_line.gone`."""
    data: CellEvent
    """What happened."""


@dataclass(frozen=True)
class ResponseGiven(Message):
    """A party took a stance on a proposal."""

    type: Literal[EventKind.RESPONSE_GIVEN]
    """Always `response.given`."""
    data: CellEvent
    """What happened; `target` is the proposal."""


@dataclass(frozen=True)
class AgreementMoved(Message):
    """The agreement score of two parties moved by at least what was asked for."""

    type: Literal[EventKind.AGREEMENT_MOVED]
    """Always `agreement.moved`."""
    data: PairEvent
    """What happened."""


@dataclass(frozen=True)
class Pinged(Record):
    """What a ping tells."""

    webhook: UUID
    """Id of the webhook that it was sent to."""


@dataclass(frozen=True)
class Ping(Message):
    """Sent because its owner asked whether it arrives."""

    type: Literal[EventKind.PING]
    """Always `ping`."""
    data: Pinged
    """Whom it was sent to."""


HEADERS = (
    "Verify it by the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` with the webhook's secret, and "
    "process each `webhook-id` once."
)


def told(kind: EventKind, message: type[Record]) -> OpenApiWebhook:
    """One sort of message in the schema."""
    described: Any = extend_schema(
        operation_id=f"told_{kind.value.replace('.', '_')}",
        summary=kind.value,
        description=f"{message.__doc__} {HEADERS}",
        tags=["events"],  # apart from the addresses: generators make a class of each tag, and these are for receivers
        request=message,
        responses={
            "2XX": OpenApiResponse(description="Kept: it is not sent again."),
            "410": OpenApiResponse(description="No more of it: the webhook is disabled."),
            "default": OpenApiResponse(description="Anything else, no answer too: it is sent again later."),
        },
    )
    return OpenApiWebhook(name=kind.value, decorator=described)


# By these names the settings know them.
stance_changed = told(EventKind.STANCE_CHANGED, StanceChanged)
red_line_drawn = told(EventKind.RED_LINE_DRAWN, RedLineDrawn)
red_line_gone = told(EventKind.RED_LINE_GONE, RedLineGone)
response_given = told(EventKind.RESPONSE_GIVEN, ResponseGiven)
agreement_moved = told(EventKind.AGREEMENT_MOVED, AgreementMoved)
ping = told(EventKind.PING, Ping)
