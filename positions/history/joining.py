"""Two timelines that turn out to be of one thing: what is recorded of both, as one. Pure, like `timeline`."""

from collections.abc import Iterator
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
    for standing in [one for one in timeline if _says_the_same(one, period)]:
        timeline = swap(timeline, standing, _proven_too(standing, period))
    for piece in list(_free(timeline, period)):
        timeline = _place(timeline, piece)
    return timeline


def _place(timeline: Timeline, piece: Period) -> Timeline:
    """A neighbour that says the same grows over the piece's days; else the piece stands by itself."""
    before = next((one for one in timeline if one.valid_to == piece.valid_from and _same(one, piece)), None)
    after = next((one for one in timeline if one.valid_from == piece.valid_to and _same(one, piece)), None)
    if before is not None:
        grown = replace(before, valid_to=piece.valid_to, end_reason=piece.end_reason, reason=Reason.CORRECTED)
        return swap(timeline, before, _proven_too(grown, piece))
    if after is not None:
        grown = replace(after, valid_from=piece.valid_from, reason=Reason.CORRECTED)
        return swap(timeline, after, _proven_too(grown, piece))
    return ordered((*timeline, piece))


def _free(timeline: Timeline, period: Period) -> Iterator[Period]:
    """The pieces of the period on days of which nothing is recorded, each with what was said by its end."""
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
        proofs={proof.statement: proof for proof in _said_by(period, end)},
        row=None,
    )


def _said_by(period: Period, end: date | None) -> Iterator[Proof]:
    """Its evidence without what was said within the period on or after that day."""
    for proof in period.proofs.values():
        if end is None or proof.said_on < end or not period.covers(proof.said_on):
            yield proof


def _proven_too(standing: Period, period: Period) -> Period:
    """With the evidence of both; its own, where a statement is evidence for both."""
    added = {proof.statement: proof for proof in _said_by(period, standing.valid_to)}
    return replace(standing, proofs={**added, **standing.proofs})


def _says_the_same(one: Period, other: Period) -> bool:
    return overlap(one, other) and _same(one, other)


def _same(one: Period, other: Period) -> bool:
    return one.content.says_the_same_as(other.content)
