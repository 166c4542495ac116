"""Requests to addresses that other people name: articles, feeds, webhooks. The one way out to the network.

In: an address that nobody has checked. Out: an `Answer`, or a sentence that says why there is none. The connection goes
to the very network address that was checked, at each redirect anew, so that a name which changes its mind between two
look-ups changes nothing. Called by stages that fetch or send; knows none of them, and no table.
"""

from positions.outbound.limits import Limits
from positions.outbound.refusals import HostNotPublic, OutboundFailed, OutboundRefused
from positions.outbound.requests import LONGEST_URL_CHARACTERS, Answer, Url, fetch, require_address, send

__all__ = [
    "LONGEST_URL_CHARACTERS",
    "Answer",
    "HostNotPublic",
    "Limits",
    "OutboundFailed",
    "OutboundRefused",
    "Url",
    "fetch",
    "require_address",
    "send",
]
