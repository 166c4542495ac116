"""The only writer of Position, Evidence and ConditionalLink.

In: what a party held on a target, from when, and the accepted statements that prove it. Out: rows whose record time
begins with a revision, and rows superseded at that instant. Nothing is overwritten. Called by `review`,
`catalog`, `take_down` and the admin.
"""

from positions.history.busy import TalksBusy, waiting_for_others
from positions.history.changes import (
    Change,
    PositionNotStanding,
    correct_position,
    foresee_correction,
    foresee_supersession,
    foresee_withdrawal,
    proof_of,
    record_apart,
    record_position,
    supersede_position,
    take_back,
    withdraw_position,
)
from positions.history.days import EARLIEST, lies_too_far
from positions.history.foresight import (
    Foresight,
    PositionChangedMeanwhile,
    foresee_position,
    require_as_seen,
)
from positions.history.foresight_words import say_content, without_full_stop
from positions.history.links import Link, LinkInvalid, LinkNotStanding, check_link, remove_link, set_link
from positions.history.merging import (
    CellMerge,
    Merge,
    carry_over,
    foresee_merge,
    link_after,
    links_of,
    waits_for_itself,
)
from positions.history.revisions import database_clock, lock, open_revision, open_revisions
from positions.history.rows import content_of, term_rows, terms_of
from positions.history.timeline import (
    Content,
    Period,
    PeriodNotForward,
    PeriodsOverlap,
    Proof,
    Timeline,
)

__all__ = [
    "EARLIEST",
    "CellMerge",
    "Change",
    "Content",
    "Foresight",
    "Link",
    "LinkInvalid",
    "LinkNotStanding",
    "Merge",
    "Period",
    "PeriodNotForward",
    "PeriodsOverlap",
    "PositionChangedMeanwhile",
    "PositionNotStanding",
    "Proof",
    "TalksBusy",
    "Timeline",
    "carry_over",
    "check_link",
    "content_of",
    "correct_position",
    "database_clock",
    "foresee_correction",
    "foresee_merge",
    "foresee_position",
    "foresee_supersession",
    "foresee_withdrawal",
    "lies_too_far",
    "link_after",
    "links_of",
    "lock",
    "open_revision",
    "open_revisions",
    "proof_of",
    "record_apart",
    "record_position",
    "remove_link",
    "require_as_seen",
    "say_content",
    "set_link",
    "supersede_position",
    "take_back",
    "term_rows",
    "terms_of",
    "waiting_for_others",
    "waits_for_itself",
    "withdraw_position",
    "without_full_stop",
]
