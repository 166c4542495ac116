"""The stage that tells others: what is worth telling of each public change, to whom, until it has arrived.

In: committed revisions. Out: events, and deliveries of them, which wait in a table until they have arrived or are given
up. Called by `follow_ups`, `take_down`, the API and the admin; the network is reached by `outbound` alone.
"""

from positions.webhooks.announcing import announce_changes, list_unannounced
from positions.webhooks.sending import Outcome, deliver_event, list_due, message_id
from positions.webhooks.subscribing import (
    MOST_WEBHOOKS,
    NewWebhook,
    TooManyWebhooks,
    UnknownWebhook,
    WebhookInvalid,
    change_webhook,
    enable_webhook,
    get_webhook,
    make_webhook,
    ping_webhook,
    remove_webhook,
    replay_events,
    rotate_secret,
)
from positions.webhooks.words import remove_words

__all__ = [
    "MOST_WEBHOOKS",
    "NewWebhook",
    "Outcome",
    "TooManyWebhooks",
    "UnknownWebhook",
    "WebhookInvalid",
    "announce_changes",
    "change_webhook",
    "deliver_event",
    "enable_webhook",
    "get_webhook",
    "list_due",
    "list_unannounced",
    "make_webhook",
    "message_id",
    "ping_webhook",
    "remove_webhook",
    "remove_words",
    "replay_events",
    "rotate_secret",
]
