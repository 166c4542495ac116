"""Two timelines that turn out to be of one thing: what is recorded of both, as one. Pure, like `timeline`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from positions.history.timeline import Period, Proof, Timeline, ordered, overlap, swap
from positions.vocabulary import EndReason, Reason


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Both said something else of some days: `kept` stays, `gone` does not come over for those days."""

    kept: Period
    gone: Period


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The one timeline, and where the two differed."""

    timeline: Timeline
    differences: tuple[Difference, ...]


def join(kept: Timeline, gone: Timeline) -> Joined:
    """`gone` comes over to the days of which `kept` says nothing; where both say the same, evidence is united.

    Where they differ, what `kept` says stays. No day that either held is lost, and no two periods overlap.
    """
    joined = kept
    for period in gone:
        joined = _bring_over(joined, period)
    differences = [
        Difference(kept=mine, gone=theirs)
        for theirs in gone
        for mine in kept
        if overlap(mine, theirs) and not mine.content.says_the_same_as(theirs.content)
    ]
    return Joined(timeline=joined, differences=tuple(differences))


def _bring_over(timeline: Timeline, period: Period) -> Timeline:
    """The period's evidence to what says the same, and pieces of it to the days that are free."""
    standing = [one for one in timeline if _says_the_same(one, period)]
    pieces = list(_free(timeline, period))
    parts = ordered((*standing, *pieces))
    for one in standing:
        timeline = swap(timeline, one, _proven_too(one, _proofs_of(one, parts, period)))
    for piece in pieces:
        timeline = _place(timeline, replace(piece, proofs=_proofs_of(piece, parts, period)))
    return timeline


def _place(timeline: Timeline, piece: Period) -> Timeline:
    """A neighbour that says the same grows over the piece's days; else the piece stands by itself."""
    before = next((one for one in timeline if one.valid_to == piece.valid_from and _same(one, piece)), None)
    after = next((one for one in timeline if one.valid_from == piece.valid_to and _same(one, piece)), None)
    if before is not None:
        grown = replace(before, valid_to=piece.valid_to, end_reason=piece.end_reason, reason=Reason.CORRECTED)
        return swap(timeline, before, _proven_too(grown, piece.proofs))
    if after is not None:
        grown = replace(after, valid_from=piece.valid_from, reason=Reason.CORRECTED)
        return swap(timeline, after, _proven_too(grown, piece.proofs))
    return ordered((*timeline, piece))


def _free(timeline: Timeline, period: Period) -> Iterator[Period]:
    """The pieces of the period on days of which nothing is recorded, without evidence yet."""
    start: date | None = period.valid_from
    for standing in timeline:
        if start is None or not overlap(standing, replace(period, valid_from=start)):
            continue
        if start < standing.valid_from:
            yield _piece(period, start, standing.valid_from)
        start = standing.valid_to
    if start is not None and (period.valid_to is None or start < period.valid_to):
        yield _piece(period, start, period.valid_to)


def _piece(period: Period, start: date, end: date | None) -> Period:
    ends_with_it = end == period.valid_to
    return replace(
        period,
        valid_from=start,
        valid_to=end,
        reason=Reason.CORRECTED,
        end_reason=period.end_reason if ends_with_it else EndReason.PARTY_MOVED,
        proofs={},
        row=None,
    )


def _proofs_of(part: Period, parts: Timeline, period: Period) -> dict[int, Proof]:
    """What of the period's evidence proves this part of it: each statement proves one."""
    return {key: proof for key, proof in period.proofs.items() if _proven_by(proof, parts, period) == part}


def _proven_by(proof: Proof, parts: Timeline, period: Period) -> Period | None:
    """The part that holds on the day of the proof; else the next one. None where what differs stands from then on.

    What was said before the period proves its first part, what was said after it the last.
    """
    day = proof.said_on
    if period.valid_to is not None and day >= period.valid_to:
        return parts[-1]
    return next((part for part in parts if part.valid_to is None or day < part.valid_to), None)


def _proven_too(standing: Period, added: Mapping[int, Proof]) -> Period:
    """With the evidence of both; its own, where a statement is evidence for both."""
    return replace(standing, proofs={**added, **standing.proofs})


def _says_the_same(one: Period, other: Period) -> bool:
    return overlap(one, other) and _same(one, other)


def _same(one: Period, other: Period) -> bool:
    return one.content.says_the_same_as(other.content)
