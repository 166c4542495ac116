"""The stage that freezes answers so that they can be cited, and says later whether they still come out the same.

In: the answer to a comparison, as a record, with the question. Out: a row that never changes, a citation, and what
differs when the question is answered again. Called by the API and `take_down`.

    canonical      one text for one answer          citation       how to name it in print
    differences    where two answers differ         store          make, find, describe, verify
    words          quotes that had to go           former_names   names given up since make no difference
"""

from positions.snapshots.canonical import canonical_json
from positions.snapshots.citation import cite_snapshot
from positions.snapshots.store import (
    AnswerTooLarge,
    FrozenAnswer,
    SnapshotRecord,
    UnknownSnapshot,
    Verification,
    describe_snapshot,
    get_snapshot,
    make_snapshot,
    verify_snapshot,
)
from positions.snapshots.words import remove_words

__all__ = [
    "AnswerTooLarge",
    "FrozenAnswer",
    "SnapshotRecord",
    "UnknownSnapshot",
    "Verification",
    "canonical_json",
    "cite_snapshot",
    "describe_snapshot",
    "get_snapshot",
    "make_snapshot",
    "remove_words",
    "verify_snapshot",
]
