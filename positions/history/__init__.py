"""The only writer of Position, Evidence and ConditionalLink.

In: what a party held on a target, from when, and the accepted statements that prove it. Out: rows whose record time
begins with a revision, and rows superseded at that instant. Nothing is overwritten. Called by `review` and
`catalog`.
"""

from positions.history.changes import (
    Change,
    correct_position,
    proof_of,
    record_position,
    supersede_position,
    take_back,
    withdraw_position,
)
from positions.history.links import Link, LinkChange, LinkInvalid, LinkNotStanding, check_link, remove_link, set_link
from positions.history.revisions import lock, open_revision
from positions.history.rows import content_of, term_rows, terms_of
from positions.history.timeline import Content, PeriodNotForward, PeriodsOverlap, PositionNotStanding, Proof

__all__ = [
    "Change",
    "Content",
    "Link",
    "LinkChange",
    "LinkInvalid",
    "LinkNotStanding",
    "PeriodNotForward",
    "PeriodsOverlap",
    "PositionNotStanding",
    "Proof",
    "check_link",
    "content_of",
    "correct_position",
    "lock",
    "open_revision",
    "proof_of",
    "record_position",
    "remove_link",
    "set_link",
    "supersede_position",
    "take_back",
    "term_rows",
    "terms_of",
    "withdraw_position",
]
