"""People decide about statements; what they accept becomes positions through `history`.

In: a statement and a person. Out: one more Decision, and a public change where there is one. The only writer of
Decision. Called by the admin, the API, `catalog` and `take_down`.
"""

from positions.review.batch import AskedDecision, DecidedSince, MadeDecision, NotDecided, decide_all
from positions.review.choices import Choice, decide, foresee
from positions.review.decisions import (
    REFUSALS,
    ArticleTakenDown,
    DayCorrectedMeanwhile,
    NothingToUndo,
    StatementAlreadyDecided,
    accept_statement,
    amend_statement,
    find_standing_decision,
    mark_duplicate,
    reject_statement,
    undo_decision,
)
from positions.review.reading import Amendment, AmendmentInvalid, Reading, lacks_day, plain_summary, read_statement
from positions.review.words import remove_words

__all__ = [
    "REFUSALS",
    "Amendment",
    "AmendmentInvalid",
    "ArticleTakenDown",
    "AskedDecision",
    "Choice",
    "DayCorrectedMeanwhile",
    "DecidedSince",
    "MadeDecision",
    "NotDecided",
    "NothingToUndo",
    "Reading",
    "StatementAlreadyDecided",
    "accept_statement",
    "amend_statement",
    "decide",
    "decide_all",
    "find_standing_decision",
    "foresee",
    "lacks_day",
    "mark_duplicate",
    "plain_summary",
    "read_statement",
    "reject_statement",
    "remove_words",
    "undo_decision",
]
